package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.deployment.HostWatch.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisturbanceTest {
    private static final Reading BEFORE = reading(100, 0, 0, 0);

    @TempDir
    Path root;

    @Test
    void between_ownWorkOnly_isQuiet() {
        assertThat(found(reading(200, 90, 0, 85))).isEmpty();
    }

    @Test
    void between_stolenTime_isNamedWithItsShare() {
        assertThat(found(reading(200, 50, 30, 50)))
                .containsExactly(new Disturbance(Disturbance.Kind.STEAL, "stolen 30 % of a processor"));
    }

    @Test
    void between_aTickOfStolenTime_isTheCountersRounding() {
        assertThat(found(reading(200, 50, 10, 50))).isEmpty();
    }

    @Test
    void between_otherProcesses_areForeignLoad() {
        assertThat(found(reading(200, 180, 0, 80)))
                .containsExactly(
                        new Disturbance(Disturbance.Kind.FOREIGN_LOAD, "other processes took 100 % of a processor"));
    }

    @Test
    void between_heatFrequencyAndClock_areEachNamed() {
        var after = new Reading(
                Duration.ofMillis(200),
                Instant.ofEpochMilli(3_600_200),
                Duration.ofMillis(50),
                Duration.ZERO,
                Duration.ofMillis(50),
                OptionalLong.of(4),
                OptionalDouble.of(1200));
        assertThat(Disturbance.between(BEFORE, after, OptionalDouble.of(3000)))
                .extracting(Disturbance::kind)
                .containsExactly(Disturbance.Kind.THROTTLED, Disturbance.Kind.FREQUENCY, Disturbance.Kind.CLOCK_JUMP);
    }

    @Test
    void read_countersOfAKernel_areDurations() throws IOException {
        write("proc/uptime", "12.34 20.00\n");
        write("proc/stat", "cpu  100 10 40 500 50 3 7 9 80 5\ncpu0 1 1 1 1\n");
        write("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "2000000\n");
        write("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "3000000\n");
        write("sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "2\n");
        write("sys/devices/system/cpu/cpufreq/scaling_cur_freq", "9\n");
        assertThat(watch().read())
                .contains(new Reading(
                        Duration.ofMillis(12_340),
                        Instant.EPOCH,
                        Duration.ofMillis(1_600),
                        Duration.ofMillis(90),
                        Duration.ofMillis(7),
                        OptionalLong.of(2),
                        OptionalDouble.of(2500)));
    }

    @Test
    void read_withoutCounters_watchesNothing() throws IOException {
        assertThat(watch().read()).isEmpty();
        write("proc/uptime", "12.34 20.00\n");
        write("proc/stat", "cpu 1 2\n");
        assertThat(watch().read()).isEmpty();
    }

    private HostWatch watch() {
        return new HostWatch(root, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> Duration.ofMillis(7));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static List<Disturbance> found(Reading after) {
        return Disturbance.between(BEFORE, after, OptionalDouble.empty());
    }

    private static Reading reading(int millis, int busy, int stolen, int own) {
        return new Reading(
                Duration.ofMillis(millis),
                Instant.ofEpochMilli(millis),
                Duration.ofMillis(busy),
                Duration.ofMillis(stolen),
                Duration.ofMillis(own),
                OptionalLong.of(3),
                OptionalDouble.empty());
    }
}
