package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.ValueRange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fits codecs to the tensors that cross between parts: ranges come from calibration samples, run
/// through the parts as they will be used.
final class CodecFit {

    private final Map<String, Codec> wanted = new LinkedHashMap<>();
    private final CodecRanges ranges = new CodecRanges();

    private CodecFit() {}

    /// @param places where each part runs, from 0; codecs are for what crosses from one to the next
    /// @return for each tensor that does not travel as it is its codec
    /// @throws OperatorException when a codec does not fit its tensor, or there is nothing to learn from
    static Map<String, FittedCodec> of(
            Partition partition, List<Part> parts, List<Integer> places, Calibration calibration) {
        CodecFit fit = new CodecFit();
        for (int last = 0; last < parts.size() - 1; last++) {
            int place = places.get(last);
            Codec codec = place < places.get(last + 1) ? partition.codecAt(place) : Codec.AS_IS;
            if (!codec.isAsIs()) {
                Set<String> taken = new HashSet<>();
                parts.subList(last + 1, parts.size()).forEach(part -> taken.addAll(part.inputs()));
                parts.subList(places.indexOf(place), last + 1).stream()
                        .flatMap(part -> part.outputs().stream())
                        .filter(taken::contains)
                        .forEach(tensor -> fit.wanted.put(tensor, codec));
            }
        }
        if (!fit.wanted.isEmpty()) {
            fit.learn(parts, calibration);
        }
        return fit.fitted();
    }

    private void learn(List<Part> parts, Calibration calibration) {
        boolean rangesWanted =
                wanted.values().stream().anyMatch(codec -> codec.format().needsRanges());
        try (PartChain chain = PartChain.open(parts, Optimization.ALL)) {
            for (Map<String, Tensor> inputs : calibration) {
                Map<String, Tensor> given = chain.run(inputs);
                wanted.replaceAll((name, codec) -> codec.of(tensor(given, name).type()));
                wanted.forEach((name, codec) -> {
                    if (codec.format().needsRanges()) {
                        ranges.widen(name, codec, tensor(given, name));
                    }
                });
                if (!rangesWanted) {
                    return;
                }
            }
        }
    }

    private static Tensor tensor(Map<String, Tensor> given, String name) {
        Tensor tensor = given.get(name);
        if (tensor == null) {
            throw new OperatorException("no part gives '" + name + "', found " + given.keySet());
        }
        return tensor;
    }

    private Map<String, FittedCodec> fitted() {
        Map<String, FittedCodec> fitted = new LinkedHashMap<>();
        wanted.forEach((name, codec) -> {
            List<ValueRange> found = ranges.of(name);
            if (codec.format().needsRanges() && found.isEmpty()) {
                throw new OperatorException(
                        "codec " + codec + " learns its range from calibration samples, found none");
            }
            fitted.put(name, new FittedCodec(codec, found));
        });
        return fitted;
    }
}
