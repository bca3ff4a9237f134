package io.tierwise.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.tierwise.onnx.Skeleton.Kind;
import io.tierwise.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;

/// Writes a model with its weights inside, without holding them on the heap.
///
/// The way of [Skeleton] back: the message is built with a `segment` in place of each large value,
/// wherever the weight stands, and gone through once. What is copied as it is and what comes from
/// weights is noted piece by piece; a message's length comes before it, so all are added up first.
final class InlineFile {

    private final List<Weight> large = new ArrayList<>();
    private final byte[] message;
    private final CodedInputStream in;

    private sealed interface Piece {
        long size();

        /// Bytes of the message as it was built.
        record Same(int from, int to) implements Piece {
            @Override
            public long size() {
                return (long) to - from;
            }
        }

        /// A tag and a length.
        record Head(int field, long length) implements Piece {
            @Override
            public long size() {
                return (long) CodedOutputStream.computeTagSize(field)
                        + CodedOutputStream.computeUInt64SizeNoTag(length);
            }
        }

        /// The values of a weight.
        record Values(Weight weight) implements Piece {
            @Override
            public long size() {
                return weight.byteSize();
            }
        }
    }

    InlineFile(Model model) {
        message = new MessageWriter(this::place).model(model).toByteArray();
        in = CodedInputStream.newInstance(message);
    }

    private void place(Weight weight, TensorProto.Builder to) {
        if (weight.byteSize() <= Skeleton.SMALL_BYTES) {
            to.setRawData(ByteString.copyFrom(weight.bytes()));
        } else {
            to.setSegment(TensorProto.Segment.newBuilder().setBegin(large.size()));
            large.add(weight);
        }
    }

    void writeTo(OutputStream stream) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        walk(Kind.MODEL, message.length, pieces);
        CodedOutputStream out = CodedOutputStream.newInstance(stream);
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Same same -> out.write(message, same.from(), same.to() - same.from());
                case Piece.Head head -> {
                    out.writeTag(head.field(), WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    out.writeUInt64NoTag(head.length());
                }
                case Piece.Values values -> {
                    out.flush();
                    ContentCopy.copy(values.weight().content(), Channels.newChannel(stream));
                }
            }
        }
        out.flush();
    }

    /// Notes the pieces of a message up to its end, and gives their size.
    private long walk(Kind kind, int end, List<Piece> pieces) throws IOException {
        long size = 0;
        while (in.getTotalBytesRead() < end) {
            int start = in.getTotalBytesRead();
            int tag = in.readTag();
            int field = WireFormat.getTagFieldNumber(tag);
            Kind inner = kind.inside(field);
            List<Piece> found = new ArrayList<>();
            if (inner != kind) {
                int length = in.readRawVarint32();
                long grown = walk(inner, in.getTotalBytesRead() + length, found);
                found.addFirst(new Piece.Head(field, grown));
            } else if (kind == Kind.TENSOR && field == TensorProto.SEGMENT_FIELD_NUMBER) {
                Weight weight = large.get(
                        (int) TensorProto.Segment.parseFrom(in.readByteArray()).getBegin());
                found.add(new Piece.Head(TensorProto.RAW_DATA_FIELD_NUMBER, weight.byteSize()));
                found.add(new Piece.Values(weight));
            } else {
                in.skipField(tag);
                found.add(new Piece.Same(start, in.getTotalBytesRead()));
            }
            size += found.stream().mapToLong(Piece::size).sum();
            pieces.addAll(found);
        }
        return size;
    }
}
