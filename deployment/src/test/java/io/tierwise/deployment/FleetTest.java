package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tierwise.agent.EvaluateSpec;
import io.tierwise.agent.Evaluated;
import io.tierwise.agent.LinkBytes;
import io.tierwise.agent.Stage;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.TrialReport;
import io.tierwise.data.Encoded;
import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Real agents in processes of their own, small models.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetTest {

    private static final Task TASK = new Task.Classification(1, 0);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final double MOBILE_CORES = 0.5;
    private static final Topology THREE = new Topology(
            List.of(
                    Tier.local("mobile", 1).withCpu(MOBILE_CORES),
                    Tier.local("edge", 1).withCpu(1).withMemoryBytes(64L << 20),
                    Tier.local("cloud", 2)),
            List.of(
                    Link.Direct.of("mobile", "edge", 200_000_000, Duration.ofMillis(2)),
                    Link.Direct.of("edge", "cloud", 50_000_000, Duration.ofMillis(6)),
                    new Link.Via("mobile", "cloud", "edge")),
            "mobile");

    @TempDir
    private static Path folder;

    private Optional<Fleet> started = Optional.empty();

    @BeforeAll
    void start() {
        Fleet fleet = Fleet.start(THREE, FleetSettings.local(folder.resolve("logs"), 7));
        started = Optional.of(fleet);
        fleet.preprocessing(Preprocessing.NONE);
        fleet.samples(samples());
    }

    @AfterAll
    void close() {
        started.ifPresent(Fleet::close);
    }

    private Fleet fleet() {
        return started.orElseThrow();
    }

    @Test
    void block_identityOnTheCloud_travelsByTheEdgeAndBack() throws IOException {
        List<TrialReport> reports = run(fleet(), "I@cloud", part("a", "b"));

        assertThat(reports.stream().map(TrialReport::prediction)).containsExactly(best(0), best(1), best(2));
        TrialReport report = reports.getFirst();
        assertThat(report.links())
                .extracting(LinkBytes::from, LinkBytes::to)
                .contains(tuple("mobile", "edge"), tuple("edge", "cloud"));
        assertThat(report.stages())
                .singleElement()
                .satisfies(stage -> assertThat(stage.tier()).isEqualTo("cloud"));
        assertThat(report.totalNanos())
                .isGreaterThanOrEqualTo(THREE.wireLowerBoundNanos(List.of("cloud"), List.of(0L, 0L)));
        assertThat(report.phases().totalNanos()).isEqualTo(report.totalNanos());
    }

    @Test
    void block_partsOverTwoAndThreeTiers_giveTheWholesAnswer() throws IOException {
        assertThat(predictions(run(fleet(), "P@mobile+edge", part("a", "b"), part("b", "c"))))
                .containsExactly(best(0), best(1), best(2));
        List<TrialReport> three = run(fleet(), "P@mobile+edge+cloud", part("a", "b"), part("b", "c"), part("c", "d"));
        assertThat(predictions(three)).containsExactly(best(0), best(1), best(2));
        assertThat(three.getFirst().stages()).hasSize(3);
        assertThat(three)
                .extracting(trial -> trial.stages().getFirst())
                .allSatisfy(mobile -> assertThat((double) mobile.runNanos())
                        .as("nanoseconds of a run on %s of a core", MOBILE_CORES)
                        .isGreaterThanOrEqualTo(Math.floor(mobile.cpuNanos() / MOBILE_CORES)));
        assertThat(predictions(run(fleet(), "P@mobile+cloud+mobile", part("a", "b"), part("b", "c"), part("c", "d"))))
                .containsExactly(best(0), best(1), best(2));
    }

    @Test
    void deploy_againAfterClosing_opensAfresh() throws IOException {
        for (int round = 0; round < 2; round++) {
            try (Deployed deployed = fleet().deploy(Strategy.parse("I@edge"), List.of(part("a", "b")), TASK)) {
                assertThat(deployed.loads())
                        .singleElement()
                        .satisfies(load -> assertThat(load.firstRunNanos()).isPositive());
            }
        }
    }

    @Test
    void evaluate_chainOnOneTier_predictsWithoutLinks() throws IOException {
        fleet().samples("cloud", samples());
        List<Evaluated> found = new ArrayList<>();
        EvaluateSpec chain = new EvaluateSpec(
                List.of(
                        new Stage("cloud", "ab", List.of("a"), List.of("b")),
                        new Stage("cloud", "bc", List.of("b"), List.of("c"))),
                TASK,
                List.of("s2", "s1"));

        assertThat(fleet().evaluate("cloud", List.of(part("a", "b"), part("b", "c")), chain, found::add))
                .isEqualTo(2);
        assertThat(found.stream().map(Evaluated::prediction)).containsExactly(best(2), best(1));
    }

    @Test
    void standing_localTiers_saysWhatIsEmulatedAndWhatNot() {
        assertThat(fleet().describe("mobile")).startsWith("mobile (emulated: ").endsWith("0.5 CPU)");
        assertThat(fleet().standing("cloud")).startsWith("measured: ").endsWith("2 threads");
        assertThat(fleet().cpuKey("mobile")).isEqualTo(fleet().cpuKey("cloud"));
        assertThat(fleet().limits("mobile").stream().map(Limit::what))
                .containsExactly("cpu share", "cpu ceiling", "threads");
        assertThat(fleet().limits("edge").getLast().asked()).startsWith("64Mi above the agent's own ");
        assertThat(fleet().ownBytes("edge")).isBetween(1L << 20, 1L << 30);
    }

    @Test
    void deploy_partLargerThanTheTier_isRefusedAndOthersGoOn() throws IOException {
        DeployedPart part = part("a", "b");
        DeployedPart large = new DeployedPart(
                part.id(),
                part.model(),
                Optional.empty(),
                part.inputs(),
                part.outputs(),
                65L << 20,
                part.settings(),
                List.of());

        assertThatThrownBy(() -> fleet().deploy(Strategy.parse("I@edge"), List.of(large), TASK))
                .isInstanceOf(TierException.class)
                .hasMessageContaining("its weights take 65Mi, the tier has 64Mi");
        assertThat(run(fleet(), "I@edge", part)).hasSize(3);
    }

    @Test
    void block_agentKilled_isReportedAndRestarts() throws IOException {
        try (Fleet fleet = fleet().fresh(List.of("cloud"))) {
            AgentProcess cloud = fleet.member("cloud").local().orElseThrow().process();
            assertThat(cloud.pid())
                    .isNotEqualTo(fleet().member("cloud")
                            .local()
                            .orElseThrow()
                            .process()
                            .pid());
            try (Deployed deployed = fleet.deploy(Strategy.parse("I@cloud"), List.of(part("a", "b")), TASK)) {
                TierException lost = catchThrowableOfType(
                        TierException.class,
                        () -> deployed.block(ids(), Duration.ofSeconds(5), DEADLINE, report -> cloud.kill()));
                assertThat(lost.tier()).isEqualTo("cloud");
                assertThat(lost.reason()).isEqualTo(Reason.LOST);
                assertThat(lost).hasMessageContaining("its agent ended with exit code 137");
            }
            assertThat(fleet.isAlive("cloud")).isFalse();
            assertThat(fleet.restartDead()).containsExactly("cloud");
            assertThat(run(fleet, "I@cloud", part("a", "b"))).hasSize(3);
        }
    }

    @Test
    void restart_source_hasItsSamplesAgain() throws IOException {
        try (Fleet fleet = fleet().fresh(List.of("edge"))) {
            fleet.restart("mobile");

            assertThat(run(fleet, "P@mobile+edge", part("a", "b"), part("b", "c")))
                    .hasSize(3);
        }
    }

    @Test
    void deploy_partThatOutgrowsTheTier_isKilledAndSaid() throws IOException {
        try (Fleet fleet = fleet().fresh(List.of("edge"))) {
            assumeTrue(
                    fleet.member("edge").memoryIsEnforced(),
                    "needs control groups that hold memory: " + fleet.limits("edge"));
            Path model = TinyModel.hungry(folder, "a", "z", 20_000_000);
            DeployedPart hungry = new DeployedPart(
                    "hungry",
                    model,
                    Optional.empty(),
                    List.of("a"),
                    List.of("z"),
                    0,
                    SessionSettings.fast(1),
                    List.of());

            TierException killed = catchThrowableOfType(
                    TierException.class, () -> fleet.deploy(Strategy.parse("I@edge"), List.of(hungry), TASK));
            assertThat(killed.tier()).isEqualTo("edge");
            assertThat(killed.reason()).isEqualTo(Reason.MEMORY);
            assertThat(killed).hasMessageContaining("killed: out of memory (limit 64Mi above the agent's own ");
            assertThat(fleet.restartDead()).containsExactly("edge");
            assertThat(run(fleet, "I@edge", part("a", "b"))).hasSize(3);
        }
    }

    @Test
    void close_fleet_endsItsProcesses() {
        Fleet fleet = fleet().fresh(List.of("mobile"));
        ProcessHandle mobile = ProcessHandle.of(
                        fleet.member("mobile").local().orElseThrow().process().pid())
                .orElseThrow();
        assertThat(mobile.isAlive()).isTrue();
        fleet.close();
        assertThat(mobile.isAlive()).isFalse();
    }

    private List<TrialReport> run(Fleet fleet, String strategy, DeployedPart... parts) {
        List<TrialReport> reports = new ArrayList<>();
        List<DeployedPart> placed = IntStream.range(0, parts.length)
                .mapToObj(place -> parts[place].at(place))
                .toList();
        try (Deployed deployed = fleet.deploy(Strategy.parse(strategy), placed, TASK)) {
            assertThat(deployed.block(ids(), Duration.ZERO, DEADLINE, reports::add))
                    .isEqualTo(3);
        }
        return reports;
    }

    private static List<Prediction> predictions(List<TrialReport> reports) {
        return reports.stream().map(TrialReport::prediction).toList();
    }

    private static Prediction best(int wanted) {
        return new Prediction.TopClasses(List.of(wanted));
    }

    private static List<String> ids() {
        return List.of("s0", "s1", "s2");
    }

    /// Sample `s<i>` is largest at place i.
    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            float[] values = new float[4];
            values[i] = 1;
            samples.add(
                    new Sample("s" + i, new Encoded.ArrayValue(Tensor.ofFloats(values, 4)), new Label.ClassIndex(i)));
        }
        return samples;
    }

    private DeployedPart part(String in, String out) throws IOException {
        return new DeployedPart(
                in + out,
                TinyModel.doubling(folder, in, out),
                Optional.empty(),
                List.of(in),
                List.of(out),
                0,
                SessionSettings.fast(1),
                List.of());
    }
}
