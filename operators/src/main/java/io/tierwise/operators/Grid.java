package io.tierwise.operators;

/// The 256 values an activation can take once quantized: `(q - zeroPoint) * scale` for `q` in
/// `[0, 255]`.
///
/// Zero is always one of them, so that padding and absent values stay exact.
///
/// @param scale distance of two neighbours, above 0 and finite
/// @param zeroPoint the `q` that stands for 0
record Grid(float scale, int zeroPoint) {

    private static final int STEPS = 255;

    Grid {
        if (!(scale > 0) || Float.isInfinite(scale) || zeroPoint < 0 || zeroPoint > STEPS) {
            throw new IllegalArgumentException("no grid of scale " + scale + " and zero point " + zeroPoint);
        }
    }

    /// The finest grid that covers this range and 0. A range of nothing but 0 gets the scale 1.
    static Grid covering(Range range) {
        double low = Math.min(range.low(), 0);
        double high = Math.max(range.high(), 0);
        float scale = (float) ((high - low) / STEPS);
        if (scale < Float.MIN_NORMAL) {
            return new Grid(1, 0);
        }
        return new Grid(scale, (int) Math.clamp(Math.rint(-low / scale), 0, STEPS));
    }

    /// The nearest step to a value, ties to even as QuantizeLinear rounds.
    int quantize(double value) {
        return (int) Math.clamp(Math.rint(value / scale) + zeroPoint, 0, STEPS);
    }
}
