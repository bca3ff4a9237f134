package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Schemes of quantization on the command line.
class QuantizeSchemesTest {
    @TempDir
    private Path folder;

    private Path output = Path.of("");

    @BeforeEach
    void prepare() {
        TinyStudy.classification(folder);
        output = quantize().output();
    }

    private TinyQuantize quantize() {
        return new TinyQuantize(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u8s8", "u8s8-tensor", "s8s8", "u8u8", "u8s7"})
    void quantize_schemeNamed_isWritten(String scheme) {
        JsonNode json = quantize().runBySamples("--scheme", scheme).json();
        assertThat(json.get("scheme").asString()).isEqualTo(scheme);
        assertThat(json.get("quantizedNodes").asInt()).isPositive();
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(TinyStudy.SAMPLES);
        assertThat(output).isNotEmptyFile();
    }

    @Test
    void quantize_weights_needsNoSamples() {
        JsonNode json = quantize().run("--scheme", "weights").json();
        assertThat(json.get("scheme").asString()).isEqualTo("weights");
        assertThat(json.get("calibrationSamples").asInt()).isZero();
    }

    @Test
    void quantize_auto_namesWhatItTookAndWhatItTried() {
        JsonNode json = quantize().runBySamples("--scheme", "auto").json();
        JsonNode trials = json.get("probe").get("candidates");
        assertThat(trials.findValuesAsString("scheme"))
                .contains("float", "u8s8", json.get("scheme").asString());
        assertThat(output).isNotEmptyFile();
    }

    @Test
    void quantize_autoWithTheRolesOfAStudy_choosesOnItsSelectionSamples() {
        String study = TinyStudy.classification(folder).file("");
        JsonNode json = quantize().run("--study", study, "--scheme", "auto").json();
        assertThat(json.get("probe").get("notes").toString()).doesNotContain("accuracy did not count");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --scheme int4                               | no scheme; there are auto, u8s8
            --scheme weights --calibrator entropy       | --scheme weights fixes no ranges of activations
            --scheme weights --save-ranges ranges.json  | leave out --calibrator, --ranges and --save-ranges
            --scheme weights --correct-bias             | nothing to equalize, correct or exclude
            """)
    void quantize_schemeThatCannotBe_saysWhatToDo(String options, String sentence) {
        Ran ran = quantize().runBySamples(options.split(" +", -1));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.messages()).contains(sentence);
        assertThat(output).doesNotExist();
    }
}
