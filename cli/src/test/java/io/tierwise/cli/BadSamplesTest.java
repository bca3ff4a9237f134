package io.tierwise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a user is told whose samples and model do not fit, before any time is spent.
class BadSamplesTest {
    @TempDir
    private Path folder;

    /// Runs the study for real, which must not begin.
    private String refusal(String file) {
        Path results = folder.resolve("results");
        Ran ran = Ran.of("run", file, "-o", results.toString(), "--quiet");
        if (Files.isDirectory(results)) {
            assertThat(results).isEmptyDirectory();
        }
        return ran.refusal();
    }

    @Test
    void run_noLabels_isAgreementUnlessAskedOtherwise() throws IOException {
        TinyStudy study = TinyStudy.classification(folder);
        Files.delete(folder.resolve("labels.csv"));
        String without = study.file("{samples: images}", "");
        assertThat(Ran.of("run", without, "--dry-run").code()).isZero();
        String asked = study.file("{samples: images}", "task: classification");
        assertThat(refusal(asked)).contains("has no label").contains("Give labels, or use task: agreement");
    }

    @Test
    void run_labelsThatAreNotThere_areAFaultOfTheFile() throws IOException {
        String file = TinyStudy.classification(folder).file("");
        Files.delete(folder.resolve("labels.csv"));
        assertThat(refusal(file)).contains("study.yaml:2:33: there is no file or folder 'labels.csv'");
    }

    @Test
    void run_labelBeyondTheModelsClasses_namesSampleLabelAndClasses() throws IOException {
        TinyStudy study = TinyStudy.classification(folder);
        String labels = Files.readString(folder.resolve("labels.csv"));
        study.write("labels.csv", labels.replaceAll(",2", ",3"));
        assertThat(refusal(study.file("")))
                .containsPattern("Sample \\d\\d\\.png has label 3, the model has 3 classes, 0 to 2")
                .contains("say so with class-offset");
    }

    @Test
    void run_maskOfAnotherSize_namesTheSample() {
        TinyStudy study = TinyStudy.segmentation(folder);
        study.picture("masks", 5, 4, 1);
        String data = "{evaluation: {samples: images, masks: masks}}";
        assertThat(refusal(study.file(data, "strategies: [I@local]")))
                .contains("05.png")
                .contains("4x4")
                .contains("8x8");
    }

    @Test
    void run_maskWithAClassTheModelHasNot_namesSampleAndClass() {
        TinyStudy study = TinyStudy.segmentation(folder);
        for (int i = 0; i < TinyStudy.SAMPLES; i++) {
            study.picture("masks", i, TinyModels.SIDE, 77);
        }
        assertThat(refusal(study.file("{samples: images, masks: masks}", "")))
                .containsPattern("Sample \\d\\d\\.png: its mask has class 77, the model has 3 classes, 0 to 2")
                .contains("{segmentation: {ignore: 77}}");
    }

    @Test
    void run_maskMissing_namesThePicture() throws IOException {
        TinyStudy study = TinyStudy.segmentation(folder);
        Files.delete(folder.resolve("masks").resolve("05.png"));
        assertThat(refusal(study.file("{samples: images, masks: masks}", ""))).contains("05.png");
    }

    @Test
    void run_pictureThatIsNoneAmongGoodOnes_namesIt() throws IOException {
        TinyStudy study = TinyStudy.classification(folder);
        Path bad = Files.writeString(folder.resolve("images").resolve("17.png"), "no picture");
        assertThat(refusal(study.file(allReported(), "strategies: [I@local]")))
                .contains("17.png")
                .contains("is no image that can be read")
                .contains("Replace or remove it");
        assertThat(bad).hasContent("no picture");
    }

    private static String allReported() {
        return "{evaluation: {samples: images, labels: labels.csv}}";
    }

    @Test
    void run_pictureCutOff_namesIt() throws IOException {
        TinyStudy study = TinyStudy.classification(folder);
        Path bad = folder.resolve("images").resolve("17.png");
        byte[] whole = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
        assertThat(refusal(study.file(allReported(), "strategies: [I@local]"))).contains("17.png");
    }

    @Test
    void run_pictureOfAnotherSize_namesItAndBothShapes() {
        TinyStudy study = TinyStudy.classification(folder);
        study.picture("images", 17, 9, 0);
        assertThat(refusal(study.file(allReported(), "strategies: [I@local]")))
                .contains("17.png becomes FLOAT[1, 1, 9, 9]")
                .contains("picture FLOAT[1, 1, 8, 8]")
                .contains("Change preprocess");
    }

    @Test
    void run_colourWhereTheModelTakesGray_saysBothShapes() {
        TinyStudy study = TinyStudy.classification(folder);
        String file = study.write("study.yaml", "model: tiny.onnx\ndata: {samples: images, labels: labels.csv}\n")
                .toString();
        assertThat(refusal(file)).contains("FLOAT[1, 3, 8, 8]").contains("color the channels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {evaluation: 2}                                  | There are 2 evaluation samples; at least 4 are needed
            {calibration: 0, selection: 10, evaluation: 10}  | There are no calibration samples, and Q@local learns from them
            {calibration: 10, evaluation: 10}                | There are no selection samples, and E@local learns from them
            {calibration: 20, evaluation: 20}                | The roles take 40 samples
            """)
    void run_tooFewSamplesForARole_namesRoleAndNeed(String split, String sentence) {
        TinyStudy study = TinyStudy.classification(folder);
        String data = "{samples: images, labels: labels.csv, split: " + split + "}";
        assertThat(refusal(study.file(data, ""))).contains(sentence);
    }

    @Test
    void run_twoInputs_namesThem() {
        TinyStudy study = TinyStudy.classification(folder);
        TinyModels.twoInputs(folder.resolve("tiny.onnx"));
        assertThat(refusal(study.file(""))).contains("takes 2 inputs (left FLOAT[1, 3], right FLOAT[1, 3])");
    }

    @Test
    void run_unknownOperator_namesIt() {
        TinyStudy study = TinyStudy.classification(folder);
        TinyModels.unknownOperator(folder.resolve("tiny.onnx"));
        assertThat(refusal(study.file(""))).contains("No Op registered for Wobble");
    }

    @Test
    void run_noModel_saysSo() {
        TinyStudy study = TinyStudy.classification(folder);
        study.write("tiny.onnx", "no model");
        assertThat(refusal(study.file(""))).contains("is not an ONNX model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --data nowhere                         | There is no nowhere
            --data images --labels nowhere.csv     | There is no nowhere.csv
            --data images --preprocess resise=8    | unknown key 'resise', did you mean 'resize'?
            --data images --preprocess scale=x     | scale=x is no number
            --data labels.csv                      | is no kind of samples
            --labels labels.csv                    | --data is missing
            --data images --study study.yaml       | both name samples
            --data images --seed 3                 | --study is missing
            --study nowhere.yaml                   | there is no such study file
            """)
    void inspect_samplesNamedWrongly_saysWhatIsWrong(String options, String sentence) {
        TinyStudy.classification(folder).file("");
        String[] words = options.split(" +", -1);
        String[] arguments = new String[words.length + 2];
        arguments[0] = "inspect";
        arguments[1] = folder.resolve("tiny.onnx").toString();
        for (int i = 0; i < words.length; i++) {
            Path there = folder.resolve(words[i]);
            arguments[i + 2] = Files.exists(there) ? there.toString() : words[i];
        }
        assertThat(Ran.of(arguments).refusal()).contains(sentence);
    }
}
