package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Decision;
import io.tierwise.advice.Headline;
import io.tierwise.advice.Standing;
import io.tierwise.advice.Standing.Percentile;
import io.tierwise.data.InputForm;
import io.tierwise.stats.Verdict;
import io.tierwise.study.Accuracy;
import io.tierwise.study.Goal;
import io.tierwise.study.InputTravel;
import io.tierwise.study.ModelSummary;
import io.tierwise.study.Observation;
import io.tierwise.study.Observation.Purpose;
import io.tierwise.study.Opening;
import io.tierwise.study.Outcome;
import io.tierwise.study.PartRecord;
import io.tierwise.study.Phase;
import io.tierwise.study.PhaseTimes;
import io.tierwise.study.Stop;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// A made-up study for tests of the report: 26 strategies on three tiers, one of them failed. Nothing
/// in it was measured; it only has the shape of a real one. `hostile` is put into every text that comes
/// from outside.
final class SyntheticStudy {
    static final long SEED = 20_260_101;
    private static final int SAMPLES = 60;
    private static final List<String> TIERS = List.of("mobile", "edge", "cloud");
    private static final Map<String, Double> RUN = Map.of("mobile", 8.4, "edge", 2.1, "cloud", 0.8);
    private static final Map<String, Double> REACH = Map.of("mobile", 0.0, "edge", 4.6, "cloud", 21.0);

    private final Random random = new Random(SEED);
    private final String hostile;
    private final Map<String, Double> medians = new LinkedHashMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<Opening> openings = new ArrayList<>();
    private final List<StrategyRecord> strategies = new ArrayList<>();

    final StudyRecord study;
    final Advice advice;

    private SyntheticStudy(String hostile) {
        this.hostile = hostile;
        for (String operators : List.of("I", "Q", "E", "QE", "EQ")) {
            TIERS.forEach(tier -> add(operators, List.of(tier)));
        }
        for (String operators : List.of("P", "QP", "EP", "QEP")) {
            add(operators, List.of("mobile", "edge"));
            add(operators, List.of("mobile", "edge", "cloud"));
        }
        add("P", List.of("edge", "cloud"));
        add("QP", List.of("mobile", "cloud"));
        strategies.add(failed());
        study = study();
        advice = advice();
    }

    static SyntheticStudy plain() {
        return new SyntheticStudy("");
    }

    static SyntheticStudy with(String hostile) {
        return new SyntheticStudy(hostile);
    }

    private String name(String operators, List<String> tiers) {
        String cut = operators.contains("P") ? "(" + String.join(",", cuts(tiers.size())) + ")" : "";
        return operators + cut + "@" + String.join("+", tiers) + hostile;
    }

    private List<String> cuts(int parts) {
        return parts == 1
                ? List.of()
                : parts == 2
                        ? List.of("layer3.0/relu" + hostile)
                        : List.of("layer2.1/relu" + hostile, "layer3.1/relu" + hostile);
    }

    private void add(String operators, List<String> tiers) {
        String name = name(operators, tiers);
        double factor = (operators.contains("Q") ? 0.42 : 1) * (operators.contains("E") ? 0.99 : 1);
        double run = tiers.stream().mapToDouble(RUN::get).average().orElseThrow() * factor;
        double wire = REACH.getOrDefault(tiers.getLast(), 0.0) * (tiers.size() > 1 ? 1.25 : 1);
        for (int sample = 0; sample < SAMPLES; sample++) {
            observations.add(trial(name, Purpose.COMPARISON, sample, run, wire));
        }
        medians.put(name, spread(name).p50());
        for (String tier : tiers) {
            IntStream.range(0, 6)
                    .forEach(round -> openings.add(new Opening(
                            name,
                            round,
                            tier,
                            18_000_000 + random.nextInt(4_000_000),
                            3_000_000 + random.nextInt(900_000))));
        }
        strategies.add(new StrategyRecord(
                name,
                operators + "@" + String.join("+", tiers) + hostile,
                operators,
                tiers.stream().map(tier -> part(operators, tier, tiers.size())).toList(),
                List.of("Replaces 21 Conv nodes by QLinearConv" + hostile, "1,098,240 bytes before, 288,512 after"),
                operators.contains("P") ? cuts(tiers.size()) : List.of(),
                operators.contains("E") ? List.of("block 7" + hostile, "block 8" + hostile) : List.of(),
                0,
                Optional.empty(),
                new Outcome.Completed(),
                Optional.of(accuracy(operators))));
    }

    private PartRecord part(String operators, String tier, int parts) {
        long parameters = 272_474 / parts;
        return new PartRecord(
                tier,
                operators + "-" + parts + hostile + ".onnx",
                parameters * (operators.contains("Q") ? 1 : 4),
                parameters,
                31_000_000L / parts);
    }

