package io.tierwise.operators;

import java.nio.FloatBuffer;

/// The range of one tensor, learnt from one sample after the other.
interface RangeEstimate {

    /// Takes in a sample.
    ///
    /// @param seen the least and greatest value of the tensor on it
    /// @param values values of the tensor on it, evenly spread; none where [#wantsValues(Calibrator)] is false
    void add(Range seen, FloatBuffer values);

    /// The range after all samples; there was one at least.
    Range range();

    static RangeEstimate of(Calibrator calibrator) {
        return switch (calibrator) {
            case Calibrator.MinMax _ -> new Extremes();
            case Calibrator.MovingAverage _ -> new Averaged();
            case Calibrator.Percentile percentile -> new Counted(new PercentileRule(percentile.percent() / 100));
            case Calibrator.Entropy _ -> new Counted(new EntropyRule());
            case Calibrator.SquaredError _ -> new Counted(new SquaredErrorRule());
            case Calibrator.Given _ -> throw new IllegalStateException("given ranges are not estimated");
        };
    }

    /// Whether extremes are not enough.
    static boolean wantsValues(Calibrator calibrator) {
        return switch (calibrator) {
            case Calibrator.MinMax _, Calibrator.MovingAverage _, Calibrator.Given _ -> false;
            case Calibrator.Percentile _, Calibrator.Entropy _, Calibrator.SquaredError _ -> true;
        };
    }

    /// The extremes without what lies farther from zero than a distance.
    static Range clipped(Range extremes, double distance) {
        float end = (float) Math.min(distance, Float.MAX_VALUE);
        return new Range(Math.clamp(extremes.low(), -end, end), Math.clamp(extremes.high(), -end, end));
    }

    /// A range chosen from the distribution of a tensor's values; always within its extremes.
    @FunctionalInterface
    interface Rule {
        Range choose(Histogram histogram);
    }

    /// From the least to the greatest value.
    final class Extremes implements RangeEstimate {
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;

        @Override
        public void add(Range seen, FloatBuffer values) {
            low = Math.min(low, seen.low());
            high = Math.max(high, seen.high());
        }

        @Override
        public Range range() {
            return new Range((float) low, (float) high);
        }
    }

    /// Exponentially weighted means of the extremes; the weights are divided by their sum, so that the first
    /// sample counts no more than its share (the correction of Kingma and Ba, 2015, *Adam*, section 3).
    final class Averaged implements RangeEstimate {
        private static final double KEPT = 0.99;

        private double low;
        private double high;
        private double weight;

        @Override
        public void add(Range seen, FloatBuffer values) {
            low = KEPT * low + (1 - KEPT) * seen.low();
            high = KEPT * high + (1 - KEPT) * seen.high();
            weight = KEPT * weight + (1 - KEPT);
        }

        @Override
        public Range range() {
            return new Range((float) (low / weight), (float) (high / weight));
        }
    }

    /// By a rule, from a histogram.
    final class Counted implements RangeEstimate {
        private final Histogram histogram = new Histogram();
        private final Rule rule;

        Counted(Rule rule) {
            this.rule = rule;
        }

        @Override
        public void add(Range seen, FloatBuffer values) {
            histogram.add(seen, values);
        }

        @Override
        public Range range() {
            return rule.choose(histogram);
        }
    }
}
