package io.tierwise.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// An array of numbers of one [ElementType] with a shape, in row-major order, held outside the Java
/// heap.
///
/// Bytes are in the machine's order in a direct buffer, so that a native runtime and a socket take them
/// without a copy. A tensor is a value: whoever gets [#bytes()] reads it and never writes to it.
public final class Tensor {
    private final ElementType type;
    private final long[] shape;
    private final ByteBuffer bytes;

    private Tensor(ElementType type, long[] shape, ByteBuffer bytes) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
    }

    /// A tensor over `bytes` from its position to its limit, without a copy; the buffer must not change
    /// afterwards.
    ///
    /// @throws IllegalArgumentException if the buffer is not direct or does not hold exactly `shape`'s
    ///     elements
    public static Tensor ofBuffer(ElementType type, ByteBuffer bytes, long... shape) {
        if (!bytes.isDirect()) {
            throw new IllegalArgumentException("A tensor stands on a direct buffer, this one is on the heap.");
        }
        long wanted = byteSize(type, shape);
        if (bytes.remaining() != wanted) {
            throw new IllegalArgumentException("A " + type + " tensor of shape " + Arrays.toString(shape) + " takes "
                    + wanted + " bytes, the buffer has " + bytes.remaining() + ".");
        }
        return new Tensor(type, shape.clone(), bytes.slice());
    }

    /// A tensor with a copy of `bytes`, which are in the machine's order.
    public static Tensor ofBytes(ElementType type, byte[] bytes, long... shape) {
        ByteBuffer direct = direct(bytes.length);
        direct.put(0, bytes);
        return ofBuffer(type, direct, shape);
    }

    /// A [ElementType#FLOAT] tensor with a copy of `values`.
    public static Tensor ofFloats(float[] values, long... shape) {
        ByteBuffer direct = direct(Math.multiplyExact(values.length, Float.BYTES));
        direct.asFloatBuffer().put(values);
        return ofBuffer(ElementType.FLOAT, direct, shape);
    }

    /// A [ElementType#INT64] tensor with a copy of `values`.
    public static Tensor ofLongs(long[] values, long... shape) {
        ByteBuffer direct = direct(Math.multiplyExact(values.length, Long.BYTES));
        direct.asLongBuffer().put(values);
        return ofBuffer(ElementType.INT64, direct, shape);
    }

    /// A [ElementType#INT32] tensor with a copy of `values`.
    public static Tensor ofInts(int[] values, long... shape) {
        ByteBuffer direct = direct(Math.multiplyExact(values.length, Integer.BYTES));
        direct.asIntBuffer().put(values);
        return ofBuffer(ElementType.INT32, direct, shape);
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    /// A view of all bytes: direct, in the machine's order, position 0. To be read only.
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    public long elements() {
        return bytes.capacity() / type.bytes();
    }

    public long byteSize() {
        return bytes.capacity();
    }

    /// The same elements under another shape, without a copy.
    public Tensor reshaped(long... newShape) {
        return ofBuffer(type, bytes.duplicate(), newShape);
    }

    /// The same elements elsewhere.
    public Tensor copy() {
        return ofBuffer(type, direct(bytes.capacity()).put(0, bytes, 0, bytes.capacity()), shape);
    }

    /// All elements as floats, rounded to the nearest where the type holds more than a float can;
    /// booleans are 0 and 1.
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        ByteBuffer source = bytes();
        if (type == ElementType.FLOAT) {
            source.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = floatAt(source, i);
        }
        return values;
    }

    private float floatAt(ByteBuffer source, int index) {
        return switch (type) {
            case FLOAT -> source.getFloat(index * Float.BYTES);
            case DOUBLE -> (float) source.getDouble(index * Double.BYTES);
            case FLOAT16 -> Float.float16ToFloat(source.getShort(index * Short.BYTES));
            case UINT64 -> unsignedFloat(source.getLong(index * Long.BYTES));
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, BOOL -> longAt(source, index);
        };
    }

    private static float unsignedFloat(long bits) {
        // Halving keeps the value in range; the lost bit is put back as a sticky bit so that rounding stays exact.
        return bits >= 0 ? bits : (float) ((bits >>> 1) | (bits & 1)) * 2;
    }

    /// All elements as longs; fractions are cut off; unsigned 64-bit numbers keep their bits; booleans are 0 and 1.
    public long[] toLongs() {
        long[] values = new long[Math.toIntExact(elements())];
        ByteBuffer source = bytes();
        for (int i = 0; i < values.length; i++) {
            values[i] = longAt(source, i);
        }
        return values;
    }

    private long longAt(ByteBuffer source, int index) {
        return switch (type) {
            case INT8 -> source.get(index);
            case UINT8 -> Byte.toUnsignedLong(source.get(index));
            case BOOL -> source.get(index) == 0 ? 0 : 1;
            case INT16 -> source.getShort(index * Short.BYTES);
            case UINT16 -> Short.toUnsignedLong(source.getShort(index * Short.BYTES));
            case INT32 -> source.getInt(index * Integer.BYTES);
            case UINT32 -> Integer.toUnsignedLong(source.getInt(index * Integer.BYTES));
            case INT64, UINT64 -> source.getLong(index * Long.BYTES);
            case DOUBLE -> (long) source.getDouble(index * Double.BYTES);
            case FLOAT, FLOAT16 -> (long) floatAt(source, index);
        };
    }

    /// Equal if type, shape and every byte are equal; so `NaN` equals itself and `0` differs from `-0`.
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && type == tensor.type
                && Arrays.equals(shape, tensor.shape)
                && bytes.equals(tensor.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, Arrays.hashCode(shape), bytes);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }

    /// Bytes that a tensor of this type and shape takes.
    ///
    /// @throws IllegalArgumentException if a dimension is negative or the size is above 2 GiB - 1
    public static long byteSize(ElementType type, long... shape) {
        long size = type.bytes();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("A shape has no negative dimension: " + Arrays.toString(shape));
            }
            if (dimension != 0 && size > Integer.MAX_VALUE / dimension) {
                throw new IllegalArgumentException(
                        "A " + type + " tensor of shape " + Arrays.toString(shape) + " would take more than 2 GiB.");
            }
            size *= dimension;
        }
        return size;
    }

    private static ByteBuffer direct(int byteCount) {
        return ByteBuffer.allocateDirect(byteCount).order(ByteOrder.nativeOrder());
    }
}
