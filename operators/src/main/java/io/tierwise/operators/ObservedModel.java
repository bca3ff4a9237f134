package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model that answers with what its tensors' values are like, instead of its own outputs.
///
/// The extremes are taken inside the graph by ReduceMin and ReduceMax nodes, so that two numbers a tensor come
/// out of a run instead of the tensor: half the time of scanning them here. Where a distribution is wanted, at
/// most [#MOST_VALUES] values of a tensor come out besides, evenly spread over it; all of them would be
/// gigabytes for a segmentation network.
///
/// The runtime first runs what the last node of a graph needs, so the nodes of the last tensor stand first: each
/// tensor is reduced as soon as it is there, and none is kept alive for it.
///
/// @param model with the nodes that observe
/// @param tensors observed, inputs first, then as the nodes make them
/// @param values whether values come out besides extremes
record ObservedModel(Model model, List<String> tensors, boolean values) {

    /// Of a hundred samples this makes millions a tensor, far beyond what a range hangs on.
    static final long MOST_VALUES = 1 << 15;

    private static final String PREFIX = "tierwise.";
    private static final float[] NONE = new float[0];

    /// @param elements the tensors to observe, and how many elements each has
    static ObservedModel of(Model model, Map<String, Long> elements, boolean values) {
        List<String> tensors = new ArrayList<>(Weights.inputs(model));
        model.graph().nodes().forEach(node -> tensors.addAll(node.outputs()));
        tensors.retainAll(elements.keySet());
        Writing writing = new Writing(model);
        for (String tensor : tensors.reversed()) {
            writing.extreme("ReduceMin", tensor, lowName(tensor));
            writing.extreme("ReduceMax", tensor, highName(tensor));
            if (values) {
                writing.spread(tensor, elements.getOrDefault(tensor, 1L));
            }
        }
        return new ObservedModel(writing.model(), List.copyOf(tensors), values);
    }

    float low(String tensor, Map<String, Tensor> answer) {
        return answer(lowName(tensor), answer).get(0);
    }

    float high(String tensor, Map<String, Tensor> answer) {
        return answer(highName(tensor), answer).get(0);
    }

    /// Values of a tensor; none unless they were asked for.
    float[] values(String tensor, Map<String, Tensor> answer) {
        if (!values) {
            return NONE;
        }
        FloatBuffer found = answer(valuesName(tensor), answer);
        float[] copy = new float[found.limit()];
        found.get(0, copy);
        return copy;
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

        void extreme(String operator, String tensor, String output) {
            nodes.add(Nodes.of(operator, output, List.of(tensor), List.of(output))
                    .with("keepdims", new Attribute.IntValue(0)));
            outputs.add(output);
        }

        /// Every so many values of the tensor as a list.
        void spread(String tensor, long elements) {
            String output = valuesName(tensor);
            long step = step(elements);
            if (step == 1) {
                nodes.add(Nodes.of("Reshape", output, List.of(tensor, FLAT), List.of(output)));
            } else {
                String list = PREFIX + "list." + tensor;
                String steps = PREFIX + "step." + step;
                put(steps, step);
                nodes.add(Nodes.of("Reshape", list, List.of(tensor, FLAT), List.of(list)));
                nodes.add(Nodes.of("Slice", output, List.of(list, START, END, AXIS, steps), List.of(output)));
            }
            outputs.add(output);
        }

        /// Odd, so that it does not stay in the same columns of images whose widths are powers of two.
        private static long step(long elements) {
            return elements <= MOST_VALUES ? 1 : (elements + MOST_VALUES - 1) / MOST_VALUES | 1;
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
