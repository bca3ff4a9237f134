package io.tierwise.cli;

import io.tierwise.advice.GateRequest;
import io.tierwise.study.UnitException;
import io.tierwise.study.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of commands that hold a candidate against a baseline.
final class GateOptions {
    private static final double USUAL_ACCURACY = 0.01;

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            defaultValue = "5%",
            description = "How much slower the candidate may be, such as 5%% (default: ${DEFAULT-VALUE}).")
    private String tolerance = "5%";

    @Option(
            names = "--accuracy-tolerance",
            paramLabel = "POINTS",
            description = "How much accuracy it may lose, such as 1pp (default: 1pp where accuracy is known).")
    private @Nullable String accuracyTolerance;

    @Option(
            names = "--memory-tolerance",
            paramLabel = "PERCENT",
            description = "How much more memory it may need at its peak (default: any).")
    private @Nullable String memoryTolerance;

    @Option(names = "--strategy", paramLabel = "NAME", description = "Judge this strategy only; may be repeated.")
    private List<String> strategies = new ArrayList<>();

    GateRequest request(GateRequest.Direction direction) {
        return new GateRequest(
                share("--tolerance", tolerance, Units.SHARE),
                accuracyTolerance == null
                        ? USUAL_ACCURACY
                        : share("--accuracy-tolerance", accuracyTolerance, Units.DROP),
                accuracyTolerance != null,
                memoryTolerance == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(share("--memory-tolerance", memoryTolerance, Units.SHARE)),
                direction,
                strategies);
    }

    private static double share(String option, String text, Units units) {
        double share;
        try {
            share = units.read(text);
        } catch (UnitException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
        if (!(share >= 0 && share <= 1)) {
            throw new UsageException(option + " must lie between 0 and 100 %, found " + text + ".");
        }
        return share;
    }
}
