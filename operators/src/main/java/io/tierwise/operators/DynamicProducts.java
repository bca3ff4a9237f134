package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.WeightRounding.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes products with constant matrices so that both factors are bytes: weights rounded now with one
/// scale for each output channel, activations in each run over the range they have there.
///
/// Nodes and their order are those that ONNX Runtime fuses: DynamicQuantizeLinear, MatMulInteger, Cast,
/// Mul with the product of both scales, Add of the bias. MatMulInteger keeps the name of the node: the
/// runtime names what it fuses after it.
final class DynamicProducts {

    /// The first version with DynamicQuantizeLinear.
    private static final long OPSET = 11;

    private final Constants constants;
    private final GraphDraft draft;
    private final Map<String, String> exclusions;
    private final Map<String, Bytes> weights = new HashMap<>();
    private final Map<String, Bytes> activations = new HashMap<>();
    private final List<FloatNode> floatNodes = new ArrayList<>();
    private int changed;

    private DynamicProducts(Model model, WeightStore store, Map<String, String> exclusions) {
        this.draft = new GraphDraft(model, store);
        this.constants = draft.constants();
        this.exclusions = exclusions;
    }

    /// The model, how many of its nodes multiply bytes, and which products do not.
    record Written(Model model, int nodes, List<FloatNode> floatNodes) {}

    /// Names of a tensor's bytes, their scale and zero point.
    private record Bytes(String values, String scale, String zeroPoint) {}

    /// Writes the products of a model; older ones than opset 11 are raised first.
    static Written write(Model model, Context context) {
        WeightStore store = WeightStore.in(context.workFolder());
        Model prepared = model.opset() >= OPSET ? model : raised(model, context, store);
        Map<String, String> exclusions =
                Exclusions.of(model, prepared, context.sparing().excluded());
        DynamicProducts writer = new DynamicProducts(prepared, store, exclusions);
        GraphIndex.of(prepared.graph()).order().forEach(writer::add);
        return new Written(writer.draft.finish(), writer.changed, writer.floatNodes);
    }

    private static Model raised(Model model, Context context, WeightStore store) {
        Map<String, Tensor> first = Quantizer.firstOf(context.calibration());
        return Preparation.prepare(model, Quantizer.shapes(model, first), store);
    }

    private void add(Node node) {
        boolean product = node.is("MatMul") || node.is("Gemm");
        Optional<String> reason = product ? reasonToStay(node) : Optional.empty();
        reason.ifPresent(why -> floatNodes.add(FloatNode.of(node, why)));
        if (!product || reason.isPresent()) {
            draft.add(node);
            return;
        }
        changed++;
        write(node);
    }

    private Optional<String> reasonToStay(Node node) {
        if (exclusions.containsKey(QuantizationPlan.key(node))) {
            return Optional.ofNullable(exclusions.get(QuantizationPlan.key(node)));
        }
        if (Attributes.integer(node, "transA", 0) != 0) {
            return Optional.of("it transposes its input (transA)");
        }
        String weight = Inputs.at(node, 1).orElse("");
        if (!constants.isFloat(weight)) {
            return Optional.of("its weights are not float32 constants");
        }
        if (constants.shape(weight).length != 2) {
            return Optional.of("its weights have " + constants.shape(weight).length + " dimensions, not two");
        }
        if (constants.elements(weight) == 0) {
            return Optional.of("its weights hold nothing");
        }
        float[] values = matrix(node);
        float peak = WeightRounding.peaks(values, Layout.whole(values.length))[0];
        return Float.isFinite(peak) ? Optional.empty() : Optional.of("its weights are not finite");
    }

