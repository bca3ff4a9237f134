package io.tierwise.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A dense array of one element type: its shape, and its elements in row-major order in native memory.
///
/// The memory is a direct buffer in native byte order, so that the runtime and sockets use it without a copy. A tensor
/// never changes after it
/// is made; who hands over a buffer gives it away.
public final class Tensor {
    private final ElementType type;
    private final long[] shape;
    private final ByteBuffer bytes;

    private Tensor(ElementType type, long[] shape, ByteBuffer bytes) {
        this.type = type;
        this.shape = shape.clone();
        this.bytes = bytes;
        long wanted = elements() * type.bytes();
        if (bytes.remaining() != wanted) {
            throw new IllegalArgumentException("A tensor of " + type + " " + Arrays.toString(shape) + " has " + wanted
                    + " bytes, found " + bytes.remaining());
        }
    }

    /// Takes over a direct buffer, from its position to its limit.
    ///
    /// @throws IllegalArgumentException if it is not direct or its size does not fit type and shape
    public static Tensor ofBuffer(ElementType type, ByteBuffer direct, long... shape) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("A tensor needs a direct buffer");
        }
        return new Tensor(type, shape, direct.slice().order(ByteOrder.nativeOrder()));
    }

    public static Tensor ofFloats(float[] values, long... shape) {
        ByteBuffer buffer = allocate(ElementType.FLOAT, values.length);
        buffer.asFloatBuffer().put(values);
        return new Tensor(ElementType.FLOAT, shape, buffer);
    }

    public static Tensor ofLongs(long[] values, long... shape) {
        ByteBuffer buffer = allocate(ElementType.INT64, values.length);
        buffer.asLongBuffer().put(values);
        return new Tensor(ElementType.INT64, shape, buffer);
    }

    public static Tensor ofInts(int[] values, long... shape) {
        ByteBuffer buffer = allocate(ElementType.INT32, values.length);
        buffer.asIntBuffer().put(values);
        return new Tensor(ElementType.INT32, shape, buffer);
    }

    /// Copies elements given as bytes in native order.
    public static Tensor ofBytes(ElementType type, byte[] bytes, long... shape) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
        buffer.put(bytes).flip();
        return new Tensor(type, shape, buffer);
    }

    private static ByteBuffer allocate(ElementType type, int elements) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, type.bytes()))
                .order(ByteOrder.nativeOrder());
    }

    public ElementType type() {
        return type;
    }

    /// The extent of each dimension; empty for a single value.
    public long[] shape() {
        return shape.clone();
    }

    /// A view of the elements with a position of its own; the memory is shared, direct and in native order.
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.nativeOrder());
    }

    /// Number of elements.
    public long elements() {
        long elements = 1;
        for (long extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException("A tensor's extents must be at least 0: " + Arrays.toString(shape));
            }
            elements = Math.multiplyExact(elements, extent);
        }
        return elements;
    }

    /// Size of all elements in bytes.
    public long byteSize() {
        return bytes.capacity();
    }

    /// The elements as floats; integers and doubles are rounded to the nearest float.
    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements())];
        if (type == ElementType.FLOAT) {
            bytes().asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) valueAt(i);
            }
        }
        return values;
    }

    /// The elements as longs; fractions are cut off.
    public long[] toLongs() {
        long[] values = new long[Math.toIntExact(elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case INT64, UINT64 -> bytes.getLong(i * 8);
                case FLOAT, DOUBLE, FLOAT16, INT8, UINT8, INT16, UINT16, INT32, UINT32, BOOL -> (long) valueAt(i);
            };
        }
        return values;
    }

    private double valueAt(int i) {
        return switch (type) {
            case FLOAT -> bytes.getFloat(i * 4);
            case DOUBLE -> bytes.getDouble(i * 8);
            case FLOAT16 -> Float.float16ToFloat(bytes.getShort(i * 2));
            case INT8 -> bytes.get(i);
            case UINT8 -> Byte.toUnsignedInt(bytes.get(i));
            case INT16 -> bytes.getShort(i * 2);
            case UINT16 -> Short.toUnsignedInt(bytes.getShort(i * 2));
            case INT32 -> bytes.getInt(i * 4);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(i * 4));
            case INT64, UINT64 -> bytes.getLong(i * 8);
            case BOOL -> bytes.get(i) == 0 ? 0 : 1;
        };
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
