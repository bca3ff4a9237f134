package io.tierwise.onnx;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Copies a model file without the values of its tensors, so that what is left can be parsed as a small
/// message.
///
/// A protobuf message is a list of fields, each a tag and a value; a message inside is a field of known
/// length. The copy walks models, graphs, nodes and attributes down to tensors, and writes for each
/// large `raw_data` a `segment` that says where in the file the values are. Lists of tensors, functions
/// and training information are copied whole.
final class Skeleton {

    /// Values up to this many bytes stay in the message: the runtime wants shapes and indices at hand.
    static final int SMALL_BYTES = 1024;

    private static final int MOST_BYTES = 1 << 30;
    private static final int MOST_DEPTH = 90;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int SEGMENT_TAG = (3 << 3) | LENGTH;

    /// The messages walked into, and which of their fields are messages walked into.
    enum Kind {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR;

        /// The kind of the message in this field, or this kind itself where the field is copied as it is.
        Kind inside(long field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : this;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : this;
                case NODE -> field == 5 ? ATTRIBUTE : this;
                case ATTRIBUTE -> field == 5 ? TENSOR : field == 6 ? GRAPH : this;
                case TENSOR -> this;
            };
        }
    }

    private final MemorySegment file;
    private final String path;
    private long position;

    private Skeleton(MemorySegment file, String path) {
        this.file = file;
        this.path = path;
    }

    /// The message of the file without large values.
    ///
    /// @throws MalformedModelException when the bytes are not a message, with the position of the first
    ///     wrong one
    static byte[] of(MemorySegment file, String path) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Skeleton(file, path).message(Kind.MODEL, file.byteSize(), 0, out);
        return out.toByteArray();
    }

    private void message(Kind kind, long end, int depth, ByteArrayOutputStream out) {
        if (depth > MOST_DEPTH) {
            throw malformed(position, "graphs inside graphs, more than " + MOST_DEPTH + " messages deep");
        }
        while (position < end) {
            field(kind, end, depth, out);
        }
    }

    private void field(Kind kind, long end, int depth, ByteArrayOutputStream out) {
        long start = position;
        long tag = varint(end);
        long field = tag >>> 3;
        int wire = (int) (tag & 7);
        if (field == 0 || field > (1 << 29) - 1) {
            throw malformed(start, "a field with the number " + field);
        }
        switch (wire) {
            case VARINT -> varint(end);
            case FIXED64 -> skip(8, end);
            case FIXED32 -> skip(4, end);
            case LENGTH -> {
                sized(kind, field, end, depth, out, start);
                return;
            }
            default -> throw malformed(start, "a value of the unknown kind " + wire);
        }
        copy(start, position, out);
    }

    private void sized(Kind kind, long field, long end, int depth, ByteArrayOutputStream out, long start) {
        long length = varint(end);
        if (length < 0 || length > end - position) {
            throw malformed(
                    start,
                    "field " + field + " of " + Long.toUnsignedString(length) + " bytes where only " + (end - position)
                            + " are left");
        }
        long from = position;
        Kind inner = kind.inside(field);
        if (inner != kind) {
            ByteArrayOutputStream copied = new ByteArrayOutputStream();
            message(inner, from + length, depth + 1, copied);
            varint((field << 3) | LENGTH, out);
            varint(copied.size(), out);
            out.writeBytes(copied.toByteArray());
            return;
        }
        position = from + length;
        if (kind == Kind.TENSOR && field == 3) {
            throw new UnsupportedModelException(
                    path + " has a tensor in segments at byte " + start + "; export it with whole tensors");
        }
        if (kind == Kind.TENSOR && field == 9 && length > SMALL_BYTES) {
            segment(from, position, out);
        } else {
            copy(start, position, out);
        }
    }

    private static void segment(long begin, long end, ByteArrayOutputStream out) {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        varint((1 << 3) | VARINT, segment);
        varint(begin, segment);
        varint((2 << 3) | VARINT, segment);
        varint(end, segment);
        varint(SEGMENT_TAG, out);
        varint(segment.size(), out);
        out.writeBytes(segment.toByteArray());
    }

    private void copy(long from, long to, ByteArrayOutputStream out) {
        if (to - from > MOST_BYTES - out.size()) {
            throw new UnsupportedModelException(path + " keeps more than " + MOST_BYTES
                    + " bytes of values outside raw_data (field at byte " + from
                    + "); save it again with a current exporter or with external data");
        }
        out.writeBytes(file.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE));
    }

    private void skip(long bytes, long end) {
        if (bytes > end - position) {
            throw malformed(position, "a value of " + bytes + " bytes where only " + (end - position) + " are left");
        }
        position += bytes;
    }

    private long varint(long end) {
        long start = position;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) {
                throw malformed(start, "a number cut off by the end");
            }
            byte part = file.get(ValueLayout.JAVA_BYTE, position++);
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw malformed(start, "a number of more than ten bytes");
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private MalformedModelException malformed(long at, String found) {
        return new MalformedModelException(path + " is not an ONNX model or is damaged: found " + found + " at byte "
                + at + " of " + file.byteSize());
    }
}
