package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.ValueRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long SEED = 3;
    private static final List<Sample> SAMPLES = Trio.samples(5, SEED);
    private static final List<String> IDS = SAMPLES.stream().map(Sample::id).toList();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static Trio trio;

    @BeforeAll
    static void start() {
        trio = Trio.start();
        Trio.TIERS.forEach(tier -> trio.client(tier).samples(SAMPLES));
    }

    @AfterAll
    static void stop() {
        trio.close();
    }

    private static List<TrialReport> run(RouteSpec route) {
        List<TrialReport> reports = new ArrayList<>();
        int count = trio.client(route.source())
                .block(new BlockSpec(route.strategy(), IDS, Duration.ZERO, DEADLINE), reports::add);
        assertThat(count).isEqualTo(IDS.size());
        return reports;
    }

    private static String fresh() {
        return "strategy-" + COUNT.incrementAndGet();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mobile",
                "edge",
                "mobile edge",
                "edge mobile",
                "edge cloud",
                "cloud edge",
                "mobile edge cloud",
                "cloud mobile edge",
                "edge mobile cloud",
                "cloud edge mobile",
                "mobile mobile cloud"
            })
    void block_anyOrderOfTiers_saysWhatTheWholeModelSays(String tiers) {
        RouteSpec route = trio.place(fresh(), "mobile", List.of(tiers.split(" ")), List.of());

        List<TrialReport> reports = run(route);

        for (int i = 0; i < reports.size(); i++) {
            TrialReport report = reports.get(i);
            assertThat(report.sampleId()).isEqualTo(IDS.get(i));
            assertThat(report.prediction()).as("seed %d", SEED).isEqualTo(Trio.direct(SAMPLES.get(i)));
            assertThat(report.stages()).hasSameSizeAs(route.stages());
            assertPlausible(report);
        }
    }

    private static void assertPlausible(TrialReport report) {
        Phases phases = report.phases();
        assertThat(report.clockDoubtful()).isFalse();
        assertThat(phases.totalNanos()).isEqualTo(report.totalNanos());
        assertThat(List.of(
                        phases.prepareNanos(),
                        phases.encodeNanos(),
                        phases.wireNanos(),
                        phases.queueNanos(),
                        phases.runNanos(),
                        phases.decodeNanos(),
                        phases.answerNanos()))
                .allMatch(nanos -> nanos >= 0);
        boolean local = report.links().isEmpty();
        assertThat(phases.wireNanos() > 0).isEqualTo(!local && !leavesOnlyToAnswer(report));
    }

    private static boolean leavesOnlyToAnswer(TrialReport report) {
        return report.stages().stream().allMatch(stage -> "mobile".equals(stage.tier()));
    }

    @Test
    void block_eightBitsOverTheLink_answersAsTheEvaluationOfTheSameCodecs() {
        RouteSpec plain = trio.place(fresh(), "mobile", List.of("mobile", "edge"), List.of());
        Stage first = plain.stages().getFirst();
        FittedCodec codec =
                new FittedCodec(new Codec(Codec.Format.U8, Codec.Packing.ZSTD), List.of(new ValueRange(-1, 1)));
        Stage coded = new Stage(
                "mobile",
                first.partId(),
                first.inputs(),
                first.outputs(),
                Map.of(first.outputs().getFirst(), codec));
        RouteSpec route = new RouteSpec(
                fresh(), "mobile", List.of(coded, plain.stages().getLast()), List.of(), plain.task(), Map.of());
        Trio.TIERS.forEach(tier -> trio.client(tier).route(route));
        List<Stage> here = new ArrayList<>();
        for (int i = 0; i < route.stages().size(); i++) {
            Stage stage = route.stages().get(i);
            int from = i == 0 ? 0 : 1;
            int to = i == 0 ? 1 : TinyModel.CHAIN.size();
            String part = fresh();
            byte[] model = TinyModel.of(TinyModel.CHAIN, from, to, Trio.SHAPE);
            trio.client("cloud").load(PartSpec.of(part, new PartModel.Bytes(model), SessionSettings.exact()));
            here.add(new Stage("cloud", part, stage.inputs(), stage.outputs(), stage.codecs()));
        }
        List<Prediction> expected = new ArrayList<>();
        trio.client("cloud")
                .evaluate(new EvaluateSpec(here, route.task(), IDS), found -> expected.add(found.prediction()));

        List<TrialReport> reports = run(route);

        assertThat(reports).extracting(TrialReport::prediction).containsExactlyElementsOf(expected);
        assertThat(reports).allSatisfy(report -> assertPlausible(report));
    }

    @Test
    void block_relayOnTheWay_countsBytesOnBothLinks() {
        List<Hop> overEdge = List.of(new Hop("mobile", "cloud", "edge"), new Hop("cloud", "mobile", "edge"));
        RouteSpec route = trio.place(fresh(), "mobile", List.of("cloud"), overEdge);

        for (TrialReport report : run(route)) {
            assertThat(report.links())
                    .extracting(link -> link.from() + ">" + link.to())
                    .containsExactly("mobile>edge", "edge>cloud", "cloud>edge", "edge>mobile");
            assertThat(report.links()).allMatch(link -> link.bytes() > 24);
            assertPlausible(report);
        }
    }

    @Test
    void evaluate_chainOnOneAgent_equalsTheBlocksPredictions() {
        RouteSpec route = trio.place(fresh(), "mobile", List.of("edge", "edge"), List.of());
        List<Evaluated> found = new ArrayList<>();

        trio.client("edge").evaluate(new EvaluateSpec(route.stages(), new Task.Classification(6, 0), IDS), found::add);

        assertThat(found)
                .containsExactlyElementsOf(SAMPLES.stream()
                        .map(sample -> new Evaluated(sample.id(), Trio.direct(sample)))
                        .toList());
    }

    @Test
    void load_uploadedFile_runsAndReportsItsSpecs(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("whole.onnx"), TinyModel.of(TinyModel.CHAIN, 0, 3, Trio.SHAPE));
        String id = fresh();

        LoadReport report =
                trio.client("cloud").load(PartSpec.of(id, new PartModel.Upload(file), SessionSettings.fast(2)));

        assertThat(report.inputs()).hasSize(1);
        assertThat(report.outputs().getFirst().name()).isEqualTo("y");
        assertThat(report.loadNanos()).isPositive();
        assertThat(report.firstRunNanos()).isPositive();
        assertThat(trio.client("cloud").profile(id, 3, Duration.ZERO).nodes()).isNotEmpty();
        trio.client("cloud").unload(id);
        assertThatThrownBy(() -> trio.client("cloud").unload(id))
                .isInstanceOf(TierException.class)
                .hasMessageContaining(id);
    }

    @Test
    void load_bytesThatAreNoModel_isTheModelsFault() {
        PartSpec part = PartSpec.of(fresh(), new PartModel.Bytes(new byte[] {1, 2, 3}), SessionSettings.exact());

        assertThatThrownBy(() -> trio.client("edge").load(part))
                .isInstanceOfSatisfying(
                        TierException.class, e -> assertThat(e.reason()).isEqualTo(TierException.Reason.MODEL));
    }

    @Test
    void block_partOfAnotherShape_failsNamingTheTierAndGoesOnServing() {
        RouteSpec good = trio.place(fresh(), "mobile", List.of("edge"), List.of());
        String bad = fresh();
        byte[] wide = TinyModel.of(TinyModel.CHAIN, 0, 3, 1, 9);
        trio.client("edge").load(PartSpec.of(bad, new PartModel.Bytes(wide), SessionSettings.exact()));
        RouteSpec route = new RouteSpec(
                bad,
                "mobile",
                List.of(new Stage("edge", bad, List.of("x"), List.of("y"))),
                List.of(),
                new Task.Agreement(),
                Map.of());
        trio.client("edge").route(route);
        trio.client("mobile").route(route);

        assertThatThrownBy(() ->
                        trio.client("mobile").block(new BlockSpec(bad, IDS, Duration.ZERO, DEADLINE), report -> {}))
                .isInstanceOfSatisfying(TierException.class, e -> {
                    assertThat(e.tier()).isEqualTo("edge");
                    assertThat(e.reason()).isEqualTo(TierException.Reason.MODEL);
                })
                .hasMessageContaining("[1, 6]");
        run(good);
    }

    @Test
    void block_deadlineTooShort_failsAndTheLateAnswerHarmsNobody() {
        RouteSpec route = trio.place(fresh(), "mobile", List.of("edge"), List.of());

        assertThatThrownBy(() -> trio.client("mobile")
                        .block(new BlockSpec(route.strategy(), IDS, Duration.ZERO, Duration.ofNanos(1)), r -> {}))
                .isInstanceOfSatisfying(
                        TierException.class, e -> assertThat(e.reason()).isEqualTo(TierException.Reason.DEADLINE));

        for (TrialReport report : run(route)) {
            assertThat(report.prediction()).isEqualTo(Trio.direct(SAMPLES.get(IDS.indexOf(report.sampleId()))));
        }
    }

    @Test
    void block_consumerFails_isCancelledAndTheSourceIsFree() {
        RouteSpec route = trio.place(fresh(), "mobile", List.of("mobile"), List.of());
        BlockSpec slow = new BlockSpec(route.strategy(), IDS, Duration.ofDays(1), DEADLINE);

        assertThatThrownBy(() -> trio.client("mobile").block(slow, report -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");

        run(route);
    }

    @Test
    void block_cancelled_endsEarlyWithoutFailure() {
        RouteSpec route = trio.place(fresh(), "mobile", List.of("mobile"), List.of());
        BlockSpec slow = new BlockSpec(route.strategy(), IDS, Duration.ofDays(1), DEADLINE);

        int count = trio.client("mobile")
                .block(slow, report -> trio.client("mobile").cancel());

        assertThat(count).isEqualTo(1);
    }

    @Test
    void facts_sameMachine_haveOneClock() {
        AgentFacts facts = trio.client("edge").facts();

        assertThat(facts.name()).isEqualTo("edge");
        assertThat(facts.cores()).isPositive();
        assertThat(facts.software().runtime()).startsWith("1.");
        assertThat(facts.clock().offsetNanos()).isZero();
    }

    @Test
    void block_tierThatDies_isNamed() {
        try (Trio doomed = Trio.start()) {
            doomed.client("mobile").samples(SAMPLES);
            RouteSpec route = doomed.place("doomed", "mobile", List.of("mobile", "edge", "cloud"), List.of());
            BlockSpec block = new BlockSpec(route.strategy(), IDS, Duration.ZERO, DEADLINE);
            doomed.client("mobile").block(block, report -> {});

            doomed.agent("cloud").close();

            assertThatThrownBy(() -> doomed.client("mobile").block(block, report -> {}))
                    .isInstanceOfSatisfying(TierException.class, e -> {
                        assertThat(e.tier()).isEqualTo("cloud");
                        assertThat(e.reason()).isEqualTo(TierException.Reason.LOST);
                    });
        }
    }
}
