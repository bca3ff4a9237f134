package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a user is told whose model cannot be used.
class BadModelTest {
    @TempDir
    private Path folder;

    private Path model = Path.of("");

    private void write(byte[] bytes) throws IOException {
        model = Files.write(folder.resolve("model.onnx"), bytes);
    }

    private static byte[] whole() throws IOException {
        return Files.readAllBytes(Path.of(Demo.CLASSIFIER));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1000, 100_000, 2_900_000})
    void inspect_truncated_saysThatItIsDamagedAndWhatToDo(int length) throws IOException {
        write(Arrays.copyOf(whole(), length));
        assertThat(Ran.of("inspect", model.toString()).refusal())
                .contains(model + " is not an ONNX model")
                .endsWith("Copy the file again, or export the model again.\n");
    }

    @Test
    void inspect_noModelAtAll_saysSo() throws IOException {
        byte[] noise = new byte[5000];
        new Random(7).nextBytes(noise);
        write(noise);
        assertThat(Ran.of("inspect", model.toString()).refusal())
                .contains(model + " is not an ONNX model or is damaged")
                .endsWith("Copy the file again, or export the model again.\n");
    }

    @Test
    void inspect_text_saysSo() throws IOException {
        write("model: classifier.onnx\n".getBytes(StandardCharsets.UTF_8));
        assertThat(Ran.of("inspect", model.toString()).refusal()).contains(model + " is not an ONNX model");
    }

    @Test
    void inspect_graphDamaged_namesTheTensor() throws IOException {
        byte[] bytes = whole();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("/Relu_output_0");
        bytes[at + 1] = 'X';
        write(bytes);
        assertThat(Ran.of("inspect", model.toString()).refusal())
                .contains("Xelu_output_0")
                .endsWith("Copy the file again, or export the model again.\n");
    }

    @Test
    void inspect_empty_saysSo() throws IOException {
        write(new byte[0]);
        assertThat(Ran.of("inspect", model.toString()).refusal())
                .isEqualTo("tierwise: " + model + " is empty. Copy the file again, or export the model again.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "cuts"})
    void anyCommand_missing_saysToCheckThePath(String command) {
        Path missing = folder.resolve("missing.onnx");
        assertThat(Ran.of(command, missing.toString()).refusal())
                .isEqualTo("tierwise: there is no " + missing + ". Check the path.\n");
    }

    @Test
    void inspect_folder_asksForTheFile() {
        assertThat(Ran.of("inspect", folder.toString()).refusal())
                .isEqualTo("tierwise: " + folder + " is no file; give the .onnx file itself\n");
    }

    @Test
    void inspect_emptyPath_isRefused() {
        assertThat(Ran.of("inspect", "").refusal())
                .contains("the path is empty")
                .contains("inspect --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "cuts"})
    void anyCommand_unknownOperator_namesIt(String command) {
        model = TinyModels.unknownOperator(folder.resolve("model.onnx"));
        assertThat(Ran.of(command, model.toString()).refusal())
                .contains("No Op registered for Wobble")
                .contains(model.toString())
                .contains("export it for that");
    }

    @Test
    void inspect_twoInputs_namesThem() {
        model = TinyModels.twoInputs(folder.resolve("model.onnx"));
        assertThat(Ran.of("inspect", model.toString()).refusal())
                .contains("takes 2 inputs (left FLOAT[1, 3], right FLOAT[1, 3])")
                .contains("make the others constants");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "cuts"})
    void anyCommand_openSize_asksForSamples(String command) {
        model = TinyModels.openClassifier(folder.resolve("model.onnx"));
        assertThat(Ran.of(command, model.toString()).refusal())
                .contains("picture FLOAT[?, 1, ?, ?]")
                .contains("name samples (--study or --data)");
    }

    @Test
    void inspect_openSizeAndSamples_takesTheirSize() {
        model = TinyModels.openClassifier(folder.resolve("model.onnx"));
        Ran ran = Ran.of("inspect", model.toString(), "--data", Demo.images("promise"));
        assertThat(ran.results()).contains("picture float ?x1x?x?").doesNotContain("multiply-adds     0");
        assertThat(ran.code()).isZero();
    }

    @Test
    void quantize_wrongSizeAfterPreprocessing_saysBothAndWritesNothing() {
        model = TinyModels.classifier(folder.resolve("model.onnx"));
        Path output = folder.resolve("new").resolve("out.onnx");
        assertThat(Ran.of("quantize", model.toString(), "--data", Demo.images("promise"), "-o", output.toString())
                        .refusal())
                .contains("[1, 1, 28, 28]")
                .contains("picture FLOAT[1, 1, 8, 8]")
                .contains("Change preprocess");
        assertThat(output).doesNotExist();
    }

    @Test
    void split_tensorThatIsNone_namesLegalOnesAndLeavesNoFolder() {
        Path output = folder.resolve("parts");
        assertThat(Ran.of("split", Demo.CLASSIFIER, "--at", "nowhere", "-o", output.toString())
                        .refusal())
                .contains("cannot be cut at 'nowhere'")
                .contains("no tensor has the name 'nowhere'", "the command cuts lists the legal ones");
        assertThat(output).doesNotExist();
    }

    @Test
    void split_outputIsAFile_saysSo() throws IOException {
        Path output = Files.writeString(folder.resolve("parts"), "mine");
        model = TinyModels.classifier(folder.resolve("model.onnx"));
        assertThat(Ran.of("split", model.toString(), "--at", "relu_1", "-o", output.toString())
                        .refusal())
                .contains(output + " is in the way: it exists and is not a folder.");
        assertThat(output).hasContent("mine");
    }

    @Test
    void split_ontoTheModelItself_isRefused() throws IOException {
        model = TinyModels.classifier(folder.resolve("part1.onnx"));
        byte[] before = Files.readAllBytes(model);
        assertThat(Ran.of("split", model.toString(), "--at", "relu_1", "-o", folder.toString())
                        .refusal())
                .contains("is the model itself");
        assertThat(model).hasBinaryContent(before);
    }

    @Test
    void quantize_ontoTheModelItself_isRefused() throws IOException {
        model = TinyModels.classifier(folder.resolve("model.onnx"));
        byte[] before = Files.readAllBytes(model);
        assertThat(Ran.of("quantize", model.toString(), "--data", Demo.images("promise"), "-o", model.toString())
                        .refusal())
                .contains("is the model itself: name another place");
        assertThat(model).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantize", "exit"})
    void transform_outputInAFile_saysSo(String command) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Ran ran = Ran.of(
                command,
                Demo.CLASSIFIER,
                "--data",
                Demo.images("promise"),
                "--preprocess",
                Demo.PREPROCESS,
                "--samples",
                "4",
                "-o",
                file.resolve("out.onnx").toString());
        assertThat(ran.refusal()).contains(file.toString());
        assertThat(file).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantize", "exit"})
    void transform_outputIsAFolder_asksForAFile(String command) {
        assertThat(Ran.of(command, Demo.CLASSIFIER, "--data", Demo.images("promise"), "-o", folder.toString())
                        .refusal())
                .contains(folder + " is a folder: name a file to write");
    }

    @Test
    void exit_modelWithoutEnoughBlocks_saysHowManyThereAre() {
        model = TinyModels.plainClassifier(folder.resolve("model.onnx"));
        Path output = folder.resolve("out.onnx");
        Ran ran = Ran.of(
                "exit",
                model.toString(),
                "--data",
                Demo.images("promise"),
                "--preprocess",
                "resize=8x8",
                "--rule",
                "study",
                "-o",
                output.toString());
        assertThat(ran.refusal()).contains("block");
        assertThat(output).doesNotExist();
    }
}
