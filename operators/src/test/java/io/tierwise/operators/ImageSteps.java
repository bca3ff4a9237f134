package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.with;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.operators.RandomGraph.Image;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What a random network does to tensors of batch, channels, height and width.
final class ImageSteps {

    private static final int MOST_EXTENT = 16;

    private final Net net;
    private final Random random;
    private final Forms forms;
    private final long opset;
    private final int batch;
    private final Map<String, String> shared = new HashMap<>();

    ImageSteps(Net net, Random random, long opset, int batch) {
        this.net = net;
        this.random = random;
        this.forms = new Forms(net, opset);
        this.opset = opset;
        this.batch = batch;
    }

    private String weight(double spread, long... shape) {
        String key = java.util.Arrays.toString(shape);
        if (random.nextInt(4) == 0 && shared.containsKey(key)) {
            return shared.getOrDefault(key, "");
        }
        String name = net.weight((float) spread, shape);
        shared.put(key, name);
        return name;
    }

    /// A convolution with random window, groups, padding, and perhaps bias and normalization.
    Image conv(Image from, int out) {
        int kernel = Math.min(from.height(), from.width()) < 3 || random.nextBoolean() ? 1 : 3;
        int group = from.channels() % 2 == 0 && out % 2 == 0 && random.nextInt(3) == 0 ? 2 : 1;
        int stride = from.height() > 4 && from.width() > 4 && random.nextInt(5) == 0 ? 2 : 1;
        String w = weight(
                Math.sqrt(1.5 * group / (from.channels() * kernel * kernel)),
                out,
                from.channels() / group,
                kernel,
                kernel);
        List<String> inputs =
                random.nextInt(4) == 0 ? List.of(from.name(), w) : List.of(from.name(), w, net.weight(0.1f, out));
        Map<String, Attribute> attributes = with("group", group, "strides", new long[] {stride, stride});
        long pad = kernel / 2;
        if (random.nextInt(4) == 0) {
            attributes.put("auto_pad", new Attribute.Text(random.nextBoolean() ? "SAME_UPPER" : "SAME_LOWER"));
        } else {
            attributes.put("pads", Net.ints(pad, pad, pad, pad));
        }
        String made = normalized(net.node("Conv", inputs, attributes), out);
        return activated(new Image(made, out, halved(from.height(), stride), halved(from.width(), stride)));
    }

    private static int halved(int extent, int stride) {
        return (extent + stride - 1) / stride;
    }

    Image depthwise(Image from) {
        int wide = from.channels() * (1 + random.nextInt(2));
        boolean dilated = from.height() > 4 && random.nextBoolean();
        long pad = dilated ? 2 : 1;
        String made = net.node(
                "Conv",
                List.of(from.name(), weight(0.4, wide, 1, 3, 3), net.weight(0.1f, wide)),
                with("group", from.channels(), "pads", new long[] {pad, pad, pad, pad}, "dilations", new long[] {
                    pad, pad
                }));
        return activated(new Image(normalized(made, wide), wide, from.height(), from.width()));
    }

    private String normalized(String from, int channels) {
        return random.nextInt(4) > 0 ? from : normalization(from, channels);
    }

