package io.tierwise.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// How long the statistics of [StatsTiming] take, by JMH.
final class StatsSpeed implements Benchmark {

    private static final Map<String, Duty> DUTIES = Map.of(
            "conover", new Duty("Conover with Holm, 6 groups of 500", 5),
            "correctedMean", new Duty("BCa of a mean, 2,000 resamples of 500", 150),
            "correctedMedian", new Duty("BCa of a median, 2,000 resamples of 500", 150),
            "cliffsDelta", new Duty("Cliff's delta, 100,000 against 100,000", 100),
            "cliffsDeltaInterval", new Duty("Cliff's delta with interval, the same", 100));

    private record Duty(String what, double mostMillis) {}

    @Override
    public List<Speed> run() throws IOException {
        var options = new OptionsBuilder()
                .include("^" + StatsTiming.class.getName() + "\\.")
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                .build();
        try {
            return new Runner(options).run().stream().map(StatsSpeed::speed).toList();
        } catch (RunnerException e) {
            throw new IOException("JMH could not run " + StatsTiming.class.getSimpleName(), e);
        }
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }

    private static Speed speed(RunResult found) {
        Result<?> millis = found.getPrimaryResult();
        Duty duty = DUTIES.get(millis.getLabel());
        if (duty == null) {
            throw new IllegalStateException("no goal is set for " + millis.getLabel());
        }
        return new Speed(duty.what(), millis.getScore(), millis.getScoreError(), new Goal.AtMost(duty.mostMillis()));
    }
}
