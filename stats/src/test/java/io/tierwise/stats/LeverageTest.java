package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Golden values: `x @ inv(X.T @ X) @ x`, NumPy 2.4.6.
class LeverageTest {
    private static final double[][] ROWS = {{1, 2, 0.5}, {1, -1, 3}, {1, 4, 1}, {1, 0.5, -2}, {1, 3, 2.5}};

    @Test
    void at_rowsOfTheFit_isTheHatMatrixsDiagonal() {
        Leverage leverage = Leverage.of(ROWS);

        double[] expected = {
            0.22182523478971006, 0.9194569211923236, 0.5348101265822784, 0.8717844017966516, 0.4521233156390364
        };
        for (int i = 0; i < ROWS.length; i++) {
            assertThat(leverage.at(ROWS[i])).isCloseTo(expected[i], within(1e-12));
        }
        assertThat(Arrays.stream(ROWS).mapToDouble(leverage::at).sum())
                .as("as much as there are columns")
                .isCloseTo(3, within(1e-12));
    }

    @Test
    void at_anotherRow_growsWithItsSquare() {
        Leverage leverage = Leverage.of(ROWS);

        assertThat(leverage.at(new double[] {2, 1, 1})).isCloseTo(1.2290730910575747, within(1e-12));
        assertThat(leverage.at(new double[] {4, 2, 2})).isCloseTo(4 * 1.2290730910575747, within(1e-11));
    }

    @Test
    void of_columnsThatDependOnEachOther_areRefused() {
        assertThatThrownBy(() -> Leverage.of(new double[][] {{1, 2}, {2, 4}, {3, 6}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 1");
    }
}
