package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.onnx.Carried;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Head;
import java.util.List;
import org.junit.jupiter.api.Test;

class DominatingStretchTest {
    /// Stretches of 100, 400, 300 and 200 ns.
    private static final CutPlaces PLACES = places(place("a", 100), place("b", 500), place("c", 800));

    private static CutPlace place(String tensor, int nanos) {
        return place(tensor, nanos, true);
    }

    private static CutPlace place(String tensor, int nanos, boolean natural) {
        Cut cut = new Cut(List.of(Carried.values(tensor, 1, nanos - 1)), Head.of(nanos));
        return new CutPlace(cut, 1, 1, nanos, natural);
    }

    private static CutPlaces places(CutPlace... places) {
        return new CutPlaces(List.of(places), List.of(), false, 3, 3, 1000);
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
        assertThat(stretch).isEqualTo(new DominatingStretch(List.of(place("a", 100), place("c", 800)), 1, 0.7));
        assertThat(stretch.words()).isEqualTo("the stretch from 'a' to 'c'");
    }

    @Test
    void of_budgetForTheLastAlone_isAllAfterACut() {
        CutPlaces endHeavy = places(place("a", 100));
        assertThat(DominatingStretch.of(endHeavy, 950))
                .isEqualTo(new DominatingStretch(List.of(place("a", 100)), 1, 0.9));
    }

    @Test
    void of_everyStretchBeyondBudget_isTheShortest() {
        assertThat(DominatingStretch.of(PLACES, 10)).isEqualTo(new DominatingStretch(List.of(place("a", 100)), 0, 0.1));
    }

    @Test
    void of_placeThatBreaksFusion_isNoEnd() {
        CutPlaces torn = places(place("torn", 500, false), place("c", 800));
        assertThat(DominatingStretch.of(torn, 900)).isEqualTo(new DominatingStretch(List.of(place("c", 800)), 0, 0.8));
    }

    @Test
    void of_placesBesideEachOther_endsNotAtBoth() {
        CutPlace left = place("left", 300);
        Cut beside = new Cut(List.of(Carried.values("right", 1, 400)), Head.of(100, 200, 400));
        CutPlaces both = places(left, new CutPlace(beside, 1, 1, 350, true), place("c", 800));
        assertThat(DominatingStretch.of(both, 600).cuts()).containsExactly(left, place("c", 800));
    }
}
