package io.tierwise.operators;

/// The range that holds a share of all values other than zero; what lies outside is farthest from zero.
///
/// A range always holds zero, so only the ends' distances from it matter: what lies on the narrower side
/// is clipped only once the wider side is no wider. Zeros do not count, or a tensor that is zero nearly
/// everywhere would lose all the rest. The same as
/// `numpy.quantile(abs(x[x != 0]), share)`, to a bin.
///
/// @param share of values inside, above 0.5 and at most 1
record PercentileRule(double share) implements RangeEstimate.Rule {

    @Override
    public Range choose(Histogram histogram) {
        // Of values that were thinned out, the histogram need not have the widest.
        if (share == 1) {
            return histogram.extremes();
        }
        return RangeEstimate.clipped(histogram.extremes(), distance(histogram));
    }

    /// Linear between the ends of the bin it falls into.
    private double distance(Histogram histogram) {
        double wanted = share * (histogram.values() - histogram.zeros());
        double passed = 0;
        for (int bin = 0; bin < Histogram.SIDE; bin++) {
            long count = histogram.count(Histogram.SIDE + bin) + histogram.count(Histogram.SIDE - 1 - bin);
            if (count > 0 && passed + count >= wanted) {
                return histogram.width() * (bin + (wanted - passed) / count);
            }
            passed += count;
        }
        return Double.POSITIVE_INFINITY;
    }
}
