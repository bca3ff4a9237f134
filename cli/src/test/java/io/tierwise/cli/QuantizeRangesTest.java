package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.onnx.ModelReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Ranges of activations on the command line: how they are learnt, saved, edited and given.
class QuantizeRangesTest {
    @TempDir
    private Path folder;

    private Path model = Path.of("");
    private Path output = Path.of("");
    private Path ranges = Path.of("");

    @BeforeEach
    void prepare() {
        TinyStudy.classification(folder);
        model = quantize().model();
        output = quantize().output();
        ranges = folder.resolve("ranges.json");
    }

    private TinyQuantize quantize() {
        return new TinyQuantize(folder);
    }

    /// The bytes of every constant that was written: weights, scales and zero points.
    private Map<String, List<Byte>> constants() {
        Map<String, List<Byte>> constants = new TreeMap<>();
        ModelReader.read(output).graph().weights().forEach((name, weight) -> {
            List<Byte> bytes = new ArrayList<>();
            for (ByteBuffer left = weight.bytes(); left.hasRemaining(); ) {
                bytes.add(left.get());
            }
            constants.put(name, bytes);
        });
        return constants;
    }

    /// What a refused command leaves: nothing.
    private void assertNothingWritten() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .doesNotContain("int8.onnx")
                    .noneMatch(name -> name.startsWith(".tierwise") || name.endsWith(".unfinished"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "average", "percentile", "percentile=99.5", "entropy", "mse"})
    void quantize_anyCalibrator_isNamedInTheResult(String calibrator) {
        JsonNode json = quantize().runBySamples("--calibrator", calibrator).json();
        assertThat(json.get("calibrator").asString()).isEqualTo(calibrator);
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(TinyStudy.SAMPLES);
        assertThat(output).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            histogram      | --calibrator must be minmax, average, percentile, percentile=99.9, entropy or mse
            percentile=30  | a percentile lies above 50 and at most at 100, found 30.0
            percentile=x   | must be percentile=NUMBER
            ranges=a.json  | --calibrator must be minmax
            """)
    void quantize_unknownCalibrator_saysWhichThereAre(String calibrator, String sentence) throws IOException {
        assertThat(quantize().runBySamples("--calibrator", calibrator).refusal())
                .contains(sentence);
        assertNothingWritten();
    }

    @Test
    void quantize_savedRanges_makeTheSameModelWithoutSamples() throws IOException {
        quantize()
                .runBySamples("--calibrator", "entropy", "--save-ranges", ranges.toString())
                .json();
        Map<String, List<Byte>> learnt = constants();
        Files.delete(output);
        JsonNode json = quantize().run("--ranges", ranges.toString()).json();
        assertThat(constants()).isNotEmpty().isEqualTo(learnt);
        assertThat(ModelReader.read(output).metadata()).containsEntry("tierwise.calibrator", "given");
        assertThat(json.get("calibrator").asString()).isEqualTo("ranges=" + ranges);
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(TinyStudy.SAMPLES);
    }

    @Test
    void quantize_savedRanges_areATensorALineAndSayWhereTheyComeFrom() throws IOException {
        quantize()
                .runBySamples("--calibrator", "mse", "--save-ranges", ranges.toString())
                .json();
        assertThat(Files.readString(ranges))
                .contains("\"model\": \"tiny.onnx\"", "\"calibrator\": \"mse\"", "\"samples\": 24")
                .containsPattern("\n    \"picture\": \\{\"low\": 0.0, \"high\": [0-9.E-]+\\},\n");
    }

    @Test
    void quantize_editedRange_changesTheModel() throws IOException {
        quantize().runBySamples("--save-ranges", ranges.toString()).json();
        byte[] before = Files.readAllBytes(output);
        Files.writeString(
                ranges,
                Files.readString(ranges)
                        .replaceFirst("\"picture\": \\{[^}]*\\}", "\"picture\": {\"low\": -2, \"high\": 2.5}"));
        quantize().run("--ranges", ranges.toString()).json();
        assertThat(Files.readAllBytes(output)).isNotEqualTo(before);
    }

    @Test
    void quantize_tensorMadeUnfit_staysInFloat() throws IOException {
        int before = quantize()
                .runBySamples("--save-ranges", ranges.toString())
                .json()
                .get("quantizedNodes")
                .asInt();
        Files.writeString(
                ranges,
                Files.readString(ranges)
                        .replaceFirst("\n    \"picture\": \\{[^}]*\\},", "")
                        .replace("\"unfit\": {}", "\"unfit\": {\"picture\": \"left by hand\"}"));
        JsonNode json = quantize().run("--ranges", ranges.toString()).json();
        assertThat(json.get("quantizedNodes").asInt()).isLessThan(before);
        assertThat(json.get("floatNodes").toString()).contains("left by hand");
    }

    @Test
    void quantize_rangesOfAnotherModel_saysSoAndGoesOn() throws IOException {
        quantize().runBySamples("--save-ranges", ranges.toString()).json();
        Files.writeString(ranges, Files.readString(ranges).replaceFirst("Sha256\": \"..", "Sha256\": \"xx"));
        Ran ran = Ran.of("quantize", model.toString(), "-o", output.toString(), "--ranges", ranges.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.messages()).contains("was learnt from another model");
    }

    @Test
    void quantize_rangesLearntOtherwise_areRefused() throws IOException {
        quantize()
                .runBySamples("--equalize", "--save-ranges", ranges.toString())
                .json();
        Files.delete(output);
        assertThat(quantize().run("--ranges", ranges.toString()).refusal()).contains("was learnt with --equalize");
        assertNothingWritten();
        assertThat(quantize().run("--ranges", ranges.toString(), "--equalize").code())
                .isZero();
    }

    @Test
    void quantize_rangesGivenAndBiasesToCorrect_asksForSamples() throws IOException {
        quantize().runBySamples("--save-ranges", ranges.toString()).json();
        assertThat(quantize()
                        .run("--ranges", ranges.toString(), "--correct-bias")
                        .refusal())
                .contains("This needs samples to learn from");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                        | ranges.json is no JSON: line
            []                                                       | must be an object with "ranges", found []
            {"ranges": 3}                                            | needs "ranges": {TENSOR: ...}, found 3
            {}                                                       | needs "ranges": {TENSOR: ...}, found none
            {"ranges": {}, "range": 1}                               | unknown field 'range'; did you mean 'ranges'?
            {"ranges": {}}                                           | has no range of tensor
            {"ranges": {"pictur": {"low": 0, "high": 1}}}            | 'pictur', and the model has no such tensor; did you mean 'picture'?
            {"ranges": {"picture": {"low": 2, "high": 1}}}           | 'picture' goes from 2.0 to 1.0; low must not be above high
            {"ranges": {"picture": {"low": "x", "high": 1}}}         | says low of 'picture' is "x"; it must be a finite number
            {"ranges": {"picture": {"low": 0, "high": 1e60}}}        | says high of 'picture' is 1
            {"ranges": {"picture": {"low": 0, "high": NaN}}}         | is no JSON
            {"ranges": {"picture": {"low": 0, "high": null}}}        | says high of 'picture' is null
            {"ranges": {"picture": {"low": 0}}}                      | a range is {"low": -1.5, "high": 2}
            {"ranges": {"picture": [0, 1]}}                          | says 'picture' is [0,1]; a range is
            {"ranges": {"picture": {"low": 0, "low": 0}}}            | is no JSON
            {"ranges": {}, "samples": -1}                            | says "samples" is -1
            {"ranges": {}, "unfit": {"picture": 1}}                  | says "unfit.picture" is 1; it must be text
            {"ranges": {"a": {"low": 0, "high": 1}}, "unfit": {"a": "b"}} | has 'a' both in "ranges" and in "unfit"
            """)
    void quantize_fileThatIsWrong_saysWhatAndWhere(String text, String sentence) throws IOException {
        Files.writeString(ranges, text);
        Ran ran = quantize().run("--ranges", ranges.toString());
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ran.messages()).contains("ranges.json", sentence).doesNotContain("\tat ");
        assertThat(ran.results()).isEmpty();
        assertNothingWritten();
    }

    @Test
    void quantize_deepNesting_isRefused() throws IOException {
        Files.writeString(ranges, "[".repeat(100_000));
        assertThat(quantize().run("--ranges", ranges.toString()).refusal()).contains("is no JSON");
    }

    @Test
    void quantize_hugeFile_isRefusedUnread() throws IOException {
        Files.write(ranges, new byte[(16 << 20) + 1]);
        assertThat(quantize().run("--ranges", ranges.toString()).refusal()).contains("has 16777217 bytes");
    }

    @Test
    void quantize_noFile_saysSo() {
        assertThat(quantize().run("--ranges", ranges.toString()).refusal()).contains("there is no " + ranges);
        assertThat(quantize().run("--ranges", folder.toString()).refusal()).contains("is a folder");
    }

    @Test
    void quantize_rangesAndCalibrator_contradict() {
        assertThat(quantize()
                        .run("--ranges", ranges.toString(), "--calibrator", "mse")
                        .refusal())
                .contains("use one of them");
    }

    @Test
    void quantize_placeForRangesThatIsNone_isRefusedBeforeLearning() throws IOException {
        assertThat(quantize().runBySamples("--save-ranges", folder.toString()).refusal())
                .contains("is a folder");
        assertThat(quantize().runBySamples("--save-ranges", output.toString()).refusal())
                .contains("is the model's file");
        String below = folder.resolve("labels.csv").resolve("ranges.json").toString();
        assertThat(quantize().runBySamples("--save-ranges", below).refusal())
                .contains("is no folder that may be written to");
        assertNothingWritten();
    }

    @Test
    void quantize_openSizeAndNoSamples_asksForSamples() throws IOException {
        quantize().runBySamples("--save-ranges", ranges.toString()).json();
        Files.delete(output);
        TinyModels.openClassifier(model);
        assertThat(quantize().run("--ranges", ranges.toString()).refusal())
                .contains("whose size is open: name samples");
        assertNothingWritten();
        assertThat(quantize()
                        .runBySamples("--ranges", ranges.toString())
                        .json()
                        .get("calibrator")
                        .asString())
                .startsWith("ranges=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamic", "fp16"})
    void quantize_calibratorForNoFixedRanges_isRefused(String scheme) throws IOException {
        assertThat(quantize()
                        .runBySamples("--scheme", scheme, "--calibrator", "mse")
                        .refusal())
                .contains("--scheme " + scheme + " fixes no ranges of activations");
        assertNothingWritten();
    }

    @Test
    void quantize_fp16WithoutSamples_isRefused() throws IOException {
        assertThat(quantize().run("--scheme", "fp16").refusal()).contains("--data");
        assertNothingWritten();
    }
}
