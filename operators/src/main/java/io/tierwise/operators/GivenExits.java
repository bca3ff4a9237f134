package io.tierwise.operators;

import io.tierwise.exits.Promise;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.List;
import java.util.Optional;

/// Exits that were made before, taken instead of new ones.
final class GivenExits {

    private GivenExits() {}

    /// Takes them; the promise is the operator's own, or theirs.
    ///
    /// @throws OperatorException when they belong to another model, stand elsewhere than asked, or are to be
    ///     fitted to labels
    static MadeExits take(EarlyExit asked, Model model, Uncut given, ExitEvidence evidence) {
        List<String> taps = given.exits().stream().map(ExitOutputs::tap).toList();
        if (!asked.taps().isEmpty() && !asked.taps().equals(taps)) {
            throw new OperatorException("heads stand behind " + taps + ", and E(exit) asks for " + asked.taps());
        }
        if (asked.teacher() != Teacher.NETWORK) {
            throw new OperatorException(asked + " fits heads to labels, and these were fitted before: leave '"
                    + asked.teacher().text() + "' out");
        }
        if (!operators(given.trunk()).equals(operators(Uncut.of(model).only()))) {
            throw new OperatorException("exits that were made before belong to the model as it is, and this one was"
                    + " changed: write E before other operators");
        }
        Promise before = given.promise().orElseThrow();
        Promise promise = ExitPromise.checked(
                asked.allowance()
                        .map(allowed -> allowed.promise(before.kind() == Promise.Kind.PIXELS))
                        .orElse(before),
                evidence);
        EarlyExit resolved = asked.resolved(Allowance.of(promise), given.asksTwice() ? List.of() : taps);
        String where = given.asksTwice() ? "where the quantized network is sure" : "behind " + quoted(taps);
        Account account = Account.of(
                resolved,
                "lets samples leave " + where + ", as was made before",
                ModelSize.of(model),
                ModelSize.of(given.model()));
        return new MadeExits(new Uncut(given.model(), given.exits(), Optional.of(promise)), account, resolved);
    }

    static String quoted(List<String> names) {
        return String.join(" and ", names.stream().map(name -> "'" + name + "'").toList());
    }

    private static List<String> operators(Model model) {
        return model.graph().nodes().stream().map(Node::operator).sorted().toList();
    }
}
