package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DominatingStretchTest {
    /// Stretches of 100, 400, 300 and 200 ns.
    private static final CutPlaces PLACES =
            new CutPlaces(List.of(place("a", 100), place("b", 500), place("c", 800)), 3, 3, 1000);

    private static CutPlace place(String tensor, double nanos) {
        return new CutPlace(tensor, 1, 1, 1, nanos, true);
    }

    @Test
    void of_modelWithinBudget_isTheWhole() {
        DominatingStretch stretch = DominatingStretch.of(PLACES, 1000);
        assertThat(stretch).isEqualTo(new DominatingStretch(List.of(), 0, 1));
        assertThat(stretch.words()).isEqualTo("the whole model");
    }

    @Test
    void of_budgetForTwo_takesTheNeighboursThatHoldMost() {
        DominatingStretch stretch = DominatingStretch.of(PLACES, 750);
        assertThat(stretch).isEqualTo(new DominatingStretch(List.of("a", "c"), 1, 0.7));
        assertThat(stretch.words()).isEqualTo("the stretch from 'a' to 'c'");
    }

    @Test
    void of_budgetForTheLastAlone_isAllAfterACut() {
        CutPlaces endHeavy = new CutPlaces(List.of(place("a", 100)), 1, 1, 1000);
        assertThat(DominatingStretch.of(endHeavy, 950)).isEqualTo(new DominatingStretch(List.of("a"), 1, 0.9));
    }

    @Test
    void of_everyStretchBeyondBudget_isTheShortest() {
        assertThat(DominatingStretch.of(PLACES, 10)).isEqualTo(new DominatingStretch(List.of("a"), 0, 0.1));
    }

    @Test
    void of_placeThatBreaksFusion_isNoEnd() {
        CutPlaces torn = new CutPlaces(List.of(new CutPlace("torn", 1, 1, 1, 500, false), place("c", 800)), 2, 2, 1000);
        assertThat(DominatingStretch.of(torn, 900)).isEqualTo(new DominatingStretch(List.of("c"), 0, 0.8));
    }
}
