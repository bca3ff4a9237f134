package io.tierwise.onnx;

/// The type of one element of a tensor, by its number in the format, with its size in bits.
public enum DataType {
    /// Not said; the runtime infers it.
    UNDEFINED(0, 0),
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    /// Text of any length.
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4),
    FLOAT4E2M1(23, 4),
    FLOAT8E8M0(24, 8),
    UINT2(25, 2),
    INT2(26, 2);

    private static final DataType[] BY_CODE = values();

    private final int code;
    private final int bits;

    DataType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /// The type of this number in the format.
    ///
    /// @throws IllegalArgumentException when the format has no such number
    public static DataType of(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no data type has the number " + code);
        }
        return BY_CODE[code];
    }

    /// The number of this type in the format.
    public int code() {
        return code;
    }

    /// Size of one element in bits; 0 where it is not fixed.
    public int bits() {
        return bits;
    }

    /// Size of one element in bytes, rounded up; 0 where it is not fixed.
    public int bytes() {
        return (bits + 7) / 8;
    }

    /// Size in bytes of this many elements, types below a byte packed.
    ///
    /// @throws ArithmeticException when the size overflows
    public long bytes(long elements) {
        return bits >= 8
                ? Math.multiplyExact(elements, bits / 8)
                : Math.ceilDiv(Math.multiplyExact(elements, (long) bits), 8L);
    }
}
