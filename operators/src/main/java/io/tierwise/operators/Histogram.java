package io.tierwise.operators;

import java.nio.FloatBuffer;

/// How often a tensor's values fall where, whatever their number: bins of equal width on both sides of zero.
///
/// The width is a power of two and doubles when a value lies beyond the last bin: each pair of neighbours
/// then becomes one. Dividing by a power of two is exact, so the counts are the same whatever came first
/// and however often the bins grew. Zeros are counted apart: behind a Relu they are most of the values,
/// and every range represents them exactly.
final class Histogram {

    /// Bins on each side of zero. More than half of them are in use on the wider side: at least eight for
    /// each of 256 levels.
    static final int SIDE = 4096;

    private static final int BLOCK = 2048;

    /// The logarithm of the least width: its reciprocal is still a float.
    private static final int FINEST = -126;

    private static final int LOG_SIDE = Integer.numberOfTrailingZeros(SIDE);

    /// Zeros in the middle; positive values above, negative ones mirrored below.
    private final long[] counts = new long[2 * SIDE + 1];

    private final float[] block = new float[BLOCK];
    private final int[] places = new int[BLOCK];
    private int logWidth = FINEST;
    private long values;
    private Range extremes = new Range(0, 0);

    /// Adds values, all finite.
    ///
    /// @param seen the least and greatest of the tensor; they need not be among `added`
    /// @param added some or all of its values, all within `seen`
    void add(Range seen, FloatBuffer added) {
        extremes = values == 0 ? seen : extremes.with(seen);
        reach(Math.max(Math.abs(seen.low()), Math.abs(seen.high())));
        float binsPerUnit = Math.scalb(1f, -logWidth);
        int total = added.limit();
        values += total;
        for (int from = 0; from < total; from += BLOCK) {
            int length = Math.min(BLOCK, total - from);
            added.get(from, block, 0, length);
            place(block, places, length, binsPerUnit);
            for (int i = 0; i < length; i++) {
                counts[places[i]]++;
            }
        }
    }

    /// Apart from counting, which no compiler vectorizes, and without a branch: this one it does.
    private static void place(float[] values, int[] places, int length, float binsPerUnit) {
        for (int i = 0; i < length; i++) {
            float bins = values[i] * binsPerUnit;
            places[i] = SIDE + (int) bins + (int) Math.signum(bins);
        }
    }

    private void reach(float magnitude) {
        int needed = Math.max(FINEST, Math.getExponent(magnitude) + 1 - LOG_SIDE);
        if (needed <= logWidth) {
            return;
        }
        int shift = Math.min(needed - logWidth, LOG_SIDE);
        logWidth = needed;
        for (int bin = 1; bin < SIDE; bin++) {
            move(SIDE + 1 + bin, SIDE + 1 + (bin >> shift));
            move(SIDE - 1 - bin, SIDE - 1 - (bin >> shift));
        }
    }

    private void move(int from, int to) {
        long moved = counts[from];
        counts[from] = 0;
        counts[to] += moved;
    }

    /// The least and greatest value seen.
    Range extremes() {
        return extremes;
    }

    /// All values added, zeros included.
    long values() {
        return values;
    }

    long zeros() {
        return counts[SIDE];
    }

    /// The values other than zero in a bin, from the lowest at 0 to [#bins()] - 1.
    long count(int bin) {
        return counts[bin < SIDE ? bin : bin + 1];
    }

    int bins() {
        return 2 * SIDE;
    }

    /// The lower end of a bin; of the number of bins, the upper end of the last.
    double edge(int bin) {
        return (bin - SIDE) * width();
    }

    double width() {
        return Math.scalb(1.0, logWidth);
    }
}
