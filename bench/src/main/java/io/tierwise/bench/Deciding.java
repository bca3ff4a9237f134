package io.tierwise.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Whether measuring until it is decided decides rightly, and what it costs, on the published study's
/// latencies; and whether a strategy that races itself is left undecided.
final class Deciding implements Benchmark {
    private static final int RESAMPLINGS = 200;
    private static final int RACES_AGAINST_ITSELF = 1_000;
    private static final int ROUNDS_AGAINST_ITSELF = 100;
    private static final long SEED = 20_261_126;
    private static final double DEFAULT_WORTH = 0.05;
    private static final double STRICT_WORTH = 0.02;

    private final Path latencies;

    /// @param latencies `latency.csv.gz` of the published study
    Deciding(Path latencies) {
        this.latencies = latencies;
    }

    @Override
    public List<? extends Row> run() {
        if (!Files.exists(latencies)) {
            throw new IllegalStateException("the benchmark needs the published study's latencies: there is no "
                    + latencies + "; set TIERWISE_PUBLISHED_STUDY to the folder that holds latency.csv.gz");
        }
        PublishedStudy study = PublishedStudy.read(latencies);
        List<Row> rows = new ArrayList<>();
        for (double worth : new double[] {STRICT_WORTH, DEFAULT_WORTH}) {
            for (String model : study.models()) {
                for (double points : new double[] {Double.POSITIVE_INFINITY, 1, 7}) {
                    rows.add(decided(new Contest(study, model, points, worth)));
                }
            }
        }
        for (String model : study.models()) {
            rows.add(againstItself(study, model));
        }
        return rows;
    }

    private static Decided decided(Contest contest) {
        var root = new SplittableRandom(SEED);
        List<SplittableRandom> streams =
                Stream.generate(root::split).limit(RESAMPLINGS).toList();
        List<Contest.Found> found =
                streams.parallelStream().map(contest::untilDecided).toList();
        double[] costs = found.stream()
                .mapToDouble(one -> one.trials() / (double) PublishedStudy.TRIALS)
                .toArray();
        return new Decided(
                question(contest),
                contest.contenders().size(),
                share(found, contest),
                IntStream.range(0, costs.length)
                        .mapToDouble(i -> costs[i])
                        .average()
                        .orElseThrow(),
                IntStream.range(0, costs.length)
                        .mapToDouble(i -> costs[i])
                        .max()
                        .orElseThrow(),
                share(
                        found.stream()
                                .map(one -> contest.uniform(one.trials(), root.split()))
                                .toList(),
                        contest),
                share(
                        found.stream()
                                .map(one -> contest.halving(one.trials(), root.split()))
                                .toList(),
                        contest));
    }

    private static double share(List<Contest.Found> found, Contest contest) {
        return found.stream().filter(one -> contest.isRight(one.strategy())).count() / (double) found.size();
    }

    private static String question(Contest contest) {
        String goal = Double.isInfinite(contest.points())
                ? "any accuracy"
                : "drop <= " + Math.round(contest.points()) + " pp";
        return contest.model() + ", " + goal + ", worth " + Math.round(contest.worth() * 100) + " %";
    }

    /// Every race takes another strategy of the model against itself under a second name.
    private static Rate againstItself(PublishedStudy study, String model) {
        List<String> strategies = study.strategies(model);
        var contest = new Contest(study, model, Double.POSITIVE_INFINITY, STRICT_WORTH);
        var claim = new Claim(
                "one strategy under two names told apart",
                model + ", a look after every round",
                ROUNDS_AGAINST_ITSELF + " rounds",
                new Goal.Between(0, 0.05),
                random -> contest.isFalselyTold(
                        strategies.get(random.nextInt(strategies.size())), ROUNDS_AGAINST_ITSELF, random));
        return claim.measured(RACES_AGAINST_ITSELF, SEED);
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(20);
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }
}
