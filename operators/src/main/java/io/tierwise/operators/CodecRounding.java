package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.ValueRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Writes into a model what codecs leave of the tensors that cross its cuts, so that the whole can be asked
/// what they cost.
///
/// Nodes do what [io.tierwise.runtime.NumberFormat] does, operation by operation in the same order, so that
/// their numbers are the same. Only what is no number stays none, where the format writes the lower end.
final class CodecRounding {

    /// The first opset whose arithmetic broadcasts, and the first whose Clip takes its bounds as inputs.
    private static final long BROADCASTS = 7;

    private static final long BOUNDS_ARE_INPUTS = 11;

    private final GraphDraft draft;
    private final long opset;

    private CodecRounding(Model model, Path folder) {
        this.draft = new GraphDraft(model, WeightStore.in(folder));
        this.opset = model.opsets().getOrDefault("", 1L);
    }

    /// The whole that parts make, each of which takes from those before it what the codecs leave.
    ///
    /// @param codecs of the tensors that do not travel as they are
    /// @param folder for large constants; must outlive the model
    /// @throws OperatorException when a part cannot be written so
    static Model joined(List<Part> parts, Map<String, FittedCodec> codecs, Path folder) {
        List<Part> rounded = new ArrayList<>();
        for (Part part : parts) {
            Map<String, FittedCodec> lossy = new LinkedHashMap<>();
            for (String input : rounded.isEmpty() ? List.<String>of() : part.inputs()) {
                FittedCodec codec = codecs.getOrDefault(input, FittedCodec.AS_IS);
                if (codec.codec().format().isLossy()) {
                    lossy.put(input, codec);
                }
            }
            Model model = lossy.isEmpty() ? part.model() : new CodecRounding(part.model(), folder).write(lossy);
            rounded.add(part.withModel(model));
        }
        return PartJoin.of(rounded);
    }

    private Model write(Map<String, FittedCodec> codecs) {
        Model model = draft.origin();
        if (opset < BROADCASTS) {
            throw new OperatorException(
                    "the model has opset " + opset + "; writing a codec into it needs at least " + BROADCASTS);
        }
        refuseControlFlow(model, codecs);
        Map<String, String> arrived = new LinkedHashMap<>();
        codecs.forEach((tensor, codec) -> arrived.put(tensor, round(tensor, codec)));
        Function<String, String> as = name -> arrived.getOrDefault(name, name);
        for (Node node : model.graph().nodes()) {
            draft.add(node.rewired(node.inputs().stream().map(as).toList(), node.outputs()));
        }
        return draft.finish();
    }

    /// What a branch takes from around it is taken by name and could not be told another.
    private static void refuseControlFlow(Model model, Map<String, FittedCodec> codecs) {
        GraphIndex index = GraphIndex.of(model.graph());
        for (Node node : model.graph().nodes()) {
            if (!node.graphs().isEmpty() && index.needs(node).stream().anyMatch(codecs::containsKey)) {
                throw new OperatorException("control flow takes what crosses: " + node.label());
            }
        }
    }

    private String round(String tensor, FittedCodec codec) {
        return switch (codec.codec().format()) {
            case FP32 -> tensor;
            case FP16 -> cast(tensor, cast(tensor, tensor, DataType.FLOAT16), DataType.FLOAT);
            case U8, U8_CHANNEL -> roundToSteps(tensor, codec);
        };
    }

    private String cast(String tensor, String from, DataType type) {
        String to = draft.fresh(tensor + ".Cast");
        draft.add(Nodes.with(Nodes.of("Cast", to, List.of(from), List.of(to)), "to", type.code()));
        return to;
    }

    private String roundToSteps(String tensor, FittedCodec codec) {
        String low = perRange(tensor + ".low", codec, tensor, ValueRange::low);
        String above = node(tensor, "Sub", tensor, low);
        String exact = node(
                tensor, "Mul", above, perRange(tensor + ".steps-per-unit", codec, tensor, ValueRange::stepsPerUnit));
        String half = draft.scale(tensor + ".half", 0.5f);
        String whole = node(tensor, "Floor", node(tensor, "Add", clipped(tensor, exact), half));
        String back = node(tensor, "Mul", whole, perRange(tensor + ".step", codec, tensor, ValueRange::step));
        return node(tensor, "Add", back, low);
    }

    private String node(String tensor, String operator, String... inputs) {
        String output = draft.fresh(tensor + "." + operator);
        draft.add(Nodes.of(operator, output, List.of(inputs), List.of(output)));
        return output;
    }

    private String clipped(String tensor, String steps) {
        if (opset >= BOUNDS_ARE_INPUTS) {
            String most = draft.scale(tensor + ".most", ValueRange.STEPS);
            return node(tensor, "Clip", steps, draft.scale(tensor + ".least", 0), most);
        }
        String output = draft.fresh(tensor + ".Clip");
        Node clip = Nodes.of("Clip", output, List.of(steps), List.of(output));
        draft.add(
                clip.with("min", new Attribute.FloatValue(0)).with("max", new Attribute.FloatValue(ValueRange.STEPS)));
        return output;
    }

    /// One number for a whole tensor, or one for each channel, laid along axis 1.
    private String perRange(String name, FittedCodec codec, String tensor, ToFloat number) {
        List<ValueRange> ranges = codec.ranges();
        float[] values = new float[ranges.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number.of(ranges.get(i));
        }
        if (codec.codec().format() == Codec.Format.U8) {
            return draft.scale(name, values[0]);
        }
        long[] shape = new long[rank(tensor)];
        Arrays.fill(shape, 1);
        shape[1] = values.length;
        return draft.floats(name, values, shape);
    }

    @FunctionalInterface
    private interface ToFloat {
        float of(ValueRange range);
    }

    private int rank(String tensor) {
        return draft.origin().graph().inputs().stream()
                .filter(input -> input.name().equals(tensor) && input.ranked())
                .map(input -> input.shape().size())
                .findFirst()
                .orElseThrow(() -> new OperatorException("'" + tensor + "' has no known number of axes"));
    }
}
