package io.tierwise.stats;

/// How a bootstrap is drawn: the same values give the same result on every machine.
///
/// @param seed where the random numbers start
/// @param resamples how many resamples are drawn; 2000 keeps the noise of a 95 % interval's ends small
/// @param confidence nominal coverage of the interval, between 0 and 1
public record Resampling(long seed, int resamples, double confidence) {
    public Resampling {
        if (resamples < 100) {
            throw new IllegalArgumentException("resamples must be at least 100: " + resamples);
        }
        Checks.share("confidence", confidence);
    }

    /// 2000 resamples for a 95 % interval.
    public static Resampling seeded(long seed) {
        return new Resampling(seed, 2000, 0.95);
    }

    public Resampling withConfidence(double wanted) {
        return new Resampling(seed, resamples, wanted);
    }
}
