package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ranges of tensors over calibration samples.
///
/// @param ranges of the tensors that stayed finite
/// @param unfit tensors without a range, and why
/// @param samples how many samples were run
record CalibratedRanges(Map<String, Range> ranges, Map<String, String> unfit, int samples) {

    /// Nothing was measured.
    static final CalibratedRanges NONE = new CalibratedRanges(Map.of(), Map.of(), 0);

    CalibratedRanges {
        ranges = Map.copyOf(ranges);
        unfit = Map.copyOf(unfit);
    }

    /// Runs the model on every calibration sample; given ranges are taken as they are.
    ///
    /// @param tensors float tensors of the model, with how many elements each has
    /// @throws OperatorException when there is no sample, or one holds values that are not finite
    static CalibratedRanges measure(
            Model model, Map<String, Long> tensors, Calibrator calibrator, Calibration calibration, int threads) {
        if (calibrator instanceof Calibrator.Given given) {
            return new CalibratedRanges(given.ranges(), Map.of(), 0);
        }
        ObservedModel observed = ObservedModel.of(model, tensors, RangeEstimate.wantsValues(calibrator));
        Measuring measuring = new Measuring(observed, calibrator);
        try (ModelSession session = Sessions.open(observed.model(), SessionSettings.fast(threads))) {
            for (Map<String, Tensor> inputs : calibration) {
                checkFinite(inputs, measuring.samples);
                measuring.add(session.run(inputs));
            }
        }
        if (measuring.samples == 0) {
            throw new OperatorException("quantization needs calibration samples, found none");
        }
        return measuring.result();
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

    /// Estimates so far.
    private static final class Measuring {
        final ObservedModel observed;
        final Map<String, RangeEstimate> estimates = new LinkedHashMap<>();
        final Map<String, String> unfit = new LinkedHashMap<>();
        int samples;

        Measuring(ObservedModel observed, Calibrator calibrator) {
            this.observed = observed;
            observed.tensors().forEach(tensor -> estimates.put(tensor, RangeEstimate.of(calibrator)));
        }

        void add(Map<String, Tensor> answer) {
            samples++;
            for (Map.Entry<String, RangeEstimate> entry : estimates.entrySet()) {
                String tensor = entry.getKey();
                float low = observed.low(tensor, answer);
                float high = observed.high(tensor, answer);
                if (low <= high && Float.isFinite(low) && Float.isFinite(high)) {
                    entry.getValue().add(new Range(low, high), observed.values(tensor, answer));
                } else {
                    unfit.putIfAbsent(tensor, "'" + tensor + "' is not finite on calibration sample " + samples);
                }
            }
        }

        CalibratedRanges result() {
            Map<String, Range> ranges = new HashMap<>();
            estimates.forEach((tensor, estimate) -> {
                if (!unfit.containsKey(tensor)) {
                    ranges.put(tensor, estimate.range());
                }
            });
            return new CalibratedRanges(ranges, unfit, samples);
        }
    }
}
