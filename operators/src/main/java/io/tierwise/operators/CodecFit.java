package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.ValueRange;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fits codecs to the tensors that cross between parts: ranges come from calibration samples, run
/// through the parts as they will be used.
final class CodecFit {

    private final Map<String, Codec> wanted = new LinkedHashMap<>();
    private final Map<String, List<ValueRange>> seen = new LinkedHashMap<>();

    private CodecFit() {}

    /// @return for each tensor that does not travel as it is its codec
    /// @throws OperatorException when a codec does not fit its tensor, or there is nothing to learn from
    static Map<String, FittedCodec> of(Partition partition, List<Part> parts, Calibration calibration) {
        CodecFit fit = new CodecFit();
        for (int cut = 0; cut < parts.size() - 1; cut++) {
            Codec codec = partition.codecAt(cut);
            if (!codec.isAsIs()) {
                Set<String> taken = new HashSet<>();
                parts.subList(cut + 1, parts.size()).forEach(part -> taken.addAll(part.inputs()));
                parts.get(cut).outputs().stream()
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
        boolean ranges =
                wanted.values().stream().anyMatch(codec -> codec.format().needsRanges());
        try (PartChain chain = PartChain.open(parts, Optimization.ALL)) {
            for (Map<String, Tensor> inputs : calibration) {
                Map<String, Tensor> given = chain.run(inputs);
                wanted.replaceAll((name, codec) -> codec.of(tensor(given, name).type()));
                wanted.forEach((name, codec) -> {
                    if (codec.format().needsRanges()) {
                        widen(name, codec, tensor(given, name));
                    }
                });
                if (!ranges) {
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

    private void widen(String name, Codec codec, Tensor tensor) {
        boolean each = codec.format() == Codec.Format.U8_CHANNEL;
        long[] shape = tensor.shape();
        if (each && (shape.length < 2 || shape[0] != 1)) {
            throw new OperatorException("codec " + codec + " needs channels on axis 1 at batch 1, '" + name + "' is "
                    + tensor + "; write u8");
        }
        List<ValueRange> found = ranges(name, tensor, each ? Math.toIntExact(shape[1]) : 1);
        List<ValueRange> known = seen.get(name);
        if (known == null) {
            seen.put(name, found);
            return;
        }
        if (known.size() != found.size()) {
            throw new OperatorException("'" + name + "' has " + known.size() + " channels on one sample and "
                    + found.size() + " on another; write u8");
        }
        for (int i = 0; i < known.size(); i++) {
            known.set(i, known.get(i).with(found.get(i)));
        }
    }

    private static List<ValueRange> ranges(String name, Tensor tensor, int count) {
        FloatBuffer values = tensor.bytes().asFloatBuffer();
        int length = count == 0 ? 0 : values.remaining() / count;
        if (length == 0 || tensor.type() != ElementType.FLOAT) {
            throw new OperatorException("'" + name + "' is " + tensor + ", which has no range to learn");
        }
        float[] run = new float[length];
        List<ValueRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.get(run);
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (float value : run) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            ranges.add(range(name, low, high));
        }
        return ranges;
    }

    private static ValueRange range(String name, float low, float high) {
        try {
            return new ValueRange(low, high);
        } catch (IllegalArgumentException e) {
            throw new OperatorException("'" + name + "' cannot travel in 8 bits: " + e.getMessage(), e);
        }
    }

    private Map<String, FittedCodec> fitted() {
        Map<String, FittedCodec> fitted = new LinkedHashMap<>();
        wanted.forEach((name, codec) -> {
            List<ValueRange> ranges = seen.getOrDefault(name, List.of());
            if (codec.format().needsRanges() && ranges.isEmpty()) {
                throw new OperatorException(
                        "codec " + codec + " learns its range from calibration samples, found none");
            }
            fitted.put(name, new FittedCodec(codec, ranges));
        });
        return fitted;
    }
}
