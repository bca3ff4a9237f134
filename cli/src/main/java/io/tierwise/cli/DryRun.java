package io.tierwise.cli;

import io.tierwise.data.Tensor;
import io.tierwise.deployment.Strategy;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.study.FitCheck;
import io.tierwise.study.PlanEstimate;
import io.tierwise.study.Progress;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudySamples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a study would measure, what that costs, and what the samples can carry.
///
/// @param plan the study
/// @param estimate times forecast from one untouched run on this machine
record DryRun(StudyPlan plan, PlanEstimate estimate) {
    private static final int WARM_UPS = 3;
    private static final int RUNS = 9;

    /// Checks that model and samples fit, and runs the untouched model a few times to learn how long a
    /// study of it takes.
    static DryRun of(StudyPlan plan, double flips, Progress progress) {
        FitCheck.Fitting fitting = FitCheck.all(plan, progress);
        Map<String, Tensor> inputs =
                fitting.learning().asking().inputs(plan.samples().choice().get(0));
        long[] nanos = new long[RUNS];
        try (ModelSession session = ModelSession.open(plan.model(), SessionSettings.fast(1))) {
            for (int i = 0; i < WARM_UPS; i++) {
                session.run(inputs);
            }
            for (int i = 0; i < RUNS; i++) {
                long start = System.nanoTime();
                session.run(inputs);
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        long bytes = Math.round(fitting.travel().sizes().mean());
        return new DryRun(plan, PlanEstimate.of(plan, nanos[RUNS / 2], bytes, flips));
    }

    Result result() {
        return new Result(json(), text());
    }

    private Map<String, Object> json() {
        StudySamples samples = plan.samples();
        Map<String, Object> roles = new LinkedHashMap<>();
        roles.put("calibration", samples.calibration().size());
        roles.put("selection", samples.selection().size());
        roles.put("choice", samples.choice().size());
        roles.put("confirmation", samples.confirmation().size());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("strategies", plan.strategies().stream().map(Strategy::text).toList());
        map.put("trialsPerStrategy", plan.schedule().trials());
        map.put("trials", estimate.trials());
        map.put("seconds", estimate.comparison().toMillis() / 1e3);
        map.put("roles", roles);
        map.put("needed", estimate.needed());
        map.put("flips", estimate.flips());
        estimate.detectableDrop().ifPresent(drop -> map.put("detectableDrop", drop));
        return map;
    }

    private String text() {
        StudySamples samples = plan.samples();
        String strategies = plan.strategies().stream().map(Strategy::text).collect(Collectors.joining("\n  "));
        String needed = estimate.needed().entrySet().stream()
                .map(entry -> entry.getKey() + " needs n >= " + entry.getValue())
                .collect(Collectors.joining(", "));
        String drop = estimate.detectableDrop().isPresent()
                ? String.format(
                        Locale.ROOT, "%.1f pp", estimate.detectableDrop().getAsDouble() * 100)
                : "none: too few samples";
        return String.format(
                Locale.ROOT,
                """
                %d strategies:
                  %s

                Samples: %d calibration, %d selection, %d choice, %d confirmation.
                Trials: at most %d of each strategy, %d in all, about %d s if none stops early (forecast from one untouched
                  run on this machine; making models, memory, answers and confirmation come on top).
                A 95 %% interval of %s; each strategy gets at most %d.
                Smallest accuracy drop the choice half can show (80 %% power, %.0f %% of the answers flip): %s.""",
                plan.strategies().size(),
                strategies,
                samples.calibration().size(),
                samples.selection().size(),
                samples.choice().size(),
                samples.confirmation().size(),
                plan.schedule().trials(),
                estimate.trials(),
                Math.max(1, estimate.comparison().toSeconds()),
                needed,
                plan.schedule().trials(),
                estimate.flips() * 100,
                drop);
    }
}
