package io.tierwise.operators;

/// The range that holds a share of all values; what lies outside is split evenly between both ends, unless
/// the values lie on one side of zero.
///
/// @param share of values inside, above 0.5 and at most 1
record PercentileRule(double share) implements RangeEstimate.Rule {

    @Override
    public Range choose(Histogram histogram) {
        Range extremes = histogram.extremes();
        double outside = 1 - share;
        boolean positive = extremes.low() >= 0;
        boolean negative = extremes.high() <= 0;
        double below = positive ? 0 : negative ? outside : outside / 2;
        double above = negative ? 0 : positive ? outside : outside / 2;
        double low = Math.max(extremes.low(), quantile(histogram, below));
        double high = Math.min(extremes.high(), quantile(histogram, 1 - above));
        return new Range((float) Math.min(low, high), (float) high);
    }

    /// The value below which a share of all values lies, straight between the ends of its bin.
    private static double quantile(Histogram histogram, double share) {
        double wanted = share * histogram.values();
        double passed = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            if (bin == Histogram.SIDE) {
                passed += histogram.zeros();
                if (passed >= wanted && histogram.zeros() > 0) {
                    return 0;
                }
            }
            long count = histogram.count(bin);
            if (count > 0 && passed + count >= wanted) {
                return histogram.edge(bin) + histogram.width() * Math.max(0, wanted - passed) / count;
            }
            passed += count;
        }
        return histogram.extremes().high();
    }
}
