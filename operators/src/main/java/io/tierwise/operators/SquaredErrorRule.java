package io.tierwise.operators;

/// The range with the least mean squared error of quantized values: a narrow one rounds finely and clips much,
/// a wide one the other way round.
///
/// Both ends are tried in turns over shares of the extremes, each with the other held.
record SquaredErrorRule() implements RangeEstimate.Rule {

    private static final int CANDIDATES = 64;
    private static final int TURNS = 3;

    @Override
    public Range choose(Histogram histogram) {
        Range extremes = histogram.extremes();
        Range best = extremes;
        for (int turn = 0; turn < TURNS; turn++) {
            Range before = best;
            best = best(histogram, best, extremes.high() > 0, false);
            best = best(histogram, best, extremes.low() < 0, true);
            if (best.equals(before)) {
                break;
            }
        }
        return best;
    }

    private static Range best(Histogram histogram, Range held, boolean moves, boolean lowEnd) {
        if (!moves) {
            return held;
        }
        Range extremes = histogram.extremes();
        Range best = held;
        double least = error(histogram, held);
        for (int i = 1; i <= CANDIDATES; i++) {
            float share = (float) i / CANDIDATES;
            Range candidate = lowEnd
                    ? new Range(extremes.low() * share, Math.max(held.high(), extremes.low() * share))
                    : new Range(Math.min(held.low(), extremes.high() * share), extremes.high() * share);
            double found = error(histogram, candidate);
            if (found < least) {
                least = found;
                best = candidate;
            }
        }
        return best;
    }

    /// The sum of squared errors over all values, each at the middle of its bin.
    static double error(Histogram histogram, Range range) {
        Grid grid = Grid.covering(range);
        double sum = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            long count = histogram.count(bin);
            if (count > 0) {
                double value = histogram.middle(bin);
                double error = value - (grid.quantize(value) - grid.zeroPoint()) * (double) grid.scale();
                sum += count * error * error;
            }
        }
        return sum;
    }
}
