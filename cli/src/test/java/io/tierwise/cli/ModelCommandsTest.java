package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.onnx.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the commands on one model print, as text and as the JSON others build on.
class ModelCommandsTest {
    @TempDir
    private Path folder;

    private static String text(String... arguments) {
        Ran ran = Ran.of(arguments);
        assertThat(ran.code()).as(ran.messages()).isZero();
        assertThat(ran.messages()).isEmpty();
        return ran.results();
    }

    private static JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        return JsonMapper.builder().build().readTree(text(all.toArray(String[]::new)));
    }

    @Test
    void inspect_json_hasThePublishedShape() {
        JsonNode json = json("inspect", Demo.CLASSIFIER);
        assertThat(json.propertyNames())
                .contains("inputs", "outputs", "opset", "nodes", "parameters", "macs", "residualBlocks", "cuts");
        JsonNode input = json.get("inputs").get(0);
        assertThat(input.get("name").asString()).isEqualTo("input");
        assertThat(input.get("type").asString()).isEqualTo("float");
        assertThat(input.get("shape")).extracting(JsonNode::asString).containsExactly("N", "1", "28", "28");
        assertThat(json.get("outputs").get(0).get("name").asString()).isEqualTo("logits");
        assertThat(json.get("opset").asInt()).isEqualTo(13);
        assertThat(json.get("nodes").asInt()).isEqualTo(53);
        assertThat(json.get("parameters").asInt()).isEqualTo(734_634);
        assertThat(json.get("macs").asInt()).isEqualTo(27_802_816);
        assertThat(json.get("residualBlocks").isInt()).isTrue();
        assertThat(json.get("residualBlocks").asInt()).isEqualTo(6);
        assertThat(json.get("cuts").isInt()).isTrue();
        assertThat(json.get("cuts").asInt()).isEqualTo(61);
        assertThat(json.get("singleTensorCuts").asInt()).isEqualTo(22);
    }

    @Test
    void inspect_text_saysTheSame() {
        assertThat(text("inspect", Demo.CLASSIFIER))
                .contains("input float Nx1x28x28", "logits float Nx10", "53 (Conv 22", "734,634", "27,802,816")
                .containsPattern("skippable blocks +6\\R")
                .containsPattern("legal cuts +22 ");
    }

    @Test
    void cuts_json_hasThePublishedShapeAndAsManyAsInspectCounts() {
        JsonNode json = json("cuts", Demo.CLASSIFIER);
        assertThat(json.propertyNames()).containsExactly("cuts", "total", "capped");
        assertThat(json.get("cuts")).hasSize(61).allSatisfy(cut -> {
            assertThat(cut.propertyNames()).containsExactly("tensors", "bytes", "headParameters", "fuses");
            assertThat(cut.get("tensors").size()).isBetween(1, 4);
            assertThat(cut.get("bytes").asLong()).isPositive();
        });
        JsonNode first = json.get("cuts").get(0);
        assertThat(first.get("tensors").get(0).asString()).isEqualTo("/stem/stem.0/Conv_output_0");
        assertThat(first.get("bytes").asLong())
                .as("16 channels of 28x28 floats at batch 1")
                .isEqualTo(16 * 28 * 28 * 4);
        assertThat(first.get("headParameters").asLong())
                .as("16 filters of 3x3 and 16 biases")
                .isEqualTo(160);
    }

    @Test
    void cuts_text_isATable() {
        assertThat(text("cuts", Demo.CLASSIFIER, "--tensors", "1").lines().toList())
                .hasSize(1 + 22)
                .startsWith("       bytes  parameters before  fuses  tensors")
                .element(1)
                .asString()
                .matches(" +50,176 +160 +no  /stem/stem\\.0/Conv_output_0");
    }

    @Test
    void split_oneTensor_writesTwoPartsAndVerifies() {
        Path parts = folder.resolve("deep").resolve("parts");
        String text = text("split", Demo.CLASSIFIER, "--at", "/Relu_output_0", "-o", parts.toString());
        assertThat(text).contains("part1.onnx", "part2.onnx", "bit for bit equal to the whole with optimizations off");
        assertThat(parts).isDirectoryContaining("glob:**part1.onnx").isDirectoryNotContaining("glob:**part3.onnx");
        assertThat(ModelReader.read(parts.resolve("part1.onnx"))
                        .graph()
                        .outputs()
                        .getFirst()
                        .name())
                .isEqualTo("/Relu_output_0");
        assertThat(json("inspect", parts.resolve("part2.onnx").toString())
                        .get("nodes")
                        .asInt())
                .isEqualTo(53 - 2);
    }

    @Test
    void split_twoTensors_writesThreeParts() {
        JsonNode json = json(
                "split",
                Demo.CLASSIFIER,
                "--at",
                "/Relu_output_0",
                "--at",
                "/stage1/stage1.1/Relu_1_output_0",
                "-o",
                folder.toString());
        assertThat(json.get("parts"))
                .extracting(JsonNode::asString)
                .containsExactly(
                        folder.resolve("part1.onnx").toString(),
                        folder.resolve("part2.onnx").toString(),
                        folder.resolve("part3.onnx").toString());
        assertThat(json.get("bitForBit").asBoolean()).isTrue();
        assertThat(json.get("largestShareOfPeak").asDouble()).isLessThan(1e-5);
    }

    @Test
    void quantize_json_hasThePublishedShape() {
        Path output = folder.resolve("int8.onnx");
        JsonNode json = json(
                "quantize",
                Demo.CLASSIFIER,
                "--data",
                Demo.images("calibration"),
                "--preprocess",
                Demo.PREPROCESS,
                "--samples",
                "8",
                "-o",
                output.toString());
        assertThat(json.propertyNames())
                .contains(
                        "scheme",
                        "quantizedNodes",
                        "floatNodes",
                        "leftoverQ",
                        "leftoverDQ",
                        "calibrationSamples",
                        "seconds",
                        "peakMemoryBytes",
                        "account");
        assertThat(json.get("scheme").asString()).isEqualTo("u8s8");
        assertThat(json.get("quantizedNodes").asInt()).isEqualTo(34);
        assertThat(json.get("floatNodes")).isEmpty();
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(8);
        assertThat(json.get("seconds").asDouble()).isPositive();
        assertThat(json.get("account").get("operator").asString()).isEqualTo("Q(u8s8)");
        assertThat(output).isNotEmptyFile();
        assertThat(folder).as("nothing but the model").isDirectoryNotContaining("glob:**.tierwise*");
        assertThat(text("inspect", output.toString())).contains("input float Nx1x28x28");
    }

    @Test
    void quantize_samplesOfAStudy_takesItsCalibrationRole() {
        JsonNode json = json(
                "quantize",
                Demo.CLASSIFIER,
                "--study",
                Demo.STUDY,
                "--samples",
                "4",
                "-o",
                folder.resolve("int8.onnx").toString());
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(4);
    }

    @Test
    void quantize_dynamic_needsNoSamples() {
        JsonNode json = json(
                "quantize",
                Demo.CLASSIFIER,
                "--scheme",
                "dynamic",
                "-o",
                folder.resolve("dynamic.onnx").toString());
        assertThat(json.get("scheme").asString()).isEqualTo("dynamic");
        assertThat(json.get("quantizedNodes").asInt()).isEqualTo(1);
        assertThat(json.get("floatNodes")).isEmpty();
        assertThat(json.get("calibrationSamples").asInt()).isZero();
    }

    @Test
    void quantize_fp16_asksSamplesAndKeepsAccuracy() {
        JsonNode json = quantized("--scheme", "fp16", "--accuracy");
        assertThat(json.get("scheme").asString()).isEqualTo("fp16");
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(20);
        assertThat(json.get("floatNodes")).isEmpty();
        assertThat(Math.abs(json.get("accuracy").get("drop").asDouble())).isLessThan(0.01);
        assertThat(text("inspect", folder.resolve("int8.onnx").toString())).contains("input float Nx1x28x28");
    }

    private JsonNode quantized(String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "quantize",
                Demo.CLASSIFIER,
                "--data",
                Demo.images("selection"),
                "--labels",
                Demo.labels("selection"),
                "--preprocess",
                Demo.PREPROCESS,
                "--quiet",
                "--samples",
                "20",
                "-o",
                folder.resolve("int8.onnx").toString()));
        arguments.addAll(List.of(options));
        return json(arguments.toArray(String[]::new));
    }

    @Test
    void quantize_accuracy_isReportedOnSamplesThatHelpedNothing() {
        JsonNode json = quantized("--accuracy", "--equalize", "--correct-bias");
        JsonNode accuracy = json.get("accuracy");
        assertThat(json.get("calibrationSamples").asInt()).isEqualTo(20);
        assertThat(accuracy.get("task").asString()).isEqualTo("top-1 accuracy");
        assertThat(accuracy.get("roles").asString()).contains("20 calibration, 20 selection", "seed 7");
        assertThat(accuracy.get("float").asDouble()).isGreaterThan(0.8);
        assertThat(accuracy.get("drop").asDouble())
                .isCloseTo(
                        accuracy.get("float").asDouble()
                                - accuracy.get("quantized").asDouble(),
                        within(1e-12));
        assertThat(json.get("account").get("operator").asString()).isEqualTo("Q(u8s8,equalize,correct-bias)");
    }

    @Test
    void quantize_sensitivityAndDrop_ranksAndKeeps() {
        JsonNode json = quantized("--sensitivity", "--max-accuracy-drop", "50pp");
        assertThat(json.get("sensitivity").get(0).propertyNames())
                .contains("name", "operator", "sqnrDecibels", "gainDecibels", "costNanos");
        assertThat(json.get("kept").asBoolean()).isTrue();
        assertThat(json.get("dropKept").asBoolean()).isTrue();
        assertThat(json.get("spared")).isEmpty();
    }

    @Test
    void quantize_exclude_namesAreKeptOrRefused() {
        Path output = folder.resolve("int8.onnx");
        String[] arguments = {
            "quantize", Demo.CLASSIFIER, "--study", Demo.STUDY, "--samples", "4", "-o", output.toString(), "--exclude"
        };
        List<String> known = new ArrayList<>(List.of(arguments));
        known.add("/Relu_output_0");
        assertThat(json(known.toArray(String[]::new)).get("floatNodes").toString())
                .contains("named to stay in float32");
        List<String> unknown = new ArrayList<>(List.of(arguments));
        unknown.add("/Relu_output_00");
        assertThat(Ran.of(unknown.toArray(String[]::new)).refusal()).contains("did you mean '/Relu_output_0'?");
    }

    @Test
    void quantize_dropWithoutUnit_isRefused() {
        Ran ran = Ran.of(
                "quantize",
                Demo.CLASSIFIER,
                "--study",
                Demo.STUDY,
                "-o",
                folder.resolve("int8.onnx").toString(),
                "--max-accuracy-drop",
                "1");
        assertThat(ran.refusal()).contains("--max-accuracy-drop", "the unit is missing");
    }

    @Test
    void exit_studysRule_skipsTwoBlocks() {
        Path output = folder.resolve("exit.onnx");
        JsonNode json =
                json("exit", Demo.CLASSIFIER, "--study", Demo.STUDY, "--rule", "study", "-o", output.toString());
        assertThat(json.get("rule").asString()).isEqualTo("study");
        assertThat(json.get("skippedBlocks")).hasSize(2);
        assertThat(json("inspect", output.toString()).get("residualBlocks").asInt())
                .isEqualTo(6 - 2);
    }

    @Test
    void exit_ruleExit_writesACascadeAndSaysWhatItComesTo() {
        Path output = folder.resolve("early");
        JsonNode json = json(
                "exit",
                Demo.CLASSIFIER,
                "--rule",
                "exit",
                "--promise",
                "5%",
                "--behind",
                "/stage1/stage1.2/Relu_1_output_0",
                "--data",
                Demo.images("evaluation"),
                "--labels",
                Demo.labels("evaluation"),
                "--preprocess",
                Demo.PREPROCESS,
                "-o",
                output.toString());
        assertThat(json.get("operator").asString()).isEqualTo("E(exit,5%,/stage1/stage1.2/Relu_1_output_0)");
        assertThat(json.get("exits").get("promise").asString())
                .isEqualTo("with 95 % confidence at most 5 % changed answers");
        JsonNode evaluation = json.get("evaluation");
        assertThat(evaluation.get("same").asDouble()).isGreaterThan(0.93);
        assertThat(evaluation.get("leavingByPartsRun").get(0).asDouble()).isGreaterThan(0.3);
        assertThat(json.get("exits").get("beyond"))
                .extracting(one -> one.get("shift").asString())
                .containsExactly("none", "blur", "noise");
        assertThat(output.resolve("cascade.json")).isNotEmptyFile();
        assertThat(json("inspect", output.resolve("part1.onnx").toString())
                        .get("outputs")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void exit_ruleInt8_writesTheQuantizedModelAsItsFirstPart() {
        Path output = folder.resolve("doubt");
        Ran ran = Ran.of(
                "exit",
                Demo.CLASSIFIER,
                "--rule",
                "int8",
                "--promise",
                "5%",
                "--data",
                Demo.images("evaluation"),
                "--preprocess",
                Demo.PREPROCESS,
                "-o",
                output.toString());
        if (ran.code() == ExitCode.INFEASIBLE.code()) {
            assertThat(ran.messages()).containsAnyOf("no faster in eight bits", "nothing is gained");
            return;
        }
        assertThat(ran.results()).contains("E(int8,5%,", "leave after the quantized network");
        assertThat(json("inspect", output.resolve("part2.onnx").toString())
                        .get("parameters")
                        .asLong())
                .isEqualTo(json("inspect", Demo.CLASSIFIER).get("parameters").asLong());
    }

    @Test
    void exit_tooFewSamplesForThePromise_exits3AndSaysHowManyItTakes() {
        Ran ran = Ran.of(
                "exit",
                Demo.CLASSIFIER,
                "--rule",
                "exit",
                "--promise",
                "0.1%",
                "--data",
                Demo.images("promise"),
                "--preprocess",
                Demo.PREPROCESS,
                "-o",
                folder.resolve("early").toString());
        assertThat(ran.code()).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(ran.messages()).contains("takes at least 2995 promise samples", "found 250");
    }

    @Test
    void exit_pointsWithoutLabels_areRefused() throws IOException {
        Path unlabelled = folder.resolve("unlabelled.idx3.gz");
        Files.copy(Path.of(Demo.images("promise")), unlabelled);
        assertThat(Ran.of(
                                "exit",
                                Demo.CLASSIFIER,
                                "--rule",
                                "exit",
                                "--promise",
                                "1pp",
                                "--data",
                                unlabelled.toString(),
                                "--preprocess",
                                Demo.PREPROCESS,
                                "-o",
                                folder.resolve("early").toString())
                        .refusal())
                .contains("write 1% for changed answers");
    }

    @Test
    void exit_text_saysWhatWasSkipped() {
        assertThat(text(
                        "exit",
                        Demo.CLASSIFIER,
                        "--data",
                        Demo.images("selection"),
                        "--labels",
                        Demo.labels("selection"),
                        "--preprocess",
                        Demo.PREPROCESS,
                        "--samples",
                        "20",
                        "-o",
                        folder.resolve("exit.onnx").toString()))
                .contains("E", "skip", "nodes 53 ->")
                .endsWith("exit.onnx\n");
    }

    @Test
    void doctor_anyMachine_saysWhatItIs() {
        Ran text = Ran.of("doctor");
        assertThat(text.code()).isZero();
        assertThat(text.results()).contains("Java", "native runtime", "ONNX Runtime", "cpu ceiling limit", "free disk");
        JsonNode json = JsonMapper.builder()
                .build()
                .readTree(Ran.of("doctor", "--format", "json").results());
        assertThat(json).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.propertyNames()).containsExactly("what", "found", "fine", "remedy");
            assertThat(finding.get("remedy").asString().isEmpty())
                    .as("%s: something to do exactly where something lacks", finding)
                    .isEqualTo(finding.get("fine").asBoolean());
        });
    }

    @Test
    void run_dryRun_saysStrategiesTimeAndWhatSamplesCarry() {
        Ran ran = Ran.of("run", Demo.STUDY, "--dry-run");
        assertThat(ran.code()).isZero();
        assertThat(ran.results())
                .contains("strategies:", "QEP@mobile+edge+cloud", "choice", "p95 needs n >= 72", "pp.");
        assertThat(ran.messages()).contains("Checking").doesNotContain("strategies");
        assertThat(Path.of("tierwise-results")).doesNotExist();
    }

    @Test
    void run_dryRunJson_hasTheNumbers() {
        JsonNode json = json("run", Demo.STUDY, "--dry-run", "--quiet", "--rounds", "2", "--flips", "10");
        assertThat(json.propertyNames())
                .contains("strategies", "trialsPerStrategy", "trials", "seconds", "roles", "needed", "flips");
        assertThat(json.get("strategies")).hasSizeGreaterThanOrEqualTo(24);
        assertThat(json.get("trialsPerStrategy").asInt()).isEqualTo(20);
        assertThat(json.get("trials").asInt())
                .isEqualTo(20 * json.get("strategies").size());
        assertThat(json.get("flips").asDouble()).isEqualTo(0.1);
        assertThat(json.get("seconds").asDouble()).isPositive();
    }

    @Test
    void run_dryRunOfSegmentation_works() {
        assertThat(text("run", Demo.SEGMENTATION_STUDY, "--dry-run", "--quiet")).contains("strategies:");
    }
}
