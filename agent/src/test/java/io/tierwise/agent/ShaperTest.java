package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShaperTest {

    private static final int MEGABYTE = 1_000_000;

    private static Shaper shaper(long bitsPerSecond, Duration delay, Duration jitter) {
        return new Shaper(new LinkShape(bitsPerSecond, 0, delay, jitter), 11);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10, 50, 100, 200, 1000})
    void due_wholeMessageReadyAtOnce_takesItsBitsOverTheRate(long megabits) {
        Shaper shaper = shaper(megabits * 1_000_000, Duration.ofMillis(10), Duration.ZERO);
        long due = 0;
        boolean first = true;
        for (int left = MEGABYTE; left > 0; left -= shaper.chunkBytes()) {
            due = shaper.due(500, Math.min(left, shaper.chunkBytes()), first);
            first = false;
        }

        double ideal = 8e9 / megabits / 1e6 * MEGABYTE + 10e6 + 500;
        assertThat(due / ideal).isBetween(0.9999, 1.0001);
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 50, 100, 200})
    void due_chunksThatARelaySeesLate_stillTakeTheIdealTimeWithinTwoPercent(long megabits) {
        long seed = 5;
        Random random = new Random(seed);
        Shaper into = shaper(megabits * 1_000_000, Duration.ZERO, Duration.ZERO);
        Shaper out = shaper(megabits * 1_000_000, Duration.ZERO, Duration.ZERO);
        int chunk = into.chunkBytes();
        long due = 0;
        for (int sent = 0; sent < MEGABYTE; sent += chunk) {
            int bytes = Math.min(chunk, MEGABYTE - sent);
            long arrived = into.due(0, bytes, sent == 0) + random.nextInt(400_000);
            due = out.due(arrived, bytes, sent == 0);
        }

        double ideal = 8e9 / megabits / 1e6 * (MEGABYTE + chunk);
        assertThat(due / ideal).as("seed %d", seed).isBetween(0.98, 1.02);
    }

    @Test
    void due_idleLink_givesNoCreditToTheNextMessage() {
        Shaper shaper = shaper(8_000_000, Duration.ZERO, Duration.ZERO);
        shaper.due(0, 1000, true);

        assertThat(shaper.due(50_000_000, 1000, true)).isEqualTo(51_000_000);
    }

    @Test
    void due_messageBehindAnother_waitsForTheLink() {
        Shaper shaper = shaper(8_000_000, Duration.ofMillis(3), Duration.ZERO);

        assertThat(shaper.due(0, 1000, true)).isEqualTo(4_000_000);
        assertThat(shaper.due(0, 1000, true)).isEqualTo(5_000_000);
    }

    @Test
    void due_jitter_isSeededBoundedAndKeepsOrder() {
        Shaper one = shaper(0, Duration.ofMillis(5), Duration.ofMillis(2));
        Shaper same = shaper(0, Duration.ofMillis(5), Duration.ofMillis(2));
        long last = Long.MIN_VALUE;
        boolean varied = false;
        for (long ready = 0; ready < 100_000_000; ready += 100_000) {
            long due = one.due(ready, 100, true);
            assertThat(due).isEqualTo(same.due(ready, 100, true)).isGreaterThanOrEqualTo(last);
            assertThat(due - ready).isBetween(5_000_000L, 7_000_000L);
            varied |= due - ready != 5_000_000;
            last = due;
        }
        assertThat(varied).isTrue();
    }

    @Test
    void chunkBytes_anyRate_isBetweenAPacketAndABuffer() {
        assertThat(shaper(1000, Duration.ZERO, Duration.ZERO).chunkBytes()).isEqualTo(1460);
        assertThat(shaper(100_000_000, Duration.ZERO, Duration.ZERO).chunkBytes())
                .isEqualTo(12_500);
        assertThat(shaper(Long.MAX_VALUE, Duration.ZERO, Duration.ZERO).chunkBytes())
                .isEqualTo(65_536);
        assertThat(shaper(0, Duration.ZERO, Duration.ZERO).chunkBytes()).isEqualTo(65_536);
    }
}
