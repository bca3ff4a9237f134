package io.tierwise.operators;

import io.tierwise.runtime.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A place where a model was cut.
///
/// @param tensors that cross
/// @param codec how they travel
/// @param headParameters numbers in the weights before it
public record CutAccount(List<Tensor> tensors, Codec codec, long headParameters) {

    /// A tensor that crosses.
    ///
    /// @param bytes of it at batch 1
    public record Tensor(String name, long bytes) {}

    public CutAccount {
        tensors = List.copyOf(tensors);
        Objects.requireNonNull(codec, "codec");
    }

    /// How texts call the place: its tensors joined by `+`.
    public String name() {
        return String.join(CutPlace.AND, tensors.stream().map(Tensor::name).toList());
    }

    /// Bytes of all that crosses, at batch 1, before a codec makes them fewer.
    public long bytes() {
        return tensors.stream().mapToLong(Tensor::bytes).sum();
    }

    /// The account as plain values, ready for JSON.
    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cut", name());
        map.put(
                "tensors",
                tensors.stream()
                        .map(tensor -> Map.of("name", tensor.name(), "bytes", tensor.bytes()))
                        .toList());
        map.put("bytes", bytes());
        map.put("codec", codec.text());
        map.put("headParameters", headParameters);
        return map;
    }
}
