package io.tierwise.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Draws with replacement.
final class Draws {
    private Draws() {}

    static int[] withReplacement(int draws, int bound, SplittableRandom random) {
        int[] drawn = new int[draws];
        for (int i = 0; i < draws; i++) {
            drawn[i] = random.nextInt(bound);
        }
        return drawn;
    }

    /// As many as there are.
    static int[] all(int count, SplittableRandom random) {
        return withReplacement(count, count, random);
    }

    static double[][][] hierarchy(double[][][] processes, SplittableRandom random) {
        int[] drawn = all(processes.length, random);
        double[][][] result = new double[drawn.length][][];
        for (int i = 0; i < drawn.length; i++) {
            double[][] inputs = processes[drawn[i]];
            int[] picked = all(inputs.length, random);
            result[i] = new double[picked.length][];
            Arrays.setAll(result[i], j -> inputs[picked[j]]);
        }
        return result;
    }
}
