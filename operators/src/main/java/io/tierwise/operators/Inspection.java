package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Dimension;
import io.tierwise.onnx.Macs;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ValueInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What a model is, before anything is done to it.
///
/// @param inputs tensors the caller gives
/// @param outputs tensors the caller gets
/// @param opset version of the default operator set
/// @param size nodes, parameters and bytes
/// @param macs multiply-accumulate operations of one run on the sample, in convolutions and matrix
///     products
/// @param skippableBlocks residual blocks that [EarlyExit] can skip
/// @param cuts legal cuts
/// @param operators how many nodes of each type
public record Inspection(
        List<Port> inputs,
        List<Port> outputs,
        long opset,
        ModelSize size,
        long macs,
        List<SkippableBlock> skippableBlocks,
        CutPlaces cuts,
        Map<String, Integer> operators) {

    /// A tensor that goes in or comes out.
    ///
    /// @param type its element type, such as `float`
    /// @param shape one number or name for each axis; `?` where nothing is known
    public record Port(String name, String type, List<String> shape) {
        public Port {
            shape = List.copyOf(shape);
        }
    }

    public Inspection {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        skippableBlocks = List.copyOf(skippableBlocks);
        operators = Collections.unmodifiableMap(new TreeMap<>(operators));
    }

    /// Inspects a model; its shapes are those for the sample.
    ///
    /// @param sample every input of the model by name, at batch 1
    public static Inspection of(Model model, Map<String, Tensor> sample) {
        Shapes shapes = Shapes.learn(model, sample);
        Map<String, Integer> operators = new TreeMap<>();
        model.graph().nodes().forEach(node -> operators.merge(node.operator(), 1, Integer::sum));
        return new Inspection(
                model.graph().givenInputs().stream()
                        .map(input -> port(input, shapes))
                        .toList(),
                model.graph().outputs().stream()
                        .map(output -> port(output, shapes))
                        .toList(),
                model.opset(),
                ModelSize.of(model),
                Macs.count(model, shapes.extents()),
                SkippableBlocks.find(model, shapes),
                CutPlaces.of(model, shapes),
                operators);
    }

    private static Port port(ValueInfo info, Shapes shapes) {
        String type = shapes.of(info.name())
                .map(extent -> extent.type().name())
                .orElse(info.type().name())
                .toLowerCase(Locale.ROOT);
        List<String> shape = info.ranked()
                ? info.shape().stream().map(Inspection::text).toList()
                : shapes.of(info.name())
                        .map(extent -> extent.shape().stream().map(size -> "?").toList())
                        .orElse(List.of());
        return new Port(info.name(), type, shape);
    }

    private static String text(Dimension dimension) {
        return switch (dimension) {
            case Dimension.Fixed fixed -> String.valueOf(fixed.size());
            case Dimension.Named named -> named.name();
            case Dimension.Unknown _ -> "?";
        };
    }

    /// The inspection as plain values, ready for JSON; blocks and cuts as counts.
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("inputs", inputs.stream().map(Inspection::map).toList());
        map.put("outputs", outputs.stream().map(Inspection::map).toList());
        map.put("opset", opset);
        map.put("nodes", size.nodes());
        map.put("parameters", size.parameters());
        map.put("bytes", size.bytes());
        map.put("macs", macs);
        map.put("residualBlocks", skippableBlocks.size());
        map.put("cuts", cuts.places().size());
        map.put("singleTensorCuts", cuts.singles());
        map.put("operators", operators);
        return map;
    }

    private static Map<String, Object> map(Port port) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", port.name());
        map.put("type", port.type());
        map.put("shape", port.shape());
        return map;
    }
}
