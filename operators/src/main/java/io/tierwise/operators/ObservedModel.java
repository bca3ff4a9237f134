package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model that answers with what its tensors' values are like, instead of its own outputs.
///
/// Extremes and sum are taken inside the graph, so that three numbers a tensor come out of a run instead
/// of the tensor: half the time of scanning them here. The sum is for NaN alone, which the runtime's
/// ReduceMin and ReduceMax skip wherever it does not come first. Where a distribution is wanted, values
/// come out besides: all of them, or where that is more than [#MOST_VALUES], of each large tensor every
/// so many ([Spread]). Extremes are of all values nevertheless.
///
/// The runtime first runs what the last node of a graph needs, so the nodes of the last tensor stand
/// first: each tensor is reduced as soon as it is there, and none is kept alive for it.
///
/// @param model with the nodes that observe
/// @param spreads the tensors observed, inputs first, then as the nodes make them, and which values come
///     out of each
/// @param values whether values come out besides extremes
record ObservedModel(Model model, Map<String, Spread> spreads, boolean values) {

    /// Values that come out of one run: 128 MiB. Classifiers of common size stay below and are counted in
    /// full; a segmentation network would take gigabytes.
    static final long MOST_VALUES = 1 << 25;

    private static final String PREFIX = "tierwise.";
    private static final FloatBuffer NONE = FloatBuffer.allocate(0);

    /// @param elements the tensors to observe, and how many elements each has
    static ObservedModel of(Model model, Map<String, Long> elements, boolean values) {
        List<String> tensors = new ArrayList<>(Weights.inputs(model));
        model.graph().nodes().forEach(node -> tensors.addAll(node.outputs()));
        tensors.retainAll(elements.keySet());
        Map<String, Spread> spreads = new LinkedHashMap<>();
        Map<String, Spread> found = Spread.within(elements, MOST_VALUES);
        tensors.forEach(tensor -> Optional.ofNullable(found.get(tensor)).ifPresent(s -> spreads.put(tensor, s)));
        Writing writing = new Writing(model);
        for (String tensor : tensors.reversed()) {
            writing.reduced("ReduceMin", tensor, lowName(tensor));
            writing.reduced("ReduceMax", tensor, highName(tensor));
            writing.reduced("ReduceSum", tensor, sumName(tensor));
            if (values) {
                Optional.ofNullable(spreads.get(tensor)).ifPresent(spread -> writing.values(tensor, spread));
            }
        }
        return new ObservedModel(writing.model(), spreads, values);
    }

    /// How to open it. At full optimization the runtime puts a node that changes the layout between each
    /// tensor and what observes it, and all of these come last: every tensor stays alive until the end
    /// (3.7 GB for FCN-ResNet-101). One level below none does (0.5 GB); common classifiers are up to 40 %
    /// slower there, so that is for models whose tensors are large together.
    SessionSettings settings(int threads) {
        long elements = spreads.values().stream().mapToLong(Spread::elements).sum();
        SessionSettings fast = SessionSettings.fast(threads);
        return elements <= MOST_VALUES ? fast : fast.withOptimization(Optimization.EXTENDED);
    }

    /// Room for an answer, for inputs of the extents that the numbers of elements were taken from.
    Map<String, Tensor> room() {
        Map<String, Tensor> room = new LinkedHashMap<>();
        spreads.forEach((tensor, spread) -> {
            room.put(lowName(tensor), space());
            room.put(highName(tensor), space());
            room.put(sumName(tensor), space());
            if (values) {
                room.put(valuesName(tensor), space(spread.values()));
            }
        });
        return room;
    }

    private static Tensor space(long... shape) {
        int bytes = Math.toIntExact(Tensor.byteSize(ElementType.FLOAT, shape));
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        return Tensor.ofBuffer(ElementType.FLOAT, buffer, shape);
    }

    /// The least and greatest value of a tensor; empty if any is NaN or infinite.
    Optional<Range> extremes(String tensor, Map<String, Tensor> answer) {
        float low = answer(lowName(tensor), answer).get(0);
        float high = answer(highName(tensor), answer).get(0);
        float sum = answer(sumName(tensor), answer).get(0);
        return low <= high && Float.isFinite(low) && Float.isFinite(high) && !Float.isNaN(sum)
                ? Optional.of(new Range(low, high))
                : Optional.empty();
    }

    /// Values of a tensor; none unless they were asked for.
    FloatBuffer values(String tensor, Map<String, Tensor> answer) {
        return values ? answer(valuesName(tensor), answer) : NONE;
    }

    private static FloatBuffer answer(String name, Map<String, Tensor> answer) {
        return Optional.ofNullable(answer.get(name))
                .orElseThrow(() -> new IllegalStateException("no output '" + name + "'"))
                .bytes()
                .asFloatBuffer();
    }

    private static String lowName(String tensor) {
        return PREFIX + "low." + tensor;
    }

    private static String highName(String tensor) {
        return PREFIX + "high." + tensor;
    }

    private static String sumName(String tensor) {
        return PREFIX + "sum." + tensor;
    }

    private static String valuesName(String tensor) {
        return PREFIX + "values." + tensor;
    }

    /// The model's nodes, and those that observe.
    private static final class Writing {
        private static final String FLAT = PREFIX + "flat";
        private static final String START = PREFIX + "start";
        private static final String END = PREFIX + "end";
        private static final String AXIS = PREFIX + "axis";

        private final Model model;
        private final List<Node> nodes;
        private final List<String> outputs = new ArrayList<>();
        private final Map<String, Weight> weights;

        Writing(Model model) {
            this.model = model;
            this.nodes = new ArrayList<>(model.graph().nodes());
            this.weights = new LinkedHashMap<>(model.graph().initializers());
            put(FLAT, -1);
            put(START, 0);
            put(END, Long.MAX_VALUE);
            put(AXIS, 0);
        }

        private void put(String name, long value) {
            weights.put(name, Weight.ofLongs(name, new long[] {value}, 1));
        }

        void reduced(String operator, String tensor, String output) {
            nodes.add(Nodes.with(Nodes.of(operator, output, List.of(tensor), List.of(output)), "keepdims", 0));
            outputs.add(output);
        }

        void values(String tensor, Spread spread) {
            String output = valuesName(tensor);
            if (spread.step() == 1) {
                nodes.add(Nodes.of("Reshape", output, List.of(tensor, FLAT), List.of(output)));
            } else {
                String list = PREFIX + "list." + tensor;
                String steps = PREFIX + "step." + spread.step();
                put(steps, spread.step());
                nodes.add(Nodes.of("Reshape", list, List.of(tensor, FLAT), List.of(list)));
                nodes.add(Nodes.of("Slice", output, List.of(list, START, END, AXIS, steps), List.of(output)));
            }
            outputs.add(output);
        }

        Model model() {
            Graph graph = model.graph();
            Model observing = Models.withOutputs(model, nodes, outputs);
            return observing.withGraph(new Graph(
                    graph.name(),
                    nodes,
                    observing.graph().inputs(),
                    observing.graph().outputs(),
                    weights,
                    graph.values(),
                    graph.sparse(),
                    graph.rest()));
        }
    }
}
