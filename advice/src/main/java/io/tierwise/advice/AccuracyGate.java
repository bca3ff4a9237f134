package io.tierwise.advice;

import io.tierwise.advice.GateRequest.Direction;
import io.tierwise.advice.GateResult.AccuracyLoss;
import io.tierwise.data.Prediction;
import io.tierwise.stats.Interval;
import io.tierwise.stats.PairedDrop;
import io.tierwise.study.Accuracy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Judges what accuracy a candidate loses: by an exact paired test where it is known sample by sample
/// who is right, else by the intervals of the two accuracies.
///
/// @param tolerance the drop accepted, in [0, 1]
record AccuracyGate(double tolerance, Direction direction) {
    private static final double CONFIDENCE = 0.95;

    Optional<AccuracyLoss> judge(GateSubject baseline, GateSubject candidate) {
        return paired(baseline, candidate).or(() -> apart(baseline, candidate));
    }

    private Optional<AccuracyLoss> paired(GateSubject baseline, GateSubject candidate) {
        List<String> shared = shared(baseline.right(), candidate.right());
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        int lost = count(shared, baseline.right(), candidate.right());
        int won = count(shared, candidate.right(), baseline.right());
        PairedDrop found = PairedDrop.of(shared.size(), lost, won, CONFIDENCE);
        String metric = baseline.accuracy().map(Accuracy::metric).orElse("accuracy");
        return Optional.of(new AccuracyLoss(
                verdict(found.interval()),
                metric,
                found.drop(),
                found.interval(),
                OptionalDouble.of(found.p()),
                "exact, on " + shared.size() + " samples both answered: " + lost + " lost, " + won + " won"));
    }

    private static int count(List<String> samples, Map<String, Boolean> right, Map<String, Boolean> wrong) {
        return (int) samples.stream()
                .filter(sample -> right.getOrDefault(sample, false) && !wrong.getOrDefault(sample, false))
                .count();
    }

    private static List<String> shared(Map<String, ?> first, Map<String, ?> second) {
        return first.keySet().stream().filter(second::containsKey).sorted().toList();
    }

    /// The interval of a difference from those of its terms (Newcombe, Statistics in Medicine 17, 1998,
    /// method 10): wider than a paired one, since models mostly fail on the same samples.
    private Optional<AccuracyLoss> apart(GateSubject baseline, GateSubject candidate) {
        if (baseline.accuracy().isEmpty() || candidate.accuracy().isEmpty()) {
            return Optional.empty();
        }
        Accuracy a = baseline.accuracy().get();
        Accuracy b = candidate.accuracy().get();
        double drop = a.choice() - b.choice();
        if (sameAnswers(baseline, candidate)) {
            return Optional.of(new AccuracyLoss(
                    verdict(new Interval(drop, drop, CONFIDENCE)),
                    a.metric(),
                    drop,
                    new Interval(drop, drop, CONFIDENCE),
                    OptionalDouble.empty(),
                    "the same answer to every sample"));
        }
        var interval = new Interval(
                drop - Math.hypot(a.choice() - a.choiceLow(), b.choiceHigh() - b.choice()),
                drop + Math.hypot(a.choiceHigh() - a.choice(), b.choice() - b.choiceLow()),
                CONFIDENCE);
        return Optional.of(new AccuracyLoss(
                verdict(interval),
                a.metric(),
                drop,
                interval,
                OptionalDouble.empty(),
                "from the two figures, on " + a.choiceCount() + " and " + b.choiceCount() + " samples"));
    }

    private static boolean sameAnswers(GateSubject baseline, GateSubject candidate) {
        return !baseline.answers().isEmpty()
                && baseline.answers().keySet().equals(candidate.answers().keySet())
                && changed(baseline, candidate).isEmpty();
    }

    /// Ids of the samples that both answered and the candidate otherwise.
    static List<String> changed(GateSubject baseline, GateSubject candidate) {
        Map<String, Prediction> others = candidate.answers();
        return shared(baseline.answers(), others).stream()
                .filter(sample -> !Optional.ofNullable(baseline.answers().get(sample))
                        .flatMap(own -> Optional.ofNullable(others.get(sample)).map(own::sameAs))
                        .orElse(false))
                .toList();
    }

    /// Answers that both have.
    static Optional<GateResult.Answers> answers(GateSubject baseline, GateSubject candidate) {
        int samples = shared(baseline.answers(), candidate.answers()).size();
        return samples == 0
                ? Optional.empty()
                : Optional.of(new GateResult.Answers(samples, changed(baseline, candidate)));
    }

    private GateVerdict verdict(Interval drop) {
        double most = tolerance + 1e-12;
        double least = direction == Direction.EITHER ? -most : Double.NEGATIVE_INFINITY;
        if (drop.within(least, most)) {
            return GateVerdict.PASSED;
        }
        return drop.low() > most || drop.high() < least ? GateVerdict.FAILED : GateVerdict.INCONCLUSIVE;
    }
}
