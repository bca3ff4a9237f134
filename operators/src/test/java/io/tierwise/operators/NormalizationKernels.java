package io.tierwise.operators;

import java.util.Arrays;

/// Normalizations by statistics given or taken from the input.
final class NormalizationKernels {

    private NormalizationKernels() {}

    static Values normalize(Call call) {
        double epsilon = call.real("epsilon", 1e-5f);
        return switch (call.node().operator()) {
            case "BatchNormalization" -> batch(call, epsilon);
            case "InstanceNormalization" -> instance(call, epsilon);
            default -> layer(call, epsilon);
        };
    }

    private static Values batch(Call call, double epsilon) {
        if (call.flag("training_mode") || call.node().outputs().size() > 1) {
            throw call.unsupported("in training");
        }
        Values x = call.input(0);
        return Values.generate(x.shape(), index -> {
            int channel = x.rank() > 1 ? index[1] : 0;
            double factor = call.input(1).at(channel) / Math.sqrt(call.input(4).at(channel) + epsilon);
            return (x.at(index) - call.input(3).at(channel)) * factor
                    + call.input(2).at(channel);
        });
    }

    private static Values instance(Call call, double epsilon) {
        Values x = call.input(0);
        int channels = x.extent(0) * x.extent(1);
        Values rows = standardized(x.reshaped(channels, x.size() / channels), epsilon);
        return Values.generate(
                x.shape(),
                index -> rows.reshaped(x.shape()).at(index) * call.input(1).at(index[1])
                        + call.input(2).at(index[1]));
    }

    private static Values layer(Call call, double epsilon) {
        Values x = call.input(0);
        int axis = x.axis(call.integer("axis", -1));
        int outer = Values.size(Arrays.copyOf(x.shape(), axis));
        Values rows = standardized(x.reshaped(outer, x.size() / outer), epsilon).reshaped(x.shape());
        return Values.generate(
                x.shape(),
                index -> rows.at(index) * call.input(1).broadcast(index)
                        + call.optional(2).map(bias -> bias.broadcast(index)).orElse(0.0));
    }

    /// Each row less its mean, by its standard deviation.
    private static Values standardized(Values rows, double epsilon) {
        double[] data = rows.data();
        int length = rows.extent(1);
        for (int row = 0; row < rows.extent(0); row++) {
            double mean = Arrays.stream(data, row * length, (row + 1) * length)
                    .average()
                    .orElse(0);
            double variance = Arrays.stream(data, row * length, (row + 1) * length)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0);
            for (int i = row * length; i < (row + 1) * length; i++) {
                data[i] = (data[i] - mean) / Math.sqrt(variance + epsilon);
            }
        }
        return Values.reals(rows.shape(), data);
    }
}
