package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.ValueRange;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values that tensors were seen to take, as codecs of 8 bits need them: one range for a whole tensor,
/// or one for each channel.
final class CodecRanges {

    private final Map<String, List<ValueRange>> seen = new LinkedHashMap<>();

    /// The ranges of a tensor; empty where it was never seen.
    List<ValueRange> of(String name) {
        return List.copyOf(seen.getOrDefault(name, List.of()));
    }

    /// Takes in one more value of a tensor.
    ///
    /// @throws OperatorException when the codec cannot carry it
    void widen(String name, Codec codec, Tensor tensor) {
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
}
