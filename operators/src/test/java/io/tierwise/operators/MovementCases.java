package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.image;
import static io.tierwise.operators.OperatorCases.list;
import static io.tierwise.operators.OperatorCases.with;

import java.util.List;
import java.util.Locale;

/// What moves, selects and reduces.
final class MovementCases {

    private final OperatorCases cases;

    MovementCases(OperatorCases cases) {
        this.cases = cases;
    }

    void moves() {
        cases.add(
                "Slice by attributes",
                9,
                net -> net.node(
                        "Slice",
                        List.of(image(net)),
                        with("starts", list(1, -5), "ends", list(3, 100), "axes", list(1, 3))));
        cases.add(
                "Slice by inputs",
                13,
                net -> net.node(
                        "Slice", image(net), net.longs(1, -1), net.longs(6, -100), net.longs(2, -1), net.longs(2, -3)));
        cases.add(
                "Slice of the first axes", 13, net -> net.node("Slice", image(net), net.longs(0, 1), net.longs(1, 3)));
        for (int axis : List.of(0, 2, -1)) {
            cases.add(
                    "Gather axis " + axis,
                    13,
                    net -> net.node("Gather", List.of(image(net), net.longs(1, 0, -1)), with("axis", axis)));
        }
        cases.add(
                "Concat",
                13,
                net -> net.node(
                        "Concat", List.of(image(net), net.weight(1, 2, 3, 7, 9), image2(net)), with("axis", 1)));
        cases.add(
                "Concat from the end",
                13,
                net -> net.node("Concat", List.of(image(net), image2(net)), with("axis", -2)));
        cases.add("Transpose", 13, net -> net.node("Transpose", List.of(image(net)), with("perm", list(2, 0, 3, 1))));
        cases.add("Transpose reversed", 13, net -> net.node("Transpose", image(net)));
        cases.add("Expand", 13, net -> net.node("Expand", net.input("x", 4, 1, 9), net.longs(2, 1, 7, 9)));
        cases.add("Tile", 13, net -> net.node("Tile", image(net), net.longs(1, 2, 1, 3)));
        cases.add("Split by sizes", 13, net -> {
            String x = image(net);
            return net.add(net.split(x, 2, 1, 4, 2).get(1), net.weight(1, 9));
        });
        for (String mode : List.of("DCR", "CRD")) {
            cases.add(
                    "DepthToSpace " + mode,
                    13,
                    net -> net.node(
                            "DepthToSpace", List.of(net.input("x", 2, 12, 3, 5)), with("blocksize", 2, "mode", mode)));
        }
        cases.add(
                "SpaceToDepth",
                13,
                net -> net.node("SpaceToDepth", List.of(net.input("x", 2, 3, 4, 6)), with("blocksize", 2)));
    }

    private static String image2(Net net) {
        return net.input("y", 2, 4, 7, 9);
    }

    void shapes() {
        cases.add("Reshape", 13, net -> net.node("Reshape", image(net), net.longs(0, -1, 3)));
        cases.add("Reshape by Shape", 13, net -> net.node("Reshape", image(net), shape(net)));
        for (int axis : List.of(0, 1, 3, -1)) {
            cases.add("Flatten axis " + axis, 13, net -> net.node("Flatten", List.of(image(net)), with("axis", axis)));
        }
        cases.add(
                "Squeeze by attribute",
                9,
                net -> net.node("Squeeze", List.of(net.input("x", 1, 4, 1, 3)), with("axes", list(0, 2))));
        cases.add("Squeeze by input", 13, net -> net.node("Squeeze", net.input("x", 1, 4, 1, 3), net.longs(-2)));
        cases.add("Squeeze all", 13, net -> net.node("Squeeze", net.input("x", 1, 4, 1, 3)));
        cases.add(
                "Unsqueeze by attribute",
                9,
                net -> net.node("Unsqueeze", List.of(net.input("x", 4, 3)), with("axes", list(0, 2))));
        cases.add("Unsqueeze by input", 13, net -> net.node("Unsqueeze", net.input("x", 4, 3), net.longs(-1, 0)));
        cases.add("Dropout", 13, net -> net.node("Dropout", image(net)));
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

    void reductions() {
        for (String operator :
                List.of("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceSumSquare")) {
            for (int keep = 0; keep < 2; keep++) {
                int kept = keep;
                cases.add(
                        operator + " keepdims " + keep,
                        operator.equals("ReduceSum") ? 12 : 13,
                        net -> net.node(operator, List.of(image(net)), with("axes", list(1, -1), "keepdims", kept)));
                cases.add(
                        operator + " by input keepdims " + keep,
                        18,
                        net -> net.node(operator, List.of(image(net), net.longs(2, 3)), with("keepdims", kept)));
            }
            cases.add(operator + " of all", 18, net -> net.node(operator, image(net)));
        }
        for (String operator : List.of("Softmax", "LogSoftmax")) {
            for (int axis : List.of(1, 2, -1)) {
                for (long opset : List.of(11L, 13L)) {
                    cases.add(
                            operator + " axis " + axis,
                            opset,
                            net -> net.node(operator, List.of(image(net)), with("axis", axis)));
                }
            }
            cases.add(
                    operator.toLowerCase(Locale.ROOT) + " of the default axis",
                    13,
                    net -> net.node(operator, image(net)));
        }
    }
}
