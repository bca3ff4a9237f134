package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tierwise.data.CsvTable;
import io.tierwise.data.DataException;
import io.tierwise.stats.OpeningRatio.Pairing;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSideTest {
    private static final TableSide SECONDS = reading("seconds", Optional.of("input"), OptionalDouble.empty());

    private static TableSide reading(String value, Optional<String> unit, OptionalDouble nanosPerUnit) {
        return new TableSide(value, List.of("op", "tier"), List.of(), unit, Optional.empty(), nanosPerUnit);
    }

    private static CsvTable table(String text) {
        return CsvTable.parse(text, "t.csv");
    }

    /// Two passes over seven inputs.
    private static CsvTable crossed(double factor) {
        StringBuilder text = new StringBuilder("op,tier,pass,input,seconds\n");
        for (int pass = 1; pass <= 2; pass++) {
            for (int input = 1; input <= 7; input++) {
                text.append("Q,Edge,%d,%d,%s%n".formatted(pass, input, factor * (input + 0.01 * pass)));
            }
        }
        return table(text.toString());
    }

    @Test
    void of_passesAndInputs_areOpeningsAndSamples() {
        GateSide side = SECONDS.of(crossed(1));

        assertThat(side.inNanos()).isTrue();
        assertThat(side.subjects()).extracting(GateSubject::name).containsExactly("Q@Edge");
        GateSubject subject = side.subjects().getFirst();
        assertThat(subject.times()).containsOnlyKeys("1", "2");
        assertThat(subject.times())
                .hasEntrySatisfying(
                        "2",
                        inputs -> assertThat(inputs)
                                .hasEntrySatisfying(
                                        "7", times -> assertThat(times).containsExactly(7.02e9)));
        assertThat(side.notes()).anyMatch(note -> note.contains("equal in pass are taken as one opening"));
    }

    @Test
    void pairedTimes_everyOpeningRanEverySample_pairsSamples() {
        GateSubject a = SECONDS.of(crossed(1)).subjects().getFirst();
        GateSubject b = SECONDS.of(crossed(2)).subjects().getFirst();

        PairedTimes paired = PairedTimes.of(a, b, false);
        assertThat(paired.pairing()).isEqualTo(Pairing.SAMPLES);
        assertThat(paired.samples()).isEqualTo(7);
        assertThat(PairedTimes.of(a, b, true).pairing()).isEqualTo(Pairing.BOTH);
    }

    @Test
    void pairedTimes_otherSamplesInEachOpening_pairsOpenings() {
        GateSubject a =
                new MadeSide("a", 1).with("Q", 1, 4, 0.1).side().subjects().getFirst();
        GateSubject b =
                new MadeSide("b", 2).with("Q", 1, 6, 0.1).side().subjects().getFirst();

        PairedTimes paired = PairedTimes.of(a, b, false);
        assertThat(paired.pairing()).isEqualTo(Pairing.OPENINGS);
        assertThat(paired.first()).hasNumberOfRows(4);
    }

    @Test
    void pairedTimes_nothingShared_takesEitherSideByItself() {
        TableSide byLine = reading("seconds", Optional.empty(), OptionalDouble.empty());
        GateSubject a = byLine.of(crossed(1)).subjects().getFirst();
        GateSubject b = byLine.of(CsvTable.parse("op,tier,pass,seconds\nQ,edge,1,2\nQ,edge,2,3\n", "u.csv"))
                .subjects()
                .getFirst();

        assertThat(PairedTimes.of(a, b, false).pairing()).isEqualTo(Pairing.NONE);
    }

    @Test
    void of_unitOfTimes_comesFromTheNameOrTheOption() {
        assertThat(reading("ms", Optional.empty(), OptionalDouble.empty())
                        .of(table("op,tier,ms\nQ,a,3\n"))
                        .subjects()
                        .getFirst()
                        .allTimes())
                .containsExactly(3e6);
        assertThat(reading("time", Optional.empty(), OptionalDouble.empty())
                        .of(table("op,tier,time\nQ,a,3\n"))
                        .inNanos())
                .isFalse();
        assertThat(reading("time", Optional.empty(), OptionalDouble.of(1e9))
                        .of(table("op,tier,time\nQ,a,3\n"))
                        .subjects()
                        .getFirst()
                        .allTimes())
                .containsExactly(3e9);
    }

    @Test
    void of_noColumnOfOpenings_countsAllAsOneAndSaysSo() {
        GateSide side = reading("ms", Optional.empty(), OptionalDouble.empty()).of(table("op,tier,ms\nQ,a,3\nQ,a,4\n"));

        assertThat(side.subjects().getFirst().times()).hasSize(1);
        assertThat(side.notes()).anyMatch(note -> note.contains("Name it with --opening"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "fast", ""})
    void of_valueThatIsNoTime_namesTheLine(String value) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> reading("ms", Optional.empty(), OptionalDouble.empty())
                        .of(table("op,tier,ms\nQ,a,1\nQ,a," + value + "\n")))
                .withMessageContaining("t.csv line 3: '" + value + "' in column ms is no time");
    }
}
