package io.tierwise.operators;

import io.tierwise.data.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// What exits made of judged samples.
///
/// @param byExit in the order of the exits
record ExitTrials(List<OfExit> byExit) {

    /// @param confidences a sample each
    /// @param losses what leaving there would have lost, likewise
    @SuppressWarnings("ArrayRecordComponent") // made here, read once, never compared
    record OfExit(double[] confidences, double[] losses) {}

    ExitTrials {
        byExit = List.copyOf(byExit);
    }

    /// Runs every sample through all exits and the whole model.
    ///
    /// @param run gives all outputs for the inputs of one sample
    /// @param whole the output that is the whole model's answer
    static ExitTrials of(
            JudgedSamples samples,
            List<ExitOutputs> exits,
            String whole,
            Allowance.Unit unit,
            UnaryOperator<Map<String, Tensor>> run) {
        List<OfExit> byExit = exits.stream()
                .map(exit -> new OfExit(new double[samples.size()], new double[samples.size()]))
                .toList();
        int sample = 0;
        for (Map<String, Tensor> inputs : samples.inputs()) {
            Map<String, Tensor> outputs = run.apply(inputs);
            for (int exit = 0; exit < exits.size(); exit++) {
                ExitOutputs names = exits.get(exit);
                byExit.get(exit).confidences()[sample] =
                        output(outputs, names.confidence()).toFloats()[0];
                byExit.get(exit).losses()[sample] =
                        samples.loss(unit, sample, output(outputs, names.answer()), output(outputs, whole));
            }
            sample++;
        }
        return new ExitTrials(byExit);
    }

    private static Tensor output(Map<String, Tensor> outputs, String name) {
        return Objects.requireNonNull(outputs.get(name), () -> "no output '" + name + "' in " + outputs.keySet());
    }
}
