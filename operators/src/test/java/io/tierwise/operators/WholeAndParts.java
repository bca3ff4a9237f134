package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.util.List;
import java.util.Map;

/// Holds a model, opened once, against its parts for many ways to cut it.
final class WholeAndParts implements AutoCloseable {

    private final Model model;
    private final Shapes shapes;
    private final List<Map<String, Tensor>> samples;
    private final PartChain exact;
    private final PartChain optimized;

    WholeAndParts(Model model, Shapes shapes, List<Map<String, Tensor>> samples) {
        this.model = model;
        this.shapes = shapes;
        this.samples = samples;
        exact = PartChain.open(List.of(Part.whole(model)), Optimization.NONE);
        optimized = PartChain.open(List.of(Part.whole(model)), Optimization.ALL);
    }

    /// Bit for bit with no optimization, within what rounding explains with all.
    void assertEqual(List<Cut> cuts, String what) {
        List<Part> parts = assertExact(cuts, what);
        assertThat(Verification.compare(optimized, parts, samples, Optimization.ALL))
                .as("%s, cut at %s", what, names(cuts))
                .matches(Verification::holds);
    }

    /// Bit for bit with no optimization.
    List<Part> assertExact(List<Cut> cuts, String what) {
        List<Part> parts = CutParts.of(model, shapes, cuts);
        assertThat(parts).hasSize(cuts.size() + 1);
        assertThat(Verification.compare(exact, parts, samples, Optimization.NONE))
                .as("%s, cut at %s", what, names(cuts))
                .matches(Verification::exact);
        return parts;
    }

    private static List<List<String>> names(List<Cut> cuts) {
        return cuts.stream().map(Cut::tensors).toList();
    }

    @Override
    public void close() {
        exact.close();
        optimized.close();
    }
}
