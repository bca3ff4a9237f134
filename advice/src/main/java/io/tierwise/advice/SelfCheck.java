package io.tierwise.advice;

import io.tierwise.stats.AnytimeShift;
import io.tierwise.stats.Interval;
import io.tierwise.stats.Quantiles;
import io.tierwise.study.Figure;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a machine tells apart where there is nothing to tell: one strategy measured against itself under
/// a second name.
///
/// @param strategy which
/// @param rounds that both names ran in
/// @param ratio second / first, the median over rounds; 1 is right
/// @param low lower end of its 95 % interval, which holds at every look; 0 while not known
/// @param high upper end of it; infinite while not known
/// @param falseAlarm after how many rounds a difference was seen that is not there; 0 for never
/// @param visible by how many rounds: the smallest difference that one comparison sees here
/// @param steadiness what is known of the machine meanwhile, a sentence each
public record SelfCheck(
        String strategy,
        int rounds,
        double ratio,
        double low,
        double high,
        int falseAlarm,
        List<Visible> visible,
        List<String> steadiness) {
    private static final double LEVEL = 0.05;
    private static final List<Integer> LOOKS = List.of(6, 10, 20, 40, 80, 160, 320);

    public SelfCheck {
        visible = List.copyOf(visible);
        steadiness = List.copyOf(steadiness);
    }

    /// A difference that so many rounds show.
    ///
    /// @param share 0.08 is 8 %; infinite where they show none
    public record Visible(int rounds, double share) {}

    /// Judges such a measurement.
    ///
    /// @param study a strategy and its twin
    /// @throws IllegalArgumentException if it is another study
    public static SelfCheck of(StudyRecord study, double worth) {
        List<Figures> both = Figures.of(study);
        if (both.size() != 2 || !both.get(1).name().equals(both.get(0).name() + StudyRecord.TWIN_MARK)) {
            throw new IllegalArgumentException("not a strategy against itself: "
                    + both.stream().map(Figures::name).toList());
        }
        double[] logRatios = new Contrasts(both, Figure.P50, worth, 1).logRatios(both.get(1), both.get(0));
        Interval logs = AnytimeShift.interval(logRatios, 1 - LEVEL);
        List<Visible> visible = new ArrayList<>();
        LOOKS.stream().filter(look -> look < logRatios.length).forEach(look -> visible.add(visible(logRatios, look)));
        visible.add(visible(logRatios, logRatios.length));
        return new SelfCheck(
                both.getFirst().name(),
                logRatios.length,
                Math.exp(Quantiles.median(logRatios)),
                Math.exp(logs.low()),
                Math.exp(logs.high()),
                falseAlarm(logRatios),
                visible,
                new Steadiness(study, worth).sentences());
    }

    /// Half of the interval's width is what a ratio must be away from 1 for the interval to exclude 1.
    private static Visible visible(double[] logRatios, int rounds) {
        Interval logs = AnytimeShift.interval(Arrays.copyOf(logRatios, rounds), 1 - LEVEL);
        return new Visible(rounds, Math.expm1(logs.width() / 2));
    }

    private static int falseAlarm(double[] logRatios) {
        for (int rounds = 2; rounds <= logRatios.length; rounds++) {
            if (AnytimeShift.p(Arrays.copyOf(logRatios, rounds)) <= LEVEL) {
                return rounds;
            }
        }
        return 0;
    }

    /// In plain words.
    public String sentence() {
        Visible last = visible.getLast();
        String seen = Double.isInfinite(last.share())
                ? "So few rounds show no difference at all; six do."
                : "One comparison sees differences of " + Phrases.percent(last.share()) + " or more here after "
                        + Phrases.rounds(last.rounds()) + ".";
        String alarm = falseAlarm == 0
                ? "No difference was seen at any look, rightly: there is none."
                : "After " + Phrases.rounds(falseAlarm)
                        + " a difference was seen that is not there. That happens in one"
                        + " of twenty self-tests on a steady machine; if it happens again, this machine cannot be"
                        + " trusted.";
        return strategy + " against itself: " + Phrases.number(ratio) + " times its own time. " + alarm + " " + seen;
    }
}
