package io.tierwise.bench;

import io.tierwise.advice.Forecaster;
import io.tierwise.stats.Quantiles;
import io.tierwise.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether forecasts of strategies that a study did not measure hold, and whether it finds the fastest with them:
/// against every strategy of four networks on two tiers, and many of one on three, measured.
final class Forecasting implements Benchmark {
    private static final double MOST_REGRET = 0.05;
    private static final double MOST_MEASURED = 0.15;
    private static final double LEAST_COVERED = 0.85;
    private static final double MOST_COVERED = 0.95;
    private static final double MOST_SEARCH_MILLIS = 50;
    private static final int SEARCHES = 21;

    private final Path home;

    Forecasting(Path home) {
        this.home = home;
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(90);
    }

    @Override
    public List<Row> run() throws IOException {
        List<Row> rows = new ArrayList<>();
        long within = 0;
        int all = 0;
        try (Scratch scratch = Scratch.make()) {
            for (ForecastSubject subject : subjects(scratch.folder())) {
                ForecastNetwork network = ForecastNetwork.measure(
                        subject, scratch.folder().resolve(subject.name().replaceAll("[ ,]+", "-")));
                double factor = network.factor();
                double[] errors = network.ratios().values().stream()
                        .mapToDouble(ratio -> Math.abs(Math.log(ratio)))
                        .toArray();
                within += network.within();
                all += errors.length;
                rows.add(regret(subject, network));
                rows.add(error(subject, factor, errors));
            }
        }
        rows.addAll(rest());
        double covered = (double) within / all;
        rows.add(new Held(
                "forecasts of " + all + " strategies not measured by the studies, in their 90 % intervals",
                String.format(Locale.ROOT, "%.1f %%", 100 * covered),
                "85 to 95 %",
                covered >= LEAST_COVERED && covered <= MOST_COVERED));
        return rows;
    }

    /// Parts, links and the search, each by itself.
    private List<Row> rest() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Scratch scratch = Scratch.make()) {
            List<ForecastSubject> all = new ArrayList<>(ForecastSubject.demos(home));
            all.addAll(ForecastSubject.zoo(scratch.folder()));
            rows.addAll(new PartForecasts(Zoo.RESNET50, 0.03, 0.1, 0).rows(scratch.folder()));
            rows.addAll(new PartForecasts(Zoo.MOBILENET_V2, 0.06, 0.2, 150_000).rows(scratch.folder()));
            rows.add(search(all.getLast().onThreeTiers(), scratch.folder().resolve("search")));
            for (ForecastSubject demo : ForecastSubject.demos(home)) {
                rows.addAll(new NetworkStudy(demo.onThreeTiers())
                        .rows(scratch.folder().resolve("network-" + demo.name())));
            }
            for (ForecastSubject subject : all) {
                rows.addAll(LinkChoice.rows(subject, scratch.folder().resolve("links")));
            }
        }
        return rows;
    }

    /// The fastest of all cuts, codecs and placements, once the forecaster stands.
    private static Row search(ForecastSubject subject, Path folder) throws IOException {
        Forecaster forecaster = Forecaster.of(ForecastNetwork.begun(subject, folder), List.of());
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < SEARCHES; i++) {
            long start = System.nanoTime();
            forecaster.best(forecaster.topology());
            nanos.add(System.nanoTime() - start);
        }
        double millis = Comparison.median(nanos) / 1e6;
        return new Held(
                subject.name() + ": search over " + forecaster.size() + " cuts, codecs and placements",
                String.format(Locale.ROOT, "%.1f ms", millis),
                "< 50 ms",
                millis < MOST_SEARCH_MILLIS);
    }

    private List<ForecastSubject> subjects(Path folder) {
        List<ForecastSubject> subjects = new ArrayList<>(ForecastSubject.demos(home));
        subjects.add(subjects.getFirst().onThreeTiers());
        subjects.addAll(ForecastSubject.zoo(folder));
        return subjects;
    }

    private static Row regret(ForecastSubject subject, ForecastNetwork network) {
        double share = (double) network.measured() / network.cells();
        return new Held(
                subject.name() + ": the study's choice over the fastest of " + network.strategies(),
                String.format(
                        Locale.ROOT,
                        "+%.1f %% after %d measured (%.0f %%)",
                        100 * network.regret(),
                        network.measured(),
                        100 * share),
                "at most 5 % after 15 %",
                network.regret() <= MOST_REGRET && share <= MOST_MEASURED);
    }

    private static Row error(ForecastSubject subject, double factor, double[] errors) {
        double median = Math.expm1(Quantiles.median(errors));
        return new Held(
                subject.name() + ": forecasts of the " + errors.length + " others",
                String.format(
                        Locale.ROOT,
                        "off by %.1f %% (median), %.1f %% (95th percentile); intervals half a factor of %.2f wide or less",
                        100 * median,
                        100 * Math.expm1(Quantiles.quantile(errors, 0.95, Quantiles.Definition.LINEAR)),
                        factor),
                "told",
                true);
    }
}
