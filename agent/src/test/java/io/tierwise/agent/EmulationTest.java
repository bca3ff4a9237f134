package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Sample;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real clocks, but only lower bounds: an emulated tier or link may be late on a busy machine, never early.
final class EmulationTest {

    private static final Duration DELAY = Duration.ofMillis(2);
    private static final long MEGABIT = 1_000_000;
    private static final long MEGABYTE = 1_000_000;
    private static final List<Sample> SAMPLES = Trio.samples(3, 8);
    private static final List<String> IDS = SAMPLES.stream().map(Sample::id).toList();

    private static List<TrialReport> run(Trio trio, RouteSpec route) {
        List<TrialReport> reports = new ArrayList<>();
        trio.client("mobile").samples(SAMPLES);
        trio.client("mobile")
                .block(new BlockSpec(route.strategy(), IDS, Duration.ZERO, Duration.ofSeconds(20)), reports::add);
        assertThat(reports).hasSameSizeAs(IDS);
        return reports;
    }

    @Test
    void block_shapedLinksWithRelay_costsEveryLinksTimeAndKeepsTheAnswer() {
        LinkShape shape = new LinkShape(MEGABIT, MEGABIT, DELAY, Duration.ofMillis(1));
        List<Hop> overEdge = List.of(new Hop("mobile", "cloud", "edge"), new Hop("cloud", "mobile", "edge"));
        try (Trio trio = Trio.start(shape, 0)) {
            for (TrialReport report : run(trio, trio.place("far", "mobile", List.of("cloud"), overEdge))) {
                assertThat(report.prediction()).isEqualTo(Trio.direct(SAMPLES.get(IDS.indexOf(report.sampleId()))));
                long bytes =
                        report.links().get(0).bytes() + report.links().get(1).bytes();
                long serialization = bytes * 8 * 1_000_000_000 / MEGABIT;
                assertThat(report.phases().wireNanos())
                        .isGreaterThanOrEqualTo(2 * DELAY.toNanos() + serialization - Shaper.CATCH_UP_NANOS);
                assertThat(report.phases().answerNanos()).isGreaterThanOrEqualTo(2 * DELAY.toNanos());
            }
        }
    }

    @Test
    void block_manyTrialsThroughARelay_takeNoMoreMemoryThanAFew() {
        LinkShape shape = new LinkShape(100 * MEGABIT, 100 * MEGABIT, Duration.ZERO, Duration.ZERO);
        List<Hop> overEdge = List.of(new Hop("mobile", "cloud", "edge"), new Hop("cloud", "mobile", "edge"));
        try (Trio trio = Trio.start(shape, 0)) {
            RouteSpec route = trio.place("far", "mobile", List.of("cloud"), overEdge);
            run(trio, route);
            long before = directBytes();
            for (int block = 0; block < 20; block++) {
                run(trio, route);
            }
            assertThat(directBytes() - before).isLessThan(MEGABYTE);
        }
    }

    /// What this process holds outside its heap; the three agents live in it.
    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getTotalCapacity)
                .sum();
    }

    @Test
    void block_quarterOfACore_lastsAtLeastFourTimesItsCpuTime() {
        try (Trio trio = Trio.start(LinkShape.UNSHAPED, 0.25)) {
            for (TrialReport report : run(trio, trio.place("slow", "mobile", List.of("mobile"), List.of()))) {
                StageReport stage = report.stages().getFirst();
                assertThat(stage.cpuNanos()).isPositive();
                assertThat(stage.heldNanos()).isPositive();
                assertThat(stage.runNanos()).isGreaterThanOrEqualTo(4 * stage.cpuNanos());
            }
        }
    }

    @Test
    void unroute_afterADeadlineOnASlowLink_freesTheLinkForTheNextStrategy() {
        LinkShape crawl = new LinkShape(2_000, 0, Duration.ZERO, Duration.ZERO);
        try (Trio trio = Trio.start(crawl, 0)) {
            RouteSpec lost = trio.place("lost", "mobile", List.of("edge"), List.of());
            trio.client("mobile").samples(SAMPLES);
            BlockSpec hasty = new BlockSpec(lost.strategy(), IDS, Duration.ZERO, Duration.ofMillis(1));
            assertThatThrownBy(() -> trio.client("mobile").block(hasty, report -> {}))
                    .hasMessageContaining("gave no answer within 1 ms");

            trio.client("mobile").unroute("lost");

            assertThat(run(trio, trio.place("home", "mobile", List.of("mobile"), List.of())))
                    .allMatch(report -> report.links().isEmpty());
        }
    }
}
