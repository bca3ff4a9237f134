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
import tools.jackson.databind.json.JsonMapper;

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
        model = folder.resolve("tiny.onnx");
        output = folder.resolve("int8.onnx");
        ranges = folder.resolve("ranges.json");
    }

    private Ran quantize(String... options) {
        List<String> all = new ArrayList<>(
                List.of("quantize", model.toString(), "-o", output.toString(), "--format", "json", "--quiet"));
        all.addAll(List.of(options));
        return Ran.of(all.toArray(String[]::new));
    }

    private Ran learn(String... options) {
        List<String> all = new ArrayList<>(
                List.of("--data", folder.resolve("images").toString(), "--preprocess", "color=gray,scale=1/255"));
        all.addAll(List.of(options));
        return quantize(all.toArray(String[]::new));
    }

    private static JsonNode json(Ran ran) {
        assertThat(ran.code()).as(ran.messages()).isZero();
        return JsonMapper.shared().readTree(ran.results());
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
        JsonNode json = json(learn("--calibrator", calibrator));
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
        assertThat(learn("--calibrator", calibrator).refusal()).contains(sentence);
        assertNothingWritten();
    }

    @Test
    void quantize_savedRanges_makeTheSameModelWithoutSamples() throws IOException {
        json(learn("--calibrator", "entropy", "--save-ranges", ranges.toString()));
        Map<String, List<Byte>> learnt = constants();
        Files.delete(output);
        JsonNode json = json(quantize("--ranges", ranges.toString()));
        assertThat(constants()).isNotEmpty().isEqualTo(learnt);
        assertThat(ModelReader.read(output).metadata()).containsEntry("tierwise.calibrator", "given");
        assertThat(json.get("calibrator").asString()).isEqualTo("ranges=" + ranges);
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(TinyStudy.SAMPLES);
    }

    @Test
    void quantize_savedRanges_areATensorALineAndSayWhereTheyComeFrom() throws IOException {
        json(learn("--calibrator", "mse", "--save-ranges", ranges.toString()));
        assertThat(Files.readString(ranges))
                .contains("\"model\": \"tiny.onnx\"", "\"calibrator\": \"mse\"", "\"samples\": 24")
                .containsPattern("\n    \"picture\": \\{\"low\": 0.0, \"high\": [0-9.E-]+\\},\n");
    }

    @Test
    void quantize_editedRange_changesTheModel() throws IOException {
        json(learn("--save-ranges", ranges.toString()));
        byte[] before = Files.readAllBytes(output);
        Files.writeString(
                ranges,
                Files.readString(ranges)
                        .replaceFirst("\"picture\": \\{[^}]*\\}", "\"picture\": {\"low\": -2, \"high\": 2.5}"));
        json(quantize("--ranges", ranges.toString()));
        assertThat(Files.readAllBytes(output)).isNotEqualTo(before);
    }

    @Test
    void quantize_tensorMadeUnfit_staysInFloat() throws IOException {
        int before = json(learn("--save-ranges", ranges.toString()))
                .get("quantizedNodes")
                .asInt();
        Files.writeString(
                ranges,
                Files.readString(ranges)
                        .replaceFirst("\n    \"picture\": \\{[^}]*\\},", "")
                        .replace("\"unfit\": {}", "\"unfit\": {\"picture\": \"left by hand\"}"));
        JsonNode json = json(quantize("--ranges", ranges.toString()));
        assertThat(json.get("quantizedNodes").asInt()).isLessThan(before);
        assertThat(json.get("floatNodes").toString()).contains("left by hand");
    }

    @Test
    void quantize_rangesOfAnotherModel_saysSoAndGoesOn() throws IOException {
        json(learn("--save-ranges", ranges.toString()));
        Files.writeString(ranges, Files.readString(ranges).replaceFirst("Sha256\": \"..", "Sha256\": \"xx"));
        Ran ran = Ran.of("quantize", model.toString(), "-o", output.toString(), "--ranges", ranges.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.messages()).contains("was learnt from another model");
    }

    @Test
    void quantize_rangesLearntOtherwise_areRefused() throws IOException {
        json(learn("--equalize", "--save-ranges", ranges.toString()));
        Files.delete(output);
        assertThat(quantize("--ranges", ranges.toString()).refusal()).contains("was learnt with --equalize");
        assertNothingWritten();
        assertThat(quantize("--ranges", ranges.toString(), "--equalize").code()).isZero();
    }

    @Test
    void quantize_rangesGivenAndBiasesToCorrect_asksForSamples() throws IOException {
        json(learn("--save-ranges", ranges.toString()));
        assertThat(quantize("--ranges", ranges.toString(), "--correct-bias").refusal())
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
        Ran ran = quantize("--ranges", ranges.toString());
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(ran.messages()).contains("ranges.json", sentence).doesNotContain("\tat ");
        assertThat(ran.results()).isEmpty();
        assertNothingWritten();
    }

    @Test
    void quantize_deepNesting_isRefused() throws IOException {
        Files.writeString(ranges, "[".repeat(100_000));
        assertThat(quantize("--ranges", ranges.toString()).refusal()).contains("is no JSON");
    }

    @Test
    void quantize_hugeFile_isRefusedUnread() throws IOException {
        Files.write(ranges, new byte[(16 << 20) + 1]);
        assertThat(quantize("--ranges", ranges.toString()).refusal()).contains("has 16777217 bytes");
    }

    @Test
    void quantize_noFile_saysSo() {
        assertThat(quantize("--ranges", ranges.toString()).refusal()).contains("there is no " + ranges);
        assertThat(quantize("--ranges", folder.toString()).refusal()).contains("is a folder");
    }

    @Test
    void quantize_rangesAndCalibrator_contradict() {
        assertThat(quantize("--ranges", ranges.toString(), "--calibrator", "mse")
                        .refusal())
                .contains("use one of them");
    }

    @Test
    void quantize_placeForRangesThatIsNone_isRefusedBeforeLearning() throws IOException {
        assertThat(learn("--save-ranges", folder.toString()).refusal()).contains("is a folder");
        assertThat(learn("--save-ranges", output.toString()).refusal()).contains("is the model's file");
        String below = folder.resolve("labels.csv").resolve("ranges.json").toString();
        assertThat(learn("--save-ranges", below).refusal()).contains("is no folder that may be written to");
        assertNothingWritten();
    }

    @Test
    void quantize_openSizeAndNoSamples_asksForSamples() throws IOException {
        json(learn("--save-ranges", ranges.toString()));
        Files.delete(output);
        TinyModels.openClassifier(model);
        assertThat(quantize("--ranges", ranges.toString()).refusal()).contains("whose size is open: name samples");
        assertNothingWritten();
        assertThat(json(learn("--ranges", ranges.toString())).get("calibrator").asString())
                .startsWith("ranges=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamic", "fp16"})
    void quantize_calibratorForNoFixedRanges_isRefused(String scheme) throws IOException {
        assertThat(learn("--scheme", scheme, "--calibrator", "mse").refusal())
                .contains("--scheme " + scheme + " fixes no ranges of activations");
        assertNothingWritten();
    }

    @Test
    void quantize_fp16WithoutSamples_isRefused() throws IOException {
        assertThat(quantize("--scheme", "fp16").refusal()).contains("--data");
        assertNothingWritten();
    }
}