    private Observation trial(String name, Purpose purpose, int sample, double run, double wire) {
        double noise = Math.exp(random.nextGaussian() * 0.06 + (random.nextInt(20) == 0 ? 0.35 : 0));
        PhaseTimes phases = new PhaseTimes(
                120_000,
                wire == 0 ? 0 : 40_000,
                (long) (wire * 0.8e6 * noise),
                15_000 + random.nextInt(9_000),
                (long) (run * 1e6 * noise),
                wire == 0 ? 0 : 35_000,
                (long) (wire * 0.2e6 * noise));
        return new Observation(
                name,
                purpose,
                sample / 10,
                sample % 10,
                "img-" + sample + hostile,
                phases,
                wire == 0 ? 0 : 3_241,
                (long) (run * 1e6),
                0,
                "class 7" + hostile,
                1);
    }

    private Accuracy accuracy(String operators) {
        double value = 0.921
                - (operators.contains("Q") ? 0.003 : 0)
                - (operators.contains("E") ? 0.006 : 0)
                - (operators.startsWith("QE") ? 0.006 : 0);
        List<String> changed = operators.equals("I")
                ? List.of()
                : IntStream.range(0, operators.contains("E") ? 90 : 20)
                        .mapToObj(i -> "img-" + (i * 7) + hostile)
                        .toList();
        return new Accuracy(
                "top-1 accuracy",
                value,
                value - 0.014,
                value + 0.012,
                1500,
                value - 0.001,
                value - 0.015,
                value + 0.012,
                1500,
                changed);
    }

    private StrategyRecord failed() {
        return new StrategyRecord(
                "QEP(layer2.0/relu,layer2.1/relu)@mobile+cloud+edge" + hostile,
                "QEP@mobile+cloud+edge",
                "QEP",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                Optional.empty(),
                new Outcome.Failed(
                        "cloud" + hostile,
                        "the agent ended with code 137 (out of memory at 256 MiB): give it more memory" + hostile),
                Optional.empty());
    }

    private StudyRecord study() {
        return new StudyRecord(
                "fashion-classifier" + hostile,
                Instant.parse("2026-11-20T14:03:00Z"),
                "classification, top-1" + hostile,
                "mobile",
                TIERS.stream().map(this::tier).toList(),
                List.of(
                        "mobile-edge: 50 Mbit/s each way, 8 ms round trip (shaped)" + hostile,
                        "edge-cloud: 100 Mbit/s each way, 30 ms round trip (shaped)"),
                goals(),
                0.05,
                SEED,
                Map.of("calibration", 1000, "selection", 1000, "promise", 1000, "choice", 1500, "confirmation", 1500),
                Map.of(
                        "cpu" + hostile,
                        "2 cores, x86-64 with VNNI" + hostile,
                        "runtime",
                        "ONNX Runtime 1.29.0",
                        "java",
                        "25.0.3"),
                List.of("The tiers' quotas add up to 2.75 CPU; this machine has 2 cores." + hostile),
                model(),
                Map.of("x86-vnni", accuracy("I")),
                strategies,
                List.of(new SyntheticQuantization(hostile).made()),
                observations,
                openings,
                stops(),
                List.of(),
                List.of(),
                Optional.of(new InputTravel(
                        InputForm.ENCODED,
                        new InputTravel.Sizes(12_544, 12_544),
                        Optional.of(new InputTravel.Sizes(3_136, 3_136)),
                        new InputTravel.Sizes(2_204.4, 1_780))),
                hostile.isEmpty() ? Optional.of(SyntheticGroundwork.made()) : Optional.empty());
    }

    private List<Stop> stops() {
        return List.of(new Stop(
                strategies.getFirst().name(),
                6,
                Stop.Kind.BEATEN,
                "Takes 3.1 times as long as Q@mobile (2.2 to 4.4) after 6 rounds." + hostile));
    }

    private static List<Goal> goals() {
        return List.of(
                Goal.parse("minimize p50"),
                Goal.parse("p50<=20ms"),
                Goal.parse("drop<=1pp"),
                Goal.parse("memory<=256Mi"));
    }

    private TierRecord tier(String name) {
        return new TierRecord(
                name,
                "emulated: x86-64 with VNNI, " + RUN.get(name) + " of a CPU" + hostile,
                true,
                "x86-vnni",
                List.of(
                        "CPU share 0.25: stretched per run, quota as ceiling" + hostile,
                        "memory 256 MiB: control group, enforced"),
                Optional.empty());
    }

    private ModelSummary model() {
        List<ModelSummary.Step> steps = new ArrayList<>();
        steps.add(new ModelSummary.Step("stem/relu" + hostile, "Conv Relu" + hostile, 2, 50_176, 160));
        for (int block = 0; block < 9; block++) {
            long width = 16L << (block / 3);
            String tensor = "layer" + (block / 3 + 1) + "." + block % 3 + "/relu" + hostile;
            steps.add(new ModelSummary.Step(
                    tensor, "block " + (block + 1) + hostile, 5, 50_176 >> (block / 3), 18 * width * width));
        }
        steps.add(new ModelSummary.Step("pool", "GlobalAveragePool Flatten", 2, 256, 0));
        steps.add(new ModelSummary.Step("logits", "Gemm", 1, 40, 650));
        return new ModelSummary("fashion-classifier" + hostile + ".onnx", 272_474, 71, steps);
    }

