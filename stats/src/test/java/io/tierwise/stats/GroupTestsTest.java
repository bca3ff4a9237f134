package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tests of independent groups: [KruskalWallis], [Conover], [Dunn], [MannWhitney], [VarghaDelaney].
class GroupTestsTest {
    private static final double[] A = made(30, i -> Math.sin(i * 2.1) * 5 + 1);
    private static final double[] B = made(25, i -> Math.cos(i * 1.3) * 5);
    private static final double[] C = made(20, i -> Math.sin(i * 0.7) * 6 + 2);

    private static double[] made(int count, DoubleUnaryOperator value) {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.rint(value.applyAsDouble(i)))
                .toArray();
    }

    private static double[] changed(double[] values, DoubleUnaryOperator change) {
        return Arrays.stream(values).map(change).toArray();
    }

    /// scipy 1.17.1: `kruskal(a, b, c)`.
    @Test
    void kruskalWallis_tiedGroups_equalsScipy() {
        var found = KruskalWallis.test(A, B, C);

        assertThat(found.h()).isCloseTo(3.7498597463313184, within(1e-12));
        assertThat(found.p()).isCloseTo(0.15336572152037503, within(1e-13));
        assertThat(found.epsilonSquared()).isCloseTo(3.7498597463313184 / 74, within(1e-13));
        assertThat(found.degreesOfFreedom()).isEqualTo(2);
    }

    /// The published formulas on scipy 1.17.1's `rankdata`, `t.sf` and `norm.sf`.
    @Test
    void conoverAndDunn_tiedGroups_equalTheirFormulas() {
        var conover = Conover.test(Correction.HOLM, A, B, C);
        var dunn = Dunn.test(Correction.NONE, A, B, C);

        assertThat(statistics(conover))
                .containsExactly(
                        new double[] {0.877628039026955, -1.2114327512489873, -1.9579110299579232}, within(1e-11));
        assertThat(ps(conover))
                .containsExactly(
                        new double[] {0.38306477704662145, 0.22969063711196092, 0.054116036967980126}, within(1e-12));
        assertThat(conover.pairs().getLast().adjustedP()).isCloseTo(3 * 0.054116036967980126, within(1e-12));
        assertThat(statistics(dunn))
                .containsExactly(
                        new double[] {0.8668976776532449, -1.196621110527866, -1.9339725367070524}, within(1e-11));
        assertThat(ps(dunn))
                .containsExactly(
                        new double[] {0.3859980760890611, 0.23145426837372185, 0.053116504577531566}, within(1e-12));
        assertThat(dunn.pairs()).extracting(PairwiseTest.Pair::first).isEqualTo(List.of(0, 0, 1));
        assertThat(dunn.pairs()).extracting(PairwiseTest.Pair::second).isEqualTo(List.of(1, 2, 2));
    }

    private static double[] statistics(PairwiseTest test) {
        return test.pairs().stream().mapToDouble(PairwiseTest.Pair::statistic).toArray();
    }

    private static double[] ps(PairwiseTest test) {
        return test.pairs().stream().mapToDouble(PairwiseTest.Pair::p).toArray();
    }

    @Test
    void rankTests_monotoneChange_changesNothing() {
        DoubleUnaryOperator change = v -> Math.exp(v / 3) - 7;
        double[] a = changed(A, change);
        double[] b = changed(B, change);
        double[] c = changed(C, change);

        assertThat(KruskalWallis.test(a, b, c)).isEqualTo(KruskalWallis.test(A, B, C));
        assertThat(Conover.test(Correction.HOLM, a, b, c)).isEqualTo(Conover.test(Correction.HOLM, A, B, C));
        assertThat(Dunn.test(Correction.HOLM, a, b, c)).isEqualTo(Dunn.test(Correction.HOLM, A, B, C));
        assertThat(MannWhitney.test(a, b)).isEqualTo(MannWhitney.test(A, B));
        assertThat(CliffsDelta.of(a, b)).isEqualTo(CliffsDelta.of(A, B));
    }

    @Test
    void kruskalWallis_groupsInAnotherOrder_isTheSame() {
        assertThat(KruskalWallis.test(C, A, B).h())
                .isCloseTo(KruskalWallis.test(A, B, C).h(), within(1e-12));
    }

    @Test
    void kruskalWallis_noDifferenceAtAll_saysNothing() {
        double[] same = {4, 4, 4};

        assertThat(KruskalWallis.test(same, same)).isEqualTo(new KruskalWallis(0, 1, 1, 0));
        assertThat(ps(Conover.test(Correction.NONE, same, same))).containsExactly(1);
        assertThat(ps(Dunn.test(Correction.NONE, same, same))).containsExactly(1);
        assertThat(MannWhitney.test(same, same).p()).isEqualTo(1);
    }

    /// scipy 1.17.1: `mannwhitneyu(a, b)`, asymptotic for ties, exact without.
    @Test
    void mannWhitney_tiedAndUntied_equalsScipy() {
        var tied = MannWhitney.test(A, B);
        var untied =
                MannWhitney.test(new double[] {3.1, 2.7, 9.9, 4.4, 1.25}, new double[] {2.5, 8.8, 1.1, 0.4, 3.3, 11});

        assertThat(tied.u()).isEqualTo(432);
        assertThat(tied.p()).isCloseTo(0.33275906448869297, within(1e-13));
        assertThat(tied.exact()).isFalse();
        assertThat(untied.u()).isEqualTo(17);
        assertThat(untied.p()).isCloseTo(0.7922077922077921, within(1e-13));
        assertThat(untied.exact()).isTrue();
    }

    @Test
    void varghaDelaney_groups_isTheShareOfPairsWon() {
        assertThat(VarghaDelaney.of(A, B).a()).isCloseTo(432 / 750.0, within(1e-14));
        assertThat(VarghaDelaney.of(A, B).magnitude()).isEqualTo(CliffsDelta.Magnitude.SMALL);
        assertThat(VarghaDelaney.of(A, B).a() + VarghaDelaney.of(B, A).a()).isCloseTo(1, within(1e-14));
    }

    @Test
    void badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KruskalWallis.test(A, new double[0]))
                .withMessageContaining("groups[1] needs at least 1 value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KruskalWallis.test(A))
                .withMessageContaining("groups needs at least 2 entries, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Conover.test(Correction.NONE, new double[] {1}, new double[] {2}))
                .withMessageContaining("2 in 2");
    }

    @Test
    void mannWhitney_fiftyValuesInEitherGroup_isApproximated() {
        double[] many = IntStream.range(0, 50).mapToDouble(i -> 2 * i).toArray();
        double[] few = IntStream.range(0, 49).mapToDouble(i -> 2 * i + 1).toArray();

        assertThat(MannWhitney.test(few, many).exact()).isFalse();
        assertThat(MannWhitney.test(many, few).exact()).isFalse();
        assertThat(MannWhitney.test(few, Arrays.copyOf(many, 49)).exact()).isTrue();
    }

    /// Three values in two groups are enough.
    @Test
    void conover_oneValueMoreThanGroups_isDefined() {
        assertThat(Conover.test(Correction.NONE, new double[] {1}, new double[] {2, 3})
                        .pairs()
                        .getFirst()
                        .p())
                .isBetween(0.0, 1.0);
    }
}
