package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.with;

import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A seeded random network over every operator that quantization knows and some that it leaves alone:
/// branches, sums, joins, several inputs and outputs, grouped and depthwise convolutions, decoders,
/// attention, weights in Constant nodes, shared weights, If nodes, operators of version 9 to 21.
///
/// Every tensor nobody takes is an output, so nothing in it is dead.
final class RandomGraph {

    private static final long[] OPSETS = {9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 21};

    /// A tensor and its extents: batch, channels, height and width.
    record Image(String name, int channels, int height, int width) {
        boolean sameAs(Image other) {
            return channels == other.channels && height == other.height && width == other.width;
        }

        Image named(String other) {
            return new Image(other, channels, height, width);
        }
    }

    private final Random random;
    private final Net net;
    private final long opset;
    private final ImageSteps images;
    private final TokenSteps tokens;
    private final List<Image> made = new ArrayList<>();
    private final List<Image> open = new ArrayList<>();

    private RandomGraph(long seed) {
        random = new Random(seed);
        net = new Net(seed + 1);
        opset = OPSETS[random.nextInt(OPSETS.length)];
        int batch = 1 + random.nextInt(2);
        images = new ImageSteps(net, random, opset, batch);
        tokens = new TokenSteps(net, random, opset, batch);
        for (int i = 0; i <= random.nextInt(2); i++) {
            Image input = new Image("input_" + i, 3, 8, 8);
            net.input(input.name(), batch, input.channels(), input.height(), input.width());
            step(random.nextInt(4) == 0 ? images.depthwise(input) : images.conv(input, 4));
        }
    }

    static Model of(long seed) {
        return new RandomGraph(seed).build();
    }

    private Model build() {
        int count = 5 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            Image from = made.get(made.size() - 1 - random.nextInt(Math.min(3, made.size())));
            open.remove(from);
            Image partner = partner(from);
            open.remove(partner);
            step(random.nextInt(4) == 0 ? images.joined(from, partner) : images.alone(from));
        }
        for (Image last : List.copyOf(open)) {
            net.output(ending(last));
        }
        return random.nextInt(4) == 0 ? net.modelOfConstants(opset) : net.model(opset);
    }

    private void step(Image next) {
        made.add(next);
        open.add(next);
    }

    /// Another tensor of the same extents, if need be the same again.
    private Image partner(Image from) {
        List<Image> fitting = made.stream().filter(from::sameAs).toList();
        return fitting.get(random.nextInt(fitting.size()));
    }

    private String ending(Image last) {
        return switch (random.nextInt(7)) {
            case 0 -> last.name();
            case 1 -> images.head(last);
            case 2 -> net.node("Softmax", List.of(images.head(last)), with("axis", 1));
            case 3 -> net.node("Softmax", List.of(last.name()), with("axis", random.nextInt(4)));
            case 4 -> images.conv(last, 3).name();
            default -> tokens.blocks(last);
        };
    }
}
