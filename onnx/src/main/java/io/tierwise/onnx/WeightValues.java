package io.tierwise.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads the values of weights, from memory or from their file.
final class WeightValues {

    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private WeightValues() {}

    static ByteBuffer bytes(Weight weight) {
        return switch (weight.content()) {
            case Content.Inline inline -> inline.bytes();
            case Content.External external -> read(weight, external);
        };
    }

    private static ByteBuffer read(Weight weight, Content.External external) {
        ByteBuffer bytes = ByteBuffer.allocate(size(weight, external.length()));
        try (FileChannel channel = FileChannel.open(external.file(), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, external.offset() + bytes.position()) < 0) {
                    throw new MalformedModelException(external.file() + " ends before byte "
                            + (external.offset() + external.length()) + ", inside weight '" + weight.name() + "'");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read weight '" + weight.name() + "' from " + external.file() + ": " + e.getMessage(), e);
        }
        return bytes.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int size(Weight weight, long wanted) {
        if (wanted > LARGEST) {
            throw new UnsupportedModelException(
                    "weight '" + weight.name() + "' is too large to be held in one array: " + wanted);
        }
        return (int) wanted;
    }

    static float[] floats(Weight weight) {
        float[] values = new float[size(weight, weight.elements())];
        ByteBuffer bytes = bytes(weight);
        if (weight.type() == DataType.FLOAT) {
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (weight.type()) {
                case DOUBLE -> (float) bytes.getDouble(8 * i);
                case FLOAT16 -> Float.float16ToFloat(bytes.getShort(2 * i));
                case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
                case UINT64 -> unsigned(bytes.getLong(8 * i));
                default -> integer(weight, bytes, i);
            };
        }
        return values;
    }

    private static float unsigned(long value) {
        return value >= 0 ? value : (float) (((value >>> 1) | (value & 1)) * 2.0);
    }

    static long[] longs(Weight weight) {
        long[] values = new long[size(weight, weight.elements())];
        ByteBuffer bytes = bytes(weight);
        for (int i = 0; i < values.length; i++) {
            values[i] = integer(weight, bytes, i);
        }
        return values;
    }

    private static long integer(Weight weight, ByteBuffer bytes, int index) {
        return switch (weight.type()) {
            case INT8 -> bytes.get(index);
            case UINT8, BOOL -> bytes.get(index) & 0xFF;
            case INT16 -> bytes.getShort(2 * index);
            case UINT16 -> bytes.getShort(2 * index) & 0xFFFF;
            case INT32 -> bytes.getInt(4 * index);
            case UINT32 -> bytes.getInt(4 * index) & 0xFFFF_FFFFL;
            case INT64, UINT64 -> bytes.getLong(8 * index);
            default ->
                throw new UnsupportedModelException("values of weight '" + weight.name() + "' of type " + weight.type()
                        + " cannot be read as numbers of that kind");
        };
    }

    /// The texts, each preceded by its length in bytes as a variable-length integer.
    static List<byte[]> packedTexts(Weight weight) {
        ByteBuffer bytes = bytes(weight);
        List<byte[]> texts = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int length = 0;
            int shift = 0;
            byte part;
            do {
                part = bytes.get();
                length |= (part & 0x7F) << shift;
                shift += 7;
            } while (part < 0);
            byte[] text = new byte[length];
            bytes.get(text);
            texts.add(text);
        }
        return texts;
    }

    static List<String> texts(Weight weight) {
        if (weight.type() != DataType.STRING) {
            throw new UnsupportedModelException("weight '" + weight.name() + "' is not text but " + weight.type());
        }
        return packedTexts(weight).stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
    }
}
