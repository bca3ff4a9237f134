package io.tierwise.operators;

import io.tierwise.onnx.Carried;
import io.tierwise.onnx.Model;
import io.tierwise.operators.CodecPace.Coded;
import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What crosses places of a model, in every codec it can travel in: really written and read.
public final class CutCodings {

    /// Tensors of so many bytes in all are written, those of the places where least crosses first: packing all
    /// tensors of a large segmentation network takes minutes.
    private static final long MOST_BYTES = 64L << 20;

    private final IdentityHashMap<CutPlace, Map<Codec, Coded>> codings = new IdentityHashMap<>();

    private CutCodings() {}

    /// Writes the tensors of places as few samples make them.
    ///
    /// @param threads of the session that makes them
    public static CutCodings of(Model model, List<CutPlace> places, Calibration samples, int threads, CodecPace pace) {
        Set<String> inputs = Set.copyOf(Weights.inputs(model));
        Map<String, Long> written = new LinkedHashMap<>();
        List<CutPlace> light = new ArrayList<>();
        for (CutPlace place : places.stream()
                .sorted(Comparator.comparingLong(CutPlace::bytes))
                .toList()) {
            Map<String, Long> more = new LinkedHashMap<>(written);
            place.cut().carried().stream()
                    .filter(carried -> !inputs.contains(carried.tensor()))
                    .forEach(carried -> more.put(carried.tensor(), carried.bytes()));
            if (more.values().stream().mapToLong(bytes -> bytes).sum() <= MOST_BYTES) {
                written.putAll(more);
                light.add(place);
            }
        }
        CodecSurvey survey = CodecSurvey.of(model, written.keySet(), samples, threads, pace);
        CutCodings all = new CutCodings();
        light.forEach(place -> all.codings.put(place, at(place, inputs, survey)));
        return all;
    }

    private static Map<Codec, Coded> at(CutPlace place, Set<String> inputs, CodecSurvey survey) {
        Map<Codec, Coded> codings = new LinkedHashMap<>();
        boolean rounds = place.tensors().stream().anyMatch(survey::isFloat);
        for (Codec codec : Codec.all()) {
            if (rounds || !codec.format().isLossy()) {
                coded(place.cut().carried(), codec, inputs, survey).ifPresent(coded -> codings.put(codec, coded));
            }
        }
        return codings;
    }

    /// Inputs of the model always travel as they are.
    private static Optional<Coded> coded(List<Carried> carried, Codec codec, Set<String> inputs, CodecSurvey survey) {
        Coded all = new Coded(0, 0, 0);
        for (Carried one : carried) {
            Optional<Coded> coded = inputs.contains(one.tensor())
                    ? Optional.of(new Coded(one.bytes(), 0, 0))
                    : survey.of(one.tensor(), codec);
            if (coded.isEmpty()) {
                return Optional.empty();
            }
            all = all.plus(coded.get());
        }
        return Optional.of(all);
    }

    /// Bytes and times at a place, by codec; empty for a place that was left out.
    public Map<Codec, Coded> at(CutPlace place) {
        return Map.copyOf(codings.getOrDefault(place, Map.of()));
    }
}
