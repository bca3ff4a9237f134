package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.image;
import static io.tierwise.operators.OperatorCases.list;
import static io.tierwise.operators.OperatorCases.with;

import io.tierwise.onnx.Attribute;
import java.util.List;
import java.util.Map;

/// Resizes and pads.
final class ResizeCases {

    private final OperatorCases cases;

    ResizeCases(OperatorCases cases) {
        this.cases = cases;
    }

    void resizes() {
        for (String mode : List.of("nearest", "linear")) {
            for (String coordinates : List.of("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric")) {
                for (String rounding : mode.equals("nearest")
                        ? List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")
                        : List.of("floor")) {
                    cases.add(
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
            cases.add(
                    "Resize to sizes " + mode,
                    13,
                    net -> net.node("Resize", List.of(image(net), "", "", net.longs(2, 4, 5, 13)), with("mode", mode)));
            cases.add(
                    "Upsample " + mode,
                    9,
                    net -> net.node(
                            "Upsample",
                            List.of(image(net), net.floats(new float[] {1, 1, 2, 3}, 4)),
                            with("mode", mode)));
            cases.add(
                    "Resize of opset 10 " + mode,
                    10,
                    net -> net.node(
                            "Resize",
                            List.of(image(net), net.floats(new float[] {1, 1, 2, 3}, 4)),
                            with("mode", mode)));
        }
        cases.add(
                "Resize of two axes",
                18,
                net -> net.node(
                        "Resize",
                        List.of(image(net), "", net.floats(new float[] {2, 2}, 2)),
                        with("mode", "linear", "axes", list(2, 3))));
        cases.add(
                "Resize half_pixel_symmetric",
                19,
                net -> net.node(
                        "Resize",
                        List.of(image(net), "", net.floats(new float[] {1, 1, 1.7f, 0.6f}, 4)),
                        with("mode", "linear", "coordinate_transformation_mode", "half_pixel_symmetric")));
        cases.add(
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

    void pads() {
        for (String mode : List.of("constant", "reflect", "edge")) {
            cases.add(
                    "Pad " + mode,
                    13,
                    net -> net.node(
                            "Pad",
                            List.of(image(net), net.longs(0, 1, 2, 0, 0, 1, 0, 3), net.floats(new float[] {0.7f})),
                            with("mode", mode)));
            cases.add(
                    "Pad by attributes " + mode,
                    9,
                    net -> net.node(
                            "Pad",
                            List.of(image(net)),
                            with("mode", mode, "pads", list(0, 1, 2, 0, 0, 1, 0, 3), "value", -0.3f)));
        }
        cases.add(
                "Pad wrap",
                19,
                net -> net.node("Pad", List.of(image(net), net.longs(0, 0, 2, 1, 0, 0, 0, 3)), with("mode", "wrap")));
        cases.add("Pad of axes", 18, net -> net.node("Pad", image(net), net.longs(1, 2, 0, 1), "", net.longs(-1, 2)));
        cases.add("Pad that cuts", 13, net -> net.node("Pad", image(net), net.longs(0, 0, -2, 1, 0, 0, 1, -3)));
    }
}
