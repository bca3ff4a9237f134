package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.operators.CodecPace.Coded;
import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        light.forEach(place -> all.codings.put(place, at(place, survey)));
        return all;
    }

    private static Map<Codec, Coded> at(CutPlace place, CodecSurvey survey) {
        Map<Codec, Coded> codings = new LinkedHashMap<>();
        for (Codec codec : survey.codecs(place.tensors())) {
            List<Coded> coded = place.cut().carried().stream()
                    .flatMap(carried -> survey.of(carried, codec).stream())
                    .toList();
            if (coded.size() == place.tensors().size()) {
                codings.put(codec, coded.stream().reduce(new Coded(0, 0, 0), Coded::plus));
            }
        }
        return codings;
    }

    /// Bytes and times at a place, by codec; empty for a place that was left out.
    public Map<Codec, Coded> at(CutPlace place) {
        return Map.copyOf(codings.getOrDefault(place, Map.of()));
    }
}
