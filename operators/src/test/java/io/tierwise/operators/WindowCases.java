package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.image;
import static io.tierwise.operators.OperatorCases.list;
import static io.tierwise.operators.OperatorCases.with;

import io.tierwise.onnx.Attribute;
import java.util.List;
import java.util.Map;

/// Convolutions and poolings.
final class WindowCases {

    private final OperatorCases cases;

    WindowCases(OperatorCases cases) {
        this.cases = cases;
    }

    void convolutions() {
        for (long group : List.of(1L, 2L, 4L)) {
            for (String pad : List.of("NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER")) {
                for (long stride : List.of(1L, 2L)) {
                    cases.add("Conv group %d %s stride %d".formatted(group, pad, stride), 13, net -> {
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
        cases.add(
                "Conv dilated",
                13,
                net -> net.node(
                        "Conv", List.of(image(net), net.weight(0.3f, 3, 4, 3, 2)), with("dilations", list(2, 3))));
        cases.add(
                "Conv one axis",
                11,
                net -> net.node(
                        "Conv",
                        List.of(net.input("x", 2, 3, 11), net.weight(0.3f, 4, 3, 5)),
                        with("pads", list(2, 1))));
        cases.add(
                "Conv three axes",
                11,
                net -> net.node(
                        "Conv",
                        List.of(net.input("x", 1, 2, 5, 4, 6), net.weight(0.3f, 3, 2, 2, 3, 2)),
                        with("strides", list(2, 1, 3))));
    }

    void transposedConvolutions() {
        for (long group : List.of(1L, 2L)) {
            cases.add(
                    "ConvTranspose group " + group,
                    11,
                    net -> net.node(
                            "ConvTranspose",
                            List.of(image(net), net.weight(0.3f, 4, 3, 3, 2), net.weight(1, 3 * group)),
                            with("group", (int) group, "strides", list(2, 3), "pads", list(1, 0, 0, 1))));
        }
        cases.add(
                "ConvTranspose output padding and dilation",
                11,
                net -> net.node(
                        "ConvTranspose",
                        List.of(image(net), net.weight(0.3f, 4, 2, 3, 3)),
                        with("strides", list(2, 2), "output_padding", list(1, 1), "dilations", list(2, 1))));
        for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "NOTSET")) {
            cases.add(
                    "ConvTranspose output shape " + pad,
                    11,
                    net -> net.node(
                            "ConvTranspose",
                            List.of(image(net), net.weight(0.3f, 4, 2, 3, 3)),
                            with("strides", list(2, 2), "output_shape", list(14, 18), "auto_pad", pad)));
        }
        cases.add(
                "ConvTranspose one axis",
                11,
                net -> net.node(
                        "ConvTranspose",
                        List.of(net.input("x", 2, 3, 5), net.weight(0.3f, 3, 2, 4)),
                        with("strides", list(3))));
    }

    void poolings() {
        for (String operator : List.of("MaxPool", "AveragePool")) {
            for (String pad : List.of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")) {
                cases.add(
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
            cases.add(
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
            cases.add("Global" + operator, 12, net -> net.node("Global" + operator, image(net)));
        }
        cases.add(
                "MaxPool dilated",
                12,
                net -> net.node(
                        "MaxPool", List.of(image(net)), with("kernel_shape", list(2, 3), "dilations", list(2, 2))));
        cases.add(
                "MaxPool one axis",
                12,
                net -> net.node("MaxPool", List.of(net.input("x", 1, 2, 9)), with("kernel_shape", list(4))));
        cases.add(
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
        cases.add(
                "AveragePool dilated",
                19,
                net -> net.node(
                        "AveragePool", List.of(image(net)), with("kernel_shape", list(2, 2), "dilations", list(2, 3))));
    }

    void products() {
        for (int turnA = 0; turnA < 2; turnA++) {
            for (int turnB = 0; turnB < 2; turnB++) {
                Map<String, Attribute> attributes =
                        with("transA", turnA, "transB", turnB, "alpha", 0.5f, "beta", -1.5f);
                long[] a = turnA == 1 ? list(6, 4) : list(4, 6);
                long[] b = turnB == 1 ? list(5, 6) : list(6, 5);
                cases.add(
                        "Gemm transA %d transB %d".formatted(turnA, turnB),
                        13,
                        net -> net.node(
                                "Gemm", List.of(net.input("x", a), net.weight(1, b), net.weight(1, 1, 5)), attributes));
            }
        }
        cases.add("Gemm without bias", 11, net -> net.node("Gemm", net.input("x", 4, 6), net.weight(1, 6, 3)));
        cases.add("MatMul of matrices", 13, net -> net.node("MatMul", net.input("x", 4, 6), net.weight(1, 6, 3)));
        cases.add("MatMul of many", 13, net -> net.node("MatMul", net.input("x", 2, 1, 4, 6), net.input("y", 3, 6, 5)));
        cases.add("MatMul of a row", 13, net -> net.node("MatMul", net.input("x", 6), net.weight(1, 2, 6, 3)));
        cases.add("MatMul of a column", 13, net -> net.node("MatMul", net.input("x", 2, 4, 6), net.weight(1, 6)));
    }
}
