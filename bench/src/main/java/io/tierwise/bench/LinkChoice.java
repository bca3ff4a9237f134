package io.tierwise.bench;

import io.tierwise.study.Observation;
import io.tierwise.study.Progress;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// The cut and codec that P chooses against the cut of half of the parameters, end to end, on links of several rates.
final class LinkChoice {
    private static final List<String> RATES = List.of("200Mbit", "50Mbit", "10Mbit", "1Mbit");
    private static final int ROUNDS = 4;
    private static final double NO_SLOWER = 1.05;

    private LinkChoice() {}

    static List<Row> rows(ForecastSubject subject, Path folder) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String rate : RATES) {
            System.err.println(subject.name() + " over " + rate);
            Path own = folder.resolve(subject.name().replaceAll("[ ,]+", "-") + "-" + rate);
            StudyRecord times = new StudyRun(
                            subject.over(rate).plan(List.of("P@mobile+edge", "P(study)@mobile+edge"), ROUNDS, own),
                            own.resolve("results"),
                            Clock.systemUTC(),
                            Progress.silent())
                    .times();
            StrategyRecord chosen = times.strategies().getFirst();
            StrategyRecord rule = times.strategies().getLast();
            rows.add(new Comparison(
                    subject.name() + " over " + rate + ": " + chosen.name(),
                    median(times, chosen),
                    rule.name(),
                    median(times, rule),
                    new Goal.AtMost(NO_SLOWER)));
        }
        return rows;
    }

    private static double median(StudyRecord times, StrategyRecord strategy) {
        return Comparison.median(times.observations().stream()
                .filter(trial -> trial.strategy().equals(strategy.name()))
                .map(Observation::totalNanos)
                .toList());
    }
}
