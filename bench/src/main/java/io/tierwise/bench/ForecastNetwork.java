package io.tierwise.bench;

import io.tierwise.advice.Advisor;
import io.tierwise.advice.Forecast;
import io.tierwise.advice.Forecaster;
import io.tierwise.stats.Quantiles;
import io.tierwise.study.Course;
import io.tierwise.study.Goal;
import io.tierwise.study.Observation;
import io.tierwise.study.Progress;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyPlan;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.StudyRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Strategies of a network, all or many of them measured; and what a study finds that measures few.
final class ForecastNetwork {
    private static final double WORTH = 0.05;
    private static final double SHARE = 0.15;
    private static final long SEED = 7;
    private static final int FASTEST = 50;
    private static final int JUDGED_ROUNDS = 12;
    private static final List<Goal> GOALS = List.of(Goal.parse("minimize p50"));

    private final int cells;
    private final Map<String, Double> medians;
    private final StudyRecord found;
    private final Forecaster forecaster;
    private final double regret;

    private ForecastNetwork(int cells, Map<String, Double> medians, StudyRecord found, double regret) {
        this.cells = cells;
        this.medians = medians;
        this.found = found;
        this.forecaster = Forecaster.of(found, GOALS);
        this.regret = regret;
    }

    /// Measures everything, then lets a study choose from that what it measures.
    static ForecastNetwork measure(ForecastSubject subject, Path folder) throws IOException {
        StudyRecord begun = begun(subject, folder);
        List<String> asked =
                begun.strategies().stream().map(StrategyRecord::name).toList();
        Forecaster first = Forecaster.of(begun, GOALS);
        Set<String> all = new TreeSet<>(asked);
        all.addAll(most(first.all(first.topology()), subject.others()));
        System.err.println(subject.name() + ": " + all.size() + " strategies of " + first.size());
        StudyPlan every = subject.plan(List.copyOf(all), ForecastSubject.ROUNDS, folder);
        StudyRecord times = new StudyRun(every, folder.resolve("every"), Clock.systemUTC(), Progress.silent()).times();
        StudyRecord whole = begun.withStrategies(times.strategies()).withObservations(times.observations());
        int most = (int) (SHARE * first.size());
        var course = new Course(
                asked,
                List.of(),
                "",
                0,
                ForecastSubject.ROUNDS,
                Math.max(0, most - asked.size()),
                subject.block(),
                subject.block() * ForecastSubject.ROUNDS,
                SEED);
        var trials = new RecordedTrials(whole, Set.copyOf(asked));
        StudyRecord before = whole.withStrategies(whole.strategies().stream()
                        .filter(strategy -> asked.contains(strategy.name()))
                        .toList())
                .withObservations(List.of());
        StudyRecord found = trials.run(new Advisor(GOALS, WORTH).planner(before, course));
        Map<String, Double> medians = medians(whole);
        return new ForecastNetwork(first.size(), medians, found, regret(subject, folder, found, medians));
    }

    /// How much longer the study's choice takes than what measuring everything would have chosen, as a
    /// share: both once more, since the fastest of a hundred medians is also the luckiest.
    private static double regret(ForecastSubject subject, Path folder, StudyRecord found, Map<String, Double> medians)
            throws IOException {
        String choice = new Advisor(GOALS, WORTH).finalists(found).getFirst();
        String fastest = Collections.min(medians.entrySet(), Map.Entry.comparingByValue())
                .getKey();
        if (choice.equals(fastest)) {
            return 0;
        }
        StudyPlan both = subject.plan(List.of(choice, fastest), JUDGED_ROUNDS, folder);
        Map<String, Double> again =
                medians(new StudyRun(both, folder.resolve("both"), Clock.systemUTC(), Progress.silent()).times());
        return again.getOrDefault(choice, Double.NaN) / again.getOrDefault(fastest, Double.NaN) - 1;
    }

    /// All strategies; of very many the fastest as forecast, and others by chance.
    private static List<String> most(List<Forecast> forecasts, int count) {
        List<String> names = forecasts.stream().map(Forecast::strategy).toList();
        if (names.size() <= FASTEST + count) {
            return names;
        }
        List<String> others = new ArrayList<>(names.subList(FASTEST, names.size()));
        Collections.shuffle(others, new Random(SEED));
        return Stream.concat(names.stream().limit(FASTEST), others.stream().limit(count))
                .toList();
    }

    /// The study a subject begins with.
    static StudyRecord begun(ForecastSubject subject, Path folder) throws IOException {
        System.err.println(subject.name() + ": the study it begins with");
        StudyPlan plan = subject.plan(subject.asked(), 1, folder);
        return new StudyRun(plan, folder.resolve("begun"), Clock.systemUTC(), Progress.silent())
                .run(new Advisor(GOALS, WORTH));
    }

    private static Map<String, Double> medians(StudyRecord record) {
        return record.observations().stream()
                .filter(trial -> trial.purpose() == Observation.Purpose.COMPARISON)
                .collect(Collectors.groupingBy(
                        Observation::strategy,
                        Collectors.collectingAndThen(
                                Collectors.mapping(trial -> (double) trial.totalNanos(), Collectors.toList()),
                                all -> Quantiles.median(
                                        all.stream().mapToDouble(nanos -> nanos).toArray()))));
    }

    /// Those that the study measured, in order.
    List<String> names() {
        return found.strategies().stream().map(StrategyRecord::name).toList();
    }

    /// Strategies there are.
    int cells() {
        return cells;
    }

    /// How many of them were measured here.
    int strategies() {
        return medians.size();
    }

    /// How many of them the study measured.
    int measured() {
        return found.strategies().size();
    }

    /// How much longer the study's choice takes than that of a study of everything, as a share.
    double regret() {
        return regret;
    }

    /// How far the ends of its intervals are away, in the middle of all.
    double factor() {
        return forecaster.factor().orElse(Double.NaN);
    }

    /// How many of the forecasts hold what was found in their intervals.
    long within() {
        return others().filter(forecast -> isWithin(forecast, medians.getOrDefault(forecast.strategy(), 0.0)))
                .count();
    }

    private static boolean isWithin(Forecast forecast, double nanos) {
        return forecast.factor().isPresent() && forecast.lowNanos() <= nanos && nanos <= forecast.highNanos();
    }

    /// By strategy that the study did not measure, the forecast over what was found.
    Map<String, Double> ratios() {
        return others().collect(Collectors.toMap(
                Forecast::strategy,
                forecast -> forecast.nanos() / medians.getOrDefault(forecast.strategy(), Double.NaN)));
    }

    /// Forecasts of what the study did not measure.
    private Stream<Forecast> others() {
        Set<String> known = Set.copyOf(names());
        return forecaster.all(forecaster.topology()).stream()
                .filter(forecast -> medians.containsKey(forecast.strategy()) && !known.contains(forecast.strategy()));
    }
}
