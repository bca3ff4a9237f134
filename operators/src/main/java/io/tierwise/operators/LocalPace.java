package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The pace of this machine, taken in this process.
///
/// @param threads of each session
/// @param nanoTime a clock that only goes forward, in nanoseconds
public record LocalPace(int threads, LongSupplier nanoTime) implements Pace {

    private static final int WARM_UPS = 3;
    private static final int RUNS = 15;

    @Override
    public double runNanos(Model model, List<Map<String, Tensor>> inputs) {
        try (ModelSession session = Sessions.open(model, SessionSettings.fast(threads))) {
            for (int i = 0; i < WARM_UPS; i++) {
                session.run(inputs.getFirst());
            }
            long[] nanos = new long[RUNS];
            for (int i = 0; i < RUNS; i++) {
                Map<String, Tensor> input = inputs.get(i % inputs.size());
                long start = nanoTime.getAsLong();
                session.run(input);
                nanos[i] = nanoTime.getAsLong() - start;
            }
            Arrays.sort(nanos);
            return nanos[RUNS / 2];
        }
    }

    @Override
    public String where() {
        return "this machine, in this process";
    }

    @Override
    public Optional<Profile> profile(Model model, Map<String, Tensor> input) {
        return Optional.of(
                Profile.of(Sessions.bytes(model), input, Sessions.settings(SessionSettings.fast(threads)), RUNS));
    }
}
