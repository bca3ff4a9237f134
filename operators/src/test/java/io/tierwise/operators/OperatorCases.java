package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    interface Build {
        String on(Net net);
    }

    private final List<Case> cases = new ArrayList<>();

    private OperatorCases() {}

    static List<Case> all() {
        OperatorCases cases = new OperatorCases();
        WindowCases windows = new WindowCases(cases);
        windows.convolutions();
        windows.transposedConvolutions();
        windows.poolings();
        windows.products();
        new ElementCases(cases).elements();
        ResizeCases resizes = new ResizeCases(cases);
        resizes.resizes();
        resizes.pads();
        MovementCases movements = new MovementCases(cases);
        movements.moves();
        movements.shapes();
        movements.reductions();
        return cases.cases;
    }

    void add(String name, long opset, Build build) {
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

    static long[] list(long... numbers) {
        return numbers;
    }

    static String image(Net net) {
        return net.input("x", 2, 4, 7, 9);
    }
}
