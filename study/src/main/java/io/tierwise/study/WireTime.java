package io.tierwise.study;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.operators.Part;
import io.tierwise.operators.Product;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The least time a request spends on the wire, from the sizes of its tensors and the links' rates and
/// delays: what it takes if nothing else took any time.
///
/// The answer counts as no bytes. Where a part is served elsewhere the links are as they are, and
/// nothing is proven by what the study file says of them.
///
/// @param inputBytes least that an input takes on the way to a first part that is not at the source
record WireTime(Topology topology, long inputBytes) {

    /// Nanoseconds of one request through parts on tiers.
    ///
    /// @param tiers of the places, in order; where a sample can leave at the first, nothing more must travel
    /// @param arriving inputs of each part as they really are; empty where the model itself says it
    long least(List<String> tiers, Product product, List<List<TensorSpec>> arriving) {
        List<Part> parts = product.parts();
        if (parts.stream().anyMatch(part -> part.gate().isPresent())) {
            return topology.wireLowerBoundNanos(List.of(tiers.getFirst()), List.of(inputBytes, 0L));
        }
        if (!topology.tiers().stream().allMatch(Tier::isLocal)) {
            return 0;
        }
        List<Long> bytes = new ArrayList<>(List.of(inputBytes));
        for (int part = 1; part < parts.size(); part++) {
            long whole = arriving.get(part).isEmpty()
                    ? declared(parts.get(part).model().graph().givenInputs())
                    : seen(arriving.get(part));
            bytes.add(proven(whole, parts.get(part).inputs(), product.codecs()));
        }
        bytes.add(0L);
        return topology.wireLowerBoundNanos(tiers, bytes);
    }

    /// Bytes that cross in any case: a tensor never takes less than a byte a float, and nothing is known
    /// of what packing leaves.
    private static long proven(long whole, List<String> inputs, Map<String, FittedCodec> codecs) {
        List<Codec> used = inputs.stream()
                .filter(codecs::containsKey)
                .map(name -> codecs.getOrDefault(name, FittedCodec.AS_IS).codec())
                .toList();
        if (used.isEmpty()) {
            return whole;
        }
        if (used.stream().anyMatch(codec -> codec.packing() != Codec.Packing.NONE)) {
            return 0;
        }
        return used.stream()
                .mapToLong(codec -> codec.unpackedBytes(ElementType.FLOAT, whole))
                .min()
                .orElse(whole);
    }

    private static long seen(List<TensorSpec> inputs) {
        return inputs.stream()
                .mapToLong(spec -> Tensor.byteSize(
                        spec.type(),
                        spec.shape().stream().mapToLong(Long::longValue).toArray()))
                .sum();
    }

    private static long declared(List<ValueInfo> inputs) {
        return inputs.stream()
                .mapToLong(input -> input.shape().stream()
                        .mapToLong(dimension -> Math.max(0, dimension.sizeOrMinusOne()))
                        .reduce(input.type().bytes(), Math::multiplyExact))
                .sum();
    }
}
