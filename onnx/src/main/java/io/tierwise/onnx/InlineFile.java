package io.tierwise.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.tierwise.onnx.proto.GraphProto;
import io.tierwise.onnx.proto.ModelProto;
import io.tierwise.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a model with its weights inside, without holding them on the heap.
///
/// Small initializers stand in the message as it is built; each large one is added at the end of the
/// graph by hand: its description, then its values straight from their file. A message's length comes
/// before it, so all are added up first.
final class InlineFile {

    private final List<Weight> large = new ArrayList<>();
    private final List<byte[]> descriptions = new ArrayList<>();
    private final ModelProto frame;
    private final byte[] rest;

    InlineFile(Model model) {
        Graph graph = model.graph();
        Map<String, Weight> small = new LinkedHashMap<>();
        MessageWriter describing = new MessageWriter((weight, to) -> {});
        graph.initializers().forEach((name, weight) -> {
            if (weight.type() == DataType.STRING || weight.byteSize() <= Skeleton.SMALL_BYTES) {
                small.put(name, weight);
            } else {
                large.add(weight);
                descriptions.add(describing.tensor(weight).toByteArray());
            }
        });
        ModelProto proto = new MessageWriter((weight, to) -> to.setRawData(ByteString.copyFrom(weight.bytes())))
                .model(model.withGraph(graph.withInitializers(small)));
        rest = proto.getGraph().toByteArray();
        frame = proto.toBuilder().clearGraph().build();
    }

    void writeTo(OutputStream stream) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(stream);
        frame.writeTo(out);
        long size = rest.length;
        for (int i = 0; i < large.size(); i++) {
            size += field(GraphProto.INITIALIZER_FIELD_NUMBER, tensorSize(i));
        }
        begin(out, ModelProto.GRAPH_FIELD_NUMBER, size);
        out.writeRawBytes(rest);
        for (int i = 0; i < large.size(); i++) {
            begin(out, GraphProto.INITIALIZER_FIELD_NUMBER, tensorSize(i));
            out.writeRawBytes(descriptions.get(i));
            begin(out, TensorProto.RAW_DATA_FIELD_NUMBER, large.get(i).byteSize());
            out.flush();
            copy(large.get(i), stream);
        }
        out.flush();
    }

    private static void copy(Weight weight, OutputStream stream) throws IOException {
        WritableByteChannel channel = Channels.newChannel(stream);
        ContentCopy.copy(weight.content(), channel);
    }

    private long tensorSize(int index) {
        return descriptions.get(index).length
                + field(TensorProto.RAW_DATA_FIELD_NUMBER, large.get(index).byteSize());
    }

    private static long field(int number, long length) {
        return CodedOutputStream.computeTagSize(number) + CodedOutputStream.computeUInt64SizeNoTag(length) + length;
    }

    private static void begin(CodedOutputStream out, int number, long length) throws IOException {
        out.writeTag(number, 2);
        out.writeUInt64NoTag(length);
    }
}
