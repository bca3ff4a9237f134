package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Standing;
import io.tierwise.study.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where the time goes: median milliseconds of each phase, stacked per strategy and ordered as the standings.
record PhaseSection(List<Bar> bars, List<Scale.Tick> ticks, List<Key> keys) {

    /// A strategy's stack; `cells` has the figure of every phase for the table.
    record Bar(String kind, String rank, String strategy, String total, List<Segment> segments, List<String> cells) {}

    /// A phase's share of the axis; `words` for its tooltip.
    record Segment(String phase, String width, String words) {}

    /// A phase of the legend and what it means.
    record Key(String phase, String words) {}

    static PhaseSection of(Advice advice) {
        List<Standing> shown = advice.standings().stream()
                .filter(standing -> standing.latency().isPresent())
                .filter(standing -> !PhaseMillis.of(standing).isEmpty())
                .toList();
        Scale scale = Scale.fromZero(
                shown.stream().mapToDouble(PhaseSection::total).max().orElse(1));
        return new PhaseSection(
                shown.stream().map(standing -> bar(standing, scale, advice)).toList(),
                scale.ticks(),
                Arrays.stream(Phase.values())
                        .map(phase -> new Key(Words.phase(phase), Words.describe(phase)))
                        .toList());
    }

    private static double total(Standing standing) {
        return standing.phaseMillis().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static Bar bar(Standing standing, Scale scale, Advice advice) {
        List<Segment> segments = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        PhaseMillis.of(standing).forEach((phase, millis) -> {
            cells.add(Digits.bare(millis));
            if (millis > 0) {
                String words = Words.phase(phase) + " " + Digits.millis(millis);
                segments.add(new Segment(Words.phase(phase), Scale.css(scale.at(millis)), words));
            }
        });
        return new Bar(
                StandingsSection.kind(standing, advice),
                Words.rank(standing, advice),
                standing.strategy().name(),
                Digits.bare(total(standing)),
                segments,
                cells);
    }
}
