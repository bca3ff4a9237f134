package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One small model for each operator and combination of attributes that the oracle knows.
final class OperatorCases {

    /// @param name operator and what is particular
    record Case(String name, Model model) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Adds nodes to a net and names the tensor they make.
    @FunctionalInterface
    private interface Build {
        String on(Net net);
    }

    private final List<Case> cases = new ArrayList<>();

    private OperatorCases() {}

    static List<Case> all() {
        OperatorCases cases = new OperatorCases();
        cases.convolutions();
        cases.transposedConvolutions();
        cases.poolings();
        cases.products();
        cases.elements();
        cases.resizes();
        cases.pads();
        cases.moves();
        cases.shapes();
        cases.reductions();
        return cases.cases;
    }

    private void add(String name, long opset, Build build) {
        Net net = new Net(name.hashCode());
        net.output(build.on(net));
        cases.add(new Case(name + " of opset " + opset, net.model(opset)));
    }

    /// Attributes from pairs of a name and a number, a list, a decimal or a text.
    static Map<String, Attribute> with(Object... pairs) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.put(
                    (String) pairs[i],
                    switch (pairs[i + 1]) {
                        case Integer number -> new Attribute.IntValue(number);
                        case Float number -> new Attribute.FloatValue(number);
                        case String text -> new Attribute.Text(text);
                        case long[] numbers -> Net.ints(numbers);
                        default -> throw new IllegalArgumentException("no attribute of " + pairs[i + 1]);
                    });
        }
        return attributes;
    }

    private static long[] list(long... numbers) {
        return numbers;
    }

    private static String image(Net net) {
        return net.input("x", 2, 4, 7, 9);
    }

    private void convolutions() {
        for (long group : List.of(1L, 2L, 4L)) {
            for (String pad : List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER")) {
                for (long stride : List.of(1L, 2L)) {
                    add("Conv group %d %s stride %d".formatted(group, pad, stride), 13, net -> {
                        Map<String, Attribute> attributes = with("group", (int) group, "strides", list(stride, 1));
                        attributes.put("auto_pad", new Attribute.Text(pad));
                        if (pad.equals("NOTSET")) {
                            attributes.put("pads", Net.ints(1, 0, 2, 1));
                        }
                        return net.node(
                                "Conv",
                                List.of(image(net), net.weight(0.3f, 8, 4 / group, 3, 2), net.weight(1, 8)),
                                attributes);
                    });
                }
            }
        }
        add(
                "Conv dilated",
                13,
                net -> net.node(
                        "Conv", List.of(image(net), net.weight(0.3f, 3, 4, 3, 2)), with("dilations", list(2, 3))));
        add(
                "Conv one axis",
                11,
                net -> net.node(
                        "Conv",
                        List.of(net.input("x", 2, 3, 11), net.weight(0.3f, 4, 3, 5)),
                        with("pads", list(2, 1))));
        add(
                "Conv three axes",
                11,
                net -> net.node(
                        "Conv",
                        List.of(net.input("x", 1, 2, 5, 4, 6), net.weight(0.3f, 3, 2, 2, 3, 2)),
                        with("strides", list(2, 1, 3))));
    }

    private void transposedConvolutions() {
        for (long group : List.of(1L, 2L)) {
            add(
                    "ConvTranspose group " + group,
                    11,
                    net -> net.node(
                            "ConvTranspose",
                            List.of(image(net), net.weight(0.3f, 4, 3, 3, 2), net.weight(1, 3 * group)),
                            with("group", (int) group, "strides", list(2, 3), "pads", list(1, 0, 0, 1))));
        }
        add(
                "ConvTranspose output padding and dilation",
                11,
                net -> net.node(
                        "ConvTranspose",
                        List.of(image(net), net.weight(0.3f, 4, 2, 3, 3)),
                        with("strides", list(2, 2), "output_padding", list(1, 1), "dilations", list(2, 1))));
        for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "NOTSET")) {
            add(
                    "ConvTranspose output shape " + pad,
                    11,
                    net -> net.node(
                            "ConvTranspose",
                            List.of(image(net), net.weight(0.3f, 4, 2, 3, 3)),
                            with("strides", list(2, 2), "output_shape", list(14, 18), "auto_pad", pad)));
        }
        add(
                "ConvTranspose one axis",
                11,
                net -> net.node(
                        "ConvTranspose",
                        List.of(net.input("x", 2, 3, 5), net.weight(0.3f, 3, 2, 4)),
                        with("strides", list(3))));
    }

    private void poolings() {
        for (String operator : List.of("MaxPool", "AveragePool")) {
            for (String pad : List.of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")) {
                add(
                        operator + " " + pad,
                        12,
                        net -> net.node(
                                operator,
                                List.of(image(net)),
                                pad.equals("NOTSET")
                                        ? with(
                                                "kernel_shape",
                                                list(3, 2),
                                                "pads",
                                                list(1, 0, 1, 1),
                                                "strides",
                                                list(2, 2))
                                        : with("kernel_shape", list(3, 3), "auto_pad", pad, "strides", list(2, 1))));
            }
            add(
                    operator + " rounding up",
                    12,
                    net -> net.node(
                            operator,
                            List.of(image(net)),
                            with(
                                    "kernel_shape",
                                    list(2, 2),
                                    "strides",
                                    list(2, 2),
                                    "ceil_mode",
                                    1,
                                    "pads",
                                    list(0, 1, 0, 1))));
            add("Global" + operator, 12, net -> net.node("Global" + operator, image(net)));
        }
        add(
                "MaxPool dilated",
                12,
                net -> net.node(
                        "MaxPool", List.of(image(net)), with("kernel_shape", list(2, 3), "dilations", list(2, 2))));
        add(
                "MaxPool one axis",
                12,
                net -> net.node("MaxPool", List.of(net.input("x", 1, 2, 9)), with("kernel_shape", list(4))));
        add(
                "AveragePool with padding counted",
                12,
                net -> net.node(
                        "AveragePool",
                        List.of(image(net)),
                        with(
                                "kernel_shape",
                                list(3, 3),
                                "pads",
                                list(1, 1, 1, 1),
                                "count_include_pad",
                                1,
                                "strides",
                                list(2, 2))));
        add(
                "AveragePool dilated",
                19,
                net -> net.node(
                        "AveragePool", List.of(image(net)), with("kernel_shape", list(2, 2), "dilations", list(2, 3))));
    }

    private void products() {
        for (int turnA = 0; turnA < 2; turnA++) {
            for (int turnB = 0; turnB < 2; turnB++) {
                Map<String, Attribute> attributes =
                        with("transA", turnA, "transB", turnB, "alpha", 0.5f, "beta", -1.5f);
                long[] a = turnA == 1 ? list(6, 4) : list(4, 6);
                long[] b = turnB == 1 ? list(5, 6) : list(6, 5);
                add(
                        "Gemm transA %d transB %d".formatted(turnA, turnB),
                        13,
                        net -> net.node(
                                "Gemm", List.of(net.input("x", a), net.weight(1, b), net.weight(1, 1, 5)), attributes));
            }
        }
        add("Gemm without bias", 11, net -> net.node("Gemm", net.input("x", 4, 6), net.weight(1, 6, 3)));
        add("MatMul of matrices", 13, net -> net.node("MatMul", net.input("x", 4, 6), net.weight(1, 6, 3)));
        add("MatMul of many", 13, net -> net.node("MatMul", net.input("x", 2, 1, 4, 6), net.input("y", 3, 6, 5)));
        add("MatMul of a row", 13, net -> net.node("MatMul", net.input("x", 6), net.weight(1, 2, 6, 3)));
        add("MatMul of a column", 13, net -> net.node("MatMul", net.input("x", 2, 4, 6), net.weight(1, 6)));
    }

    private void elements() {
        for (String operator : List.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "PRelu")) {
            add(operator + " broadcast", 13, net -> net.node(operator, image(net), net.weight(1, 4, 1, 9)));
            add(operator + " of equals", 13, net -> net.node(operator, image(net), net.input("y", 2, 4, 7, 9)));
        }
        for (String operator : List.of(
                "Relu",
                "LeakyRelu",
                "Sigmoid",
                "HardSigmoid",
                "Tanh",
                "Elu",
                "Celu",
                "Selu",
                "Softplus",
                "Softsign",
                "Exp",
                "Abs",
                "Neg",
                "Floor",
                "Ceil",
                "Round",
                "Sign",
                "Erf",
                "Identity",
                "ThresholdedRelu",
                "Sin",
                "Cos",
                "Reciprocal")) {
            add(operator, 13, net -> net.node(operator, image(net)));
        }
        add("HardSwish", 14, net -> net.node("HardSwish", image(net)));
        add("Mish", 18, net -> net.node("Mish", image(net)));
        for (String approximate : List.of("none", "tanh")) {
            add(
                    "Gelu " + approximate,
                    20,
                    net -> net.node("Gelu", List.of(image(net)), with("approximate", approximate)));
        }
        add("LeakyRelu steep", 13, net -> net.node("LeakyRelu", List.of(image(net)), with("alpha", 0.3f)));
        add(
                "HardSigmoid steep",
                13,
                net -> net.node("HardSigmoid", List.of(image(net)), with("alpha", 0.4f, "beta", 0.3f)));
        add("Clip by attributes", 9, net -> net.node("Clip", List.of(image(net)), with("min", -0.5f, "max", 0.7f)));
        add(
                "Clip by inputs",
                13,
                net -> net.node("Clip", image(net), net.floats(new float[] {-0.5f}), net.floats(new float[] {0.7f})));
        add("Clip above only", 13, net -> net.node("Clip", image(net), "", net.floats(new float[] {0.7f})));
        add("Sqrt and Log", 13, net -> net.node("Sqrt", net.node("Abs", net.node("Log", net.node("Exp", image(net))))));
        add("Pow", 13, net -> net.node("Pow", net.node("Abs", image(net)), net.floats(new float[] {1.5f})));
        add(
                "Where",
                13,
                net -> net.node(
                        "Where",
                        net.node("Greater", image(net), net.weight(1, 9)),
                        net.weight(1, 7, 1),
                        net.input("y", 2, 4, 7, 9)));
        add(
                "Not of Less cast",
                13,
                net -> net.node(
                        "Cast",
                        List.of(net.node("Not", net.node("Less", image(net), net.weight(1, 9)))),
                        with("to", 1)));
        add(
                "BatchNormalization",
                13,
                net -> net.node(
                        "BatchNormalization",
                        image(net),
                        net.weight(1, 4),
                        net.weight(1, 4),
                        net.weight(1, 4),
                        net.floats(new float[] {1, 2, 0.5f, 3}, 4)));
        add(
                "InstanceNormalization",
                13,
                net -> net.node("InstanceNormalization", image(net), net.weight(1, 4), net.weight(1, 4)));
        for (int axis : List.of(-1, 2)) {
            add(
                    "LayerNormalization axis " + axis,
                    17,
                    net -> net.node(
                            "LayerNormalization",
                            List.of(
                                    image(net),
                                    axis == 2 ? net.weight(1, 7, 9) : net.weight(1, 9),
                                    axis == 2 ? net.weight(1, 7, 9) : net.weight(1, 9)),
                            with("axis", axis)));
        }
    }

    private void resizes() {
        for (String mode : List.of("nearest", "linear")) {
            for (String coordinates : List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
                for (String rounding : mode.equals("nearest")
                        ? List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
                        : List.of("floor")) {
                    add(
                            "Resize %s %s %s"
                                    .formatted(mode, coordinates, rounding)
                                    .strip(),
                            13,
                            net -> resize(
                                    net,
                                    with(
                                            "mode",
                                            mode,
                                            "coordinate_transformation_mode",
                                            coordinates,
                                            "nearest_mode",
                                            rounding)));
                }
            }
            add(
                    "Resize to sizes " + mode,
                    13,
                    net -> net.node("Resize", List.of(image(net), "", "", net.longs(2, 4, 5, 13)), with("mode", mode)));
            add(
                    "Upsample " + mode,
                    9,
                    net -> net.node(
                            "Upsample",
                            List.of(image(net), net.floats(new float[] {1, 1, 2, 3}, 4)),
                            with("mode", mode)));
            add(
                    "Resize of opset 10 " + mode,
                    10,
                    net -> net.node(
                            "Resize",
                            List.of(image(net), net.floats(new float[] {1, 1, 2, 3}, 4)),
                            with("mode", mode)));
        }
        add(
                "Resize of two axes",
                18,
                net -> net.node(
                        "Resize",
                        List.of(image(net), "", net.floats(new float[] {2, 2}, 2)),
                        with("mode", "linear", "axes", list(2, 3))));
        add(
                "Resize half_pixel_symmetric",
                19,
                net -> net.node(
                        "Resize",
                        List.of(image(net), "", net.floats(new float[] {1, 1, 1.7f, 0.6f}, 4)),
                        with("mode", "linear", "coordinate_transformation_mode", "half_pixel_symmetric")));
        add(
                "Resize tf_half_pixel_for_nn",
                11,
                net -> net.node(
                        "Resize",
                        List.of(image(net), net.floats(new float[0], 0), net.floats(new float[] {1, 1, 2, 3}, 4)),
                        with("coordinate_transformation_mode", "tf_half_pixel_for_nn", "nearest_mode", "floor")));
    }

    private static String resize(Net net, Map<String, Attribute> attributes) {
        return net.node("Resize", List.of(image(net), "", net.floats(new float[] {1, 1, 2, 1.5f}, 4)), attributes);
    }

    private void pads() {
        for (String mode : List.of("constant", "reflect", "edge")) {
            add(
                    "Pad " + mode,
                    13,
                    net -> net.node(
                            "Pad",
                            List.of(image(net), net.longs(0, 1, 2, 0, 0, 1, 0, 3), net.floats(new float[] {0.7f})),
                            with("mode", mode)));
            add(
                    "Pad by attributes " + mode,
                    9,
                    net -> net.node(
                            "Pad",
                            List.of(image(net)),
                            with("mode", mode, "pads", list(0, 1, 2, 0, 0, 1, 0, 3), "value", -0.3f)));
        }
        add(
                "Pad wrap",
                19,
                net -> net.node("Pad", List.of(image(net), net.longs(0, 0, 2, 1, 0, 0, 0, 3)), with("mode", "wrap")));
        add("Pad of axes", 18, net -> net.node("Pad", image(net), net.longs(1, 2, 0, 1), "", net.longs(-1, 2)));
        add("Pad that cuts", 13, net -> net.node("Pad", image(net), net.longs(0, 0, -2, 1, 0, 0, 1, -3)));
    }

    private void moves() {
        add(
                "Slice by attributes",
                9,
                net -> net.node(
                        "Slice",
                        List.of(image(net)),
                        with("starts", list(1, -5), "ends", list(3, 100), "axes", list(1, 3))));
        add(
                "Slice by inputs",
                13,
                net -> net.node(
                        "Slice", image(net), net.longs(1, -1), net.longs(6, -100), net.longs(2, -1), net.longs(2, -3)));
        add("Slice of the first axes", 13, net -> net.node("Slice", image(net), net.longs(0, 1), net.longs(1, 3)));
        for (int axis : List.of(0, 2, -1)) {
            add(
                    "Gather axis " + axis,
                    13,
                    net -> net.node("Gather", List.of(image(net), net.longs(1, 0, -1)), with("axis", axis)));
        }
        add(
                "Concat",
                13,
                net -> net.node(
                        "Concat", List.of(image(net), net.weight(1, 2, 3, 7, 9), image2(net)), with("axis", 1)));
        add("Concat from the end", 13, net -> net.node("Concat", List.of(image(net), image2(net)), with("axis", -2)));
        add("Transpose", 13, net -> net.node("Transpose", List.of(image(net)), with("perm", list(2, 0, 3, 1))));
        add("Transpose reversed", 13, net -> net.node("Transpose", image(net)));
        add("Expand", 13, net -> net.node("Expand", net.input("x", 4, 1, 9), net.longs(2, 1, 7, 9)));
        add("Tile", 13, net -> net.node("Tile", image(net), net.longs(1, 2, 1, 3)));
        add("Split by sizes", 13, net -> {
            String x = image(net);
            return net.add(net.split(x, 2, 1, 4, 2).get(1), net.weight(1, 9));
        });
        for (String mode : List.of("DCR", "CRD")) {
            add(
                    "DepthToSpace " + mode,
                    13,
                    net -> net.node(
                            "DepthToSpace", List.of(net.input("x", 2, 12, 3, 5)), with("blocksize", 2, "mode", mode)));
        }
        add(
                "SpaceToDepth",
                13,
                net -> net.node("SpaceToDepth", List.of(net.input("x", 2, 3, 4, 6)), with("blocksize", 2)));
    }

    private static String image2(Net net) {
        return net.input("y", 2, 4, 7, 9);
    }

    private void shapes() {
        add("Reshape", 13, net -> net.node("Reshape", image(net), net.longs(0, -1, 3)));
        add("Reshape by Shape", 13, net -> net.node("Reshape", image(net), shape(net)));
        for (int axis : List.of(0, 1, 3, -1)) {
            add("Flatten axis " + axis, 13, net -> net.node("Flatten", List.of(image(net)), with("axis", axis)));
        }
        add(
                "Squeeze by attribute",
                9,
                net -> net.node("Squeeze", List.of(net.input("x", 1, 4, 1, 3)), with("axes", list(0, 2))));
        add("Squeeze by input", 13, net -> net.node("Squeeze", net.input("x", 1, 4, 1, 3), net.longs(-2)));
        add("Squeeze all", 13, net -> net.node("Squeeze", net.input("x", 1, 4, 1, 3)));
        add(
                "Unsqueeze by attribute",
                9,
                net -> net.node("Unsqueeze", List.of(net.input("x", 4, 3)), with("axes", list(0, 2))));
        add("Unsqueeze by input", 13, net -> net.node("Unsqueeze", net.input("x", 4, 3), net.longs(-1, 0)));
        add("Dropout", 13, net -> net.node("Dropout", image(net)));
    }

    /// The extents of the input with the last two multiplied, computed as exporters write it.
    private static String shape(Net net) {
        String extents = net.node("Shape", "x");
        String last = net.node("Slice", extents, net.longs(2), net.longs(4));
        return net.node(
                "Concat",
                List.of(
                        net.node("Slice", extents, net.longs(0), net.longs(2)),
                        net.node("ReduceProd", List.of(last), with("axes", list(0)))),
                with("axis", 0));
    }

    private void reductions() {
        for (String operator :
                List.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceSumSquare")) {
            for (int keep = 0; keep < 2; keep++) {
                int kept = keep;
                add(
                        operator + " keepdims " + keep,
                        operator.equals("ReduceSum") ? 12 : 13,
                        net -> net.node(operator, List.of(image(net)), with("axes", list(1, -1), "keepdims", kept)));
                add(
                        operator + " by input keepdims " + keep,
                        18,
                        net -> net.node(operator, List.of(image(net), net.longs(2, 3)), with("keepdims", kept)));
            }
            add(operator + " of all", 18, net -> net.node(operator, image(net)));
        }
        for (String operator : List.of("Softmax", "LogSoftmax")) {
            for (int axis : List.of(1, 2, -1)) {
                for (long opset : List.of(11L, 13L)) {
                    add(
                            operator + " axis " + axis,
                            opset,
                            net -> net.node(operator, List.of(image(net)), with("axis", axis)));
                }
            }
            add(operator.toLowerCase(Locale.ROOT) + " of the default axis", 13, net -> net.node(operator, image(net)));
        }
    }
}
