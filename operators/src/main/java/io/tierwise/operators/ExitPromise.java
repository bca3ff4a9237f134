package io.tierwise.operators;

import io.tierwise.exits.Promise;

/// What is promised of leaving early, and whether there are samples to promise it on.
final class ExitPromise {

    private ExitPromise() {}

    /// The promise of an operator, or the usual one.
    ///
    /// @param maps whether each pixel has an answer
    /// @throws OperatorException when errors are to be counted and nothing says what is right
    /// @throws UnkeptPromiseException when there are too few promise samples
    static Promise of(EarlyExit asked, boolean maps, ExitEvidence evidence) {
        return checked(asked.allowance().orElse(evidence.usual()).promise(maps), evidence);
    }

    /// The same promise where it can be made.
    static Promise checked(Promise promise, ExitEvidence evidence) {
        JudgedSamples judged = evidence.promise();
        if (promise.kind() == Promise.Kind.ERRORS
                && judged.size() > 0
                && judged.label(0).isEmpty()) {
            throw new OperatorException("points of accuracy are counted by labels, and the samples have none; write "
                    + Allowance.of(promise).hundredths().toPlainString() + "% for changed answers");
        }
        int fewest = promise.fewestSamples();
        if (judged.size() < fewest) {
            throw new UnkeptPromiseException("no promise possible: \"" + promise.words() + "\" takes at least " + fewest
                    + " promise samples even if none of them lost anything, found " + judged.size());
        }
        return promise;
    }
}
