package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Carried;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Slicer;
import io.tierwise.operators.CodecPace.Coded;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What tensors of a model are in each codec: really written and read, as few calibration samples make them.
///
/// One session gives all tensors at once. The samples run twice, first for the ranges that 8-bit formats
/// need, so that no tensor is kept beyond its run.
final class CodecSurvey {

    /// How far a tensor packs differs little between samples, and it is a forecast.
    private static final int MOST_SAMPLES = 8;

    /// Of large tensors fewer samples do: beyond so many bytes written no other sample is begun.
    private static final long MOST_BYTES = 512L << 20;

    private final Calibration calibration;
    private final int threads;
    private final CodecPace pace;
    private final Map<Codec.Format, CodecRanges> ranges = new EnumMap<>(Codec.Format.class);
    private final Set<Key> unfit = new HashSet<>();
    private final Map<Key, List<Coded>> seen = new LinkedHashMap<>();
    private final Set<String> floats = new HashSet<>();
    private final Set<String> inputs;
    private int samples;
    private long written;

    private record Key(String tensor, Codec codec) {}

    private CodecSurvey(Model model, Calibration calibration, int threads, CodecPace pace) {
        this.inputs = Set.copyOf(Weights.inputs(model));
        this.calibration = calibration;
        this.threads = threads;
        this.pace = pace;
    }

    /// Looks at tensors that nodes of the model make.
    ///
    /// @param calibration samples that make them
    /// @param threads of the session
    static CodecSurvey of(Model model, Set<String> tensors, Calibration calibration, int threads, CodecPace pace) {
        CodecSurvey survey = new CodecSurvey(model, calibration, threads, pace);
        if (!tensors.isEmpty()) {
            survey.look(model, List.copyOf(tensors));
        }
        return survey;
    }

    private void look(Model model, List<String> tensors) {
        List<Node> nodes = model.graph().nodes();
        Model exposed = Slicer.slice(Models.withOutputs(model, nodes, tensors), Weights.inputs(model), tensors);
        try (ModelSession session = Sessions.open(exposed, SessionSettings.fast(threads))) {
            eachSample(session, inputs -> session.run(inputs).forEach(this::learn));
            eachSample(session, inputs -> {
                if (written < MOST_BYTES) {
                    session.run(inputs).forEach(this::write);
                    samples++;
                }
            });
        }
    }

    private void eachSample(ModelSession session, Consumer<Map<String, Tensor>> visitor) {
        List<String> names = session.inputs().stream().map(TensorSpec::name).toList();
        int visited = 0;
        for (Map<String, Tensor> inputs : calibration) {
            Map<String, Tensor> taken = new LinkedHashMap<>(inputs);
            taken.keySet().retainAll(names);
            visitor.accept(taken);
            if (++visited == MOST_SAMPLES) {
                return;
            }
        }
    }

    private void learn(String name, Tensor tensor) {
        if (tensor.type() != ElementType.FLOAT) {
            return;
        }
        floats.add(name);
        for (Codec.Format format : Codec.Format.values()) {
            Codec codec = new Codec(format, Codec.Packing.NONE);
            if (!format.needsRanges() || unfit.contains(new Key(name, codec))) {
                continue;
            }
            try {
                ranges.computeIfAbsent(format, key -> new CodecRanges()).widen(name, codec, tensor);
            } catch (OperatorException e) {
                unfit.add(new Key(name, codec));
            }
        }
    }

    private void write(String name, Tensor tensor) {
        for (Codec codec : Codec.all()) {
            written += tensor.byteSize();
            boolean fits = codec.of(tensor.type()).equals(codec)
                    && !unfit.contains(new Key(name, new Codec(codec.format(), Codec.Packing.NONE)));
            if (fits) {
                seen.computeIfAbsent(new Key(name, codec), key -> new ArrayList<>())
                        .add(
                                codec.isAsIs()
                                        ? new Coded(tensor.byteSize(), 0, 0)
                                        : pace.once(fitted(name, codec), tensor));
            }
        }
    }

    private FittedCodec fitted(String name, Codec codec) {
        boolean ranged = codec.format().needsRanges();
        return new FittedCodec(
                codec,
                ranged ? ranges.getOrDefault(codec.format(), new CodecRanges()).of(name) : List.of());
    }

    /// How many samples tensors were written of.
    int samples() {
        return samples;
    }

    /// The codecs in which tensors can travel together: of formats there is a choice for 32-bit floats alone, and for
    /// no tensors there is none at all.
    List<Codec> codecs(Collection<String> tensors) {
        boolean rounds = tensors.stream().anyMatch(floats::contains);
        return Codec.all().stream()
                .filter(codec -> tensors.isEmpty()
                        ? codec.isAsIs()
                        : rounds || !codec.format().isLossy())
                .toList();
    }

    /// What a tensor usually is in a codec: bytes in the mean, times in the median; empty where it cannot
    /// travel so. Inputs of the model always travel as they are.
    Optional<Coded> of(Carried carried, Codec codec) {
        if (inputs.contains(carried.tensor())) {
            return Optional.of(new Coded(carried.bytes(), 0, 0));
        }
        Codec own = floats.contains(carried.tensor()) ? codec : new Codec(Codec.Format.FP32, codec.packing());
        return Optional.ofNullable(seen.get(new Key(carried.tensor(), own))).map(CodecSurvey::usual);
    }

    private static Coded usual(List<Coded> all) {
        double bytes = all.stream().mapToLong(Coded::bytes).average().orElseThrow();
        return new Coded(
                Math.round(bytes),
                median(all.stream().mapToDouble(Coded::encodeNanos).sorted().toArray()),
                median(all.stream().mapToDouble(Coded::decodeNanos).sorted().toArray()));
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
