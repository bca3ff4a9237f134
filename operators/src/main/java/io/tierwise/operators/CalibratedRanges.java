package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ranges of tensors, over calibration samples or from elsewhere.
///
/// @param ranges by tensor, in the order of the model
/// @param unfit tensors without a range, and why; nodes next to them stay in floating point
/// @param samples how many samples were run
public record CalibratedRanges(Map<String, Range> ranges, Map<String, String> unfit, int samples) {

    /// No tensor at all.
    public static final CalibratedRanges NONE = new CalibratedRanges(Map.of(), Map.of(), 0);

    public CalibratedRanges {
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
        unfit = Collections.unmodifiableMap(new LinkedHashMap<>(unfit));
        if (samples < 0) {
            throw new IllegalArgumentException("ranges from " + samples + " samples");
        }
    }

    /// Those of another part of the same model besides.
    CalibratedRanges and(CalibratedRanges other) {
        Map<String, Range> allRanges = new LinkedHashMap<>(ranges);
        allRanges.putAll(other.ranges);
        Map<String, String> allUnfit = new LinkedHashMap<>(unfit);
        allUnfit.putAll(other.unfit);
        return new CalibratedRanges(allRanges, allUnfit, Math.max(samples, other.samples));
    }

    /// Runs the model on every calibration sample; given ranges are checked and taken as they are.
    ///
    /// @param tensors float tensors of the model, with how many elements each has on the first sample
    /// @throws OperatorException when there is no sample, when one does not fit the model or holds values
    ///     that are not finite, or when given ranges lack a tensor
    static CalibratedRanges measure(
            Model model, Map<String, Long> tensors, Calibrator calibrator, Calibration calibration, int threads) {
        if (calibrator instanceof Calibrator.Given given) {
            given.check(tensors.keySet());
            return given.ranges();
        }
        ObservedModel observed = ObservedModel.of(model, tensors, RangeEstimate.wantsValues(calibrator));
        return Measuring.run(observed, calibrator, calibration, threads);
    }
}
