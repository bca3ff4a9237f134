package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser: its policy lets its own scripts run, they draw, and nothing complains.
final class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @TempDir
    Path folder;

    @BeforeAll
    static void needsBrowser() {
        Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "needs Chromium at " + CHROMIUM);
    }

    @Test
    void page_plainStudy_drawsWithoutAComplaint() throws Exception {
        SyntheticStudy fixture = SyntheticStudy.plain();
        Browsing browsing = open(Report.write(fixture.study, fixture.advice, folder.resolve("plain")));
        assertThat(browsing.console()).isEmpty();
        assertThat(browsing.picture()).contains("<svg").contains("mark-symbol");
        assertThat(browsing.document()).contains("; the parts run on <span");
        assertThat(browsing.part("id=\"now\"", "</p>"))
                .containsPattern("@.*: [0-9.]+ ms \\(emulated\\)|@.*: [0-9.]+ ms \\(measured\\)");
        assertThat(browsing.part("id=\"sentence\"", "</span>")).contains("mobile-edge");
        assertThat(browsing.part("id=\"fastest\"", "</tbody>").split("<tr>", -1))
                .hasSize(7);
        assertThat(browsing.part("id=\"map\"", "</svg>")).contains("<rect", "<circle", ">A</text>");
        assertThat(browsing.part("id=\"map-key\"", "</ol>")).contains("@");
    }

    @Test
    void page_hostileNames_runsNoneOfThem() throws Exception {
        SyntheticStudy fixture =
                SyntheticStudy.with("\"'</script><img src=x onerror=console.error('owned')><!--<script>\u2028");
        Browsing browsing = open(Report.write(fixture.study, fixture.advice, folder.resolve("hostile")));
        assertThat(browsing.console()).isEmpty();
        assertThat(browsing.picture()).contains("<svg").contains("mark-symbol");
    }

    /// The document after its scripts ran, and every line the page wrote to the console.
    private record Browsing(String document, List<String> console) {

        /// What stands in the place of the accuracy-latency picture.
        String picture() {
            return part("id=\"scatter\"", "</section>");
        }

        /// From one text to the next other one.
        String part(String begin, String end) {
            int from = document.indexOf(begin);
            assertThat(from).as(begin).isNotNegative();
            return document.substring(from, document.indexOf(end, from));
        }
    }

    private Browsing open(Path page) throws IOException, InterruptedException {
        Path document = folder.resolve("document.html");
        Path log = folder.resolve("browser.log");
        List<String> command = new ArrayList<>(List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run"));
        command.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-sync"));
        command.addAll(List.of("--enable-logging=stderr", "--virtual-time-budget=20000", "--dump-dom"));
        command.add("--user-data-dir=" + Files.createTempDirectory(folder, "profile"));
        command.add(page.toUri().toString());
        Process process = new ProcessBuilder(command)
                .redirectOutput(document.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("Chromium ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Browsing(
                Files.readString(document),
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList());
    }
}
