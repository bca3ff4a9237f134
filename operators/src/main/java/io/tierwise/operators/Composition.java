package io.tierwise.operators;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which operators make sense together, and in which order.
final class Composition {

    private Composition() {}

    /// How many parts operators give where no placement says: one, or one more than the tensors named, or two.
    static int parts(List<Operator> operators) {
        return operators.stream()
                .filter(Partition.class::isInstance)
                .map(Partition.class::cast)
                .findFirst()
                .map(partition -> Math.max(2, partition.tensors().size() + 1))
                .orElse(1);
    }

    /// @throws OperatorException saying what does not fit and what would
    static void check(List<Operator> operators, List<List<Operator>> perPart, int mostParts) {
        String text = text(operators);
        if (operators.isEmpty()) {
            throw new OperatorException("no operator given; I leaves the model as it is");
        }
        checkOrder(operators, text);
        boolean cut = operators.stream().anyMatch(Partition.class::isInstance);
        if (cut && (perPart.size() < 2 || perPart.size() > mostParts)) {
            throw new OperatorException(
                    "'" + text + "' cuts the model and needs 2 to " + mostParts + " places, found " + perPart.size());
        }
        if (!cut && perPart.size() != 1) {
            throw new OperatorException("'" + text + "' keeps the model whole, which takes one place, found "
                    + perPart.size() + "; add P to cut it");
        }
        checkNamed(operators, perPart.size());
        boolean quantized = operators.stream().anyMatch(Quantize.class::isInstance);
        checkAskedTwice(operators, perPart, text);
        perPart.forEach(part -> checkPart(part, quantized));
    }

    private static void checkOrder(List<Operator> operators, String text) {
        Set<Character> letters = new HashSet<>();
        for (Operator operator : operators) {
            if (!letters.add(operator.letter())) {
                throw new OperatorException("'" + text + "' applies " + operator.letter() + " twice");
            }
            if (operator instanceof EarlyExit && letters.contains('P')) {
                throw new OperatorException(
                        "'" + text + "' skips blocks of a model that is cut already; write E before P");
            }
        }
        if (letters.contains('I') && letters.size() > 1) {
            throw new OperatorException("'" + text + "': I leaves the model as it is and stands alone");
        }
    }

    private static void checkAskedTwice(List<Operator> operators, List<List<Operator>> perPart, String text) {
        boolean twice = operators.stream()
                .anyMatch(operator -> operator instanceof EarlyExit exit && exit.rule() == EarlyExit.Rule.INT8);
        boolean quantized = Stream.concat(operators.stream(), perPart.stream().flatMap(List::stream))
                .anyMatch(Quantize.class::isInstance);
        if (twice && quantized) {
            throw new OperatorException("'" + text + "' asks the quantized network first and where it is in doubt the"
                    + " network as it is: write it without Q");
        }
    }

    private static void checkNamed(List<Operator> operators, int parts) {
        for (Operator operator : operators) {
            if (operator instanceof Partition partition
                    && partition.rule() == Partition.Rule.NAMED
                    && partition.tensors().size() != parts - 1) {
                throw new OperatorException(partition + " names "
                        + partition.tensors().size() + " tensors, but " + parts + " places need " + (parts - 1));
            }
        }
    }

    private static void checkPart(List<Operator> part, boolean quantized) {
        if (part.size() > 1) {
            throw new OperatorException("a part takes one operator of its own, found " + text(part));
        }
        for (Operator operator : part) {
            if (operator instanceof EarlyExit || operator instanceof Partition) {
                throw new OperatorException(operator + " works on the whole model: write it before the '@'");
            }
            if (operator instanceof Quantize && quantized) {
                throw new OperatorException("the model is quantized already, and so is each part of it");
            }
        }
    }

    private static String text(List<Operator> operators) {
        return String.join("", operators.stream().map(Operator::text).toList());
    }
}
