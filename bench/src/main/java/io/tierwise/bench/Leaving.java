package io.tierwise.bench;

import io.tierwise.exits.ExitCandidate;
import io.tierwise.exits.ExitChain;
import io.tierwise.exits.ExitOutcome;
import io.tierwise.exits.ExitPath;
import io.tierwise.exits.ExitSearch;
import io.tierwise.exits.Promise;
import io.tierwise.operators.Allowance;
import io.tierwise.operators.Context;
import io.tierwise.operators.EarlyExit;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.Product;
import io.tierwise.operators.Teacher;
import io.tierwise.operators.UnkeptPromiseException;
import io.tierwise.study.CascadeTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// What leaving early saves, whether promises hold, and what gates and heads cost.
final class Leaving implements Benchmark {
    private static final long SEED = 20;
    private static final int SPLITS = 200;
    private static final int DRAWS = 2_000;
    private static final double MOST_BROKEN_SPLITS = 0.08;
    private static final double MOST_BROKEN_DRAWS = 0.06;
    private static final int ROLE = 1_000;
    private static final int BLOCKS = 8;
    private static final double MOST_FIT_SECONDS = 20;
    private static final double LEAST_POINTS = 0.03;

    private final Path home;
    private final Path shared;

    Leaving(Path home, Path shared) {
        this.home = home;
        this.shared = shared;
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(30);
    }

    @Override
    public List<Row> run() throws IOException {
        List<Row> rows = new ArrayList<>();
        LeavingSubject demo = LeavingSubject.demo(home);
        try (Scratch scratch = Scratch.make()) {
            rows.addAll(savings(demo, scratch.folder().resolve("savings")));
            rows.addAll(quantizedFirst(demo, scratch.folder().resolve("int8")));
            rows.addAll(againstTheStudysRule(
                    demo, List.of("1pp", "2pp"), scratch.folder().resolve("rule")));
            rows.addAll(splits(demo, scratch.folder().resolve("splits")));
            rows.add(draws());
            rows.add(GateCost.row());
            if (Files.isDirectory(shared.resolve("models"))) {
                rows.addAll(cifar(scratch.folder()));
            }
        }
        return rows;
    }

