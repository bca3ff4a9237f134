package io.tierwise.report;

import io.tierwise.advice.GateResult;
import io.tierwise.advice.GateVerdict;

/// How a comparison of two sides speaks, in every format alike.
final class GateWords {
    private GateWords() {}

    /// How many passed, failed and neither, and the verdict.
    static String summary(GateResult result) {
        return "Verdict: " + result.verdict().word() + " (" + count(result, GateVerdict.PASSED) + " passed, "
                + count(result, GateVerdict.FAILED) + " failed, " + count(result, GateVerdict.INCONCLUSIVE)
                + " inconclusive; tolerance " + Digits.percent(result.request().time())
                + (result.request().memory().isPresent()
                        ? ", memory " + Digits.percent(result.request().memory().getAsDouble())
                        : "")
                + ", accuracy " + Digits.points(result.request().accuracy()) + ").";
    }

    static long count(GateResult result, GateVerdict verdict) {
        return result.cases().stream().filter(one -> one.verdict() == verdict).count();
    }

    static String interval(GateResult.Time time) {
        return Double.isFinite(time.interval().high())
                ? Digits.ratioInterval(time.interval().low(), time.interval().high())
                : "one opening";
    }

    static String detectable(GateResult.Time time) {
        return Double.isFinite(time.detectable()) ? Digits.percent(time.detectable()) : "-";
    }

    /// A median in milliseconds, or in the unit of its table.
    static String median(double value, boolean inNanos) {
        return inNanos ? Digits.bare(value / 1e6) : Digits.significant(value);
    }
}
