package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.onnx.Carried;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutChoiceTest {

    private static final CutPlaces PLACES = new CutPlaces(
            List.of(
                    place("a", 1000, 10, 100),
                    place("b", 500, 45, 300),
                    place("c", 100, 55, 700),
                    place("d", 50, 90, 900)),
            List.of(),
            false,
            100,
            400,
            1000);

    private static CutPlace place(String tensor, long bytes, long parameters, double nanos) {
        return new CutPlace(cut(tensor, bytes, (int) nanos), parameters, 4 * parameters, nanos, true);
    }

    /// The first so many nodes are before the cut.
    private static Cut cut(String tensor, long bytes, int nodes) {
        return new Cut(List.of(Carried.values(tensor, bytes, nodes - 1)), Head.of(nodes));
    }

    private static CutPlaces places(CutPlace... places) {
        return new CutPlaces(List.of(places), List.of(), false, 100, 400, 1000);
    }

    @Test
    void study_twoEquallyClose_takesTheOneWithFewerBytes() {
        assertThat(new CutChoice(PLACES).study(2)).extracting(CutPlace::name).containsExactly("c");
    }

    @Test
    void study_threeParts_cutsAtThirds() {
        assertThat(new CutChoice(PLACES).study(3)).extracting(CutPlace::name).containsExactly("b", "c");
    }

    @Test
    void best_fastLink_followsTheFasterTier() {
        CutCost slowHead = (parts, bytes) -> 10 * parts.get(0) + parts.get(1) + bytes.getFirst();
        CutCost slowTail = (parts, bytes) -> parts.get(0) + 10 * parts.get(1) + bytes.getFirst();
        CutCost slowLink = (parts, bytes) -> parts.get(0) + parts.get(1) + 1000 * bytes.getFirst();
        assertThat(new CutChoice(PLACES).best(2, slowHead, CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("a");
        assertThat(new CutChoice(PLACES).best(2, slowTail, CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("d");
        assertThat(new CutChoice(PLACES).best(2, slowLink, CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("d");
    }

    @Test
    void best_threeParts_givesEachPartItsTime() {
        CutCost cost = (parts, bytes) -> {
            assertThat(parts.stream().mapToDouble(Double::doubleValue).sum()).isEqualTo(1000);
            return Math.abs(parts.get(0) - 300) + Math.abs(parts.get(1) - 400) + Math.abs(parts.get(2) - 300);
        };
        assertThat(new CutChoice(PLACES).best(3, cost, CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("b", "c");
    }

    @Test
    void best_placeThatBreaksFusion_isNotTaken() {
        CutPlaces places = places(new CutPlace(cut("torn", 1, 500), 50, 200, 500, false), place("whole", 100, 50, 500));
        assertThat(new CutChoice(places).best(2, CutCost.uniform(1), CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("whole");
    }

    @Test
    void best_partWithoutWeights_isNotTaken() {
        CutPlaces places = places(place("bytes", 1, 0, 0), place("middle", 100, 50, 500));
        assertThat(new CutChoice(places).best(2, CutCost.uniform(1), CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("middle");
    }

    @Test
    void best_threePartsOfManyPlaces_isAsGoodAsTryingAll() {
        for (int seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            List<CutPlace> many = new ArrayList<>();
            for (int i = 1; i < 900; i++) {
                many.add(place("t" + i, 1 + random.nextInt(1000), 1 + i / 10, i));
            }
            CutPlaces places = places(many.toArray(CutPlace[]::new));
            double[] pace = random.doubles(3, 0.5, 2).toArray();
            CutCost cost = (parts, bytes) -> {
                double nanos = 0;
                for (int part = 0; part < 3; part++) {
                    nanos += pace[part] * parts.get(part);
                }
                return nanos + bytes.get(0) + 2.0 * bytes.get(1);
            };
            double least = Double.POSITIVE_INFINITY;
            for (int first = 0; first < many.size(); first++) {
                for (int second = first + 1; second < many.size(); second++) {
                    least = Math.min(least, cost(cost, many.get(first), many.get(second)));
                }
            }
            List<CutPlace> best = new CutChoice(places).best(3, cost, CutPlace::bytes);
            assertThat(cost(cost, best.get(0), best.get(1))).as("seed %d", seed).isEqualTo(least);
        }
    }

    private static double cost(CutCost cost, CutPlace first, CutPlace second) {
        return cost.costNanos(
                List.of(first.headNanos(), second.headNanos() - first.headNanos(), 1000 - second.headNanos()),
                List.of(first.bytes(), second.bytes()));
    }

    @Test
    void best_threeParts_liesOneBehindTheOther() {
        Cut left = new Cut(List.of(Carried.values("left", 1, 0)), Head.of(1));
        Cut right = new Cut(List.of(Carried.values("right", 1, 1)), Head.of(0, 1));
        Cut both = new Cut(List.of(Carried.values("left", 10, 0), Carried.values("right", 10, 1)), Head.of(2));
        CutPlaces places = places(
                new CutPlace(left, 30, 120, 300, true),
                new CutPlace(right, 40, 160, 400, true),
                new CutPlace(both, 70, 280, 700, true));
        assertThat(new CutChoice(places)
                        .best(
                                3,
                                (parts, bytes) ->
                                        bytes.stream().mapToDouble(b -> b).sum(),
                                CutPlace::bytes))
                .extracting(CutPlace::name)
                .containsExactly("left", "left+right");
        assertThatThrownBy(() -> new CutChoice(places).best(4, CutCost.uniform(1), CutPlace::bytes))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("one behind the other");
    }

    @Test
    void study_enoughSingleTensors_takesNoneOfSeveral() {
        Cut pair = new Cut(List.of(Carried.values("p", 1, 4), Carried.values("q", 1, 4)), Head.of(5));
        CutPlaces places = places(place("early", 100, 20, 3), new CutPlace(pair, 50, 200, 5, true));
        assertThat(new CutChoice(places).study(2)).extracting(CutPlace::name).containsExactly("early");
        assertThat(new CutChoice(places).study(3)).extracting(CutPlace::name).containsExactly("early", "p+q");
    }

    @Test
    void best_tooFewPlaces_saysHowMany() {
        assertThatThrownBy(() -> new CutChoice(places()).best(2, CutCost.uniform(1), CutPlace::bytes))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("has 0 places");
    }
}
