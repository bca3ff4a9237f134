package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Decision;
import io.tierwise.advice.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {
    private static final String HOSTILE =
            "\"'</script><img src=x onerror=alert(1)><!--<script>${1+1}\u2028&amp;`,\n=cmd";

    @TempDir
    Path folder;

    @Test
    void write_plainStudy_makesTheFourFiles() {
        SyntheticStudy fixture = SyntheticStudy.plain();
        Path page = Report.write(fixture.study, fixture.advice, folder.resolve("new/results"));
        assertThat(page).hasFileName("report.html").isRegularFile();
        assertThat(page.resolveSibling(".").toFile().list())
                .containsExactlyInAnyOrder("report.html", "observations.csv", "strategies.csv", "advice.json");
    }

    @Test
    void write_folderIsAFile_saysWhereAndWhatToDo() throws IOException {
        SyntheticStudy fixture = SyntheticStudy.plain();
        Path file = Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(() -> Report.write(fixture.study, fixture.advice, file))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("taken")
                .hasMessageContaining("choose another");
    }

    @Test
    void html_hostileNamesEverywhere_noneBecomesMarkup() {
        SyntheticStudy fixture = SyntheticStudy.with(HOSTILE);
        String page = withoutOwnCode(Page.html(fixture.study, fixture.advice));
        assertThat(page).doesNotContain("<img").doesNotContain("<!--").doesNotContain("\u2028\"");
        int scripts = page.split("<script", -1).length - 1;
        assertThat(scripts).isEqualTo(6).isEqualTo(page.split("</script>", -1).length - 1);
        assertThat(page.split("onerror=", -1)).hasSizeGreaterThan(100);
    }

    @Test
    void html_hostileNames_embeddedDataStillHoldsThem() {
        SyntheticStudy fixture = SyntheticStudy.with(HOSTILE);
        String page = Page.html(fixture.study, fixture.advice);
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        String data = page.substring(from, page.indexOf("</script>", from));
        assertThat(data).doesNotContain("<").doesNotContain("\u2028");
        JsonNode points = JsonMapper.shared().readTree(data).get("points");
        assertThat(points.size()).isEqualTo(25);
        assertThat(points.get(0).get("name").stringValue()).endsWith(HOSTILE);
    }

    @Test
    void html_anyStudy_loadsNothing() {
        SyntheticStudy fixture = SyntheticStudy.plain();
        String page = withoutOwnCode(Page.html(fixture.study, fixture.advice));
        assertThat(page)
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("src=")
                .doesNotContain("<link")
                .doesNotContain("url(")
                .doesNotContain("@import");
    }

    @Test
    void html_policy_namesEveryScriptAndTheStyle() {
        SyntheticStudy fixture = SyntheticStudy.plain();
        String page = Page.html(fixture.study, fixture.advice);
        String policy = page.substring(page.indexOf("content=\"default-src"), page.indexOf("<meta name=\"viewport\""));
        assertThat(policy.split("sha256-", -1)).hasSize(7);
        assertThat(policy).contains("default-src").doesNotContain("unsafe-eval").doesNotContain("script-src 'unsafe");
    }

    @Test
    void html_everyStanding_isShownWithItsFigures() {
        SyntheticStudy fixture = SyntheticStudy.plain();
        String page = Page.html(fixture.study, fixture.advice).replace("<wbr>", "");
        for (Standing standing : fixture.advice.standings()) {
            assertThat(page).contains(standing.strategy().name());
            standing.latency()
                    .ifPresent(latency -> assertThat(page)
                            .contains(">" + Digits.bare(latency.p50().millis()) + "<small>"
                                    + Digits.support(latency.p50()).replace(">", "&gt;")));
        }
        assertThat(page)
                .contains("needs n &gt;= 368")
                .contains(Words.CONDITIONS)
                .contains("the agent ended with code 137");
        assertThat(page).contains("=1</td>").contains("cut here: ");
    }

    @Test
    void html_nothingFeasible_saysTheNearestMiss() {
        SyntheticStudy fixture = SyntheticStudy.plain();
        Advice all = fixture.advice;
        Advice infeasible = new Advice(
                new Decision.Infeasible(
                        all.standings().getFirst().strategy().name(), "p50 is 3.52 ms, the goal is 1 ms"),
                "No strategy keeps p50 <= 1 ms.",
                all.goals(),
                all.worth(),
                all.standings(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        assertThat(Page.html(fixture.study, infeasible))
                .contains("No strategy meets the goals")
                .contains("p50 is 3.52 ms, the goal is 1 ms");
        assertThat(AdviceJson.text(fixture.study, infeasible)).contains("\"kind\" : \"infeasible\"");
    }

    @Test
    void adviceJson_hostileStudy_parsesBackToTheSameFigures() {
        SyntheticStudy fixture = SyntheticStudy.with(HOSTILE);
        JsonNode root = JsonMapper.shared().readTree(AdviceJson.text(fixture.study, fixture.advice));
        assertThat(root.get("standings").size()).isEqualTo(26);
        JsonNode first = root.get("standings").get(0);
        Standing standing = fixture.advice.standings().getFirst();
        assertThat(first.get("strategy").stringValue())
                .isEqualTo(standing.strategy().name());
        assertThat(first.get("p50").get("millis").doubleValue())
                .isEqualTo(standing.latency().orElseThrow().p50().millis());
        assertThat(first.get("p99").get("lowMillis").isNull()).isTrue();
        assertThat(first.get("p99").get("needed").intValue()).isEqualTo(368);
    }

    @Test
    void csv_hostileFields_areQuotedAndReadBack() {
        SyntheticStudy fixture = SyntheticStudy.with(HOSTILE);
        List<List<String>> rows = CsvReader.rows(Tables.observations(fixture.study));
        assertThat(rows)
                .hasSize(1 + 25 * 60)
                .allMatch(row -> row.size() == rows.getFirst().size());
        assertThat(rows.get(1).getFirst())
                .isEqualTo(fixture.study.observations().getFirst().strategy());
        assertThat(rows.get(1).get(5))
                .isEqualTo(Long.toString(fixture.study.observations().getFirst().totalNanos()));
        List<List<String>> strategies = CsvReader.rows(Tables.strategies(fixture.advice));
        assertThat(strategies)
                .hasSize(27)
                .allMatch(row -> row.size() == strategies.getFirst().size());
    }

    /// The page without the bodies of the style and of the scripts that are ours.
    private static String withoutOwnCode(String page) {
        String open = "</style>";
        String rest = page.substring(page.indexOf(open));
        int last = rest.indexOf("<script>");
        StringBuilder text = new StringBuilder(page.substring(0, page.indexOf("<style>"))).append(rest, 0, last);
        while (last >= 0) {
            int end = rest.indexOf("</script>", last);
            text.append("<script></script>");
            last = rest.indexOf("<script>", end);
        }
        return text.toString();
    }
}
