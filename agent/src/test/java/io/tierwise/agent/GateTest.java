package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Encoded;
import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trials that leave a chain of parts where the first is sure enough.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
    private static final long SEED = 12;
    private static final List<Sample> SAMPLES = Trio.samples(20, SEED);
    private static final List<String> IDS = SAMPLES.stream().map(Sample::id).toList();
    private static final Task TASK = new Task.Classification(6, 0);

    private final Trio trio = Trio.start();
    private int parts;

    @BeforeAll
    void giveSamples() {
        Trio.TIERS.forEach(tier -> trio.client(tier).samples(SAMPLES));
    }

    @AfterAll
    void close() {
        trio.close();
    }

    /// A part with an exit on the first tier, the rest of the chain on the second.
    private RouteSpec route(String first, String second, double threshold) {
        String strategy = "E" + parts++;
        trio.client(first)
                .load(PartSpec.of(
                        strategy + "-0", new PartModel.Bytes(TinyModel.withExit(Trio.SHAPE)), SessionSettings.exact()));
        trio.client(second)
                .load(PartSpec.of(
                        strategy + "-1",
                        new PartModel.Bytes(TinyModel.of(TinyModel.CHAIN, 1, 3, Trio.SHAPE)),
                        SessionSettings.exact()));
        Stage early = new Stage(
                first,
                strategy + "-0",
                List.of("x"),
                List.of("a", "early", "sure"),
                Map.of(),
                Optional.of(new Gate("sure", "early", threshold)));
        Stage late = new Stage(second, strategy + "-1", List.of("a"), List.of("y"));
        RouteSpec route = new RouteSpec(strategy, "mobile", List.of(early, late), List.of(), TASK, Map.of());
        Trio.TIERS.forEach(tier -> trio.client(tier).route(route));
        return route;
    }

    private List<TrialReport> run(RouteSpec route) {
        List<TrialReport> reports = new ArrayList<>();
        trio.client("mobile")
                .block(new BlockSpec(route.strategy(), IDS, Duration.ZERO, Duration.ofSeconds(10)), reports::add);
        return reports;
    }

    private static float[] values(Sample sample) {
        return ((Encoded.ArrayValue) sample.input()).tensor().toFloats();
    }

    private static boolean isSure(Sample sample, double threshold) {
        float most = Float.NEGATIVE_INFINITY;
        for (float value : values(sample)) {
            most = Math.max(most, value);
        }
        return most >= threshold;
    }

    private static Prediction expected(Sample sample, double threshold) {
        if (!isSure(sample, threshold)) {
            return Trio.direct(sample);
        }
        float[] negated = values(sample);
        for (int i = 0; i < negated.length; i++) {
            negated[i] = -negated[i];
        }
        return TASK.read(List.of(Tensor.ofFloats(negated, Trio.SHAPE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobile mobile", "mobile edge", "edge edge", "edge cloud", "edge mobile"})
    void block_gateHalfWay_surestLeaveThere(String tiers) {
        double threshold = 1.2;
        int between = tiers.indexOf(' ');
        RouteSpec route = route(tiers.substring(0, between), tiers.substring(between + 1), threshold);

        List<TrialReport> reports = run(route);

        assertThat(reports).hasSameSizeAs(SAMPLES);
        for (int i = 0; i < reports.size(); i++) {
            Sample sample = SAMPLES.get(i);
            TrialReport report = reports.get(i);
            assertThat(report.prediction()).as("seed %d, sample %d", SEED, i).isEqualTo(expected(sample, threshold));
            assertThat(report.stages()).hasSize(isSure(sample, threshold) ? 1 : 2);
            assertThat(report.phases().totalNanos()).isEqualTo(report.totalNanos());
        }
        assertThat(reports).anyMatch(report -> report.stages().size() == 1);
        assertThat(reports).anyMatch(report -> report.stages().size() == 2);
    }

    @Test
    void block_leavingAtTheSource_sendsNothing() {
        List<TrialReport> reports = run(route("mobile", "edge", 0));
        assertThat(reports)
                .filteredOn(report -> report.stages().size() == 1)
                .hasSizeGreaterThan(15)
                .allSatisfy(report -> assertThat(report.links()).isEmpty());
    }

    @Test
    void block_thresholdNobodyReaches_saysWhatTheWholeModelSays() {
        List<TrialReport> reports = run(route("mobile", "edge", 100));
        for (int i = 0; i < reports.size(); i++) {
            assertThat(reports.get(i).prediction()).isEqualTo(Trio.direct(SAMPLES.get(i)));
            assertThat(reports.get(i).stages()).hasSize(2);
        }
    }

    @Test
    void evaluate_gateHalfWay_answersAsTrialsDo() {
        RouteSpec route = route("cloud", "cloud", 1.2);
        List<Prediction> found = new ArrayList<>();
        trio.client("cloud")
                .evaluate(new EvaluateSpec(route.stages(), TASK, IDS), answer -> found.add(answer.prediction()));
        assertThat(found)
                .containsExactlyElementsOf(
                        SAMPLES.stream().map(sample -> expected(sample, 1.2)).toList());
    }

    @Test
    void block_confidenceThatIsNoSingleNumber_failsWithTheReason() {
        RouteSpec good = route("mobile", "edge", 1.2);
        Stage early = good.stages().getFirst();
        Stage wrong = new Stage(
                early.tier(),
                early.partId(),
                early.inputs(),
                early.outputs(),
                Map.of(),
                Optional.of(new Gate("early", "early", 1.2)));
        RouteSpec route =
                new RouteSpec("wrong", "mobile", List.of(wrong, good.stages().getLast()), List.of(), TASK, Map.of());
        Trio.TIERS.forEach(tier -> trio.client(tier).route(route));

        assertThatThrownBy(() -> run(route))
                .isInstanceOf(TierException.class)
                .hasMessageContaining("'early' must be one number");
    }

    @Test
    void stage_gateThatReadsNoOutput_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Stage(
                        "mobile",
                        "part",
                        List.of("x"),
                        List.of("a"),
                        Map.of(),
                        Optional.of(new Gate("sure", "early", 0.5))))
                .withMessageContaining("its gate reads");
    }
}
