package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Schemes of quantization on the command line.
class QuantizeSchemesTest {
    @TempDir
    private Path folder;

    private Path output = Path.of("");

    @BeforeEach
    void prepare() {
        TinyStudy.classification(folder);
        output = folder.resolve("small.onnx");
    }

    private Ran quantize(String... options) {
        List<String> all = new ArrayList<>(List.of(
                "quantize",
                folder.resolve("tiny.onnx").toString(),
                "-o",
                output.toString(),
                "--format",
                "json",
                "--quiet"));
        all.addAll(List.of(options));
        return Ran.of(all.toArray(String[]::new));
    }

    private Ran quantizeBySamples(String... options) {
        List<String> all = new ArrayList<>(
                List.of("--data", folder.resolve("images").toString(), "--preprocess", "color=gray,scale=1/255"));
        all.addAll(List.of(options));
        return quantize(all.toArray(String[]::new));
    }

    private static JsonNode json(Ran ran) {
        assertThat(ran.code()).as(ran.messages()).isZero();
        return JsonMapper.shared().readTree(ran.results());
    }

    @ParameterizedTest
    @ValueSource(strings = {"u8s8", "u8s8-tensor", "s8s8", "u8u8", "u8s7"})
    void quantize_schemeNamed_isWritten(String scheme) {
        JsonNode json = json(quantizeBySamples("--scheme", scheme));
        assertThat(json.get("scheme").asString()).isEqualTo(scheme);
        assertThat(json.get("quantizedNodes").asInt()).isPositive();
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(TinyStudy.SAMPLES);
        assertThat(output).isNotEmptyFile();
    }

    @Test
    void quantize_weights_needsNoSamples() {
        JsonNode json = json(quantize("--scheme", "weights"));
        assertThat(json.get("scheme").asString()).isEqualTo("weights");
        assertThat(json.get("calibrationSamples").asInt()).isZero();
    }

    @Test
    void quantize_auto_namesWhatItTookAndWhatItTried() {
        JsonNode json = json(quantizeBySamples("--scheme", "auto"));
        JsonNode trials = json.get("probe").get("candidates");
        assertThat(trials.findValuesAsString("scheme"))
                .contains("float", "u8s8", json.get("scheme").asString());
        assertThat(output).isNotEmptyFile();
    }

    @Test
    void quantize_autoWithTheRolesOfAStudy_choosesOnItsSelectionSamples() {
        String study = TinyStudy.classification(folder).file("");
        JsonNode json = json(quantize("--study", study, "--scheme", "auto"));
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
        Ran ran = quantizeBySamples(options.split(" +", -1));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.messages()).contains(sentence);
        assertThat(output).doesNotExist();
    }
}
