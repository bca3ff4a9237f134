package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Headline;
import io.tierwise.advice.Standing;
import io.tierwise.report.TextTable.Tone;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The answer of a study as a terminal shows it: the ranked table first, the recommendation in plain
/// words last, where the reader's eye rests.
public final class AnswerText {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 160;

    private final StudyRecord study;
    private final Advice advice;
    private final int columns;
    private final boolean color;
    private final StringBuilder text = new StringBuilder();

    private AnswerText(StudyRecord study, Advice advice, int columns, boolean color) {
        this.study = study;
        this.advice = advice;
        this.columns = Math.clamp(columns, NARROWEST, WIDEST);
        this.color = color;
    }

    /// The whole answer in lines of at most `columns` characters (between 60 and 160), in colour if wanted.
    public static String of(StudyRecord study, Advice advice, int columns, boolean color) {
        return new AnswerText(study, advice, columns, color).write();
    }

    private String write() {
        text.append(table());
        failures();
        notRun();
        text.append('\n');
        paragraph("", Words.status(advice.decision()) + ": " + advice.sentence(), Tone.BEST);
        advice.headline().ifPresent(headline -> headline("Confirmed", headline));
        advice.runnerUp().ifPresent(headline -> headline("Runner-up", headline));
        if (!advice.goals().isEmpty()) {
            paragraph(
                    "Goals: ",
                    advice.goals().stream().map(Goal::toText).collect(Collectors.joining("; ")) + "; worth "
                            + Digits.percent(advice.worth()),
                    Tone.PLAIN);
        }
        paragraph("Ran on: ", tiers(), Tone.PLAIN);
        Words.inputs(study).ifPresent(words -> paragraph("", capital(words) + ".", Tone.PLAIN));
        advice.caveats().forEach(caveat -> paragraph("Note: ", caveat, Tone.FAINT));
        return text.toString();
    }

    private String tiers() {
        return Words.CONDITIONS + "; "
                + study.tiers().stream().map(AnswerText::tier).collect(Collectors.joining(", "));
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String tier(TierRecord tier) {
        return tier.name() + " (" + tier.standing() + ")";
    }

    private String table() {
        TextTable table = new TextTable()
                .column("rank", true, 9)
                .column("strategy", false, 10)
                .column("p50 ms", true, 9)
                .column("p95 ms", true, 5)
                .column("vs best", true, 7)
                .column("95 % interval", true, 4)
                .column("verdict", false, 8)
                .column("accuracy", true, 3)
                .column("drop", true, 6)
                .column("bytes", true, 2)
                .column("mostly", false, 1);
        advice.standings().stream()
                .filter(standing -> standing.latency().isPresent())
                .forEach(standing -> table.row(tone(standing), row(standing)));
        return table.text(columns, color);
    }

    private static Tone tone(Standing standing) {
        return !standing.misses().isEmpty() ? Tone.FAINT : standing.rank() == 1 ? Tone.EQUAL : Tone.PLAIN;
    }

    private List<String> row(Standing standing) {
        Standing.Latency latency = standing.latency().orElseThrow();
        List<String> cells = new ArrayList<>();
        cells.add(Words.rank(standing, advice));
        cells.add(standing.strategy().name());
        cells.add(Digits.bare(latency.p50().millis()));
        cells.add(
                latency.p95().needed() > 0
                        ? "n>=" + latency.p95().needed()
                        : Digits.bare(latency.p95().millis()));
        cells.add(Words.ratioToBest(standing, advice));
        cells.add(standing.againstBest()
                .map(c -> Digits.ratioInterval(c.low(), c.high()))
                .orElse(""));
        cells.add(standing.verdict());
        cells.add(standing.accuracy().map(a -> Digits.share(a.value())).orElse("-"));
        cells.add(standing.accuracy().map(a -> Digits.points(a.drop())).orElse("-"));
        cells.add(Digits.bytes(standing.bytesPerTrial()));
        cells.add(Words.phase(standing.dominating()));
        return cells;
    }

    private void failures() {
        for (Standing standing : advice.standings()) {
            Words.failure(standing.strategy())
                    .ifPresent(reason -> paragraph("  x ", standing.strategy().name() + ": " + reason, Tone.FAINT));
        }
    }

    /// Strategies without a latency that did not fail, by why they were not run.
    private void notRun() {
        Map<String, List<String>> byVerdict = new LinkedHashMap<>();
        for (Standing standing : advice.standings()) {
            if (standing.latency().isEmpty() && !standing.verdict().isEmpty()) {
                byVerdict
                        .computeIfAbsent(standing.verdict(), verdict -> new ArrayList<>())
                        .add(standing.strategy().name());
            }
        }
        byVerdict.forEach(
                (verdict, names) -> paragraph("  - ", verdict + ", not run: " + String.join(", ", names), Tone.FAINT));
    }

    private void headline(String role, Headline headline) {
        paragraph(role + ": ", headline.strategy() + ", " + Words.confirmed(headline), Tone.PLAIN);
    }

    /// Words in lines of at most the terminal's width; further lines are indented below the label's end.
    private void paragraph(String label, String words, Tone tone) {
        StringBuilder line = new StringBuilder(label);
        boolean fresh = true;
        for (String word : TextTable.printable(words).split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > columns) {
                text.append(tone.paint(line.toString(), color)).append('\n');
                line = new StringBuilder(" ".repeat(label.length()));
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        text.append(tone.paint(line.toString(), color)).append('\n');
    }
}
