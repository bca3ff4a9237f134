package io.tierwise.bench;

import io.tierwise.stats.AnytimeInterval;
import io.tierwise.stats.BinomialInterval;
import io.tierwise.stats.CliffsDelta;
import io.tierwise.stats.OrderStatisticInterval;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What 95 % intervals found without resampling claim: that they hold the truth.
///
/// Some hold it more often by construction. Ends at order statistics and exact bounds of counts step
/// over the nominal chance to be on the safe side, and so the more the fewer values there are. An
/// anytime interval holds the truth at every look at once, and pays for looks beyond the last one here.
final class IntervalClaims {

    private static final double SPREAD = 0.5;
    private static final double P90 = Math.exp(SPREAD * 1.2815515655446004);
    private static final double P95 = Math.exp(SPREAD * 1.6448536269514722);
    private static final int LOOKS = 300;

    private IntervalClaims() {}

    static List<Claim> all() {
        String skewed = "lognormal, spread 0.5";
        String looks = "lognormal, a look after every value";
        String shares = "accuracies of 0.5 to 1";
        return List.of(
                Claim.coversAtLeast("order statistics, median", skewed, "30", r -> percentile(r, 30, 0.5, 1)),
                Claim.coversAtLeast("order statistics, p95", skewed, "150", r -> percentile(r, 150, 0.95, P95)),
                Claim.coversAtLeast("order statistics, bound of p95", skewed, "100", IntervalClaims::upperBound),
                Claim.coversAtLeast("anytime, median", looks, "1 to 300", r -> anytime(r, 0.5, 1)),
                Claim.coversAtLeast("anytime, p90", looks, "1 to 300", r -> anytime(r, 0.9, P90)),
                Claim.coversAtLeast("Clopper-Pearson", shares, "200", IntervalClaims::exact),
                Claim.covers("Wilson", shares, "200", IntervalClaims::score),
                Claim.coversAtLeast("exact bound of a share", "drops of 0 to 0.1", "500", IntervalClaims::exactBound),
                Claim.covers("Cliff's delta 0", "lognormal", "30 + 40", r -> delta(r, 30, 0, 0)),
                Claim.covers("Cliff's delta 0.52", "lognormal", "30 + 40", r -> delta(r, 30, 1, 0.5204998778130465)),
                Claim.covers(
                        "Cliff's delta 0.84", "lognormal", "100 + 110", r -> delta(r, 100, 2, 0.8427007929497149)));
    }

    private static boolean percentile(SplittableRandom random, int count, double probability, double truth) {
        double[] values = Latencies.lognormal(random, count, SPREAD);
        return OrderStatisticInterval.of(values, probability, Claim.CONFIDENCE)
                .orElseThrow()
                .interval()
                .contains(truth);
    }

    private static boolean upperBound(SplittableRandom random) {
        double[] values = Latencies.lognormal(random, 100, SPREAD);
        return OrderStatisticInterval.upperBound(values, 0.95, Claim.CONFIDENCE)
                .orElseThrow()
                .interval()
                .contains(P95);
    }

    /// Never misses, although looked at after every value.
    private static boolean anytime(SplittableRandom random, double probability, double truth) {
        double[] values = Latencies.lognormal(random, LOOKS, SPREAD);
        for (int seen = 1; seen <= LOOKS; seen++) {
            var interval = AnytimeInterval.of(Arrays.copyOf(values, seen), probability, Claim.CONFIDENCE);
            if (interval.isPresent() && !interval.get().contains(truth)) {
                return false;
            }
        }
        return true;
    }

    private static boolean exact(SplittableRandom random) {
        double share = 1 - random.nextDouble() / 2;
        int right = successes(random, 200, share);
        return BinomialInterval.clopperPearson(right, 200, Claim.CONFIDENCE).contains(share);
    }

    private static boolean score(SplittableRandom random) {
        double share = 1 - random.nextDouble() / 2;
        int right = successes(random, 200, share);
        return BinomialInterval.wilson(right, 200, Claim.CONFIDENCE).contains(share);
    }

    private static boolean exactBound(SplittableRandom random) {
        double share = random.nextDouble() / 10;
        return share <= BinomialInterval.upperBound(successes(random, 500, share), 500, Claim.CONFIDENCE);
    }

    private static int successes(SplittableRandom random, int trials, double share) {
        return (int) random.doubles(trials).filter(u -> u < share).count();
    }

    /// Logarithms are normal and `apart` standard deviations from each other: delta is 2 Phi(apart / sqrt 2) - 1.
    private static boolean delta(SplittableRandom random, int count, double apart, double truth) {
        double[] second = Latencies.lognormal(random, count + 10, SPREAD);
        double[] first = Arrays.stream(Latencies.lognormal(random, count, SPREAD))
                .map(v -> Math.exp(SPREAD * apart) * v)
                .toArray();
        return CliffsDelta.interval(first, second, Claim.CONFIDENCE).contains(truth);
    }
}
