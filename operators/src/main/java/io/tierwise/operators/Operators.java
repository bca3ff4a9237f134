package io.tierwise.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads operators from their text form: `op = letter ["(" arg ("," arg)* ")"]`.
public final class Operators {

    private Operators() {}

    /// Reads one operator, for example `Q`, `E(study)` or `P(relu_4,relu_9)`.
    ///
    /// @throws OperatorException when the text is not one operator
    public static Operator parse(String text) {
        List<Operator> found = parseSequence(text);
        if (found.size() != 1) {
            throw new OperatorException("expected one operator, found " + found.size() + " in '" + text + "'");
        }
        return found.getFirst();
    }

    /// Reads operators written one after the other, for example `QE(study)P`, in the order they apply.
    ///
    /// @throws OperatorException when a letter or an argument is unknown or a parenthesis stays open
    public static List<Operator> parseSequence(String text) {
        List<Operator> found = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char letter = text.charAt(at++);
            List<String> arguments = List.of();
            if (at < text.length() && text.charAt(at) == '(') {
                int close = text.indexOf(')', at);
                if (close < 0) {
                    throw new OperatorException("'" + text + "' has no ')' for the '(' at position " + (at + 1));
                }
                arguments = arguments(text, text.substring(at + 1, close));
                at = close + 1;
            }
            found.add(operator(letter, arguments, text));
        }
        if (found.isEmpty()) {
            throw new OperatorException("expected operators such as I, Q, E, P or QEP, found an empty text");
        }
        return List.copyOf(found);
    }

    private static List<String> arguments(String whole, String inner) {
        List<String> arguments =
                Arrays.stream(inner.split(",", -1)).map(String::strip).toList();
        if (arguments.stream().anyMatch(String::isEmpty)) {
            throw new OperatorException("'" + whole + "' has an empty argument in '(" + inner + ")'");
        }
        return arguments;
    }

    private static Operator operator(char letter, List<String> arguments, String whole) {
        return switch (letter) {
            case 'I' -> {
                if (!arguments.isEmpty()) {
                    throw new OperatorException("I takes no argument, found " + arguments + " in '" + whole + "'");
                }
                yield new Identity();
            }
            case 'Q' -> quantize(arguments, whole);
            case 'E' -> earlyExit(arguments, whole);
            case 'P' -> partition(arguments);
            default ->
                throw new OperatorException("unknown operator '" + letter + "' in '" + whole
                        + "'; known are I (as it is), Q (quantize), E (early exit), P (partition)");
        };
    }

    private static Operator quantize(List<String> arguments, String whole) {
        if (arguments.isEmpty()) {
            return new Quantize();
        }
        for (Quantize.Scheme scheme : Quantize.Scheme.values()) {
            if (arguments.equals(List.of(scheme.text()))) {
                return new Quantize(scheme);
            }
        }
        throw new OperatorException("Q takes u8s8, found " + arguments + " in '" + whole + "'");
    }

    private static Operator earlyExit(List<String> arguments, String whole) {
        if (arguments.isEmpty()) {
            return new EarlyExit();
        }
        for (EarlyExit.Rule rule : EarlyExit.Rule.values()) {
            if (arguments.equals(List.of(rule.text()))) {
                return new EarlyExit(rule);
            }
        }
        throw new OperatorException("E takes study or chosen, found " + arguments + " in '" + whole + "'");
    }

    private static Operator partition(List<String> arguments) {
        if (arguments.isEmpty()) {
            return new Partition();
        }
        return arguments.equals(List.of("study")) ? Partition.study() : new Partition(Partition.Rule.NAMED, arguments);
    }
}
