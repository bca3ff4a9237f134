package io.tierwise.operators;

import io.tierwise.runtime.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

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
            case 'P' -> partition(arguments, whole);
            default ->
                throw new OperatorException("unknown operator '" + letter + "' in '" + whole
                        + "'; known are I (as it is), Q (quantize), E (early exit), P (partition)");
        };
    }

    private static Operator quantize(List<String> arguments, String whole) {
        Scheme scheme = Scheme.AUTO;
        Calibrator calibrator = new Calibrator.MinMax();
        Set<Refinement> refinements = EnumSet.noneOf(Refinement.class);
        for (String argument : arguments) {
            Optional<Scheme> asScheme = textOf(Scheme.values(), Scheme::text, argument);
            Optional<Refinement> asRefinement = textOf(Refinement.values(), Refinement::text, argument);
            Optional<Calibrator> asCalibrator = Calibrator.parse(argument);
            if (asScheme.isEmpty() && asRefinement.isEmpty() && asCalibrator.isEmpty()) {
                throw new OperatorException("Q takes a scheme (" + texts(Scheme.values(), Scheme::text)
                        + "), a calibrator (minmax, average, percentile=99.9, entropy, mse) and refinements ("
                        + texts(Refinement.values(), Refinement::text) + "), found '" + argument + "' in '" + whole
                        + "'");
            }
            scheme = asScheme.orElse(scheme);
            calibrator = asCalibrator.orElse(calibrator);
            asRefinement.ifPresent(refinements::add);
        }
        return new Quantize(scheme, calibrator, refinements);
    }

    private static <T> Optional<T> textOf(T[] values, Function<T, String> text, String wanted) {
        return Arrays.stream(values)
                .filter(value -> text.apply(value).equals(wanted))
                .findFirst();
    }

    private static <T> String texts(T[] values, Function<T, String> text) {
        return Arrays.stream(values).map(text).collect(Collectors.joining(", "));
    }

    /// Behind the rule may stand what it may cost, then who teaches and tensors, or a scheme.
    private static Operator earlyExit(List<String> arguments, String whole) {
        if (arguments.isEmpty()) {
            return new EarlyExit();
        }
        EarlyExit.Rule rule = textOf(EarlyExit.Rule.values(), EarlyExit.Rule::text, arguments.getFirst())
                .orElseThrow(() ->
                        new OperatorException("E takes a rule (" + texts(EarlyExit.Rule.values(), EarlyExit.Rule::text)
                                + "), found '" + arguments.getFirst() + "' in '" + whole + "'"));
        List<String> more = arguments.subList(1, arguments.size());
        Optional<Allowance> allowance = more.isEmpty() ? Optional.empty() : Allowance.parse(more.getFirst());
        List<String> names = more.subList(allowance.isPresent() ? 1 : 0, more.size());
        if (names.isEmpty()) {
            return new EarlyExit(rule, allowance);
        }
        if (rule != EarlyExit.Rule.INT8) {
            Optional<Teacher> teacher = textOf(Teacher.values(), Teacher::text, names.getFirst());
            List<String> taps = names.subList(teacher.isPresent() ? 1 : 0, names.size());
            return new EarlyExit(rule, allowance, teacher.orElse(Teacher.NETWORK), taps, Optional.empty());
        }
        Optional<Scheme> scheme = textOf(Scheme.values(), Scheme::text, names.getFirst());
        if (names.size() > 1 || scheme.isEmpty()) {
            throw new OperatorException("E(int8) takes a scheme (" + texts(Scheme.values(), Scheme::text) + "), found '"
                    + String.join(",", names) + "' in '" + whole + "'");
        }
        return new EarlyExit(rule, allowance, Teacher.NETWORK, List.of(), scheme);
    }

    /// Words that are codecs follow the tensor they are for; before any tensor they are for every cut.
    private static Operator partition(List<String> arguments, String whole) {
        List<String> places = new ArrayList<>();
        List<Codec> codecs = new ArrayList<>();
        Codec common = Codec.AS_IS;
        boolean taken = false;
        for (String argument : arguments) {
            Optional<Codec> codec = Codec.parse(argument);
            if (codec.isPresent() && taken) {
                throw new OperatorException("'" + whole + "' has two codecs for one cut: " + argument
                        + " follows another; write each behind its own tensor");
            }
            taken = codec.isPresent();
            if (codec.isEmpty()) {
                places.add(argument);
                codecs.add(common);
            } else if (places.isEmpty()) {
                common = codec.get();
            } else {
                codecs.set(codecs.size() - 1, codec.get());
            }
        }
        if (places.isEmpty()) {
            return arguments.isEmpty() ? new Partition() : Partition.best(common);
        }
        return places.equals(List.of("study"))
                ? new Partition(Partition.Rule.STUDY, List.of(), codecs)
                : new Partition(Partition.Rule.NAMED, places, codecs);
    }
}
