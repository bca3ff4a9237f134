package io.tierwise.operators;

/// The values a tensor can take once quantized: `(q - zeroPoint) * scale` for each of its levels `q`.
///
/// Zero is always one of them, so that padding and absent values stay exact.
///
/// @param scale distance of two neighbours, above 0 and finite
/// @param zeroPoint the `q` that stands for 0
/// @param levels what `q` can be
record Grid(float scale, int zeroPoint, Levels levels) {

    Grid {
        if (!(scale > 0) || Float.isInfinite(scale) || zeroPoint < levels.least() || zeroPoint > levels.greatest()) {
            throw new IllegalArgumentException("no grid of scale " + scale + " and zero point " + zeroPoint);
        }
    }

    /// A grid of unsigned bytes.
    Grid(float scale, int zeroPoint) {
        this(scale, zeroPoint, Levels.UNSIGNED);
    }

    /// The finest grid of unsigned bytes that covers this range and 0.
    static Grid covering(Range range) {
        return covering(range, Levels.UNSIGNED);
    }

    /// The finest grid of these levels that covers this range and 0. A range of nothing but 0 gets the
    /// scale 1.
    static Grid covering(Range range, Levels levels) {
        double low = Math.min(range.low(), 0);
        double high = Math.max(range.high(), 0);
        if (!levels.isSpreadOver(low)) {
            float scale = (float) (Math.max(-low, high) / levels.greatest());
            return new Grid(scale < Float.MIN_NORMAL ? 1 : scale, 0, levels);
        }
        float scale = (float) ((high - low) / levels.steps());
        if (scale < Float.MIN_NORMAL) {
            return new Grid(1, levels.least(), levels);
        }
        return new Grid(scale, within(Math.rint(-low / scale) + levels.least(), levels), levels);
    }

    /// The nearest level to a value, ties to even as QuantizeLinear rounds.
    int quantize(double value) {
        return within(Math.rint(value / scale) + zeroPoint, levels);
    }

    private static int within(double level, Levels levels) {
        return (int) Math.clamp(level, levels.least(), levels.greatest());
    }
}
