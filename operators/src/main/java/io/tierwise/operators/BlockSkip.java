package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Splice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes residual blocks out of a graph: what took a block's answer takes its input instead.
///
/// In a quantized graph the answer passes QuantizeLinear and DequantizeLinear, and the nodes after it
/// count on its grid: their 32-bit biases have the scale of their input times the scale of their
/// weights. So the block's QuantizeLinear is fed with the block's input, which alone is right, and then
/// each node that can live with the input's own grid takes it directly, its bias rescaled, so that no
/// pair of QuantizeLinear and DequantizeLinear is left in between. The pair stays where a Relu behind
/// the block had vanished into its grid and the input can be negative.
final class BlockSkip {

    private final Constants constants;
    private final GraphDraft draft;
    private List<Node> nodes;

    private BlockSkip(Model model, WeightStore store) {
        this.draft = new GraphDraft(model, store);
        this.constants = draft.constants();
        this.nodes = new ArrayList<>(GraphIndex.of(model.graph()).order());
    }

    /// The model without these blocks; without any, the same model.
    ///
    /// @param blocks in topological order
    static Model skip(Model model, List<SkippableBlock> blocks, WeightStore store) {
        if (blocks.isEmpty()) {
            return model;
        }
        if (Nodes.count(model, "QuantizeLinear") == 0) {
            return Splice.bypass(
                    model, blocks.stream().map(SkippableBlock::block).toList());
        }
        BlockSkip skip = new BlockSkip(model, store);
        blocks.reversed().forEach(skip::remove);
        skip.nodes.forEach(skip.draft::add);
        return skip.draft.finish();
    }

    private void remove(SkippableBlock block) {
        Optional<Node> quantize = nodes.stream()
                .filter(node -> node.operator().equals("QuantizeLinear"))
                .filter(node -> node.inputs().getFirst().equals(block.output()))
                .findFirst();
        if (quantize.isEmpty()) {
            nodes = rewire(block.output(), block.input());
            return;
        }
        Node fed = Nodes.replacing(quantize.get(), block.output(), block.input());
        nodes.replaceAll(node -> node.equals(quantize.get()) ? fed : node);
        Optional<Node> source = producer(block.input());
        if (source.filter(node -> node.operator().equals("DequantizeLinear")).isPresent()) {
            for (Node after : dequantizers(fed.outputs().getFirst())) {
                if (!holdsRelu(after, source.get())) {
                    takeDirectly(after, source.get());
                }
            }
        }
    }

    /// Whether a grid without negative values holds back those of another: a Relu has vanished into it.
    private boolean holdsRelu(Node grid, Node other) {
        return beginsAtZero(grid) && !beginsAtZero(other);
    }

    /// Whether the least value of a grid is 0: its zero point is the least number of its type.
    private boolean beginsAtZero(Node dequantize) {
        return Inputs.at(dequantize, 2)
                .map(name -> constants.longs(name).getFirst()
                        == (constants.type(name) == DataType.INT8 ? Byte.MIN_VALUE : 0))
                .orElse(true);
    }

    private List<Node> rewire(String from, String to) {
        List<Node> rewired = new ArrayList<>();
        nodes.forEach(node -> rewired.add(Nodes.replacing(node, from, to)));
        return rewired;
    }

    private List<Node> dequantizers(String bytes) {
        return nodes.stream()
                .filter(node -> node.operator().equals("DequantizeLinear"))
                .filter(node -> node.inputs().getFirst().equals(bytes))
                .toList();
    }

    private Optional<Node> producer(String tensor) {
        return nodes.stream().filter(node -> node.outputs().contains(tensor)).findFirst();
    }

    /// Gives the nodes after one DequantizeLinear the answer of another one where they can live with it.
    private void takeDirectly(Node old, Node source) {
        float before = constants.scalar(old.inputs().get(1));
        float after = constants.scalar(source.inputs().get(1));
        String from = old.outputs().getFirst();
        String to = source.outputs().getFirst();
        List<Node> rewired = new ArrayList<>();
        for (Node node : nodes) {
            if (!node.inputs().contains(from)) {
                rewired.add(node);
            } else if (biasOf(node, from).isPresent()) {
                rewired.addAll(rescaled(node, from, to, (double) before / after));
            } else {
                rewired.add(Nodes.replacing(node, from, to));
            }
        }
        nodes = rewired;
    }

    /// The DequantizeLinear that gives the bias of a node with weights.
    private Optional<Node> biasOf(Node node, String activation) {
        return Inputs.at(node, 2)
                .filter(bias ->
                        node.operator().equals("Conv") || node.operator().equals("Gemm"))
                .filter(bias -> node.inputs().getFirst().equals(activation))
                .flatMap(this::producer)
                .filter(bias -> bias.operator().equals("DequantizeLinear"));
    }

    /// The node with another input and its bias on the scale of that input; as it is where the bias would not fit.
    private List<Node> rescaled(Node node, String from, String to, double ratio) {
        Node bias = biasOf(node, from).orElseThrow();
        long[] values = constants.longs(bias.inputs().getFirst()).stream()
                .mapToLong(value -> (long) Math.rint(value * ratio))
                .toArray();
        int[] ints = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            if ((int) values[i] != values[i]) {
                return List.of(node);
            }
            ints[i] = (int) values[i];
        }
        float[] scales = constants.floats(bias.inputs().get(1));
        for (int i = 0; i < scales.length; i++) {
            scales[i] = (float) (scales[i] / ratio);
        }
        String stem = node.outputs().getFirst() + ".bias";
        String stored = draft.ints(stem + ".s32", ints, ints.length);
        long[] each = constants.shape(bias.inputs().get(1));
        String scale = draft.floats(stem + ".scale", scales, each);
        String name = draft.fresh(stem + ".dq");
        String label = name + ".DequantizeLinear";
        Node dequantize = each.length == 0
                ? Nodes.of("DequantizeLinear", label, List.of(stored, scale), List.of(name))
                : Nodes.dequantize(label, List.of(stored, scale), name, 0);
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, to);
        inputs.set(2, name);
        return List.of(dequantize, node.rewired(inputs, node.outputs()));
    }
}
