package io.tierwise.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A constant tensor whose values are read only when asked for.
///
/// @param name its tensor; may be empty in a Constant node
/// @param type its element type
/// @param shape its dimensions, empty for a scalar
/// @param content where the values are
/// @param rest doc string and metadata
public record Weight(String name, DataType type, List<Long> shape, Content content, Rest rest) {

    public Weight {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rest, "rest");
        shape = List.copyOf(shape);
        if (type == DataType.UNDEFINED) {
            throw new IllegalArgumentException("weight '" + name + "' has no type");
        }
        long elements = elements(name, shape);
        if (type != DataType.STRING && type.bytes(elements) != content.length()) {
            throw new IllegalArgumentException("weight '" + name + "' of type " + type + " and shape " + shape
                    + " takes " + type.bytes(elements) + " bytes, found " + content.length());
        }
    }

    /// A weight with nothing left over.
    public Weight(String name, DataType type, List<Long> shape, Content content) {
        this(name, type, shape, content, Rest.NONE);
    }

    /// Float32 values.
    public static Weight ofFloats(String name, float[] values, long... shape) {
        ByteBuffer bytes = little(Math.multiplyExact(4, values.length));
        bytes.asFloatBuffer().put(values);
        return inline(name, DataType.FLOAT, bytes, shape);
    }

    /// Int64 values.
    public static Weight ofLongs(String name, long[] values, long... shape) {
        ByteBuffer bytes = little(Math.multiplyExact(8, values.length));
        bytes.asLongBuffer().put(values);
        return inline(name, DataType.INT64, bytes, shape);
    }

    /// Int32 values.
    public static Weight ofInts(String name, int[] values, long... shape) {
        ByteBuffer bytes = little(Math.multiplyExact(4, values.length));
        bytes.asIntBuffer().put(values);
        return inline(name, DataType.INT32, bytes, shape);
    }

    /// Values of any type as they are stored: row-major, little-endian.
    public static Weight ofBytes(String name, DataType type, byte[] values, long... shape) {
        return inline(name, type, ByteBuffer.wrap(values), shape);
    }

    private static Weight inline(String name, DataType type, ByteBuffer bytes, long... shape) {
        List<Long> dimensions = Arrays.stream(shape).boxed().toList();
        return new Weight(name, type, dimensions, new Content.Inline(bytes));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long elements(String name, List<Long> shape) {
        long elements = 1;
        boolean empty = shape.contains(0L);
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("weight '" + name + "' has a negative dimension in " + shape);
            }
            try {
                elements = empty ? 0 : Math.multiplyExact(elements, size);
                Math.multiplyExact(elements, 128);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("weight '" + name + "' has the impossible shape " + shape, e);
            }
        }
        return elements;
    }

    /// Number of elements.
    public long elements() {
        return elements(name, shape);
    }

    /// Number of bytes the values take.
    public long byteSize() {
        return content.length();
    }

    /// Number of trained values: elements, but none of int64, text or flags, which are shapes, indices and names.
    public long parameters() {
        return switch (type) {
            case INT64, STRING, BOOL -> 0;
            default -> elements();
        };
    }

    /// The values as float32, row-major; converted from any real number type of whole bytes.
    ///
    /// @throws UnsupportedModelException when the type is not a real number, or there are more than
    ///     2^31 - 1 values
    public float[] floats() {
        return WeightValues.floats(this);
    }

    /// The values as integers, row-major; flags are 0 and 1.
    ///
    /// @throws UnsupportedModelException when the type is not an integer of whole bytes, or there are
    ///     too many
    public long[] longs() {
        return WeightValues.longs(this);
    }

    /// The values of type STRING.
    public List<String> texts() {
        return WeightValues.texts(this);
    }

    /// The values as stored: row-major, little-endian, read-only. Texts are each preceded by their
    /// length in UTF-8 bytes as a variable-length integer.
    ///
    /// @throws UnsupportedModelException above 2 GB
    public ByteBuffer bytes() {
        return WeightValues.bytes(this);
    }

    /// The same under another name.
    public Weight renamed(String other) {
        return new Weight(other, type, shape, content, rest);
    }
}
