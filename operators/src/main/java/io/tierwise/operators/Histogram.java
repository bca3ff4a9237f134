package io.tierwise.operators;

/// How often a tensor's values fall where, whatever their number: bins of equal width on both sides of zero.
///
/// The bins reach as far as the values seen so far; when a value lies beyond, each pair of neighbours becomes
/// one and the reach doubles. Zeros are counted apart: behind a Relu they are most of the values, and every
/// range represents them exactly.
final class Histogram {

    /// Bins on each side of zero. With the reach doubling, at least half of them are in use on the wider side:
    /// four for each of 256 levels.
    static final int SIDE = 2048;

    private long[] counts = new long[2 * SIDE];
    private double reach;
    private long zeros;
    private long values;
    private Range extremes = new Range(0, 0);

    /// Adds values.
    ///
    /// @param seen the least and greatest of the tensor; they need not be among `added`
    /// @param added some or all of its values, all within `seen`
    void add(Range seen, float[] added) {
        extremes = values == 0 ? seen : extremes.with(seen);
        reachFor(Math.max(Math.abs(seen.low()), Math.abs(seen.high())));
        values += added.length;
        if (reach == 0) {
            zeros += added.length;
            return;
        }
        float binsPerUnit = (float) (SIDE / reach);
        long none = 0;
        for (float value : added) {
            if (value == 0) {
                none++;
            } else {
                // Casting after the shift rounds down; the last bin takes the end of the reach in.
                counts[Math.clamp((int) (value * binsPerUnit + SIDE), 0, 2 * SIDE - 1)]++;
            }
        }
        zeros += none;
    }

    private void reachFor(double largest) {
        if (reach == 0) {
            reach = largest;
        }
        while (reach < largest) {
            long[] wider = new long[2 * SIDE];
            for (int bin = 0; bin < 2 * SIDE; bin++) {
                wider[(bin + SIDE) / 2] += counts[bin];
            }
            counts = wider;
            reach *= 2;
        }
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
        return zeros;
    }

    /// The values in a bin, zeros left out.
    long count(int bin) {
        return counts[bin];
    }

    int bins() {
        return counts.length;
    }

    /// The middle of a bin.
    double middle(int bin) {
        return (bin + 0.5 - SIDE) * width();
    }

    /// The lower end of a bin; of the number of bins, the upper end of the last.
    double edge(int bin) {
        return (bin - SIDE) * width();
    }

    double width() {
        return reach / SIDE;
    }
}
