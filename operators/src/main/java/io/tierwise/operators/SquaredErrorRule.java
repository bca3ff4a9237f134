package io.tierwise.operators;

/// The range with the least mean squared error of quantized values: a narrow one rounds finely and clips
/// much, a wide one the other way round.
///
/// Both ends are tried in turns, each with the other held, at distances from zero that grow by a bin, and
/// by a 128th where that is more. Values count as spread evenly over their bins.
record SquaredErrorRule() implements RangeEstimate.Rule {

    private static final int TURNS = 4;
    private static final int FINENESS = 128;

    @Override
    public Range choose(Histogram histogram) {
        Range extremes = histogram.extremes();
        Moments moments = new Moments(histogram);
        Range best = new Range(Math.min(extremes.low(), 0), Math.max(extremes.high(), 0));
        for (int turn = 0; turn < TURNS; turn++) {
            Range before = best;
            best = best(moments, best, true, best.high());
            best = best(moments, best, false, best.low());
            if (best.equals(before)) {
                break;
            }
        }
        return new Range(
                Math.clamp(best.low(), extremes.low(), extremes.high()),
                Math.clamp(best.high(), extremes.low(), extremes.high()));
    }

    private static Range best(Moments moments, Range held, boolean upper, float end) {
        Range best = held;
        double least = moments.error(held);
        double farthest = Math.abs(end) / moments.width();
        for (double bins = 1; bins < farthest; bins += Math.max(1, bins / FINENESS)) {
            float moved = (float) (bins * moments.width());
            Range candidate = upper ? new Range(held.low(), moved) : new Range(-moved, held.high());
            double found = moments.error(candidate);
            if (found < least) {
                least = found;
                best = candidate;
            }
        }
        return best;
    }

    /// The sum of squared errors of all values, for any range; for tests to hold against their own.
    static double error(Histogram histogram, Range range) {
        return new Moments(histogram).error(range);
    }

    /// Running sums of values, of their first and of their second powers, in widths of a bin: the error on
    /// one level follows from six of them, so that a range costs its levels and not its bins.
    private static final class Moments {
        private final int bins;
        private final double width;
        private final long[] counts;
        private final double[] none;
        private final double[] first;
        private final double[] second;

        Moments(Histogram histogram) {
            bins = histogram.bins();
            width = histogram.width();
            counts = new long[bins];
            none = new double[bins + 1];
            first = new double[bins + 1];
            second = new double[bins + 1];
            for (int bin = 0; bin < bins; bin++) {
                counts[bin] = histogram.count(bin);
                none[bin + 1] = none[bin] + counts[bin];
                first[bin + 1] = first[bin] + counts[bin] * power2(start(bin), start(bin) + 1) / 2;
                second[bin + 1] = second[bin] + counts[bin] * power3(start(bin), start(bin) + 1) / 3;
            }
        }

        double width() {
            return width;
        }

        private static double start(int bin) {
            return bin - Histogram.SIDE;
        }

        private static double power2(double from, double to) {
            return to * to - from * from;
        }

        private static double power3(double from, double to) {
            return to * to * to - from * from * from;
        }

        /// In squares of the values' unit.
        double error(Range range) {
            Grid grid = Grid.covering(range);
            double step = grid.scale() / width;
            double sum = 0;
            double from = -Histogram.SIDE;
            for (int level = 0; level < EntropyRule.LEVELS; level++) {
                double value = (level - grid.zeroPoint()) * step;
                boolean last = level == EntropyRule.LEVELS - 1;
                double to = last ? Histogram.SIDE : Math.clamp(value + step / 2, from, Histogram.SIDE);
                sum += error(from, to, value);
                from = to;
            }
            return sum * width * width;
        }

        /// Of the values between two places that all become one value.
        private double error(double from, double to, double value) {
            double count = to(to, none, 1) - to(from, none, 1);
            if (count <= 0) {
                return 0;
            }
            double sum = to(to, first, 2) - to(from, first, 2);
            double squares = to(to, second, 3) - to(from, second, 3);
            return squares - 2 * value * sum + value * value * count;
        }

        /// A running sum up to a place within a bin.
        private double to(double place, double[] sums, int power) {
            int bin = (int) (place + Histogram.SIDE);
            if (bin >= bins) {
                return sums[bins];
            }
            double start = start(bin);
            double part = switch (power) {
                case 1 -> place - start;
                case 2 -> power2(start, place) / 2;
                default -> power3(start, place) / 3;
            };
            return sums[bin] + counts[bin] * part;
        }
    }
}
