package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.EarlyLeaving;
import io.tierwise.advice.Standing;
import io.tierwise.study.ExitsRecord;
import io.tierwise.study.Shift;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Strategies that samples can leave early: what is promised, how many left where, and what bolder thresholds
/// would have cost.
record ExitSection(List<Leaving> leavings) {
    private static final double WIDTH = 360;
    private static final double HEIGHT = 150;

    /// One strategy.
    ///
    /// @param mean of all trials
    /// @param beyond evaluation samples as they are and shifted
    /// @param curve points of a polyline: right is more of the network's time, up is more loss
    /// @param x of the thresholds that the strategy has, in the curve
    /// @param y likewise
    /// @param longest the largest share of time drawn, in words
    /// @param most the largest loss drawn, in words
    record Leaving(
            String strategy,
            String promise,
            String mean,
            List<Row> rows,
            List<Beyond> beyond,
            String curve,
            String x,
            String y,
            String longest,
            String most) {}

    /// What becomes of evaluation samples, shifted or not.
    record Beyond(String shift, String samples, String leaving, String confidence, String loss) {
        static Beyond of(ExitsRecord.Beyond beyond) {
            return new Beyond(
                    beyond.shift().equals(Shift.NONE.text()) ? "as they are" : beyond.shift(),
                    Digits.count(beyond.samples()),
                    Digits.share(beyond.leaving()),
                    String.format(Locale.ROOT, "%.3f", beyond.confidence()),
                    Digits.share(beyond.loss()));
        }
    }

    /// The trials that were answered at one place.
    record Row(
            String where,
            String tier,
            String before,
            String threshold,
            String promised,
            String share,
            String median,
            String p95,
            String bytes) {}

    static ExitSection of(StudyRecord study, Advice advice) {
        return new ExitSection(
                EarlyLeaving.of(
                                advice.standings().stream()
                                        .map(Standing::strategy)
                                        .toList(),
                                study.observations())
                        .stream()
                        .map(ExitSection::leaving)
                        .toList());
    }

    private static Leaving leaving(EarlyLeaving leaving) {
        ExitsRecord exits = leaving.exits();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < leaving.ways().size(); i++) {
            EarlyLeaving.Way way = leaving.ways().get(i);
            rows.add(i < exits.exits().size() ? row(exits.exits().get(i), way) : end(exits, way));
        }
        double longest = Math.max(
                1,
                exits.curve().stream().mapToDouble(ExitsRecord.Step::time).max().orElse(1));
        double most =
                exits.curve().stream().mapToDouble(ExitsRecord.Step::loss).max().orElse(1);
        String promise = String.format(
                Locale.ROOT,
                "Promised: %s. p = %.2g on %s promise samples, which lost %s.",
                exits.promise(),
                exits.p(),
                Digits.count(exits.samples()),
                Digits.share(exits.loss()));
        return new Leaving(
                leaving.strategy(),
                promise,
                Digits.bare(leaving.meanMillis()),
                rows,
                exits.beyond().stream().map(Beyond::of).toList(),
                exits.curve().stream()
                        .map(step -> x(step.time(), longest) + "," + y(step.loss(), most))
                        .collect(Collectors.joining(" ")),
                x(exits.time(), longest),
                y(exits.loss(), most),
                Digits.share(longest),
                Digits.share(most));
    }

    private static String x(double time, double longest) {
        return number(WIDTH * Math.clamp(time / longest, 0, 1));
    }

    private static String y(double loss, double most) {
        return number(HEIGHT * (1 - Math.clamp(loss / Math.max(most, 1e-9), 0, 1)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static Row row(ExitsRecord.Exit exit, EarlyLeaving.Way way) {
        return row(
                exit.place(),
                Digits.share(exit.share()),
                String.format(Locale.ROOT, "%.3f", exit.threshold()),
                Digits.share(exit.rate()),
                way);
    }

    private static Row end(ExitsRecord exits, EarlyLeaving.Way way) {
        double left = exits.exits().stream().mapToDouble(ExitsRecord.Exit::rate).sum();
        return row("at the end", Digits.share(1), "", Digits.share(Math.max(0, 1 - left)), way);
    }

    private static Row row(String where, String before, String threshold, String promised, EarlyLeaving.Way way) {
        boolean none = way.trials() == 0;
        return new Row(
                where,
                way.tier(),
                before,
                threshold,
                promised,
                Digits.share(way.share()),
                none ? "" : Digits.bare(way.medianMillis()),
                none ? "" : Digits.bare(way.p95Millis()),
                none ? "" : Digits.bytes(Math.round(way.meanBytes())));
    }
}
