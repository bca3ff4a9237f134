package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {

    @Test
    void within_littleEnough_takesAllValues() {
        Map<String, Spread> spreads = Spread.within(Map.of("a", 70L, "b", 30L), 100);
        assertThat(spreads.values()).extracting(Spread::step).containsOnly(1L);
    }

    @Test
    void within_nothingButEmptyTensors_takesNone() {
        assertThat(Spread.within(Map.of("a", 0L), 100)).containsEntry("a", new Spread(0, 1));
    }

    @Test
    void within_oneLargeTensor_thinsThatAlone() {
        Map<String, Spread> spreads = Spread.within(Map.of("a", 1000L, "b", 30L), 200);
        assertThat(spreads).containsEntry("b", new Spread(30, 1)).containsEntry("a", new Spread(1000, 11));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void within_anyTensors_staysBelowMostAndOffCommonExtents(long seed) {
        Random random = new Random(seed);
        Map<String, Long> elements = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            elements.put("t" + i, 1L + random.nextInt(1_000_000));
        }
        Map<String, Spread> spreads = Spread.within(elements, 100_000);
        assertThat(spreads.values().stream().mapToLong(Spread::values).sum())
                .as("seed " + seed)
                .isBetween(40_000L, 100_000L);
        assertThat(spreads.values())
                .as("seed " + seed)
                .allSatisfy(spread ->
                        assertThat(spread.step() > 1 && spread.step() % 2 == 0).isFalse());
    }
}
