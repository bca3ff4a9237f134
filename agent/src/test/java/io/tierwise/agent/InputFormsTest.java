package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.runtime.SessionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that arise on one tier and are prepared, wholly or in part, on another.
final class InputFormsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final long SEED = 17;
    private static final int SIDE = 48;
    private static final long[] SHAPE = {1, 3, SIDE, SIDE};
    private static final Preprocessing STEPS =
            Preprocessing.parse("resize=52,crop=" + SIDE + ",scale=1/255,mean=0.5:0.4:0.3,std=0.2");
    private static final int PIXEL_BYTES = 3 * SIDE * SIDE;
    /// Prefix and header of a frame: a trial's names and times.
    private static final int MOST_BESIDE_THE_INPUT = 1000;

    private static final List<Sample> SAMPLES = samples();
    private static final List<String> IDS = SAMPLES.stream().map(Sample::id).toList();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static Trio trio;

    private static List<Sample> samples() {
        Random random = new Random(SEED);
        return IntStream.range(0, 4)
                .mapToObj(i -> new Sample(
                        "picture " + i, Pictures.smooth(60 + i, i % 2 == 0 ? "png" : "jpg", random), new Label.None()))
                .toList();
    }

    @BeforeAll
    static void start() {
        trio = prepared(Trio.start());
    }

    private static Trio prepared(Trio fresh) {
        Trio.TIERS.forEach(tier -> fresh.client(tier).preprocessing(STEPS));
        return fresh;
    }

    @AfterAll
    static void stop() {
        trio.close();
    }

    private static RouteSpec route(Trio agents, String source, List<String> tiers, InputForm form, List<Hop> hops) {
        String strategy = "strategy-" + COUNT.incrementAndGet();
        List<Stage> stages = new ArrayList<>();
        int steps = TinyModel.CHAIN.size();
        for (int i = 0; i < tiers.size(); i++) {
            int from = steps * i / tiers.size();
            int to = steps * (i + 1) / tiers.size();
            String part = strategy + "-" + i;
            byte[] model = TinyModel.of(TinyModel.CHAIN, from, to, SHAPE);
            agents.client(tiers.get(i)).load(PartSpec.of(part, new PartModel.Bytes(model), SessionSettings.exact()));
            stages.add(new Stage(
                    tiers.get(i),
                    part,
                    List.of(TinyModel.CHAIN.get(from).input()),
                    List.of(TinyModel.CHAIN.get(to - 1).output())));
        }
        RouteSpec route = new RouteSpec(strategy, source, stages, hops, new Task.Segmentation(-1), Map.of(), form);
        Trio.TIERS.forEach(tier -> agents.client(tier).route(route));
        return route;
    }

    private static List<TrialReport> run(Trio agents, RouteSpec route, List<Sample> samples) {
        List<TrialReport> reports = new ArrayList<>();
        agents.client(route.source()).samples(samples);
        List<String> ids = samples.stream().map(Sample::id).toList();
        agents.client(route.source())
                .block(new BlockSpec(route.strategy(), ids, Duration.ZERO, DEADLINE), reports::add);
        assertThat(reports).extracting(TrialReport::sampleId).isEqualTo(ids);
        return reports;
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge", "edge cloud", "cloud", "mobile edge"})
    void block_everyForm_answersAlikeAndAddsUp(String placement) {
        List<String> tiers = List.of(placement.split(" "));
        List<Hop> overEdge = placement.equals("cloud")
                ? List.of(new Hop("mobile", "cloud", "edge"), new Hop("cloud", "mobile", "edge"))
                : List.of();
        boolean here = tiers.getFirst().equals("mobile");
        List<Prediction> answers = new ArrayList<>();

        for (InputForm form : InputForm.values()) {
            List<TrialReport> reports = run(trio, route(trio, "mobile", tiers, form, overEdge), SAMPLES);

            if (form == InputForm.TENSOR) {
                reports.forEach(report -> answers.add(report.prediction()));
            }
            assertThat(reports).extracting(TrialReport::prediction).isEqualTo(answers);
            for (TrialReport report : reports) {
                long input = inputBytes(
                        form, SAMPLES.get(IDS.indexOf(report.sampleId())).input());
                assertThat(report.phases().totalNanos()).isEqualTo(report.totalNanos());
                assertThat(report.phases().prepareNanos()).isPositive();
                boolean there = !here && form != InputForm.TENSOR;
                assertThat(report.stages().getFirst().prepareNanos() > 0).isEqualTo(there);
                assertThat(report.stages().stream().skip(1)).allMatch(stage -> stage.prepareNanos() == 0);
                if (!here) {
                    assertThat(report.links().getFirst().bytes()).isBetween(input, input + MOST_BESIDE_THE_INPUT);
                }
            }
        }
    }

    private static long inputBytes(InputForm form, Encoded input) {
        return switch (form) {
            case TENSOR -> 4L * PIXEL_BYTES;
            case UINT8 -> PIXEL_BYTES;
            case ENCODED -> input.byteSize();
        };
    }

    @Test
    void block_encodedToAHundredthOfACore_isHeldForItsPreparation() {
        List<Sample> noise = List.of(new Sample("noise", Pictures.noise(256, new Random(SEED)), new Label.None()));
        try (Trio slow = prepared(Trio.start(LinkShape.UNSHAPED, 0.01))) {
            RouteSpec route = route(slow, "edge", List.of("mobile"), InputForm.ENCODED, List.of());
            TrialReport report = run(slow, route, noise).getFirst();

            // To unpack 196,608 bytes takes a tenth of a millisecond on any processor.
            assertThat(report.stages().getFirst().prepareNanos())
                    .isGreaterThan(Duration.ofMillis(10).toNanos());
            assertThat(report.phases().prepareNanos())
                    .isGreaterThanOrEqualTo(report.stages().getFirst().prepareNanos());
            assertThat(report.phases().totalNanos()).isEqualTo(report.totalNanos());
        }
    }

    @Test
    void block_pictureThatIsNone_namesTheTierThatPreparesIt() {
        RouteSpec route = route(trio, "mobile", List.of("edge"), InputForm.ENCODED, List.of());
        for (Encoded bad : List.of(Pictures.bomb(50_000), new Encoded.ImageFile(new byte[100]))) {
            assertThatThrownBy(() -> run(trio, route, List.of(new Sample("bad", bad, new Label.None()))))
                    .isInstanceOfSatisfying(TierException.class, failure -> {
                        assertThat(failure.tier()).isEqualTo("edge");
                        assertThat(failure.reason()).isEqualTo(TierException.Reason.MODEL);
                    })
                    .hasMessageMatching("(?s).*(megapixels|no image that can be read).*");
        }
        assertThat(run(trio, route, SAMPLES)).hasSameSizeAs(SAMPLES);
    }
}
