package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.WeightRounding.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes weights as signed bytes with one scale for each output channel and lets the runtime make
/// floating point of them while it opens the model: a smaller file, the same speed.
///
/// The bytes pass Cast and Mul, which the runtime computes once; it keeps a DequantizeLinear of a
/// constant and computes it in every run.
final class WeightsOnly {

    private final Constants constants;
    private final GraphDraft draft;
    private final Map<String, String> written = new HashMap<>();
    private final List<FloatNode> floatNodes = new ArrayList<>();
    private int changed;

    private WeightsOnly(Model model, WeightStore store) {
        this.draft = new GraphDraft(model, store);
        this.constants = draft.constants();
    }

    /// The model, how many of its nodes have weights in bytes, and which do not.
    record Written(Model model, int nodes, List<FloatNode> floatNodes) {}

    /// Writes the weights of convolutions and matrix products; needs no samples.
    static Written write(Model model, WeightStore store) {
        WeightsOnly writer = new WeightsOnly(model, store);
        model.graph().nodes().forEach(writer::add);
        return new Written(writer.draft.finish(), writer.changed, writer.floatNodes);
    }

    private void add(Node node) {
        Optional<Integer> axis = channelAxis(node);
        if (axis.isEmpty()) {
            draft.add(node);
            return;
        }
        String weight = node.inputs().get(1);
        float[] values = constants.floats(weight);
        float[] peaks = WeightRounding.peaks(values, Layout.of(constants.shape(weight), axis.get()));
        for (float peak : peaks) {
            if (!Float.isFinite(peak)) {
                stays(node, "its weights are not finite");
                draft.add(node);
                return;
            }
        }
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(1, written.computeIfAbsent(weight, name -> bytes(name, values, axis.get())));
        draft.add(node.rewired(inputs, node.outputs()));
        changed++;
    }

    private Optional<Integer> channelAxis(Node node) {
        boolean weighted = node.is("Conv") || node.is("ConvTranspose") || node.is("Gemm") || node.is("MatMul");
        if (!weighted) {
            return Optional.empty();
        }
        if (!constants.isFloat(node.inputs().get(1))) {
            stays(node, "its weights are not float32 constants");
            return Optional.empty();
        }
        int rank = constants.shape(node.inputs().get(1)).length;
        return Optional.of(
                switch (node.operator()) {
                    case "Conv" -> 0;
                    case "ConvTranspose" -> 1;
                    case "Gemm" -> Attributes.integer(node, "transB", 0) != 0 ? 0 : 1;
                    default -> rank - 1;
                });
    }

    private void stays(Node node, String reason) {
        floatNodes.add(FloatNode.of(node, reason));
    }

    private String bytes(String weight, float[] values, int axis) {
        long[] shape = constants.shape(weight);
        Layout layout = Layout.of(shape, axis);
        Levels levels = Levels.BALANCED;
        float[] scales = WeightRounding.scales(
                WeightRounding.finest(WeightRounding.peaks(values, layout), levels), new float[0], 1);
        byte[] rounded = WeightRounding.round(values, layout, scales, 0, levels);
        long[] beside = new long[shape.length];
        Arrays.fill(beside, 1);
        beside[axis] = scales.length;
        String stored = draft.bytes(weight + levels.suffix(), levels.type(), rounded, shape);
        String scale = draft.floats(weight + ".scale", scales, beside);
        String whole = draft.fresh(weight + ".whole");
        String name = draft.fresh(weight + ".scaled");
        draft.add(Nodes.with(Nodes.of("Cast", whole, List.of(stored), List.of(whole)), "to", DataType.FLOAT.code()));
        draft.add(Nodes.of("Mul", name, List.of(whole, scale), List.of(name)));
        return name;
    }
}