    /// Measured mean time as a share of the whole network's.
    private static List<Row> savings(LeavingSubject subject, Path folder) {
        Map<String, Double> goals = Map.of("1%", 0.70, "2%", 0.60, "1pp", 0.65, "2pp", 0.55);
        List<Row> rows = new ArrayList<>();
        double slowest = 0;
        for (String allowance : List.of("1%", "2%", "1pp", "2pp")) {
            System.err.println(subject.name() + ", " + allowance);
            long start = System.nanoTime();
            Product product = subject.made("E(exit," + allowance + ")", folder);
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1e9);
            Context context = subject.context(folder);
            ExitGates.Opened opened = ExitGates.open(product, context).orElseThrow();
            CascadeTrial trial = subject.trial(opened.product());
            rows.add(new Comparison(
                    String.format(
                            Locale.ROOT,
                            "%s, E(exit,%s): %d exits, %.0f %% leave, %.2f -> %.2f %%",
                            subject.name(),
                            allowance,
                            opened.product().uncut().exits().size(),
                            100 * (1 - trial.leaving().getLast()),
                            100 * trial.whole(),
                            100 * trial.early()),
                    trial.earlyNanos(),
                    "the whole network, means",
                    trial.wholeNanos(),
                    new Goal.AtMost(goals.getOrDefault(allowance, 1.0))));
        }
        rows.add(new Held(
                subject.name() + ": heads fitted, exits chosen",
                String.format(Locale.ROOT, "%.1f s at most", slowest),
                "< 20 s",
                slowest < MOST_FIT_SECONDS));
        return rows;
    }

    /// The quantized network answers whom it is sure of.
    private static List<Row> quantizedFirst(LeavingSubject subject, Path folder) {
        List<Row> rows = new ArrayList<>();
        for (String allowance : List.of("1%", "1pp")) {
            rows.add(whateverIsAllowed(subject, "E(int8," + allowance + ")", folder));
        }
        return rows;
    }

    /// The study drops two blocks of every sample. Held against it is the tightest of some promises that takes no
    /// more time, else the last of them.
    private static List<Row> againstTheStudysRule(LeavingSubject subject, List<String> allowances, Path folder) {
        System.err.println(subject.name() + ", the study's rule");
        CascadeTrial rule = subject.trial(subject.made("E(study)", folder));
        String allowance = "";
        Optional<CascadeTrial> kept = Optional.empty();
        for (String next : allowances) {
            try {
                kept = Optional.of(early(subject, "E(exit," + next + ")", folder));
                allowance = next;
            } catch (UnkeptPromiseException e) {
                System.err.println(next + ": " + e.getMessage());
            }
            if (kept.filter(trial -> trial.timeShare() <= rule.timeShare()).isPresent()) {
                break;
            }
        }
        if (kept.isEmpty()) {
            return List.of(
                    new Held(subject.name() + ", E(exit)", "none of " + allowances + " is kept", "one is", false));
        }
        CascadeTrial exits = kept.get();
        double points = exits.early() - rule.early();
        return List.of(
                new Held(
                        subject.name() + ", E(exit," + allowance + "): mean time over the network's",
                        String.format(Locale.ROOT, "%.2f, of E(study) %.2f", exits.timeShare(), rule.timeShare()),
                        "no more than E(study)",
                        exits.timeShare() <= rule.timeShare()),
                new Held(
                        subject.name() + ", E(exit," + allowance + "): accuracy more than E(study)",
                        String.format(
                                Locale.ROOT,
                                "%.1f points (%.2f against %.2f %%)",
                                100 * points,
                                100 * exits.early(),
                                100 * rule.early()),
                        ">= 3 points",
                        points >= LEAST_POINTS));
    }

    /// Heads behind every block but the last of the demo, on all its samples but those they were fitted to.
    private static List<Row> splits(LeavingSubject subject, Path folder) {
        List<Row> rows = new ArrayList<>();
        for (Teacher teacher : Teacher.values()) {
            System.err.println(subject.name() + ", splits, heads fitted to " + teacher.text());
            Product product = subject.made(everyBlock(teacher), folder.resolve(teacher.text()));
            for (Allowance.Unit unit : Allowance.Unit.values()) {
                ExitReadings readings = ExitReadings.of(product, subject, unit);
                for (double bound : List.of(0.01, 0.02)) {
                    Promise.Kind kind = unit == Allowance.Unit.POINTS ? Promise.Kind.ERRORS : Promise.Kind.CHANGES;
                    rows.add(split(teacher, readings, new Promise(kind, bound, Promise.USUAL_CONFIDENCE)));
                }
            }
        }
        return rows;
    }

    private static String everyBlock(Teacher teacher) {
        List<String> taps = IntStream.range(0, BLOCKS)
                .mapToObj(block -> "/stage%1$d/stage%1$d.%2$d/Relu_1_output_0".formatted(1 + block / 3, block % 3))
                .toList();
        Allowance one = Allowance.parse("1%").orElseThrow();
        return new EarlyExit(EarlyExit.Rule.EXIT, Optional.of(one), teacher, taps, Optional.empty()).text();
    }

    private static Row split(Teacher teacher, ExitReadings readings, Promise promise) {
        Random random = new Random(SEED);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, readings.samples()).boxed().toList());
        int broken = 0;
        int kept = 0;
        double expected = 0;
        double time = 0;
        for (int i = 0; i < SPLITS; i++) {
            Collections.shuffle(order, random);
            Optional<ExitSearch.Found> found = ExitSearch.best(readings.candidates(order.subList(0, ROLE)), 1, promise);
            if (found.isEmpty()) {
                continue;
            }
            ExitChain chosen = found.get().chain();
            Optional<ExitPath.Kept> promised =
                    found.get().path().keep(promise, readings.chain(chosen, order.subList(ROLE, 2 * ROLE)));
            if (promised.isPresent()) {
                kept++;
                ExitOutcome rest = readings.chain(chosen, order.subList(2 * ROLE, order.size()))
                        .at(promised.get().thresholds());
                broken += rest.meanLoss() > promise.bound() ? 1 : 0;
                expected += found.get().expected().meanNanos();
                time += rest.meanNanos();
            }
        }
        return new Held(
                "demo classifier, heads fitted to " + teacher.text() + ", " + SPLITS + " splits: " + promise.words(),
                String.format(
                        Locale.ROOT,
                        "broken on the rest in %d of %d (%.1f %%); %.2f of the time estimated, %.2f on selection samples",
                        broken,
                        kept,
                        100.0 * broken / SPLITS,
                        time / kept,
                        expected / kept),
                "<= 8 %",
                broken <= MOST_BROKEN_SPLITS * SPLITS);
    }

    /// An exit whose answers change with a known chance at every confidence.
    private static Row draws() {
        Promise promise = new Promise(Promise.Kind.CHANGES, 0.02, Promise.USUAL_CONFIDENCE);
        Random random = new Random(SEED);
        int broken = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            Optional<ExitPath.Kept> kept = ExitSearch.along(drawn(random), promise)
                    .flatMap(found -> found.path().keep(promise, drawn(random)));
            broken += kept.isPresent() && risk(kept.get().thresholds().getFirst()) > promise.bound() ? 1 : 0;
        }
        return new Held(
                DRAWS + " draws of known risk: " + promise.words(),
                String.format(Locale.ROOT, "broken in %.1f %%", 100.0 * broken / DRAWS),
                "<= 6 %",
                broken <= MOST_BROKEN_DRAWS * DRAWS);
    }

    /// Confidence is uniform; an answer changes with chance 0.2 (1 - confidence).
    private static ExitChain drawn(Random random) {
        double[] confidences = random.doubles(ROLE).toArray();
        double[] losses = Arrays.stream(confidences)
                .map(sure -> random.nextDouble() < 0.2 * (1 - sure) ? 1 : 0)
                .toArray();
        return new ExitChain(List.of(new ExitCandidate("exit", 0.3, 0, confidences, losses)), 1);
    }

    /// The integral of that chance above a threshold.
    private static double risk(double threshold) {
        double below = Math.max(0, 1 - threshold);
        return 0.1 * below * below;
    }

    private List<Row> cifar(Path folder) {
        List<Row> rows = new ArrayList<>();
        LeavingSubject twenty = LeavingSubject.cifar(shared, "resnet20");
        rows.addAll(againstTheStudysRule(twenty, List.of("5pp", "10pp", "20pp", "30pp"), folder.resolve("resnet20")));
        LeavingSubject thirtyTwo = LeavingSubject.cifar(shared, "resnet32");
        for (String allowance : List.of("1pp", "2pp", "5pp", "5%")) {
            rows.add(whateverIsAllowed(thirtyTwo, "E(exit," + allowance + ")", folder.resolve("resnet32")));
        }
        return rows;
    }

    /// What exits come to whose gates are as far open as their promise allows.
    private static CascadeTrial early(LeavingSubject subject, String operators, Path folder) {
        Product product = subject.made(operators, folder);
        return subject.trial(
                ExitGates.open(product, subject.context(folder)).orElseThrow().product());
    }

    private static Row whateverIsAllowed(LeavingSubject subject, String operators, Path folder) {
        String what = subject.name() + ", " + operators + ", "
                + subject.evidence().promise().size() + " promise samples";
        try {
            CascadeTrial trial = early(subject, operators, folder);
            return new Held(
                    what,
                    String.format(
                            Locale.ROOT,
                            "%.2f of the mean time, %.2f -> %.2f %%",
                            trial.timeShare(),
                            100 * trial.whole(),
                            100 * trial.early()),
                    "told",
                    true);
        } catch (UnkeptPromiseException e) {
            return new Held(what, String.valueOf(e.getMessage()), "told", true);
        }
    }
}
