package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Slicer;
import io.tierwise.onnx.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// A graph in the making: nodes in topological order and weights, beside those of the graph it starts from.
final class GraphDraft {

    private final Model origin;
    private final WeightStore store;
    private final Set<String> names;
    private final Set<String> nodeNames = new HashSet<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weight> weights;
    private final Map<String, Weight> known;

    GraphDraft(Model origin, WeightStore store) {
        this.origin = origin;
        this.store = store;
        this.weights = new LinkedHashMap<>(origin.graph().initializers());
        this.known = origin.graph().weights();
        this.names = GraphIndex.of(origin.graph()).names();
    }

    /// The model it starts from.
    Model origin() {
        return origin;
    }

    /// A tensor name like the wanted one that nothing else has.
    String fresh(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "." + i;
        }
        return name;
    }

    /// The constants of the graph it starts from and those added, also later on.
    Constants constants() {
        return new Constants(known);
    }

    /// Adds a node under a name no other node has: the runtime refuses fused nodes that share one.
    void add(Node node) {
        String wanted = node.name().isEmpty() ? node.outputs().getFirst() : node.name();
        String name = wanted;
        for (int i = 2; !nodeNames.add(name); i++) {
            name = wanted + "." + i;
        }
        nodes.add(name.equals(node.name()) ? node : Nodes.named(node, name));
    }

    /// The model: what its outputs do not need is left out.
    Model finish() {
        return finish(List.of());
    }

    /// The model with these outputs after its own.
    Model finish(List<String> more) {
        Graph graph = origin.graph();
        Model drafted = origin.withGraph(graph.withNodes(nodes).withInitializers(weights));
        List<String> outputs = new ArrayList<>(Weights.outputs(origin));
        outputs.addAll(more);
        return Slicer.slice(drafted, Weights.inputs(origin), outputs);
    }

    /// Adds a float32 scalar.
    String scale(String wanted, float value) {
        return put(wanted, DataType.FLOAT, little(4).putFloat(0, value));
    }

    String floats(String wanted, float[] values, long... shape) {
        ByteBuffer bytes = little(Math.multiplyExact(4, values.length));
        bytes.asFloatBuffer().put(values);
        return put(wanted, DataType.FLOAT, bytes, shape);
    }

    /// Adds values rounded to the nearest float16, halves to even.
    String halves(String wanted, float[] values, long... shape) {
        ByteBuffer bytes = little(Math.multiplyExact(2, values.length));
        for (int i = 0; i < values.length; i++) {
            bytes.putShort(2 * i, Float.floatToFloat16(values[i]));
        }
        return put(wanted, DataType.FLOAT16, bytes, shape);
    }

    String ints(String wanted, int[] values, long... shape) {
        ByteBuffer bytes = little(Math.multiplyExact(4, values.length));
        bytes.asIntBuffer().put(values);
        return put(wanted, DataType.INT32, bytes, shape);
    }

    /// Adds a list of int64 values.
    String longs(String wanted, List<Long> values) {
        ByteBuffer bytes = little(Math.multiplyExact(8, values.size()));
        values.forEach(bytes::putLong);
        return put(wanted, DataType.INT64, bytes.flip(), values.size());
    }

    /// Adds integers of 8 bits; without a shape, one of them.
    String bytes(String wanted, DataType type, byte[] values, long... shape) {
        return put(wanted, type, ByteBuffer.wrap(values), shape);
    }

    /// Adds a weight of another model; one that is here already under its name is shared.
    String copied(Weight weight) {
        if (weight.equals(weights.get(weight.name()))) {
            return weight.name();
        }
        String name = fresh(weight.name());
        Weight here = new Weight(name, weight.type(), weight.shape(), weight.content(), weight.rest());
        weights.put(name, here);
        known.put(name, here);
        return name;
    }

    private String put(String wanted, DataType type, ByteBuffer bytes, long... shape) {
        String name = fresh(wanted);
        Weight weight =
                store.put(name, type, bytes, LongStream.of(shape).boxed().toList());
        weights.put(name, weight);
        known.put(name, weight);
        return name;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
