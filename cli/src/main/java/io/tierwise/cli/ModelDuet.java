package io.tierwise.cli;

import io.tierwise.advice.DuetSide;
import io.tierwise.advice.Gate;
import io.tierwise.advice.GateRequest;
import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateSide;
import io.tierwise.data.ElementType;
import io.tierwise.data.Sample;
import io.tierwise.data.Tensor;
import io.tierwise.study.Duet;
import io.tierwise.study.Fingerprint;
import io.tierwise.study.ModelInput;
import io.tierwise.study.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Two models held against each other by running both here.
///
/// @param samples where inputs come from, if not drawn
record ModelDuet(Path baseline, Path candidate, SampleOptions samples, DuetOptions options) {
    private static final int DRAWN_INPUTS = 20;

    GateResult judge(GateRequest request, Progress progress) {
        ModelInput first = ModelInput.of(baseline);
        ModelInput second = ModelInput.of(candidate);
        Duet.Setting setting = options.setting(samples.seed());
        var duet = new Duet(setting, System::nanoTime, progress);
        Optional<SampleOptions.Answering> answering = samples.answering(options.samples());
        int timed = setting.openings() * setting.block();
        List<Duet.Input> inputs = answering
                .map(asked -> asked.samples().stream()
                        .limit(timed)
                        .map(sample -> input(asked, sample, first, second))
                        .toList())
                .orElseGet(() -> drawn(first, second, setting.seed()));
        List<Duet.Voice> voices = duet.time(first, second, inputs);
        GateResult result = new Gate(
                        side(baseline, first, voices.getFirst(), answering, setting.seed()),
                        side(candidate, second, voices.getLast(), answering, setting.seed()),
                        request,
                        true)
                .judge();
        return result.withNote("Both models ran here in turns, " + setting.block() + " inputs in each of "
                + setting.openings() + " openings, in one process with " + setting.threads() + " thread"
                + (setting.threads() == 1 ? "" : "s") + " a session, seed " + setting.seed() + "; inputs were "
                + (answering.isPresent() ? "samples." : "drawn at random.")
                + " A time is the run alone.");
    }

    private static GateSide side(
            Path model, ModelInput input, Duet.Voice timed, Optional<SampleOptions.Answering> answering, long seed) {
        Duet.Voice voice = answering
                .map(asked -> Duet.answering(timed, asked.asking(input), asked.samples(), seed))
                .orElse(timed);
        return new DuetSide(model.toString(), Fingerprint.ofModel(model), voice).side();
    }

    private static Duet.Input input(SampleOptions.Answering asked, Sample sample, ModelInput first, ModelInput second) {
        return new Duet.Input(
                sample.id(),
                asked.asking(first).inputs(sample),
                asked.asking(second).inputs(sample));
    }

    /// Inputs of the baseline's own shape, an open batch taken as 1.
    private List<Duet.Input> drawn(ModelInput first, ModelInput second, long seed) {
        List<Long> extents = first.spec().shape();
        if (extents.stream().skip(1).anyMatch(extent -> extent < 1)) {
            throw new UsageException(
                    first.model() + " takes " + first + ", whose size is open: name samples (--study or --data).");
        }
        long[] shape = extents.stream().mapToLong(extent -> Math.max(1, extent)).toArray();
        if (first.spec().type() != second.spec().type() || !second.spec().accepts(shape)) {
            throw new UsageException(first.model() + " takes " + first + ", but " + second.model() + " takes " + second
                    + ": two models are compared on the same inputs.");
        }
        var random = new Random(seed);
        return IntStream.range(0, DRAWN_INPUTS)
                .mapToObj(i -> {
                    Tensor tensor = drawn(first.spec().type(), shape, random);
                    return new Duet.Input("drawn " + i, Map.of(first.name(), tensor), Map.of(second.name(), tensor));
                })
                .toList();
    }

    /// Normal where numbers have a point, else zeros and ones: they are legal whatever they count.
    private static Tensor drawn(ElementType type, long[] shape, Random random) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(Tensor.byteSize(type, shape)))
                .order(ByteOrder.nativeOrder());
        for (int at = 0; at < bytes.capacity(); at += type.bytes()) {
            switch (type) {
                case FLOAT -> bytes.putFloat(at, (float) random.nextGaussian());
                case DOUBLE -> bytes.putDouble(at, random.nextGaussian());
                case INT64 -> bytes.putLong(at, random.nextInt(2));
                case INT32 -> bytes.putInt(at, random.nextInt(2));
                default -> bytes.put(at, (byte) 0);
            }
        }
        return Tensor.ofBuffer(type, bytes, shape);
    }
}
