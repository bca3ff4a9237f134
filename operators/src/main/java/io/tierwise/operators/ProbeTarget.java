package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What candidates are timed on: the dominating stretch of the part that takes longest.
///
/// @param model the stretch in floating point
/// @param inputs what reaches it of a few calibration samples
/// @param words what it is
/// @param share of the time of all parts concerned, 0 to 1
/// @param matrixShare share of the part's time that goes into products of matrices
record ProbeTarget(Model model, List<Map<String, Tensor>> inputs, String words, double share, double matrixShare) {

    /// Longer ones make a probe cost minutes, shorter ones leave large models with a stretch of a layer.
    private static final double BUDGET_NANOS = 50e6;

    private static final int SAMPLES = 3;

    private record Timed(int part, Shapes shapes, TimedModel model) {}

    /// Finds it.
    ///
    /// @param which parts are to be quantized, at least one
    static ProbeTarget of(List<Part> parts, Set<Integer> which, Context context) {
        Map<Integer, Timed> timed = new HashMap<>();
        for (int part : which) {
            Model model = parts.get(part).model();
            Map<String, Tensor> sample =
                    inputs(parts.subList(0, part), parts.get(part), context, 1).getFirst();
            Shapes shapes = Shapes.learn(model, sample);
            timed.put(part, new Timed(part, shapes, TimedModel.of(model, shapes, sample, context.threads())));
        }
        double all = timed.values().stream().mapToDouble(ProbeTarget::nanos).sum();
        Timed longest = timed.values().stream()
                .max((a, b) -> Double.compare(nanos(a), nanos(b)))
                .orElseThrow();
        DominatingStretch stretch = DominatingStretch.of(longest.model().places(), BUDGET_NANOS);
        List<Part> chain = new ArrayList<>(parts.subList(0, longest.part()));
        Part part = parts.get(longest.part());
        List<Part> pieces = stretch.cuts().isEmpty()
                ? List.of(part)
                : CutParts.of(
                        part.model(),
                        longest.shapes(),
                        stretch.cuts().stream().map(CutPlace::cut).toList());
        chain.addAll(pieces.subList(0, stretch.part()));
        Part target = pieces.get(stretch.part());
        String whose = parts.size() == 1 ? "" : " of part " + (longest.part() + 1);
        return new ProbeTarget(
                target.model(),
                inputs(chain, target, context, SAMPLES),
                stretch.words() + whose,
                all > 0 ? stretch.share() * nanos(longest) / all : 1,
                longest.model().matrixShare());
    }

    private static double nanos(Timed timed) {
        return timed.model().places().nanos();
    }

    private static List<Map<String, Tensor>> inputs(List<Part> before, Part part, Context context, int most) {
        List<Map<String, Tensor>> inputs = new ArrayList<>();
        try (PartFeed feed = new PartFeed(before, part, context)) {
            for (var samples = feed.iterator(); inputs.size() < most && samples.hasNext(); ) {
                inputs.add(Calibration.kept(samples.next()));
            }
        }
        if (inputs.isEmpty()) {
            throw new OperatorException("a scheme is chosen by running candidates on calibration samples, found none;"
                    + " give samples, or name a scheme, such as Q(u8s8)");
        }
        return inputs;
    }
}
