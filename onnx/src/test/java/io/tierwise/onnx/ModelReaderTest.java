package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.tierwise.onnx.proto.AttributeProto;
import io.tierwise.onnx.proto.FunctionProto;
import io.tierwise.onnx.proto.GraphProto;
import io.tierwise.onnx.proto.ModelProto;
import io.tierwise.onnx.proto.NodeProto;
import io.tierwise.onnx.proto.OperatorSetIdProto;
import io.tierwise.onnx.proto.SparseTensorProto;
import io.tierwise.onnx.proto.TensorAnnotation;
import io.tierwise.onnx.proto.TensorProto;
import io.tierwise.onnx.proto.TrainingInfoProto;
import io.tierwise.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReaderTest {

    @TempDir
    Path folder;

    private static ModelProto.Builder model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph);
    }

    private static GraphProto.Builder graph(NodeProto.Builder... nodes) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("g")
                .addInput(ValueInfoProto.newBuilder().setName("x"))
                .addOutput(ValueInfoProto.newBuilder().setName("y"));
        for (NodeProto.Builder node : nodes) {
            graph.addNode(node);
        }
        return graph;
    }

    private static NodeProto.Builder relu(String from, String to) {
        return NodeProto.newBuilder().setOpType("Relu").addInput(from).addOutput(to);
    }

    private Path write(ModelProto.Builder model) throws IOException {
        return Files.write(folder.resolve("m.onnx"), model.build().toByteArray());
    }

    private void refused(ModelProto.Builder model, String... parts) throws IOException {
        Path file = write(model);
        assertThatThrownBy(() -> ModelReader.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("m.onnx")
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void read_largeWeight_staysInTheFileUntilAskedFor() throws IOException {
        float[] values = new float[1000];
        values[999] = 7;
        byte[] raw = bytes(values);
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(1000)
                .setRawData(ByteString.copyFrom(raw));
        Path file = write(model(graph(relu("w", "y")).addInitializer(weight)));
        Weight read = Networks.weight(ModelReader.read(file), "w");
        assertThat(read.content()).isInstanceOf(Content.External.class);
        assertThat(read.floats()).containsExactly(values);
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[4 * values.length];
        Weight.ofFloats("w", values, values.length).bytes().get(bytes);
        return bytes;
    }

    @Test
    void read_typedFields_giveTheSameValuesAsRawData() throws IOException {
        GraphProto.Builder graph = graph(relu("f", "y"))
                .addInitializer(TensorProto.newBuilder()
                        .setName("f")
                        .setDataType(1)
                        .addDims(2)
                        .addFloatData(1.5f)
                        .addFloatData(-2))
                .addInitializer(TensorProto.newBuilder()
                        .setName("i8")
                        .setDataType(3)
                        .addDims(2)
                        .addInt32Data(-3)
                        .addInt32Data(127))
                .addInitializer(TensorProto.newBuilder()
                        .setName("u64")
                        .setDataType(13)
                        .addDims(1)
                        .addUint64Data(5))
                .addInitializer(TensorProto.newBuilder()
                        .setName("text")
                        .setDataType(8)
                        .addDims(2)
                        .addStringData(ByteString.copyFromUtf8("a"))
                        .addStringData(ByteString.copyFromUtf8("b".repeat(300))));
        Model model = ModelReader.read(write(model(graph)));
        assertThat(Networks.weight(model, "f").floats()).containsExactly(1.5f, -2);
        assertThat(Networks.weight(model, "i8").longs()).containsExactly(-3, 127);
        assertThat(Networks.weight(model, "u64").longs()).containsExactly(5);
        assertThat(Networks.weight(model, "text").texts()).containsExactly("a", "b".repeat(300));
        Model again = ModelReader.read(ModelWriter.toBytes(model, folder), folder);
        assertThat(again).isEqualTo(model);
    }

    @Test
    void read_rareFields_surviveARoundTrip() throws IOException {
        GraphProto.Builder graph = graph(relu("x", "y")
                        .setDocString("node doc")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("alpha")
                                .setType(AttributeProto.AttributeType.FLOAT)
                                .setF(0)
                                .setDocString("attribute doc")))
                .setDocString("graph doc")
                .addQuantizationAnnotation(TensorAnnotation.newBuilder().setTensorName("x"))
                .addSparseInitializer(SparseTensorProto.newBuilder()
                        .setValues(TensorProto.newBuilder()
                                .setName("s")
                                .setDataType(1)
                                .addDims(0))
                        .addDims(4));
        ModelProto.Builder proto = model(graph)
                .setProducerName("us")
                .setProducerVersion("2")
                .setDomain("d")
                .setModelVersion(3)
                .setDocString("doc")
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("com.x").setVersion(2))
                .addFunctions(FunctionProto.newBuilder().setName("f").addNode(relu("a", "b")))
                .addTrainingInfo(TrainingInfoProto.newBuilder().setAlgorithm(graph(relu("x", "y"))));
        ModelProto built = proto.build();
        Model model = ModelReader.read(write(proto));
        assertThat(ModelProto.parseFrom(ModelWriter.toBytes(model, folder))).isEqualTo(built);
    }

    @Test
    void read_nodesOutOfOrder_comeInOrder() throws IOException {
        Model model = ModelReader.read(write(model(graph(relu("b", "y"), relu("a", "b"), relu("x", "a")))));
        assertThat(model.graph().nodes().stream().map(node -> node.outputs().getFirst()))
                .containsExactly("a", "b", "y");
    }

    @Test
    void read_innerGraphThatCaptures_isAccepted() throws IOException {
        GraphProto.Builder branch = GraphProto.newBuilder()
                .setName("branch")
                .addNode(relu("a", "inner"))
                .addOutput(ValueInfoProto.newBuilder().setName("inner"));
        NodeProto.Builder choice = NodeProto.newBuilder()
                .setOpType("If")
                .addInput("x")
                .addOutput("y")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(branch));
        Model model = ModelReader.read(write(model(graph(relu("x", "a"), choice))));
        GraphIndex index = GraphIndex.of(model.graph());
        assertThat(index.needs(index.producer("y").orElseThrow())).containsExactlyInAnyOrder("x", "a");
    }

    @Test
    void read_brokenGraph_isRefusedWithItsPlace() throws IOException {
        refused(model(graph(relu("nowhere", "y"))), "nowhere", "nothing makes");
        refused(model(graph(relu("x", "y"), relu("x", "y"))), "'y'", "made twice");
        refused(model(graph(relu("b", "a"), relu("a", "b"), relu("x", "y"))), "cycle", "Relu");
        refused(model(graph(relu("x", "z"))), "output 'y'");
        refused(model(graph(relu("x", "y")).clearOutput()), "no outputs");
        refused(model(graph(relu("x", "y").clearOpType())), "no operator");
        refused(model(graph(relu("x", "y"), relu("x", "").setName("lost"))), "'lost'", "gives nothing");
        refused(ModelProto.newBuilder().setIrVersion(8), "no graph");
        refused(model(graph(relu("x", "y"))).clearOpsetImport(), "version");
        TensorProto.Builder weight =
                TensorProto.newBuilder().setName("w").setDataType(1).addDims(3);
        refused(model(graph(relu("x", "y")).addInitializer(weight)), "'w'", "12 bytes, found 0");
        refused(model(graph(relu("x", "y")).addInitializer(weight.clone().setDataType(99))), "99");
        refused(model(graph(relu("x", "y")).addInitializer(weight.clone().addDims(-1))), "negative");
        refused(model(graph(relu("x", "y")).addInitializer(weight.clone().addDims(Long.MAX_VALUE))), "impossible");
    }

    @Test
    void read_oldVersions_areRefusedWithAdvice() throws IOException {
        Path old = write(model(graph(relu("x", "y")))
                .clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(7)));
        assertThatThrownBy(() -> ModelReader.read(old))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContainingAll("version 7", "opset_version");
        Path ancient = write(model(graph(relu("x", "y"))).setIrVersion(2));
        assertThatThrownBy(() -> ModelReader.read(ancient)).isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void read_otherFiles_areNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.onnx"), "just some text\n".repeat(100));
        assertThatThrownBy(() -> ModelReader.read(text))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("notes.onnx");
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        assertThatThrownBy(() -> ModelReader.read(empty))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> ModelReader.read(folder.resolve("none.onnx")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.onnx");
        byte[] ort = "\0\0\0\0ORTM....".getBytes(StandardCharsets.ISO_8859_1);
        Path compiled = Files.write(folder.resolve("m.ort"), ort);
        assertThatThrownBy(() -> ModelReader.read(compiled)).isInstanceOf(UnsupportedModelException.class);
    }

    /// Segments are how the reader marks values it left in the file: one that a caller wrote would point anywhere.
    @Test
    void read_tensorInSegments_isRefusedFromFileAndFromMemory() throws IOException {
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(4)
                .setSegment(TensorProto.Segment.newBuilder().setBegin(0).setEnd(16));
        ModelProto.Builder model = model(graph(relu("x", "y")).addInitializer(weight));
        Path file = write(model);
        assertThatThrownBy(() -> ModelReader.read(file))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("segments");
        byte[] bytes = model.build().toByteArray();
        assertThatThrownBy(() -> ModelReader.read(bytes, folder))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContainingAll("'w'", "pieces");
    }

    @Test
    void read_graphsNestedTooDeep_isRefused() throws IOException {
        GraphProto.Builder inner = graph(relu("x", "y"));
        for (int i = 0; i < 60; i++) {
            NodeProto.Builder node = NodeProto.newBuilder()
                    .setOpType("If")
                    .addOutput("y")
                    .addAttribute(AttributeProto.newBuilder()
                            .setName("b")
                            .setType(AttributeProto.AttributeType.GRAPH)
                            .setG(inner));
            inner = graph(node);
        }
        refused(model(inner), "deep");
    }

    @Test
    void read_realModels_roundTrip() throws IOException {
        for (Path file : SharedModels.all()) {
            Model model = ModelReader.read(file);
            Path home = file.toAbsolutePath().resolveSibling("");
            byte[] bytes = ModelWriter.toBytes(model, home);
            assertThat(bytes.length).as(file.toString()).isLessThan((int) Files.size(file));
            assertThat(ModelWriter.toBytes(model, home)).isEqualTo(bytes);
            assertThat(ModelReader.read(bytes, home)).as(file.toString()).isEqualTo(model);
            Path copy = folder.resolve(file.getFileName());
            ModelWriter.writeStandalone(model, copy);
            ModelProto expected = ModelProto.parseFrom(Files.readAllBytes(file));
            ModelProto actual = ModelProto.parseFrom(Files.readAllBytes(copy));
            assertThat(actual.getGraph().getNodeList())
                    .as(file.toString())
                    .isEqualTo(expected.getGraph().getNodeList());
            assertThat(values(ModelReader.read(copy))).isEqualTo(values(model));
        }
    }

    private static Map<String, Object> values(Model model) {
        Map<String, Object> values = new HashMap<>();
        model.graph().weights().forEach((name, weight) -> values.put(name, List.of(weight.shape(), weight.bytes())));
        return values;
    }
}
