package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.InputMismatchException;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.RunFailedException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Runs an observed model on one calibration sample after the other and learns ranges from what it answers.
///
/// Nothing grows with the samples: answers are written into the same memory again while samples are as
/// large as the first one.
final class Measuring {

    private final ObservedModel observed;
    private final ModelSession session;
    private final Map<String, RangeEstimate> estimates = new LinkedHashMap<>();
    private final Map<String, String> unfit = new LinkedHashMap<>();
    private final Map<String, Tensor> room;
    private Optional<Map<String, Tensor>> first = Optional.empty();
    private boolean roomFits = true;
    private int samples;

    private Measuring(ObservedModel observed, Calibrator calibrator, ModelSession session) {
        this.observed = observed;
        this.session = session;
        this.room = observed.room();
        observed.spreads().keySet().forEach(tensor -> estimates.put(tensor, RangeEstimate.of(calibrator)));
    }

    /// Learns from all samples.
    ///
    /// @throws OperatorException when there is none, or one does not fit or is not finite
    static CalibratedRanges run(ObservedModel observed, Calibrator calibrator, Calibration samples, int threads) {
        try (ModelSession session = Sessions.open(observed.model(), observed.settings(threads))) {
            Measuring measuring = new Measuring(observed, calibrator, session);
            for (Map<String, Tensor> inputs : samples) {
                measuring.samples++;
                measuring.add(measuring.answer(inputs));
            }
            return measuring.result();
        }
    }

    private Map<String, Tensor> answer(Map<String, Tensor> inputs) {
        try {
            session.checkInputs(inputs);
        } catch (InputMismatchException e) {
            throw misfit(samples, e);
        }
        checkFinite(inputs);
        Map<String, Tensor> like = first.orElse(inputs);
        first = Optional.of(like);
        if (roomFits && sameShapes(like, inputs)) {
            try {
                session.runInto(inputs, room);
                return room;
            } catch (InputMismatchException | RunFailedException e) {
                // Extents that follow from values, such as how many boxes were found, need not be the first
                // sample's. Whatever else is wrong, the run below says.
                roomFits = false;
            }
        }
        return session.run(inputs);
    }

    /// What to say of a sample that the model does not take.
    ///
    /// @param sample its number, from 1
    static OperatorException misfit(int sample, InputMismatchException cause) {
        return new OperatorException(
                "calibration sample " + sample + " does not fit: " + cause.getMessage()
                        + "; make every sample what the model takes",
                cause);
    }

    private static boolean sameShapes(Map<String, Tensor> one, Map<String, Tensor> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(
                                entry.getValue().shape(),
                                Optional.ofNullable(other.get(entry.getKey()))
                                        .map(Tensor::shape)
                                        .orElseThrow()));
    }

    private void checkFinite(Map<String, Tensor> inputs) {
        inputs.forEach((name, tensor) -> {
            if (!finite(tensor)) {
                throw new OperatorException("calibration sample " + samples + " holds NaN or infinite values in '"
                        + name + "'; check the sample and its preprocessing");
            }
        });
    }

    private static boolean finite(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT -> finite(tensor.bytes().asFloatBuffer());
            case FLOAT16, DOUBLE -> finite(FloatBuffer.wrap(tensor.toFloats()));
            case INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, BOOL -> true;
        };
    }

    private static boolean finite(FloatBuffer values) {
        // A sum of products with zero is zero exactly when every value is finite; the loop needs no branch.
        float poison = 0;
        for (int i = 0; i < values.limit(); i++) {
            poison += values.get(i) * 0;
        }
        return poison == 0;
    }

    private void add(Map<String, Tensor> answer) {
        estimates.forEach((tensor, estimate) -> observed.extremes(tensor, answer)
                .ifPresentOrElse(
                        seen -> estimate.add(seen, observed.values(tensor, answer)),
                        () -> unfit.putIfAbsent(
                                tensor, "'" + tensor + "' is not finite on calibration sample " + samples)));
    }

    private CalibratedRanges result() {
        if (samples == 0) {
            throw new OperatorException("quantization needs calibration samples, found none");
        }
        Map<String, Range> ranges = new LinkedHashMap<>();
        estimates.forEach((tensor, estimate) -> {
            if (!unfit.containsKey(tensor)) {
                ranges.put(tensor, estimate.range());
            }
        });
        return new CalibratedRanges(ranges, unfit, samples);
    }
}
