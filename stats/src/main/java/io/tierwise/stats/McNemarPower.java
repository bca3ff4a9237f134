package io.tierwise.stats;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// What drop in accuracy [McNemar]'s exact test can see on `samples` paired answers.
///
/// With psi the share of discordant samples and d the drop, a discordant sample speaks for the first
/// model with chance (psi + d) / (2 psi). [#power] sums the test's exact rejection chance over the
/// binomial number of discordant samples. [#samplesNeeded] is the usual closed form, n = (z_a
/// sqrt(psi) + z_b sqrt(psi - d^2))^2 / d^2: Connor, *Sample size for testing differences in
/// proportions for the paired-sample design*, Biometrics 43 (1987); Miettinen, Biometrics 24 (1968),
/// gives a smaller n. In R: `MESS::power_mcnemar_test`. The closed form ignores that the exact test is
/// conservative.
///
/// @param samples paired answers
/// @param discordantShare share of samples that exactly one of the two models gets right, between 0 and
///     1
/// @param level two-sided size of the test, e.g. 0.05
public record McNemarPower(int samples, double discordantShare, double level) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public McNemarPower {
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be at least 1: " + samples);
        }
        Checks.share("discordantShare", discordantShare);
        Checks.share("level", level);
    }

    /// Chance that the test finds a true drop of `drop`, in [0, discordantShare], and in the right direction.
    public double power(double drop) {
        if (!(drop >= 0 && drop <= discordantShare)) {
            throw new IllegalArgumentException(
                    "A drop must lie in [0, discordantShare = " + discordantShare + "]: " + drop);
        }
        double lossChance = (discordantShare - drop) / (2 * discordantShare);
        var discordant = BinomialDistribution.of(samples, discordantShare);
        int from = discordant.inverseCumulativeProbability(1e-9);
        int to = discordant.inverseSurvivalProbability(1e-9);
        double power = 0;
        for (int count = from; count <= to; count++) {
            int critical = critical(count);
            if (critical >= 0) {
                power += discordant.probability(count)
                        * BinomialDistribution.of(count, lossChance).cumulativeProbability(critical);
            }
        }
        return Math.min(1, power);
    }

    /// The smallest drop found with chance `power` (0.8 by custom), or nothing if not even the largest
    /// possible one is.
    public OptionalDouble detectableDrop(double power) {
        Checks.share("power", power);
        if (power(discordantShare) < power) {
            return OptionalDouble.empty();
        }
        double low = 0;
        double high = discordantShare;
        // A ten-thousandth of the share is finer than any accuracy is reported.
        while (high - low > 1e-4 * discordantShare) {
            double middle = (low + high) / 2;
            if (power(middle) >= power) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    /// Connor's count of samples that find a drop of `drop` with chance `power`.
    public static int samplesNeeded(double drop, double discordantShare, double level, double power) {
        Checks.share("drop", drop);
        Checks.share("discordantShare", discordantShare);
        Checks.share("level", level);
        Checks.share("power", power);
        if (drop > discordantShare) {
            throw new IllegalArgumentException(
                    "drop must not exceed discordantShare: " + drop + " > " + discordantShare);
        }
        double root = NORMAL.inverseSurvivalProbability(level / 2) * Math.sqrt(discordantShare)
                + NORMAL.inverseCumulativeProbability(power) * Math.sqrt(discordantShare - drop * drop);
        return (int) Math.ceil(root * root / (drop * drop));
    }

    /// Largest k with 2 P(binomial(count, 1/2) <= k) <= level, or -1: no outcome of so few rejects.
    private int critical(int count) {
        var even = BinomialDistribution.of(count, 0.5);
        int k = even.inverseCumulativeProbability(level / 2);
        return even.cumulativeProbability(k) <= level / 2 ? k : k - 1;
    }
}
