package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FriedmanTest {
    private static final double[][] BLOCKS = {
        {7, 7, 8, 5}, {6, 9, 8, 5}, {4, 4, 6, 4}, {9, 10, 12, 7}, {5, 6, 7, 7}, {8, 8, 8, 6}
    };

    /// scipy 1.17.1: `friedmanchisquare(*blocks.T)`; F from it, `f.sf(F, k - 1, (k - 1) * (n - 1))`.
    @Test
    void test_tiedBlocks_equalsScipy() {
        var found = Friedman.test(BLOCKS);

        assertThat(found.statistic()).isCloseTo(9.72, within(1e-12));
        assertThat(found.p()).isCloseTo(0.021102512414100143, within(1e-14));
        assertThat(found.f()).isCloseTo(5.869565217391317, within(1e-12));
        assertThat(found.fP()).isCloseTo(0.007380105911256645, within(1e-14));
        assertThat(found.kendallW()).isCloseTo(9.72 / 18, within(1e-12));
        assertThat(found.meanRanks().stream().mapToDouble(r -> r).sum()).isCloseTo(10, within(1e-12));
    }

    @Test
    void test_monotoneChangeOfEachBlock_changesNothing() {
        double[][] changed = Arrays.stream(BLOCKS)
                .map(block -> Arrays.stream(block).map(v -> Math.exp(v) - 3).toArray())
                .toArray(double[][]::new);

        assertThat(Friedman.test(changed)).isEqualTo(Friedman.test(BLOCKS));
    }

    @Test
    void test_allAgree_isCertainAndAllTied_isNothing() {
        double[][] agree = new double[8][];
        Arrays.setAll(agree, i -> new double[] {1 + i, 2 + i, 3 + i});
        double[][] tied = {{1, 1, 1}, {2, 2, 2}};

        assertThat(Friedman.test(agree).f()).isInfinite();
        assertThat(Friedman.test(agree).fP()).isZero();
        assertThat(Friedman.test(agree).kendallW()).isEqualTo(1);
        assertThat(Friedman.test(tied).statistic()).isZero();
        assertThat(Friedman.test(tied).p()).isEqualTo(1);
        assertThat(Friedman.test(tied).fP()).isEqualTo(1);
    }

    @Test
    void test_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Friedman.test(new double[][] {{1, 2}}))
                .withMessageContaining("blocks needs at least 2 entries, got 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Friedman.test(new double[][] {{1, 2}, {1, 2, 3}}))
                .withMessageContaining("2 and 3");
    }
}
