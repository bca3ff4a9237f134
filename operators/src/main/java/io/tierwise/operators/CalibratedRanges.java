package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The least and greatest value of tensors over calibration samples.
///
/// The extremes are taken inside the graph by ReduceMin and ReduceMax nodes, so that two numbers a
/// tensor come out of a run instead of the tensor: half the time of scanning them here. The runtime
/// first runs what the last node of a graph needs, so those of the last tensor stand first: each tensor
/// is reduced as soon as it is there, and none is kept alive for it.
///
/// @param ranges of the tensors that stayed finite
/// @param unfit tensors without a range, and why
/// @param samples how many samples were run
record CalibratedRanges(Map<String, Range> ranges, Map<String, String> unfit, int samples) {

    CalibratedRanges {
        ranges = Map.copyOf(ranges);
        unfit = Map.copyOf(unfit);
    }

    /// Runs the model on every calibration sample.
    ///
    /// @param tensors float tensors of the model
    /// @throws OperatorException when there is no sample, or one holds values that are not finite
    static CalibratedRanges measure(Model model, Set<String> tensors, Calibration calibration, int threads) {
        List<String> observed = inOrder(model, tensors);
        Measuring measuring = new Measuring(observed);
        try (ModelSession session = Sessions.open(withExtremes(model, observed), SessionSettings.fast(threads))) {
            for (Map<String, Tensor> inputs : calibration) {
                checkFinite(inputs, measuring.samples);
                measuring.add(session.run(inputs));
            }
        }
        if (measuring.samples == 0) {
            throw new OperatorException("quantization needs calibration samples, found none");
        }
        return new CalibratedRanges(measuring.ranges, measuring.unfit, measuring.samples);
    }

    /// Inputs first, then as the nodes make them.
    private static List<String> inOrder(Model model, Set<String> tensors) {
        List<String> all = new ArrayList<>(Weights.inputs(model));
        model.graph().nodes().forEach(node -> all.addAll(node.outputs()));
        all.retainAll(tensors);
        return all;
    }

    private static Model withExtremes(Model model, List<String> tensors) {
        Graph graph = model.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        List<String> outputs = new ArrayList<>();
        for (int i = tensors.size() - 1; i >= 0; i--) {
            nodes.add(extreme("ReduceMin", tensors.get(i), low(i)));
            nodes.add(extreme("ReduceMax", tensors.get(i), high(i)));
            outputs.add(low(i));
            outputs.add(high(i));
        }
        return Models.withOutputs(model, nodes, outputs);
    }

    private static Node extreme(String operator, String tensor, String output) {
        return Nodes.with(Nodes.of(operator, output, List.of(tensor), List.of(output)), "keepdims", 0);
    }

    private static String low(int tensor) {
        return "tierwise.low." + tensor;
    }

    private static String high(int tensor) {
        return "tierwise.high." + tensor;
    }

    private static void checkFinite(Map<String, Tensor> inputs, int sample) {
        inputs.forEach((name, tensor) -> {
            if (tensor.type() == ElementType.FLOAT && !finite(tensor.bytes().asFloatBuffer())) {
                throw new OperatorException("calibration sample " + (sample + 1) + " holds NaN or infinite values in '"
                        + name + "'; check the sample and its preprocessing");
            }
        });
    }

    private static boolean finite(FloatBuffer values) {
        // A sum of products with zero is zero exactly when every value is finite; the loop needs no branch.
        float poison = 0;
        for (int i = 0; i < values.limit(); i++) {
            poison += values.get(i) * 0;
        }
        return poison == 0;
    }

    /// Extremes so far.
    private static final class Measuring {
        final List<String> tensors;
        final Map<String, Range> ranges = new HashMap<>();
        final Map<String, String> unfit = new LinkedHashMap<>();
        int samples;

        Measuring(List<String> tensors) {
            this.tensors = tensors;
        }

        void add(Map<String, Tensor> extremes) {
            samples++;
            for (int i = 0; i < tensors.size(); i++) {
                float low = scalar(extremes, low(i));
                float high = scalar(extremes, high(i));
                String tensor = tensors.get(i);
                if (low <= high && Float.isFinite(low) && Float.isFinite(high)) {
                    ranges.merge(tensor, new Range(low, high), Range::with);
                } else {
                    unfit.putIfAbsent(tensor, "'" + tensor + "' is not finite on calibration sample " + samples);
                }
            }
        }

        private static float scalar(Map<String, Tensor> extremes, String name) {
            return Optional.ofNullable(extremes.get(name))
                    .orElseThrow(() -> new IllegalStateException("no output '" + name + "'"))
                    .bytes()
                    .getFloat(0);
        }
    }
}
