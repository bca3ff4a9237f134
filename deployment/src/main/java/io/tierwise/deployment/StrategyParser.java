package io.tierwise.deployment;

import io.tierwise.data.DidYouMean;
import io.tierwise.operators.Operator;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a strategy from left to right and remembers where each element began, so that every fault has a column.
final class StrategyParser {

    private static final int LONGEST = 4096;
    private static final String LETTERS = "IQEP";

    private final String text;
    private final List<String> known;
    private final List<Integer> starts = new ArrayList<>();
    private int at;

    /// @param known tiers that may be named; empty where any may
    StrategyParser(String text, List<String> known) {
        this.text = text.strip();
        this.known = known;
    }

    Strategy parse() {
        if (text.length() > LONGEST) {
            throw new StrategyException("a strategy of " + text.length() + " characters; at most " + LONGEST);
        }
        List<Operator> operators = operators("'@'");
        expect('@', "'@' and a tier after the operators");
        List<Place> places = new ArrayList<>(List.of(place()));
        while (at < text.length()) {
            expect('+', "'+' and another tier, or the end");
            places.add(place());
        }
        Optional<StrategyRules.Fault> fault = StrategyRules.check(operators, places);
        if (fault.isPresent()) {
            throw fault(starts.get(fault.get().at()), fault.get().message());
        }
        return new Strategy(operators, places);
    }

    private List<Operator> operators(String end) {
        List<Operator> operators = new ArrayList<>();
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            operators.add(operator());
        }
        if (operators.isEmpty()) {
            throw fault(at, "expected an operator, one of I, Q, E, P, before " + end + ", found " + found());
        }
        return operators;
    }

    private Operator operator() {
        int start = at++;
        char letter = text.charAt(start);
        if (LETTERS.indexOf(letter) < 0) {
            char upper = Character.toUpperCase(letter);
            String meant = LETTERS.indexOf(upper) < 0 ? "" : "; did you mean '" + upper + "'?";
            throw fault(
                    start,
                    "unknown operator '" + letter + "', expected I (as it is), Q (quantize), E (early exit)"
                            + " or P (partition)" + meant);
        }
        if (at < text.length() && text.charAt(at) == '(') {
            skipArguments();
        }
        starts.add(start);
        try {
            return Operators.parse(text.substring(start, at));
        } catch (OperatorException e) {
            throw fault(start, String.valueOf(e.getMessage()));
        }
    }

    private void skipArguments() {
        int open = at;
        int close = text.indexOf(')', open);
        if (close < 0) {
            throw fault(open, "expected ')' to close this '('");
        }
        at = close + 1;
    }

    private Place place() {
        int start = at;
        while (at < text.length() && Tier.isNameCharacter(text.charAt(at))) {
            at++;
        }
        String tier = text.substring(start, at);
        if (tier.isEmpty()) {
            throw fault(start, "expected a tier's name" + knownTiers() + ", found " + found());
        }
        if (!known.isEmpty() && !known.contains(tier)) {
            throw fault(start, "unknown tier '" + tier + "'; " + DidYouMean.sentence(tier, known));
        }
        starts.add(start);
        if (at >= text.length() || text.charAt(at) != '(') {
            return Place.on(tier);
        }
        at++;
        List<Operator> own = operators("')'");
        expect(')', "an operator or ')'");
        return new Place(tier, own);
    }

    private String knownTiers() {
        return known.isEmpty() ? "" : ", one of " + String.join(", ", known);
    }

    private void expect(char expected, String words) {
        if (at >= text.length() || text.charAt(at) != expected) {
            throw fault(at, "expected " + words + ", found " + found());
        }
        at++;
    }

    private String found() {
        return at >= text.length() ? "the end" : "'" + text.charAt(at) + "'";
    }

    private StrategyException fault(int index, String message) {
        return new StrategyException(text, index + 1, message);
    }
}
