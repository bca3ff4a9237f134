package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.Optional;

/// What [EarlyExit] made of a model where samples leave.
///
/// @param uncut the model with its exits
/// @param resolved the operator with its choices named
record MadeExits(Uncut uncut, Account account, EarlyExit resolved) {

    /// Takes the exits that were made before and are of the rule that is asked for, or makes new ones.
    ///
    /// @throws OperatorException when there are no samples or too few, no place for an exit, or nothing is
    ///     gained
    static MadeExits of(EarlyExit asked, Model model, Context context) {
        ExitEvidence evidence = context.criteria().evidence();
        Optional<Uncut> given =
                evidence.given().filter(one -> one.asksTwice() == (asked.rule() == EarlyExit.Rule.INT8));
        if (given.isPresent()) {
            return GivenExits.take(asked, model, given.get(), evidence);
        }
        return switch (asked.rule()) {
            case EXIT -> ExitFitting.apply(asked, model, context);
            case INT8 -> QuantizedFirst.apply(asked, model, context);
            case STUDY, SKIP -> throw new IllegalArgumentException(asked + " has no exits");
        };
    }
}
