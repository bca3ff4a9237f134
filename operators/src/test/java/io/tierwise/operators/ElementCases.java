package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.image;
import static io.tierwise.operators.OperatorCases.with;

import java.util.List;

/// What computes each element from those at its place, and normalizations.
final class ElementCases {

    private final OperatorCases cases;

    ElementCases(OperatorCases cases) {
        this.cases = cases;
    }

    void elements() {
        for (String operator : List.of("Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "PRelu")) {
            cases.add(operator + " broadcast", 13, net -> net.node(operator, image(net), net.weight(1, 4, 1, 9)));
            cases.add(operator + " of equals", 13, net -> net.node(operator, image(net), net.input("y", 2, 4, 7, 9)));
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
            cases.add(operator, 13, net -> net.node(operator, image(net)));
        }
        cases.add("HardSwish", 14, net -> net.node("HardSwish", image(net)));
        cases.add("Mish", 18, net -> net.node("Mish", image(net)));
        for (String approximate : List.of("none", "tanh")) {
            cases.add(
                    "Gelu " + approximate,
                    20,
                    net -> net.node("Gelu", List.of(image(net)), with("approximate", approximate)));
        }
        cases.add("LeakyRelu steep", 13, net -> net.node("LeakyRelu", List.of(image(net)), with("alpha", 0.3f)));
        cases.add(
                "HardSigmoid steep",
                13,
                net -> net.node("HardSigmoid", List.of(image(net)), with("alpha", 0.4f, "beta", 0.3f)));
        cases.add(
                "Clip by attributes", 9, net -> net.node("Clip", List.of(image(net)), with("min", -0.5f, "max", 0.7f)));
        cases.add(
                "Clip by inputs",
                13,
                net -> net.node("Clip", image(net), net.floats(new float[] {-0.5f}), net.floats(new float[] {0.7f})));
        cases.add("Clip above only", 13, net -> net.node("Clip", image(net), "", net.floats(new float[] {0.7f})));
        cases.add(
                "Sqrt and Log",
                13,
                net -> net.node("Sqrt", net.node("Abs", net.node("Log", net.node("Exp", image(net))))));
        cases.add("Pow", 13, net -> net.node("Pow", net.node("Abs", image(net)), net.floats(new float[] {1.5f})));
        cases.add(
                "Where",
                13,
                net -> net.node(
                        "Where",
                        net.node("Greater", image(net), net.weight(1, 9)),
                        net.weight(1, 7, 1),
                        net.input("y", 2, 4, 7, 9)));
        cases.add(
                "Not of Less cast",
                13,
                net -> net.node(
                        "Cast",
                        List.of(net.node("Not", net.node("Less", image(net), net.weight(1, 9)))),
                        with("to", 1)));
        cases.add(
                "BatchNormalization",
                13,
                net -> net.node(
                        "BatchNormalization",
                        image(net),
                        net.weight(1, 4),
                        net.weight(1, 4),
                        net.weight(1, 4),
                        net.floats(new float[] {1, 2, 0.5f, 3}, 4)));
        cases.add(
                "InstanceNormalization",
                13,
                net -> net.node("InstanceNormalization", image(net), net.weight(1, 4), net.weight(1, 4)));
        for (int axis : List.of(-1, 2)) {
            cases.add(
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
}