    private void write(Node node) {
        String stem = QuantizationPlan.key(node);
        Bytes x = activations.computeIfAbsent(node.inputs().getFirst(), this::quantized);
        Bytes w = weights(node);
        String product = draft.fresh(stem + ".int32");
        draft.add(Nodes.of(
                "MatMulInteger",
                node.name().isEmpty() ? stem : node.name(),
                List.of(x.values(), w.values(), x.zeroPoint(), w.zeroPoint()),
                List.of(product)));
        String whole = draft.fresh(stem + ".whole");
        draft.add(Nodes.with(
                Nodes.of("Cast", stem + ".Cast", List.of(product), List.of(whole)), "to", DataType.FLOAT.code()));
        String scale = draft.fresh(stem + ".scales");
        draft.add(Nodes.of("Mul", stem + ".Scales", List.of(x.scale(), w.scale()), List.of(scale)));
        Optional<String> bias = node.is("Gemm") ? bias(node) : Optional.empty();
        String scaled = bias.isPresent() ? draft.fresh(stem + ".scaled") : stem;
        draft.add(Nodes.of("Mul", stem + ".Scale", List.of(whole, scale), List.of(scaled)));
        bias.ifPresent(values -> draft.add(Nodes.of("Add", stem + ".Add", List.of(scaled, values), List.of(stem))));
    }

    private Bytes quantized(String tensor) {
        Bytes bytes =
                new Bytes(draft.fresh(tensor + ".u8"), draft.fresh(tensor + ".scale"), draft.fresh(tensor + ".zero"));
        draft.add(Nodes.of(
                "DynamicQuantizeLinear",
                tensor + ".DynamicQuantizeLinear",
                List.of(tensor),
                List.of(bytes.values(), bytes.scale(), bytes.zeroPoint())));
        return bytes;
    }

    /// The weights as bytes, shared by nodes that take the same ones in the same way.
    private Bytes weights(Node node) {
        String name = node.inputs().get(1);
        boolean turned = isTurned(node);
        String key = name + (turned ? "^T*" : "*") + alpha(node);
        return weights.computeIfAbsent(key, _ -> {
            long[] shape = constants.shape(name);
            int rows = Math.toIntExact(shape[turned ? 1 : 0]);
            int columns = Math.toIntExact(shape[turned ? 0 : 1]);
            float[] values = matrix(node);
            Layout layout = new Layout(rows, columns, 1);
            Levels levels = Levels.BALANCED;
            float[] scales = WeightRounding.scales(
                    WeightRounding.finest(WeightRounding.peaks(values, layout), levels), new float[0], 1);
            byte[] rounded = WeightRounding.round(values, layout, scales, 0, levels);
            return new Bytes(
                    draft.bytes(name + levels.suffix(), levels.type(), rounded, rows, columns),
                    draft.floats(name + ".scale", scales, columns),
                    draft.bytes(name + ".zero", levels.type(), new byte[columns], columns));
        });
    }

    /// The weights as the product takes them: one row for each channel of the input, alpha multiplied in.
    private float[] matrix(Node node) {
        String name = node.inputs().get(1);
        float[] values = constants.floats(name);
        if (isTurned(node)) {
            long[] shape = constants.shape(name);
            values = turned(values, Math.toIntExact(shape[0]), Math.toIntExact(shape[1]));
        }
        return times(values, alpha(node));
    }

    private static boolean isTurned(Node node) {
        return node.is("Gemm") && Attributes.integer(node, "transB", 0) != 0;
    }

    private static float alpha(Node node) {
        return node.is("Gemm") ? Attributes.decimal(node, "alpha", 1) : 1;
    }

    private static float[] turned(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    private static float[] times(float[] values, float factor) {
        if (factor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
        return values;
    }

    /// The bias of a Gemm times beta; empty where it has none or it counts for nothing.
    private Optional<String> bias(Node node) {
        float beta = Attributes.decimal(node, "beta", 1);
        Optional<String> bias = Inputs.at(node, 2).filter(_ -> beta != 0);
        if (bias.isEmpty() || beta == 1) {
            return bias;
        }
        String name = bias.get();
        if (constants.isFloat(name)) {
            return Optional.of(
                    draft.floats(name + ".beta", times(constants.floats(name), beta), constants.shape(name)));
        }
        String scaled = draft.fresh(name + ".beta");
        draft.add(Nodes.of("Mul", scaled, List.of(name, draft.scale(name + ".factor", beta)), List.of(scaled)));
        return Optional.of(scaled);
    }
}
