package io.tierwise.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Draws that look like latencies: above zero, skewed, those of one sample alike.
final class Latencies {

    private Latencies() {}

    /// Median 1, mean exp(spread^2 / 2): `spread` is the standard deviation of the logarithms.
    static double[] lognormal(SplittableRandom random, int count, double spread) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> Math.exp(spread * random.nextGaussian()));
        return values;
    }

    /// Times of samples that differ by a factor of about ten, repeats of one sample by some percent and now
    /// and then by half: what a garbage collection or another process leaves behind. Times of two
    /// strategies on the same `levels` have ratios whose logarithms are symmetric about that of their
    /// factors, so its median is known.
    static double[][] repeats(SplittableRandom random, double[] levels, double factor, int repeats) {
        double[][] times = new double[levels.length][repeats];
        for (int sample = 0; sample < levels.length; sample++) {
            double level = factor * levels[sample];
            Arrays.setAll(times[sample], i -> level * disturbance(random));
        }
        return times;
    }

    /// At least 1: a share of exponential noise, and a spike in one of twenty.
    private static double disturbance(SplittableRandom random) {
        double spike = random.nextDouble() < 0.05 ? 0.5 : 0;
        return 1 + 0.03 * random.nextExponential() + spike * random.nextDouble();
    }

    /// Levels of so many samples.
    static double[] levels(SplittableRandom random, int samples) {
        return lognormal(random, samples, 0.6);
    }

    /// Times of one repeat by process, sample, repeat; a process is faster or slower as a whole, by `spread`.
    static double[][][] processes(
            SplittableRandom random, double[] levels, double factor, int processes, double spread) {
        double[][][] times = new double[processes][][];
        Arrays.setAll(times, process -> repeats(random, levels, factor * Math.exp(spread * random.nextGaussian()), 1));
        return times;
    }
}
