package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.GateFact;
import io.tierwise.advice.GateRequest;
import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateVerdict;
import io.tierwise.stats.Interval;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A comparison in every format, with names that would be markup if they were not escaped.
class GateFormatsTest {
    private static final String HOSTILE = "<b>\"x\" & y | `z` \u0001]]>";
    private static final GateResult RESULT = new GateResult(
            HOSTILE,
            "after",
            new GateRequest(0.05, 0.01, false, OptionalDouble.empty(), GateRequest.Direction.WORSE, List.of()),
            true,
            GateVerdict.FAILED,
            List.of(
                    timed("passes", GateVerdict.PASSED, 1.01, new Interval(0.99, 1.03, 0.95)),
                    timed("open", GateVerdict.INCONCLUSIVE, 1.2, new Interval(0, Double.POSITIVE_INFINITY, 0.95)),
                    new GateResult.Case(
                            HOSTILE,
                            GateVerdict.FAILED,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "missing in " + HOSTILE)),
            List.of("new one"),
            "The model changed.",
            List.of(new GateResult.Difference(GateFact.Kind.MODEL, "hash", "a", "b")),
            Optional.empty(),
            new GateResult.Power(0.03, Double.POSITIVE_INFINITY, OptionalInt.empty(), "Sees little."),
            List.of("a note"));

    private static GateResult.Case timed(String name, GateVerdict verdict, double ratio, Interval interval) {
        var time = new GateResult.Time(
                verdict,
                2e6,
                2e6 * ratio,
                ratio,
                interval,
                0.2,
                Math.sqrt(interval.high() / interval.low()) - 1,
                OptionalInt.of(9),
                4,
                5,
                60,
                "in pairs");
        return new GateResult.Case(
                name, verdict, Optional.of(time), Optional.empty(), Optional.empty(), Optional.empty(), "because");
    }

    private static Element junit() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(GateJunit.of(RESULT))))
                .getDocumentElement();
    }

    @Test
    void junit_anyName_isWellFormedAndCounts() throws Exception {
        Element suite = junit();

        assertThat(suite.getTagName()).isEqualTo("testsuite");
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("name")).contains("<b>\"x\" & y | `z` ?]]>");
    }

    @Test
    void junit_eachStrategy_isATestCaseWithItsReason() throws Exception {
        var cases = junit().getElementsByTagName("testcase");

        assertThat(cases.getLength()).isEqualTo(3);
        assertThat(((Element) cases.item(0)).getElementsByTagName("*").getLength())
                .isZero();
        assertThat(((Element) cases.item(0)).getAttribute("time")).isEqualTo("0.002020");
        Element skipped = (Element)
                ((Element) cases.item(1)).getElementsByTagName("skipped").item(0);
        assertThat(skipped.getAttribute("message")).isEqualTo("because");
        Element failure = (Element)
                ((Element) cases.item(2)).getElementsByTagName("failure").item(0);
        assertThat(failure.getTextContent()).isEqualTo("missing in <b>\"x\" & y | `z` ?]]>");
    }

    @Test
    void markdown_anyName_neitherBreaksTheTableNorBecomesMarkup() {
        String text = GateMarkdown.of(RESULT);

        assertThat(text)
                .startsWith("### Tierwise: failed\n")
                .contains("| passes | passed | 1.01x | 0.99 to 1.03 | ")
                .contains("| &lt;b&gt;\"x\" &amp; y \\| \\`z\\` ?\\]\\]&gt; | **failed** |")
                .doesNotContain("<b>", "\u0001");
        assertThat(text.lines().filter(line -> line.startsWith("| ")))
                .allSatisfy(line -> assertThat(line.replace("\\|", "")).matches("\\|([^|]+\\|){7}"));
    }

    @Test
    void json_whatIsNotKnown_isNull() {
        JsonNode json = JsonMapper.builder().build().valueToTree(GateJson.of(RESULT));

        assertThat(json.get("verdict").asString()).isEqualTo("failed");
        assertThat(json.get("tolerances").get("memory").isNull()).isTrue();
        JsonNode open = json.get("strategies").get(1).get("time");
        assertThat(open.get("interval").isNull()).isTrue();
        assertThat(open.get("detectable").isNull()).isTrue();
        assertThat(open.get("candidateMedianMillis").asDouble()).isEqualTo(2.4);
        assertThat(json.get("strategies").get(2).get("time").isNull()).isTrue();
        assertThat(json.get("differences").get(0).get("kind").asString()).isEqualTo("model");
    }

    @Test
    void text_effectAndInterval_standBeforeP() {
        String text = GateText.of(RESULT, 160, false);

        assertThat(text)
                .containsPattern("strategy +verdict +ratio +95 % interval .* p\\R")
                .contains("one opening")
                .contains("failed: missing in")
                .contains("Only in the candidate: new one.")
                .contains("Verdict: failed (1 passed, 1 failed, 1 inconclusive; tolerance 5 %")
                .doesNotContain("\u0001");
    }
}
