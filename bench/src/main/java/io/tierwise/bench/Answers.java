package io.tierwise.bench;

import java.util.Locale;

/// How a changed model's answers compare with the original's, on samples it learnt nothing from.
sealed interface Answers {

    boolean areKept();

    /// What was found.
    String text();

    /// What was to be found.
    String goal();

    /// The weights are random: nothing to be right about.
    record NotAsked() implements Answers {
        @Override
        public boolean areKept() {
            return true;
        }

        @Override
        public String text() {
            return "random weights";
        }

        @Override
        public String goal() {
            return "";
        }
    }

    /// A score lost, and answers that stayed the same.
    ///
    /// @param original score of the original, from 0 to 1
    /// @param changed score of the changed model
    /// @param same share of answers (of pixels, in segmentation) that stayed
    /// @param samples how many
    /// @param mostLost the most the score may fall
    /// @param leastSame the least share that must stay
    record Scored(double original, double changed, double same, int samples, double mostLost, double leastSame)
            implements Answers {
        private static final double ROUNDING = 1e-9;

        @Override
        public boolean areKept() {
            return original - changed <= mostLost + ROUNDING && same >= leastSame - ROUNDING;
        }

        @Override
        public String text() {
            return String.format(
                    Locale.ROOT,
                    "%.2f -> %.2f %%, %.2f %% same, %d samples",
                    100 * original,
                    100 * changed,
                    100 * same,
                    samples);
        }

        @Override
        public String goal() {
            String kept = String.format(Locale.ROOT, ">= %.1f %% same", 100 * leastSame);
            String lost = String.format(Locale.ROOT, "<= %.1f pp lost", 100 * mostLost);
            return mostLost == 1 ? kept : leastSame == 0 ? lost : lost + ", " + kept;
        }
    }
}
