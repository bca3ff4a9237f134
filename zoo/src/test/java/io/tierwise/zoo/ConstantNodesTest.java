package io.tierwise.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Some exporters keep every weight in a Constant node; the runtime must find those too when they stay
/// in their file.
class ConstantNodesTest {

    @TempDir
    Path folder;

    @Test
    void open_constantNodeWithValuesInAnotherFile_runs() {
        float[] values = new float[1024];
        Arrays.fill(values, 3);
        GraphBuilder graph = new GraphBuilder("constant", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 1024);
        Attribute value = new Attribute.TensorValue(Weight.ofFloats("", values, 1, 1024));
        String constant = graph.node("Constant", Map.of("value", value), List.of());
        Path file = folder.resolve("constant.onnx");
        ModelWriter.writeStandalone(graph.output(graph.add(x, constant)).build(), file);
        Model model = ModelReader.read(file);
        assertThat(model.graph().weights().values())
                .singleElement()
                .satisfies(weight -> assertThat(weight.content()).isInstanceOf(Content.External.class));
        SessionSettings settings = SessionSettings.exact().withExternalFolder(folder);
        try (ModelSession session = ModelSession.open(ModelWriter.toBytes(model, folder), settings)) {
            Map<String, Tensor> answer = session.run(Map.of("x", Tensor.ofFloats(new float[1024], 1, 1024)));
            assertThat(answer.values().iterator().next().toFloats()).containsExactly(values);
        }
    }
}
