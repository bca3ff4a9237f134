package io.tierwise.deployment;

import io.tierwise.operators.Operator;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is done to a model and where its parts run: `QEP@mobile+edge`.
///
/// ```
/// strategy = op+ "@" place ("+" place)*
/// op       = letter ["(" arg ("," arg)* ")"]
/// place    = tier ["(" op+ ")"]
/// ```
///
/// Operators apply left to right. With P there are two places or more, one for each part; without it
/// exactly one. Two neighbours are different tiers; a tier may come back later
/// (`P@mobile+cloud+mobile`). No operator is applied twice to the same part, and I stands alone.
///
/// @param operators applied to the whole model
/// @param places one for each part, in the order the parts run
public record Strategy(List<Operator> operators, List<Place> places) {

    public Strategy {
        operators = List.copyOf(operators);
        places = List.copyOf(places);
        Optional<StrategyRules.Fault> fault = StrategyRules.check(operators, places);
        if (fault.isPresent()) {
            throw new StrategyException(
                    "strategy '" + text(operators, places) + "': " + fault.get().message());
        }
    }

    /// Reads a strategy on any tiers; [#text()] writes it back.
    ///
    /// @throws StrategyException when the text is not a strategy; the message marks the column
    public static Strategy parse(String text) {
        return new StrategyParser(text, List.of()).parse();
    }

    /// Reads a strategy on these tiers.
    ///
    /// @throws StrategyException when the text is not a strategy or names another tier
    public static Strategy parse(String text, Collection<String> tiers) {
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("no tiers to place parts on");
        }
        return new StrategyParser(text, List.copyOf(tiers)).parse();
    }

    /// The canonical text: defaults left out, no blanks.
    public String text() {
        return text(operators, places);
    }

    /// The tiers of the parts, in the order they run.
    public List<String> tiers() {
        return places.stream().map(Place::tier).toList();
    }

    /// Letters of the operators on the whole model, such as `QEP`.
    public String letters() {
        return operators.stream().map(op -> String.valueOf(op.letter())).collect(Collectors.joining());
    }

    /// Whether the model is cut into parts.
    public boolean isPartitioned() {
        return places.size() > 1;
    }

    @Override
    public String toString() {
        return text();
    }

    private static String text(List<Operator> operators, List<Place> places) {
        return operators.stream().map(Operator::text).collect(Collectors.joining())
                + places.stream().map(Place::text).collect(Collectors.joining("+", "@", ""));
    }
}
