package io.tierwise.operators;

import io.tierwise.onnx.DataType;

/// The integers of 8 bits that a tensor may use.
enum Levels {
    /// All unsigned ones, spread over the tensor's own range.
    UNSIGNED(DataType.UINT8, 0, 255),
    /// All signed ones: symmetric around zero where values have both signs, else spread from -128 up.
    SIGNED(DataType.INT8, -128, 127),
    /// Signed ones symmetric around zero; -128 is left out so that zero is in the middle.
    BALANCED(DataType.INT8, -127, 127),
    /// Those of half the size: 2 x 255 x 64 fits into the 16 bits that processors without 8-bit dot
    /// products add two products up in.
    BALANCED_7_BIT(DataType.INT8, -64, 64);

    private final DataType type;
    private final int least;
    private final int greatest;

    Levels(DataType type, int least, int greatest) {
        this.type = type;
        this.least = least;
        this.greatest = greatest;
    }

    DataType type() {
        return type;
    }

    int least() {
        return least;
    }

    int greatest() {
        return greatest;
    }

    /// Steps between the least and the greatest level.
    int steps() {
        return greatest - least;
    }

    /// What is added to a tensor's name for its bytes, such as `.u8`.
    String suffix() {
        return type == DataType.UINT8 ? ".u8" : ".s8";
    }

    /// Whether a range from `low` to `high` around 0 gets a grid that ends at both: Relu and Clip can
    /// vanish into such a grid alone.
    boolean endAt(float low, float high) {
        return isSpreadOver(low) || low == -high;
    }

    /// Whether a grid spreads over a range that begins here, and is not symmetric around zero.
    boolean isSpreadOver(double low) {
        return switch (this) {
            case UNSIGNED -> true;
            case SIGNED -> low >= 0;
            case BALANCED, BALANCED_7_BIT -> false;
        };
    }
}
