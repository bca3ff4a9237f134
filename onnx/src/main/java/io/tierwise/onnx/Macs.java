package io.tierwise.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Counts multiply-accumulate operations of one run: those of Conv, ConvTranspose, Gemm and MatMul,
/// which are nearly all there are. Biases, activations and poolings count nothing.
public final class Macs {

    private final GraphIndex index;
    private final Map<String, List<Long>> shapes;

    private Macs(GraphIndex index, Map<String, List<Long>> shapes) {
        this.index = index;
        this.shapes = shapes;
    }

    /// The operations of the whole model.
    ///
    /// @param shapes shapes of tensors, as seen in a run; those the model says need not be given
    /// @throws UnsupportedModelException when a shape that is needed is neither given nor in the model
    public static long count(Model model, Map<String, List<Long>> shapes) {
        return byOutput(model, shapes).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /// The operations of each node that has any, by its output, in topological order.
    ///
    /// @param shapes as in [#count(Model, Map)]
    /// @throws UnsupportedModelException as [#count(Model, Map)]
    public static Map<String, Long> byOutput(Model model, Map<String, List<Long>> shapes) {
        Macs macs = new Macs(GraphIndex.of(model.graph()), shapes);
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Node node : macs.index.order()) {
            if (node.domain().isEmpty()) {
                long count = macs.of(node);
                if (count > 0) {
                    counts.put(node.outputs().getFirst(), count);
                }
            }
        }
        return counts;
    }

    private long of(Node node) {
        return switch (node.operator()) {
            case "Conv" -> product(shape(node.outputs().getFirst())) * kernel(node);
            case "ConvTranspose" -> product(shape(node.inputs().getFirst())) * kernel(node);
            case "Gemm" -> gemm(node);
            case "MatMul" ->
                product(shape(node.outputs().getFirst()))
                        * shape(node.inputs().getFirst()).getLast();
            default -> 0;
        };
    }

    /// What each output element (of ConvTranspose: each input element) is multiplied with.
    private long kernel(Node node) {
        List<Long> weight = shape(node.inputs().get(1));
        return product(weight.subList(1, weight.size()));
    }

    private long gemm(Node node) {
        List<Long> left = shape(node.inputs().get(0));
        List<Long> right = shape(node.inputs().get(1));
        boolean turned = node.attribute("transB").orElse(new Attribute.IntValue(0)) instanceof Attribute.IntValue flag
                && flag.value() != 0;
        return product(left) * (turned ? right.getFirst() : right.getLast());
    }

    private static long product(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    private List<Long> shape(String tensor) {
        List<Long> given = shapes.get(tensor);
        if (given != null) {
            return given;
        }
        Optional<List<Long>> known = index.info(tensor)
                .filter(ValueInfo::ranked)
                .filter(info -> info.shape().stream().allMatch(Dimension.Fixed.class::isInstance))
                .map(info ->
                        info.shape().stream().map(Dimension::sizeOrMinusOne).toList());
        if (known.isPresent()) {
            return known.get();
        }
        Optional<Node> dequantized = index.producer(tensor).filter(node -> node.is("DequantizeLinear"));
        if (dequantized.isPresent()) {
            return shape(dequantized.get().inputs().getFirst());
        }
        throw new UnsupportedModelException("the shape of tensor '" + tensor
                + "' is not known; run the model once and give the shapes of its tensors");
    }
}
