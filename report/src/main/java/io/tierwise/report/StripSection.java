package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Standing;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Latency distributions: one strip a strategy on a shared axis, ordered as the standings.
///
/// @param axis what the axis is, in words
record StripSection(List<Strip> strips, List<Scale.Tick> ticks, String axis) {

    /// Places in percent of the axis: 5th to 95th percentile, the middle half, and the median.
    record Strip(
            String kind,
            String rank,
            String strategy,
            String outerAt,
            String outerWidth,
            String innerAt,
            String innerWidth,
            String medianAt,
            String median,
            String words) {}

    static StripSection of(StudyRecord study, Advice advice) {
        Map<String, Spread> spreads = Spread.byStrategy(study);
        List<Standing> shown = advice.standings().stream()
                .filter(standing -> standing.latency().isPresent())
                .filter(standing -> spreads.containsKey(standing.strategy().name()))
                .toList();
        List<Spread> used = shown.stream()
                .map(standing -> spreads.get(standing.strategy().name()))
                .toList();
        Scale scale = Scale.over(
                used.stream().mapToDouble(Spread::p5).min().orElse(0),
                used.stream().mapToDouble(Spread::p95).max().orElse(1));
        List<Strip> strips = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            strips.add(strip(shown.get(i), used.get(i), scale, advice));
        }
        return new StripSection(strips, scale.ticks(), "milliseconds" + (scale.logarithmic() ? ", logarithmic" : ""));
    }

    private static Strip strip(Standing standing, Spread spread, Scale scale, Advice advice) {
        String words = "5 % " + Digits.bare(spread.p5()) + ", 25 % " + Digits.bare(spread.p25()) + ", median "
                + Digits.bare(spread.p50()) + ", 75 % " + Digits.bare(spread.p75()) + ", 95 % "
                + Digits.bare(spread.p95()) + " ms; " + Digits.count(spread.trials()) + " trials";
        return new Strip(
                StandingsSection.kind(standing, advice),
                Words.rank(standing, advice),
                standing.strategy().name(),
                Scale.css(scale.at(spread.p5())),
                Scale.css(scale.at(spread.p95()) - scale.at(spread.p5())),
                Scale.css(scale.at(spread.p25())),
                Scale.css(scale.at(spread.p75()) - scale.at(spread.p25())),
                Scale.css(scale.at(spread.p50())),
                Digits.bare(spread.p50()),
                words);
    }
}
