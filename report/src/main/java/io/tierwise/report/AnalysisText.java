package io.tierwise.report;

import io.tierwise.advice.Analysis;
import io.tierwise.report.TextTable.Tone;
import io.tierwise.stats.CliffsDelta.Magnitude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// An analysis as a terminal shows it: effects and their intervals first, p last.
public final class AnalysisText {
    private final int columns;
    private final boolean color;

    private AnalysisText(int columns, boolean color) {
        this.columns = columns;
        this.color = color;
    }

    /// The whole analysis in lines of at most `columns` characters.
    public static String of(Analysis analysis, int columns, boolean color) {
        var writer = new AnalysisText(columns, color);
        return analysis.families().stream().map(writer::family).collect(Collectors.joining("\n"));
    }

    private String family(Analysis.Family family) {
        List<String> blocks = new ArrayList<>();
        if (!family.by().isEmpty()) {
            blocks.add(Tone.BEST.paint(
                    TextTable.printable(family.by().entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", "))),
                    color));
        }
        blocks.add(groups(family));
        if (!family.pairs().isEmpty()) {
            blocks.add("\n" + pairs(family));
        }
        family.kruskal()
                .ifPresent(k -> blocks.add("Kruskal-Wallis: the groups explain " + Digits.share(k.epsilonSquared())
                        + " of the ranks' variance (epsilon squared), H = " + Digits.significant(k.h()) + ", "
                        + Digits.probability(k.p())));
        family.friedman()
                .ifPresent(f -> blocks.add("Friedman over " + Digits.count(f.blocks()) + " units: Kendall's W = "
                        + Digits.bare(f.kendallW()) + ", statistic " + Digits.significant(f.statistic()) + ", "
                        + Digits.probability(f.p())));
        family.notes().forEach(note -> blocks.add(Tone.FAINT.paint("Note: " + TextTable.printable(note), color)));
        return String.join("\n", blocks.stream().map(String::stripTrailing).toList()) + "\n";
    }

    private String groups(Analysis.Family family) {
        boolean shapiro =
                family.groups().stream().anyMatch(group -> group.shapiro().isPresent());
        var table = new TextTable()
                .column("group", false, 9)
                .column("median", true, 9)
                .column("95 % interval", true, 8)
                .column("n", true, 7)
                .column("units", true, 3);
        if (shapiro) {
            table.column("normal? (Shapiro-Wilk)", false, 5);
        }
        for (Analysis.Group group : family.groups()) {
            List<String> cells = new ArrayList<>(List.of(
                    group.name(),
                    Digits.significant(group.median()),
                    group.interval()
                            .map(i -> Digits.significant(i.low()) + " to " + Digits.significant(i.high()))
                            .orElse("too few"),
                    Digits.count(group.n()),
                    Digits.count(group.units())));
            if (shapiro) {
                cells.add(group.shapiro()
                        .map(s -> "W = " + Digits.bare(s.w()) + ", " + Digits.probability(s.p()))
                        .orElse("-"));
            }
            table.row(Tone.PLAIN, cells);
        }
        return table.text(columns, color);
    }

    private String pairs(Analysis.Family family) {
        boolean cliff = family.pairs().stream().anyMatch(pair -> pair.cliff().isPresent());
        boolean vargha = family.pairs().stream().anyMatch(pair -> pair.vargha().isPresent());
        var table = new TextTable().column("first / second", false, 9).column("ratio of medians", true, 9);
        if (cliff) {
            table.column("Cliff's delta", true, 8)
                    .column("95 % interval", true, 7)
                    .column("effect", false, 8);
        }
        if (vargha) {
            table.column("A", true, 6);
        }
        List<String> tests = family.pairs().stream()
                .flatMap(pair -> pair.tests().stream())
                .map(Analysis.PairTest::name)
                .distinct()
                .toList();
        tests.forEach(test -> table.column(test + " p", false, 5).column("adjusted", false, 4));
        for (Analysis.Pair pair : family.pairs()) {
            table.row(tone(pair), cells(pair, cliff, vargha, tests));
        }
        return table.text(columns, color);
    }

    private static Tone tone(Analysis.Pair pair) {
        boolean negligible =
                pair.cliff().filter(c -> c.magnitude() == Magnitude.NEGLIGIBLE).isPresent();
        return negligible ? Tone.FAINT : Tone.PLAIN;
    }

    private static List<String> cells(Analysis.Pair pair, boolean cliff, boolean vargha, List<String> tests) {
        List<String> cells = new ArrayList<>(List.of(pair.a() + " / " + pair.b(), Digits.ratio(pair.ratio())));
        if (cliff) {
            cells.add(pair.cliff().map(c -> Digits.signed(c.delta())).orElse("-"));
            cells.add(pair.cliffInterval()
                    .map(i -> Digits.signed(i.low()) + " to " + Digits.signed(i.high()))
                    .orElse("too few"));
            cells.add(pair.cliff().map(c -> Words.magnitude(c.magnitude())).orElse("-"));
        }
        if (vargha) {
            cells.add(pair.vargha().map(v -> Digits.bare(v.a())).orElse("-"));
        }
        for (String name : tests) {
            Optional<Analysis.PairTest> test =
                    pair.tests().stream().filter(t -> t.name().equals(name)).findFirst();
            cells.add(test.map(t -> Digits.probability(t.p())).orElse("-"));
            cells.add(test.map(t -> Digits.probability(t.adjustedP())).orElse("-"));
        }
        return cells;
    }
}
