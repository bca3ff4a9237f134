package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class StretchTest {

    private final FakeTicker clock = new FakeTicker();

    @Test
    void apply_quarterOfACore_lastsFourTimesItsCpuTime() {
        Stretch stretch = new Stretch(clock, clock, 0.25);

        Stretch.Spent spent = stretch.apply(1, () -> clock.work(400_000, 390_000));

        assertThat(spent.endNanos() - spent.startNanos()).isEqualTo(1_560_000);
        assertThat(spent.cpuNanos()).isEqualTo(390_000);
        assertThat(spent.heldNanos()).isEqualTo(1_160_000);
        assertThat(clock.nanoTime()).isEqualTo(1_560_000);
    }

    @Test
    void apply_noShare_isNeverHeld() {
        Stretch.Spent spent = new Stretch(clock, clock, 0).apply(1, () -> clock.work(5_000, 5_000));

        assertThat(spent.heldNanos()).isZero();
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void apply_runThatWasSlowAlready_isNotHeldFurther() {
        Stretch.Spent spent = new Stretch(clock, clock, 0.5).apply(1, () -> clock.work(9_000, 1_000));

        assertThat(spent.heldNanos()).isZero();
        assertThat(spent.endNanos() - spent.startNanos()).isEqualTo(9_000);
    }

    @Test
    void apply_severalThreads_countsTheWholeProcess() {
        Stretch.Spent spent = new Stretch(clock, clock, 2).apply(4, () -> clock.work(1_000, 1_000));

        assertThat(spent.cpuNanos()).isEqualTo(10_000);
        assertThat(spent.endNanos() - spent.startNanos()).isEqualTo(5_000);
    }

    @Test
    void measure_saysTheTimeWithoutWaiting() {
        Stretch.Spent spent = new Stretch(clock, clock, 0.1).measure(0, 1, () -> clock.work(1_000, 1_000));

        assertThat(spent.endNanos() - spent.startNanos()).isEqualTo(10_000);
        assertThat(clock.waits()).isEmpty();
    }

    @Test
    void hold_timeSpentSinceTheStart_isAbsorbed() {
        Stretch stretch = new Stretch(clock, clock, 0.5);
        clock.work(300, 0);

        Stretch.Spent measured = stretch.measure(100, 1, () -> clock.work(1_000, 1_000));
        clock.work(200, 200);
        Stretch.Spent held = stretch.hold(measured);

        assertThat(held.endNanos()).isEqualTo(100 + 2_000);
        assertThat(held.heldNanos()).isEqualTo(100 + 2_000 - 1_300);
        assertThat(clock.nanoTime()).isEqualTo(2_100);
    }

    @Test
    void share_negativeOrNotANumber_isRefused() {
        for (double share : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Stretch(clock, clock, share)).hasMessageContaining("share");
        }
    }

    @Test
    void kernelClock_busyThread_countsFinerThanTenMilliseconds() {
        CpuClock kernel = CpuClock.ofKernel();
        // The process's span holds the thread's: read first, and below read last.
        long processBefore = kernel.processNanos();
        long before = kernel.threadNanos();
        double sum = 0;
        while (kernel.threadNanos() - before < 200_000) {
            sum += Math.sqrt(sum + 1);
        }

        assertThat(sum).isPositive();
        assertThat(kernel.processNanos() - processBefore).isGreaterThanOrEqualTo(200_000);
        assertThat((double) before % 10_000_000).isNotCloseTo(0, within(0.5));
    }
}
