package io.tierwise.data;

/// The type of one element of a [Tensor], with its size in bytes.
public enum ElementType {
    FLOAT(4),
    DOUBLE(8),
    FLOAT16(2),
    INT8(1),
    UINT8(1),
    INT16(2),
    UINT16(2),
    INT32(4),
    UINT32(4),
    INT64(8),
    UINT64(8),
    BOOL(1);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /// Size of one element in bytes.
    public int bytes() {
        return bytes;
    }

    /// Whether elements are floating-point numbers.
    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE || this == FLOAT16;
    }
}