    private Advice advice() {
        List<String> order = medians.keySet().stream()
                .sorted(Comparator.comparing(medians::get))
                .toList();
        String best =
                order.stream().filter(name -> drop(name) <= 0.01).findFirst().orElseThrow();
        List<String> equals = order.stream()
                .filter(name -> drop(name) <= 0.01 && !name.equals(best) && median(name) < median(best) * 1.05)
                .toList();
        List<Standing> standings = new ArrayList<>();
        standings.add(standing(best, best, 1));
        equals.forEach(name -> standings.add(standing(name, best, 1)));
        for (String name : order) {
            if (!name.equals(best) && !equals.contains(name)) {
                standings.add(standing(name, best, standings.size() + 1));
            }
        }
        standings.add(new Standing(
                strategies.getLast(),
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Phase.RUN,
                List.of(),
                Optional.empty(),
                "",
                false,
                List.of(),
                "Failed on cloud." + hostile));
        return new Advice(
                new Decision.Chosen(best, equals),
                "Run " + best
                        + ": it answers in 3.5 ms, 2.4 times faster than the untouched model where inputs arise, at an"
                        + " accuracy drop of 0.9 pp.",
                goals(),
                0.05,
                standings,
                Optional.of(new Advice.FriedmanSummary(25, 6, 1391.2, 1e-12)),
                Optional.of(headline(best, 3.52)),
                Optional.of(headline(equals.getFirst(), 3.55)),
                Optional.empty(),
                List.of(
                        "Every tier is emulated on one machine: the order of tiers is an input, not a finding."
                                + hostile,
                        "p99 rests on 60 trials a strategy."));
    }

    private static Headline headline(String strategy, double p50) {
        return new Headline(
                strategy,
                true,
                5,
                300,
                p50,
                p50 - 0.06,
                p50 + 0.07,
                p50 * 1.18,
                p50 - 0.09,
                p50 + 0.11,
                0.917,
                0.902,
                0.93,
                0.003);
    }

    private Standing standing(String name, String best, int rank) {
        StrategyRecord strategy = strategies.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
        Spread spread = spread(name);
        Accuracy accuracy = strategy.accuracy().orElseThrow();
        double drop = drop(name);
        double ratio = median(name) / median(best);
        return new Standing(
                strategy,
                rank,
                Optional.of(new Standing.Latency(
                        SAMPLES,
                        SAMPLES,
                        new Percentile(spread.p50(), spread.p50() * 0.97, spread.p50() * 1.04, 0),
                        new Percentile(spread.p95(), spread.p95() * 0.94, spread.p95() * 1.2, 0),
                        new Percentile(spread.p95() * 1.2, Double.NaN, Double.NaN, 368),
                        spread.p50() * 1.02)),
                Optional.of(new Standing.AccuracyDrop(
                        accuracy.metric(),
                        accuracy.choice(),
                        accuracy.choiceLow(),
                        accuracy.choiceHigh(),
                        drop,
                        accuracy.changed().size() / 3000.0)),
                spread.p50() > 5 ? 3_241 : 0,
                Phase.RUN,
                phases(name),
                name.equals(best)
                        ? Optional.empty()
                        : Optional.of(new Standing.Contrast(
                                ratio,
                                ratio * 0.98,
                                ratio * 1.03,
                                median(name) - median(best),
                                rank == 1 ? 0.31 : 1e-9,
                                6,
                                rank == 1 ? Verdict.EQUIVALENT : Verdict.SLOWER)),
                (name.equals(best) ? "best" : rank == 1 ? "equal" : "slower")
                        + (drop > 0.01 ? ", misses drop" : "")
                        + hostile,
                onFront(strategy),
                drop > 0.01 ? List.of("drop is " + Digits.points(drop) + ", the goal is 1 pp" + hostile) : List.of(),
                name.equals(best)
                        ? "Chosen: fastest that keeps every goal." + hostile
                        : "Slower than the choice by " + Digits.ratio(ratio) + ".");
    }

    private List<Double> phases(String name) {
        List<Double> millis = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            millis.add(Spread.of(observations.stream()
                            .filter(o -> o.strategy().equals(name))
                            .mapToDouble(o -> o.phases().nanos(phase) / 1e6)
                            .toArray())
                    .p50());
        }
        return millis;
    }

    private Spread spread(String name) {
        return Spread.of(observations.stream()
                .filter(o -> o.strategy().equals(name))
                .mapToDouble(o -> o.totalNanos() / 1e6)
                .toArray());
    }

    private double drop(String name) {
        return strategies.stream()
                .filter(strategy -> strategy.name().equals(name))
                .mapToDouble(strategy -> 0.921 - choice(strategy))
                .sum();
    }

    private double median(String name) {
        return medians.getOrDefault(name, Double.NaN);
    }

    /// Whether no faster strategy is as accurate.
    private boolean onFront(StrategyRecord strategy) {
        return strategies.stream()
                .filter(other -> median(other.name()) < median(strategy.name()))
                .noneMatch(other -> choice(other) >= choice(strategy));
    }

    private static double choice(StrategyRecord strategy) {
        return strategy.accuracy().map(Accuracy::choice).orElse(Double.NaN);
    }
}
