package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tierwise.onnx.proto.ModelProto;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Large weights are copied from file to file wherever they stand: as initializers, in Constant nodes
/// and in graphs inside nodes.
class InlineFileTest {

    private static final int LARGE = 4 << 20;

    @TempDir
    Path folder;

    private static Weight weight(String name, int elements) {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = i + name.length();
        }
        return Weight.ofFloats(name, values, elements);
    }

    private static Node constant(String output, Weight weight) {
        return new Node(
                "", "Constant", "", List.of(), List.of(output), Map.of("value", new Attribute.TensorValue(weight)));
    }

    private static Graph branch(String output, List<Node> nodes, Map<String, Weight> weights) {
        return new Graph("branch", nodes, List.of(), List.of(ValueInfo.unknown(output)), weights, Map.of());
    }

    private static Model everywhere(int elements) {
        Graph one = branch("t", List.of(constant("t", weight("", elements))), Map.of());
        Graph other = branch("e", List.of(), Map.of("e", weight("e", elements)));
        Node choice = new Node(
                "choice",
                "If",
                "",
                List.of("c"),
                List.of("y"),
                Map.of("then_branch", new Attribute.GraphValue(one), "else_branch", new Attribute.GraphValue(other)));
        Node sum = new Node("", "Sum", "", List.of("y", "k", "w", "small"), List.of("z"), Map.of());
        Graph graph = new Graph(
                "everywhere",
                List.of(constant("k", weight("", elements)), choice, sum),
                List.of(ValueInfo.of("c", DataType.BOOL)),
                List.of(ValueInfo.of("z", DataType.FLOAT, elements)),
                Map.of("w", weight("w", elements), "small", weight("small", 1)),
                Map.of());
        return new Model(8, Map.of("", 17L), Map.of(), "test", graph);
    }

    private Path written(Model model, String name) {
        Path file = folder.resolve(name);
        ModelWriter.writeStandalone(model, file);
        return file;
    }

    @Test
    void writeStandalone_weightsEverywhere_isWhatTheMessageWriterWrites() throws IOException {
        Model model = everywhere(1000);
        Path file = written(model, "m.onnx");
        assertThat(ModelProto.parseFrom(Files.readAllBytes(file)))
                .isEqualTo(ModelProto.parseFrom(ModelWriter.toBytes(model, folder)));
        Model read = ModelReader.read(file);
        assertThat(read.graph().nodes().getFirst().constant().orElseThrow().content())
                .isInstanceOf(Content.External.class);
        assertThat(Files.mismatch(file, written(read, "copy.onnx"))).isEqualTo(-1);
    }

    @Test
    void writeStandalone_largeWeightsInAFile_doNotPassTheHeap() {
        Model model = ModelReader.read(written(everywhere(LARGE / 4), "large.onnx"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Path copy = written(model, "copy.onnx");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(copy).hasSize(folder.resolve("large.onnx").toFile().length());
        assertThat(allocated).isLessThan(LARGE / 2);
    }

    @Test
    void innerWeights_nodeWithBranches_areThoseOfBoth() {
        Model model = everywhere(10);
        Node choice = GraphIndex.of(model.graph()).producer("y").orElseThrow();
        assertThat(choice.innerWeights()).extracting(Weight::elements).containsExactly(10L, 10L);
    }
}