    private String normalization(String from, int channels) {
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.2f + random.nextFloat();
        }
        return net.node(
                "BatchNormalization",
                from,
                net.weight(0.7f, channels),
                net.weight(0.3f, channels),
                net.weight(0.3f, channels),
                net.floats(variance, channels));
    }

    private Image activated(Image from) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> from.named(net.relu(from.name()));
            case 2 -> from.named(forms.clip(from.name(), 0, 2));
            case 3 -> from.named(net.relu(forms.clip(from.name(), -1, 1.5f)));
            default -> from;
        };
    }

    /// What can be done with one tensor.
    Image alone(Image from) {
        boolean roomy = from.height() >= 4 && from.width() >= 4;
        return switch (random.nextInt(23)) {
            case 0, 1, 2, 3 -> conv(from, 4 + 4 * random.nextInt(2));
            case 4 -> depthwise(from);
            case 5 -> pointwise(from);
            case 6 -> pointwise(from);
            case 7 -> roomy ? pooled(from) : conv(from, 4);
            case 8 -> from.width() < MOST_EXTENT && from.height() < MOST_EXTENT ? enlarged(from) : conv(from, 4);
            case 9 -> from.width() < MOST_EXTENT && from.height() < MOST_EXTENT ? transposed(from) : conv(from, 4);
            case 10 ->
                new Image(
                        net.relu(forms.pad(
                                from.name(),
                                random.nextBoolean() ? 0 : 0.7f,
                                random.nextBoolean() ? "constant" : "edge",
                                0,
                                0,
                                1,
                                0,
                                0,
                                0,
                                0,
                                2)),
                        from.channels(),
                        from.height() + 1,
                        from.width() + 2);
            case 11 ->
                roomy
                        ? new Image(
                                forms.slice(from.name(), 2, 1, 100), from.channels(), from.height() - 1, from.width())
                        : pointwise(from);
            case 12 ->
                new Image(
                        net.node("Transpose", List.of(from.name()), with("perm", new long[] {0, 1, 3, 2})),
                        from.channels(),
                        from.width(),
                        from.height());
            case 13 -> excited(from);
            case 14 -> rearranged(from);
            case 15 -> from.named(net.add(from.name(), net.weight(0.5f, from.channels(), 1, 1)));
            case 16 ->
                from.named(net.node(
                        random.nextBoolean() ? "Mul" : "Sub", from.name(), net.weight(0.5f, from.channels(), 1, 1)));
            case 17 -> reshaped(from);
            case 18 -> gathered(from);
            case 19 -> branched(from);
            case 20 -> activated(from.named(normalization(from.name(), from.channels())));
            case 21 ->
                new Image(
                        net.node(
                                "Concat",
                                List.of(
                                        from.name(),
                                        net.relu(from.name()),
                                        net.weight(0.5f, batch, 2, from.height(), from.width())),
                                with("axis", 1)),
                        2 * from.channels() + 2,
                        from.height(),
                        from.width());
            default -> from.named(net.node("Div", from.name(), forms.scalar(1.7f)));
        };
    }

    private Image pointwise(Image from) {
        return from.named(
                switch (random.nextInt(8)) {
                    case 0 -> net.node("Mul", from.name(), net.node("Sigmoid", from.name()));
                    case 1 -> forms.hardSwish(from.name());
                    case 2 -> net.node("Tanh", from.name());
                    case 3 -> net.node("LeakyRelu", List.of(from.name()), with("alpha", 0.2f));
                    case 4 -> net.node("HardSigmoid", from.name());
                    case 5 -> forms.clip(from.name(), -0.8f, 1.2f);
                    case 6 -> net.node("Identity", net.relu(from.name()));
                    default -> net.relu(from.name());
                });
    }

    private Image pooled(Image from) {
        boolean max = random.nextBoolean();
        int stride = 1 + random.nextInt(2);
        Map<String, Attribute> attributes =
                with("kernel_shape", new long[] {3, 3}, "strides", new long[] {stride, stride}, "pads", new long[] {
                    1, 1, 1, 1
                });
        if (!max) {
            attributes.put("count_include_pad", new Attribute.IntValue(random.nextInt(2)));
        }
        String made = net.node(max ? "MaxPool" : "AveragePool", List.of(from.name()), attributes);
        return new Image(made, from.channels(), halved(from.height(), stride), halved(from.width(), stride));
    }

    private Image enlarged(Image from) {
        List<String> coordinates = List.of("asymmetric", "half_pixel", "align_corners");
        String made = forms.enlarge(
                from.name(), random.nextInt(3) == 0 ? "linear" : "nearest", coordinates.get(random.nextInt(3)));
        return new Image(made, from.channels(), 2 * from.height(), 2 * from.width());
    }

    private Image transposed(Image from) {
        int group = from.channels() % 2 == 0 && random.nextBoolean() ? 2 : 1;
        String made = net.node(
                "ConvTranspose",
                List.of(from.name(), weight(0.4, from.channels(), 4 / group, 2, 2), net.weight(0.1f, 4)),
                with("group", group, "strides", new long[] {2, 2}));
        return activated(new Image(normalized(made, 4), 4, 2 * from.height(), 2 * from.width()));
    }

    /// Squeeze and excitation: each channel times a factor from all of it.
    private Image excited(Image from) {
        String pooled =
                random.nextBoolean() ? net.node("GlobalAveragePool", from.name()) : forms.mean(from.name(), 1, 2, 3);
        String factor = net.node("Conv", pooled, weight(0.5, from.channels(), from.channels(), 1, 1));
        return from.named(
                net.node("Mul", from.name(), net.node(random.nextBoolean() ? "Sigmoid" : "HardSigmoid", factor)));
    }

    private Image rearranged(Image from) {
        if (from.channels() % 4 == 0 && from.width() < MOST_EXTENT && from.height() < MOST_EXTENT) {
            String mode = opset >= 11 && random.nextBoolean() ? "CRD" : "DCR";
            Map<String, Attribute> attributes = opset >= 11 ? with("blocksize", 2, "mode", mode) : with("blocksize", 2);
            String made = net.node("DepthToSpace", List.of(from.name()), attributes);
            return conv(new Image(made, from.channels() / 4, 2 * from.height(), 2 * from.width()), 4);
        }
        if (from.height() % 2 == 0 && from.width() % 2 == 0) {
            String made = net.node("SpaceToDepth", List.of(from.name()), with("blocksize", 2));
            return conv(new Image(made, 4 * from.channels(), from.height() / 2, from.width() / 2), 4);
        }
        return conv(from, 4);
    }

    /// There and back again: what only moves values keeps them.
    private Image reshaped(Image from) {
        String rows = net.node(
                "Reshape", from.name(), net.longs(batch, from.channels(), from.height() * (long) from.width()));
        String image = net.node(
                "Reshape", forms.unsqueeze(rows, 0), net.longs(batch, from.channels(), from.height(), from.width()));
        return conv(from.named(image), 4);
    }

    private Image gathered(Image from) {
        String picked = net.node("Gather", List.of(from.name(), net.longs(from.channels() - 1, 0)), with("axis", 1));
        return conv(new Image(picked, 2, from.height(), from.width()), 4);
    }

    /// An If on a constant condition whose branches take the tensor from around them.
    private Image branched(Image from) {
        if (opset < 13) {
            return pointwise(from);
        }
        String condition =
                net.node("Greater", forms.mean(from.name(), 0, 0, 1, 2, 3), forms.scalar(random.nextFloat() - 0.5f));
        String made = net.node(
                "If",
                List.of(condition),
                Map.of("then_branch", branch(from, "Tanh"), "else_branch", branch(from, "Neg")));
        return from.named(made);
    }

    private static Attribute branch(Image from, String operator) {
        String out = from.name() + "." + operator;
        Node node = new Node(out, operator, "", List.of(from.name()), List.of(out), Map.of());
        ValueInfo info = new ValueInfo(out, DataType.FLOAT, List.of(), false, io.tierwise.onnx.Rest.NONE);
        return new Attribute.GraphValue(
                new Graph(operator, List.of(node), List.of(), List.of(info), Map.of(), Map.of()));
    }

    /// What can be done with two tensors of the same extents.
    Image joined(Image a, Image b) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Image(
                        net.node("Concat", List.of(a.name(), b.name()), with("axis", 1)),
                        2 * a.channels(),
                        a.height(),
                        a.width());
            case 1 -> a.named(net.node("Mul", a.name(), b.name()));
            default -> activated(a.named(net.add(a.name(), b.name())));
        };
    }

    /// Pooled, flattened and classified.
    String head(Image from) {
        String pooled = switch (random.nextInt(3)) {
            case 0 -> forms.squeeze(net.node("GlobalAveragePool", from.name()), 2, 3);
            case 1 -> forms.mean(from.name(), 0, 2, 3);
            default -> net.node("Flatten", net.node("GlobalAveragePool", from.name()));
        };
        return random.nextBoolean()
                ? net.gemm(pooled, from.channels(), 5)
                : net.node(
                        "Gemm",
                        List.of(pooled, net.weight(0.5f, from.channels(), 5), net.weight(0.3f, 5)),
                        with("alpha", 0.7f, "beta", 1.3f));
    }
}
