package io.tierwise.operators;

/// The range whose quantized distribution says most nearly what the values' own says, by Kullback-Leibler
/// divergence (Migacz, 2017, *8-bit Inference with TensorRT*).
///
/// Candidates clip both ends at the same distance from zero. Values beyond go to the last bin of the
/// reference, as quantization moves them there; the quantized distribution spreads what falls on a level
/// evenly over the level's bins that hold anything. Zeros are left out: they are exact in every range.
record EntropyRule() implements RangeEstimate.Rule {

    private static final int LEVELS = 256;
    private static final int CANDIDATES = 128;
    private static final double NEVER = 1e-4;

    @Override
    public Range choose(Histogram histogram) {
        Range extremes = histogram.extremes();
        double reach = Math.max(-extremes.low(), extremes.high());
        Range best = extremes;
        double least = Double.POSITIVE_INFINITY;
        for (int i = CANDIDATES; i >= 1; i--) {
            double end = reach * i / CANDIDATES;
            Range candidate = new Range((float) Math.max(Math.min(extremes.low(), 0), -end), (float)
                    Math.min(Math.max(extremes.high(), 0), end));
            double found = divergence(histogram, candidate);
            if (found < least) {
                least = found;
                best = candidate;
            }
        }
        return best;
    }

    /// Infinite where the range has fewer bins than there are levels: it could not lose anything.
    static double divergence(Histogram histogram, Range range) {
        int first = bin(histogram, range.low());
        int last = Math.max(first, bin(histogram, range.high()));
        int bins = last - first + 1;
        if (bins < LEVELS) {
            return Double.POSITIVE_INFINITY;
        }
        double[] reference = reference(histogram, first, last);
        double[] quantized = quantized(histogram, first, last);
        return divergence(reference, quantized);
    }

    private static int bin(Histogram histogram, double value) {
        return Math.clamp((int) Math.floor(value / histogram.width()) + Histogram.SIDE, 0, histogram.bins() - 1);
    }

    private static double[] reference(Histogram histogram, int first, int last) {
        double[] reference = new double[last - first + 1];
        for (int bin = 0; bin < histogram.bins(); bin++) {
            reference[Math.clamp(bin, first, last) - first] += histogram.count(bin);
        }
        return reference;
    }

    private static double[] quantized(Histogram histogram, int first, int last) {
        int bins = last - first + 1;
        double[] quantized = new double[bins];
        for (int level = 0; level < LEVELS; level++) {
            int from = (int) ((long) level * bins / LEVELS);
            int to = (int) ((long) (level + 1) * bins / LEVELS);
            double sum = 0;
            int held = 0;
            for (int bin = from; bin < to; bin++) {
                long count = histogram.count(first + bin);
                sum += count;
                held += count > 0 ? 1 : 0;
            }
            for (int bin = from; bin < to; bin++) {
                quantized[bin] = histogram.count(first + bin) > 0 ? sum / held : 0;
            }
        }
        return quantized;
    }

    /// Bins that the quantized distribution leaves empty count as very rare, not as impossible.
    private static double divergence(double[] reference, double[] quantized) {
        double referenceSum = sum(reference);
        double quantizedSum = sum(quantized);
        if (referenceSum == 0 || quantizedSum == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double divergence = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            if (reference[bin] > 0) {
                double p = reference[bin] / referenceSum;
                double q = Math.max(quantized[bin] / quantizedSum, NEVER / reference.length);
                divergence += p * Math.log(p / q);
            }
        }
        return divergence;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
