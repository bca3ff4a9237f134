package io.tierwise.report;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.tierwise.advice.Advice;
import io.tierwise.study.StudyRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `report.html`: one page that needs nothing else, not even a network.
///
/// Its Content-Security-Policy names the hash of every script and of the style sheet, and forbids
/// everything else: text that came from outside cannot become code even if an escape were forgotten.
///
/// @param title of the page
/// @param policy the Content-Security-Policy
/// @param style the style sheet
/// @param scripts the scripts in the order they run
/// @param data what the scripts draw, as JSON safe inside a script element
record Page(
        String title,
        String policy,
        String style,
        List<String> scripts,
        String data,
        AnswerSection answer,
        StandingsSection standings,
        StripSection strips,
        PhaseSection phases,
        ChainSection chain,
        ExitSection exits,
        DetailSection details,
        QuantizationSection quantizations,
        Optional<LiveSection> live,
        MethodSection method) {

    /// The whole page.
    // the engine itself passes null where no interceptor is wanted
    @SuppressWarnings("NullAway")
    static String html(StudyRecord study, Advice advice) {
        StringOutput output = new StringOutput(2_000_000);
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(output), null, of(study, advice));
        return output.toString();
    }

    private static Page of(StudyRecord study, Advice advice) {
        String style = resource("page.css");
        List<String> scripts = Stream.of(
                        "vega/vega.min.js", "vega/vega-lite.min.js", "vega/vega-embed.min.js", "page.js", "live.js")
                .map(Page::script)
                .toList();
        ChainSection chain = ChainSection.of(study, advice);
        Optional<LiveSection> live = LiveSection.of(study);
        return new Page(
                study.title(),
                policy(scripts, style),
                style,
                scripts,
                EmbeddedJson.text(ChartData.of(study, advice, chain, live)),
                AnswerSection.of(study, advice),
                StandingsSection.of(advice),
                StripSection.of(study, advice),
                PhaseSection.of(advice),
                chain,
                ExitSection.of(study, advice),
                DetailSection.of(study, advice),
                QuantizationSection.of(study),
                live,
                MethodSection.of(study, advice));
    }

    /// Style attributes are allowed (bars have a width, charts a size); style sheets, scripts and loads are not.
    private static String policy(List<String> scripts, String style) {
        return "default-src 'none'; script-src "
                + scripts.stream().map(Page::hash).collect(Collectors.joining(" "))
                + "; style-src-elem " + hash(style)
                + "; style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /// A script without the pointer to its source map, a file that does not travel with the page.
    private static String script(String name) {
        return resource(name).replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip();
    }

    private static String resource(String name) {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The report's resource " + name + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the report's resource " + name, e);
        }
    }
}
