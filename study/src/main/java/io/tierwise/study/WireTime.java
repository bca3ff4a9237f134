package io.tierwise.study;

import io.tierwise.data.Tensor;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.operators.Part;
import io.tierwise.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/// The least time a request spends on the wire, from the sizes of its tensors and the links' rates and
/// delays: what it takes if nothing else took any time.
///
/// The answer counts as no bytes. Where a part is served elsewhere the links are as they are, and
/// nothing is proven by what the study file says of them.
record WireTime(Topology topology) {

    /// Nanoseconds of one request through parts on tiers.
    ///
    /// @param tiers of the parts, in order
    /// @param arriving inputs of each part as they really are; empty where the model itself says it
    long least(List<String> tiers, List<Part> parts, List<List<TensorSpec>> arriving) {
        if (!topology.tiers().stream().allMatch(Tier::isLocal)) {
            return 0;
        }
        List<Long> bytes = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            bytes.add(
                    arriving.get(part).isEmpty()
                            ? declared(parts.get(part).model().graph().givenInputs())
                            : seen(arriving.get(part)));
        }
        bytes.add(0L);
        return topology.wireLowerBoundNanos(tiers, bytes);
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
