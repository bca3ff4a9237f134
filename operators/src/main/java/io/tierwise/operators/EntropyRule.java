package io.tierwise.operators;

/// The range whose quantized distribution says most nearly what the values' own says, by Kullback-Leibler
/// divergence (Migacz, 2017, *8-bit Inference with TensorRT*).
///
/// Candidates clip both ends at the same distance from zero, at every bin from where there are as many
/// bins as levels. Values beyond go to the last bin of the reference, as quantization moves them there;
/// the quantized distribution spreads what falls on a level evenly over those of the level's bins that
/// hold anything. Three things are added to the published method:
/// - zeros are left out: they are exact in every range;
/// - the divergence that would come of chance alone is taken off, half of (bins - levels in use) / values
///   (Miller, 1955, *Note on the bias of information estimates*): few values fill many bins unevenly, and
///   ever more of them would be clipped;
/// - no more than one value in a hundred is clipped: a tensor of few different values is all peaks, which
///   are far from any even spread.
record EntropyRule() implements RangeEstimate.Rule {

    static final int LEVELS = 256;
    private static final double MOST_CLIPPED = 0.01;

    @Override
    public Range choose(Histogram histogram) {
        Bins bins = new Bins(histogram);
        double least = Double.POSITIVE_INFINITY;
        int best = bins.widest();
        for (int distance = bins.narrowest(); distance <= bins.widest(); distance++) {
            double found = bins.divergence(distance);
            if (found < least) {
                least = found;
                best = distance;
            }
        }
        boolean whole = best == bins.widest();
        return RangeEstimate.clipped(
                histogram.extremes(), whole ? Double.POSITIVE_INFINITY : best * Bins.MERGED * histogram.width());
    }

    /// Bins in use from the lowest value to the highest, as many as the published method has, and running
    /// sums over them: a candidate then costs its levels, not its bins.
    private static final class Bins {
        static final int MERGED = Histogram.SIDE / 2048;

        private final int below;
        private final int above;
        private final long[] counts;
        private final long[] countsBefore;
        private final int[] heldBefore;
        private final double[] termsBefore;

        Bins(Histogram histogram) {
            int low = lowest(histogram);
            int high = highest(histogram);
            below = Math.max(0, Math.ceilDiv(Histogram.SIDE - low, MERGED));
            above = Math.max(0, Math.ceilDiv(high - Histogram.SIDE, MERGED));
            counts = new long[below + above];
            for (int bin = low; bin < high; bin++) {
                counts[Math.floorDiv(bin - Histogram.SIDE, MERGED) + below] += histogram.count(bin);
            }
            countsBefore = new long[counts.length + 1];
            heldBefore = new int[counts.length + 1];
            termsBefore = new double[counts.length + 1];
            for (int bin = 0; bin < counts.length; bin++) {
                countsBefore[bin + 1] = countsBefore[bin] + counts[bin];
                heldBefore[bin + 1] = heldBefore[bin] + (counts[bin] > 0 ? 1 : 0);
                termsBefore[bin + 1] = termsBefore[bin] + term(counts[bin]);
            }
        }

        private static int lowest(Histogram histogram) {
            int bin = 0;
            while (bin < histogram.bins() && histogram.count(bin) == 0) {
                bin++;
            }
            return bin;
        }

        private static int highest(Histogram histogram) {
            int bin = histogram.bins();
            while (bin > 0 && histogram.count(bin - 1) == 0) {
                bin--;
            }
            return bin;
        }

        private static double term(long count) {
            return count == 0 ? 0 : count * Math.log((double) count);
        }

        /// The least distance, in bins, that leaves a bin to each level.
        int narrowest() {
            int distance = Math.min(widest(), LEVELS / 2);
            while (distance < widest() && Math.min(below, distance) + Math.min(above, distance) < LEVELS) {
                distance++;
            }
            return distance;
        }

        int widest() {
            return Math.max(below, above);
        }

        /// Of the reference from the quantized distribution, in nats, less what chance makes; infinite
        /// where too many values are clipped.
        double divergence(int distance) {
            int from = below - Math.min(below, distance);
            int to = below + Math.min(above, distance);
            long all = countsBefore[counts.length];
            long clippedBelow = countsBefore[from];
            long clippedAbove = all - countsBefore[to];
            if (clippedBelow + clippedAbove > MOST_CLIPPED * all || from == to) {
                return Double.POSITIVE_INFINITY;
            }
            double first = given(from, from, to);
            double last = given(to - 1, from, to);
            double quantized = clippedBelow * Math.log(first) + clippedAbove * Math.log(last);
            int used = 0;
            for (int level = 0; level < LEVELS; level++) {
                int start = start(level, from, to);
                int end = start(level + 1, from, to);
                if (countsBefore[end] > countsBefore[start]) {
                    quantized += (countsBefore[end] - countsBefore[start]) * Math.log(mean(start, end));
                    used++;
                }
            }
            double own = termsBefore[to] - termsBefore[from] + more(from, clippedBelow) + more(to - 1, clippedAbove);
            double byChance = (heldBefore[to] - heldBefore[from] - used) / (2.0 * all);
            double total = all - clippedBelow - clippedAbove;
            total += added(from, clippedBelow, first) + added(to - 1, clippedAbove, last);
            return (own - quantized) / all - Math.log(all / total) - byChance;
        }

        private static int start(int level, int from, int to) {
            return from + (int) ((long) level * (to - from) / LEVELS);
        }

        /// What the quantized distribution's sum grows by because clipped values fall on an empty bin.
        private double added(int bin, long clipped, double given) {
            return clipped > 0 && counts[bin] == 0 ? given : 0;
        }

        /// What the quantized distribution gives each bin of a level that holds anything.
        private double mean(int start, int end) {
            return (double) (countsBefore[end] - countsBefore[start]) / (heldBefore[end] - heldBefore[start]);
        }

        /// What it gives a bin that clipped values go to; where nothing else falls on the level that is one
        /// value, for rarer than that it cannot be called.
        private double given(int bin, int from, int to) {
            int level = (int) (((long) (bin - from + 1) * LEVELS - 1) / (to - from));
            int start = start(level, from, to);
            int end = start(level + 1, from, to);
            return countsBefore[end] > countsBefore[start] ? mean(start, end) : 1;
        }

        /// What the reference's sum grows by when clipped values join a bin.
        private double more(int bin, long clipped) {
            return term(counts[bin] + clipped) - term(counts[bin]);
        }
    }
}
