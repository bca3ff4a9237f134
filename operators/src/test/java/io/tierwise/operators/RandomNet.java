package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Seeded random branching networks over the operators that real ones are made of.
///
/// Tensors stay 1 x 8 x 8 x 8 until the head, so that any two can be added, multiplied or joined.
final class RandomNet {

    private static final int CHANNELS = 8;

    private final Random random;
    private final Net net;
    private final List<String> open = new ArrayList<>();

    private RandomNet(long seed) {
        random = new Random(seed);
        net = new Net(seed + 1);
    }

    static Model of(long seed) {
        return new RandomNet(seed).build();
    }

    private Model build() {
        open.add(net.conv(net.input("input", 1, 3, 8, 8), 3, CHANNELS, 3, 1));
        int nodes = 6 + random.nextInt(14);
        for (int i = 0; i < nodes; i++) {
            String next = step(open.get(random.nextInt(open.size())));
            if (random.nextInt(3) > 0) {
                open.clear();
            }
            open.add(next);
        }
        String joined = open.getFirst();
        for (String other : open.subList(1, open.size())) {
            joined = net.add(joined, other);
        }
        net.output(random.nextBoolean() ? net.head(joined, CHANNELS, 5) : net.conv(joined, CHANNELS, 5, 1, 1));
        return net.model();
    }

    private String step(String from) {
        return switch (random.nextInt(16)) {
            case 0, 1 -> net.conv(from, CHANNELS, CHANNELS, 3, 1);
            case 2, 3 -> net.relu(net.conv(from, CHANNELS, CHANNELS, 1, 1));
            case 4, 5 -> net.block(from, CHANNELS);
            case 6 -> net.relu(from);
            case 7 ->
                net.node(
                        "Clip",
                        from,
                        net.floats(new float[] {-1}, new long[0]),
                        net.floats(new float[] {2}, new long[0]));
            case 8 ->
                net.conv(
                        net.node("Concat", List.of(from, net.relu(from)), Map.of("axis", integer(1))),
                        2 * CHANNELS,
                        CHANNELS,
                        1,
                        1);
            case 9 -> net.node("MaxPool", List.of(from), pool());
            case 10 -> net.node("AveragePool", List.of(from), pool());
            case 11 -> net.node("Mul", from, net.node("Sigmoid", from));
            case 12 -> net.node("Tanh", from);
            case 13 -> padded(from);
            case 14 -> net.node("Transpose", List.of(from), Map.of("perm", Net.ints(0, 1, 3, 2)));
            case 15 -> net.add(from, net.weight(0.5f, CHANNELS, 1, 1));
            default -> throw new IllegalStateException();
        };
    }

    /// A Relu keeps a MaxPool from following a Pad at once: from BASIC on, the runtime takes the zeros
    /// of a Pad for the absent values of the MaxPool after it, and the whole differs from itself at
    /// NONE.
    private String padded(String from) {
        String sliced = net.node("Slice", from, net.longs(1), net.longs(8), net.longs(2));
        return net.relu(net.node("Pad", sliced, net.longs(0, 0, 0, 0, 0, 0, 1, 0)));
    }

    private static Map<String, Attribute> pool() {
        return Map.of("kernel_shape", Net.ints(3, 3), "pads", Net.ints(1, 1, 1, 1));
    }

    private static Attribute integer(long value) {
        return new Attribute.IntValue(value);
    }
}
