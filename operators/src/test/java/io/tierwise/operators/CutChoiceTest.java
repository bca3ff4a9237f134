package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CutChoiceTest {

    private static final CutPlaces PLACES = new CutPlaces(
            List.of(
                    place("a", 1000, 10, 100),
                    place("b", 500, 45, 300),
                    place("c", 100, 55, 700),
                    place("d", 50, 90, 900)),
            100,
            400,
            1000);

    private static CutPlace place(String tensor, long bytes, long parameters, double nanos) {
        return new CutPlace(tensor, bytes, parameters, 4 * parameters, nanos, true);
    }

    @Test
    void study_twoEquallyClose_takesTheOneWithFewerBytes() {
        assertThat(new CutChoice(PLACES).study(2)).extracting(CutPlace::tensor).containsExactly("c");
    }

    @Test
    void study_threeParts_cutsAtThirds() {
        assertThat(new CutChoice(PLACES).study(3)).extracting(CutPlace::tensor).containsExactly("b", "c");
    }

    @Test
    void best_fastLink_followsTheFasterTier() {
        CutCost slowHead = (parts, bytes) -> 10 * parts.get(0) + parts.get(1) + bytes.getFirst();
        CutCost slowTail = (parts, bytes) -> parts.get(0) + 10 * parts.get(1) + bytes.getFirst();
        CutCost slowLink = (parts, bytes) -> parts.get(0) + parts.get(1) + 1000 * bytes.getFirst();
        assertThat(new CutChoice(PLACES).best(2, slowHead))
                .extracting(CutPlace::tensor)
                .containsExactly("a");
        assertThat(new CutChoice(PLACES).best(2, slowTail))
                .extracting(CutPlace::tensor)
                .containsExactly("d");
        assertThat(new CutChoice(PLACES).best(2, slowLink))
                .extracting(CutPlace::tensor)
                .containsExactly("d");
    }

    @Test
    void best_threeParts_givesEachPartItsTime() {
        CutCost cost = (parts, bytes) -> {
            assertThat(parts.stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1000);
            return Math.abs(parts.get(0) - 300) + Math.abs(parts.get(1) - 400) + Math.abs(parts.get(2) - 300);
        };
        assertThat(new CutChoice(PLACES).best(3, cost))
                .extracting(CutPlace::tensor)
                .containsExactly("b", "c");
    }

    @Test
    void best_placeThatBreaksFusion_isNotTaken() {
        CutPlaces places = new CutPlaces(
                List.of(new CutPlace("torn", 1, 50, 200, 500, false), place("whole", 100, 50, 500)), 100, 400, 1000);
        assertThat(new CutChoice(places).best(2, CutCost.uniform(1)))
                .extracting(CutPlace::tensor)
                .containsExactly("whole");
    }

    @Test
    void best_partWithoutWeights_isNotTaken() {
        CutPlaces places =
                new CutPlaces(List.of(place("bytes", 1, 0, 0), place("middle", 100, 50, 500)), 100, 400, 1000);
        assertThat(new CutChoice(places).best(2, CutCost.uniform(1)))
                .extracting(CutPlace::tensor)
                .containsExactly("middle");
    }

    @Test
    void best_tooFewPlaces_saysHowMany() {
        CutPlaces places = new CutPlaces(List.of(), 100, 400, 1000);
        assertThatThrownBy(() -> new CutChoice(places).best(2, CutCost.uniform(1)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("has 0 places");
    }
}
