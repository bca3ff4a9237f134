package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "BANDWIDTH, 200Mbit, 2e8",
        "BANDWIDTH, 1.5kbit, 1500",
        "BANDWIDTH, 8bit, 8",
        "BANDWIDTH, 1Gbit, 1e9",
        "TIME, 7ns, 7",
        "TIME, 250us, 250000",
        "TIME, 5ms, 5e6",
        "TIME, 10s, 1e10",
        "TIME, 2m, 1.2e11",
        "TIME, 1h, 3.6e12",
        "TIME, 0, 0",
        "SIZE, 3B, 3",
        "SIZE, 1Ki, 1024",
        "SIZE, 64Mi, 67108864",
        "SIZE, 2Gi, 2147483648",
        "SIZE, 1kB, 1000",
        "SIZE, 1MB, 1e6",
        "SIZE, 1GB, 1e9",
        "SHARE, 5%, 0.05",
        "DROP, 1pp, 0.01",
        "DROP, 1%, 0.01",
        "CPU, 0.25, 0.25",
        "CPU, 250m, 0.25"
    })
    void read_knownUnit_countsInTheKindsOwn(Units units, String text, double expected) {
        assertThat(units.read(text)).isCloseTo(expected, within(1e-9 * Math.max(1, expected)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\"',
            value = {
                "BANDWIDTH | 200mb | '200mb' is no bandwidth: did you mean 200Mbit?",
                "BANDWIDTH | 200Mbps | '200Mbps' is no bandwidth: did you mean 200Mbit?",
                "BANDWIDTH | 200MBIT | '200MBIT' is no bandwidth: did you mean 200Mbit?",
                "BANDWIDTH | 200Mbit/s | '200Mbit/s' is no bandwidth: did you mean 200Mbit?",
                "BANDWIDTH | 200 Mbit | '200 Mbit' is no bandwidth: did you mean 200Mbit?",
                "BANDWIDTH | 200 | '200' is no bandwidth: the unit is missing, write one of bit, kbit, Mbit, Gbit, like 200Mbit",
                "BANDWIDTH | 5ms | '5ms' is no bandwidth: 'ms' is a unit of time; write it with bit, kbit, Mbit, Gbit, like 200Mbit",
                "BANDWIDTH | 5xyz | '5xyz' is no bandwidth: unknown unit 'xyz'; write it with bit, kbit, Mbit, Gbit, like 200Mbit",
                "TIME | 20sec | '20sec' is no time: did you mean 20s?",
                "TIME | 20msec | '20msec' is no time: did you mean 20ms?",
                "TIME | 20 minutes | '20 minutes' is no time: did you mean 20m?",
                "TIME | -5ms | '-5ms' is no time: must not be below 0",
                "TIME | soon | 'soon' is no time: write it like 5ms",
                "SIZE | 64M | '64M' is no size: did you mean 64Mi?",
                "SIZE | 64MiB | '64MiB' is no size: did you mean 64Mi?",
                "SIZE | 64mb | '64mb' is no size: did you mean 64MB?",
                "SHARE | 5 | '5' is no share: the unit is missing, write one of %, like 5%",
                "SHARE | 5pp | '5pp' is no share: 'pp' is a unit of drop; write it with %, like 5%",
                "CPU | 25% | '25%' is no number of cores: '%' is a unit of share; write it with m, like 0.25 or 250m",
            })
    void read_anythingElse_saysWhatWasMeant(Units units, String text, String message) {
        assertThatThrownBy(() -> units.read(text))
                .isInstanceOf(UnitException.class)
                .hasMessage(message);
    }

    @Test
    void readWhole_moreThanALongHolds_isRefused() {
        assertThatThrownBy(() -> Units.SIZE.readWhole("999999999999999999Gi")).hasMessageContaining("too large");
    }

    @ParameterizedTest
    @EnumSource(Units.class)
    void document_ofUnits_namesEveryUnitOfEveryKind(Units units) throws IOException {
        String row = Files.readAllLines(Path.of("../docs/units.md")).stream()
                .filter(line -> line.startsWith("| " + units.word() + " |"))
                .findFirst()
                .orElse("");

        assertThat(row).as("row of %s", units.word()).isNotEmpty();
        for (String unit : units.units()) {
            assertThat(row).contains(unit.isEmpty() ? "bare number" : "`" + unit + "`");
        }
    }
}
