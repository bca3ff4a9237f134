package io.tierwise.onnx;

import com.google.protobuf.ByteString;
import io.tierwise.onnx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Turns the tensors of a file into weights.
final class TensorReader {

    private final Path file;
    private final boolean inFile;
    private final ExternalFiles externals;

    /// @param inFile whether large values were left in the file, where segments say they are
    TensorReader(Path file, boolean inFile) {
        this.file = file;
        this.inFile = inFile;
        this.externals = new ExternalFiles(file);
    }

    /// @throws IllegalArgumentException when type, shape and values do not fit together
    Weight weight(TensorProto proto) {
        DataType type = DataType.of(proto.getDataType());
        TensorProto.Builder rest = TensorProto.newBuilder()
                .setUnknownFields(proto.getUnknownFields())
                .addAllMetadataProps(proto.getMetadataPropsList());
        if (proto.hasDocString()) {
            rest.setDocString(proto.getDocString());
        }
        return new Weight(
                proto.getName(),
                type,
                proto.getDimsList(),
                content(proto, type),
                Rest.of(rest.build().toByteArray()));
    }

    private Content content(TensorProto proto, DataType type) {
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            return externals.content(proto, type);
        }
        if (proto.hasSegment()) {
            if (!proto.getRawData().isEmpty() || !inFile) {
                throw new IllegalArgumentException("weight '" + proto.getName() + "' is there in pieces");
            }
            long begin = proto.getSegment().getBegin();
            return new Content.External(file, begin, proto.getSegment().getEnd() - begin);
        }
        if (type == DataType.STRING) {
            return new Content.Inline(texts(proto));
        }
        return new Content.Inline(
                proto.getRawData().isEmpty()
                        ? typed(proto, type)
                        : proto.getRawData().asReadOnlyByteBuffer());
    }

    /// The values of the typed fields as raw data would hold them.
    private static ByteBuffer typed(TensorProto proto, DataType type) {
        return switch (type) {
            case FLOAT, COMPLEX64 -> {
                ByteBuffer bytes = little(proto.getFloatDataCount(), 4);
                proto.getFloatDataList().forEach(bytes::putFloat);
                yield bytes.flip();
            }
            case DOUBLE, COMPLEX128 -> {
                ByteBuffer bytes = little(proto.getDoubleDataCount(), 8);
                proto.getDoubleDataList().forEach(bytes::putDouble);
                yield bytes.flip();
            }
            case INT64 -> {
                ByteBuffer bytes = little(proto.getInt64DataCount(), 8);
                proto.getInt64DataList().forEach(bytes::putLong);
                yield bytes.flip();
            }
            case UINT32, UINT64 -> {
                ByteBuffer bytes = little(proto.getUint64DataCount(), type.bytes());
                proto.getUint64DataList().forEach(value -> put(bytes, value, type.bytes()));
                yield bytes.flip();
            }
            default -> {
                ByteBuffer bytes = little(proto.getInt32DataCount(), type.bytes());
                proto.getInt32DataList().forEach(value -> put(bytes, value, type.bytes()));
                yield bytes.flip();
            }
        };
    }

    private static ByteBuffer little(int count, int bytes) {
        if (count > (1 << 30) / Math.max(bytes, 1)) {
            throw new IllegalArgumentException("a tensor lists " + count + " values outside raw_data");
        }
        return ByteBuffer.allocate(count * bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(ByteBuffer to, long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            to.put((byte) (value >>> (8 * i)));
        }
    }

    private static ByteBuffer texts(TensorProto proto) {
        long elements = 1;
        for (long size : proto.getDimsList()) {
            elements *= size;
        }
        if (elements != proto.getStringDataCount()) {
            throw new IllegalArgumentException("weight '" + proto.getName() + "' of shape " + proto.getDimsList()
                    + " has " + proto.getStringDataCount() + " texts");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ByteString text : proto.getStringDataList()) {
            int left = text.size();
            while (left > 0x7F) {
                out.write((left & 0x7F) | 0x80);
                left >>>= 7;
            }
            out.write(left);
            out.writeBytes(text.toByteArray());
        }
        return ByteBuffer.wrap(out.toByteArray());
    }
}
