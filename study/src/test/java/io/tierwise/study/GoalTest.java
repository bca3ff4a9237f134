package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoalTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "minimize p50",
                "minimize bytes",
                "p95 <= 50ms",
                "drop <= 1pp",
                "accuracy >= 90%",
                "memory <= 256Mi",
                "bytes <= 4Ki",
                "bytes <= 3241B",
                "p50 <= 12345678ns",
                "drop <= 0.123456789pp",
                "keep-raw-on: mobile"
            })
    void parse_ownText_comesBack(String text) {
        assertThat(Goal.parse(text).toText()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"p95<=50ms, 50e6", "p50 <= 1.5s, 1.5e9", "drop<=1pp, 0.01", "drop<=1%, 0.01", "memory<=64Mi, 67108864"})
    void parse_bound_isInTheFiguresUnit(String text, double limit) {
        assertThat(Goal.parse(text))
                .isInstanceOfSatisfying(
                        Goal.Constraint.class,
                        constraint -> assertThat(constraint.limit()).isEqualTo(limit));
    }

    @Test
    void parse_accuracyMadeSmall_isRefusedWithWhatIsMeant() {
        assertThatThrownBy(() -> Goal.parse("minimize accuracy"))
                .isInstanceOf(GoalException.class)
                .hasMessageContaining("minimize drop");
    }

    @Test
    void parse_unknownFigure_namesTheKnownOnes() {
        assertThatThrownBy(() -> Goal.parse("p97<=50ms"))
                .isInstanceOf(GoalException.class)
                .hasMessageContaining("'p97' is no figure")
                .hasMessageContaining("p95");
    }

    @Test
    void parse_unitOfAnotherFigure_namesTheUnitsThatFit() {
        assertThatThrownBy(() -> Goal.parse("p95<=50Mi"))
                .isInstanceOf(GoalException.class)
                .hasMessageContaining("50Mi")
                .hasMessageContaining("ms");
    }

    @Test
    void parse_boundTheWrongWayRound_saysWhichSignIsMeant() {
        assertThatThrownBy(() -> Goal.parse("accuracy<=90%"))
                .isInstanceOf(GoalException.class)
                .hasMessageContaining(">=");
    }

    @Test
    void keeps_accuracy_isABoundFromBelow() {
        var bound = new Goal.Constraint(Figure.ACCURACY, 0.9);
        assertThat(bound.keeps(0.91)).isTrue();
        assertThat(bound.keeps(0.89)).isFalse();
    }
}
