package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Role;
import io.tierwise.data.RoleSplit;
import io.tierwise.data.Share;
import io.tierwise.data.Task;
import io.tierwise.deployment.Strategy;
import io.tierwise.deployment.Tier;
import io.tierwise.study.StudyData.Divided;
import io.tierwise.study.StudyData.PerRole;
import io.tierwise.study.StudyFile.Overrides;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyFileTest {
    @TempDir
    Path folder;

    private StudyFiles files;

    @BeforeEach
    void filesThatStudiesName() {
        files = StudyFiles.in(folder);
    }

    @Test
    void read_modelAndDataOnly_fillsInTheDefaults() {
        StudyFile study = files.read("model: classifier.onnx\ndata: {samples: images}\n");

        assertThat(study.model()).isEqualTo(folder.resolve("classifier.onnx"));
        assertThat(study.data())
                .isEqualTo(new Divided(
                        new StudyData.Files(folder.resolve("images"), Optional.empty()), RoleSplit.DEFAULT_SHARES));
        assertThat(study.preprocessing()).isEqualTo(Preprocessing.NONE);
        assertThat(study.input()).isEmpty();
        assertThat(study.task()).isEmpty();
        assertThat(study.topology().tiers()).containsExactly(Tier.local("local", 1));
        assertThat(study.topology().source()).isEqualTo("local");
        assertThat(study.strategies())
                .extracting(Strategy::text)
                .containsExactly("I@local", "Q@local", "E@local", "QE@local");
        assertThat(study.goals()).containsExactly(new Goal.Objective(Figure.P50));
        assertThat(study.worth()).isEqualTo(0.05);
        assertThat(study.schedule()).isEqualTo(ScheduleSection.DEFAULT);
        assertThat(study.seed()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operators: [I, Q] | 12",
                "strategies: [I@local] | 0",
                "strategies: [I@local];schedule: {explore: 3} | 3",
                "schedule: {explore: 0} | 0"
            })
    void read_explore_isTwelveUnlessStrategiesAreListed(String rest, int expected) {
        String lines = rest.replace(';', '\n');

        StudyFile study = files.read("model: classifier.onnx\ndata: {samples: images}\n" + lines + "\n");

        assertThat(study.schedule().explore()).isEqualTo(expected);
    }

    @Test
    void read_tiersLinksAndPresets_becomeATopology() {
        StudyFile study = files.readWith("""
                source: edge
                tiers:
                  mobile: {cpu: 250m, threads: 2, memory: 512Mi}
                  edge: {preset: study-edge, cpu: 0.4}
                  far: {address: "192.0.2.7:7070"}
                links:
                  mobile-edge: {up: 40Mbit, down: 100Mbit, rtt: 5ms, jitter: 1ms}
                  edge-far: {preset: wifi, rtt: 3ms}
                  mobile-far: {via: edge}
                """);

        assertThat(study.topology().source()).isEqualTo("edge");
        assertThat(study.topology().tier("mobile").cpu()).hasValue(0.25);
        assertThat(study.topology().tier("mobile").memoryBytes()).hasValue(512L << 20);
        assertThat(study.topology().tier("edge").preset()).contains("study-edge");
        assertThat(study.topology().tier("edge").cpu()).hasValue(0.4);
        assertThat(study.topology().tier("far").address()).hasToString("192.0.2.7:7070");
        assertThat(study.topology().describeLinks())
                .containsExactly(
                        "mobile-edge: 40 Mbit/s up, 100 Mbit/s down, 5 ms round trip, up to 1 ms jitter (shaped)",
                        "edge-far: 100 Mbit/s each way, 3 ms round trip, up to 2 ms jitter (shaped on top of the"
                                + " real network between them, modelled by preset wifi)",
                        "mobile-far: via edge");
    }

    @Test
    void read_tiersWithoutLinks_areJoinedAsFastAsTheMachinesGo() {
        StudyFile study = files.readWith("tiers: {mobile: {cpu: 0.25}, cloud: {}}\n");

        assertThat(study.topology().describeLinks())
                .containsExactly("mobile-cloud: as fast as the machines go (not shaped)");
    }

    @Test
    void read_tierNamesWithHyphens_areFoundInTheLinksName() {
        StudyFile study =
                files.readWith("tiers: {on-site: {}, the-cloud: {}}\nlinks: {on-site-the-cloud: {rtt: 5ms}}\n");

        assertThat(study.topology().direct("on-site", "the-cloud")).isPresent();
    }

    @Test
    void read_listedStrategies_keepTheirOrder() {
        StudyFile study = files.readWith("""
                tiers: {mobile: {}, edge: {}}
                strategies: [QE@edge, I@mobile, "P@mobile+edge"]
                """);

        assertThat(study.strategies())
                .extracting(Strategy::text)
                .containsExactly("QE@edge", "I@mobile", "P@mobile+edge");
    }

    @Test
    void read_operatorsAndSpan_areLaidOverTheTiers() {
        StudyFile study = files.readWith("tiers: {a: {}, b: {}, c: {}}\noperators: [I, P]\nspan: 2\n");

        assertThat(study.strategies())
                .extracting(Strategy::text)
                .containsExactly("I@a", "I@b", "I@c", "P@a+b", "P@a+c", "P@b+c");
    }

    @Test
    void read_goalsInEveryForm_areGoals() {
        StudyFile study = files.readWith("""
                goals: [minimize bytes, 'p95 <= 50ms', 'drop <= 1pp', 'memory <= 256Mi', keep-raw-on: local]
                """);

        assertThat(study.goals())
                .containsExactly(
                        new Goal.Objective(Figure.BYTES),
                        new Goal.Constraint(Figure.P95, 50e6),
                        new Goal.Constraint(Figure.DROP, 0.01),
                        new Goal.Constraint(Figure.MEMORY, 256 << 20),
                        new Goal.KeepRaw("local"));
    }

    @Test
    void read_goalsWithoutAnObjective_minimizeP50() {
        assertThat(files.readWith("goals: ['drop <= 1pp']\n").goals())
                .containsExactly(new Goal.Objective(Figure.P50), new Goal.Constraint(Figure.DROP, 0.01));
    }

    @Test
    void read_preprocessAsKeysOrAsText_isTheSame() {
        StudyFile keys = files.readWith("""
                preprocess: {resize: 256, crop: 224, scale: 1/255, mean: [0.485, 0.456, 0.406],
                  std: 0.5, layout: nhwc, color: bgr, class-offset: 1}
                """);
        StudyFile text = files.readWith("""
                preprocess: resize=256,crop=224,scale=1/255,mean=0.485:0.456:0.406,std=0.5,layout=nhwc,color=bgr,class-offset=1
                """);

        assertThat(keys.preprocessing()).isEqualTo(text.preprocessing());
        assertThat(keys.preprocessing().mean()).containsExactly(0.485, 0.456, 0.406);
    }

    @ParameterizedTest
    @CsvSource({"auto,", "tensor, TENSOR", "uint8, UINT8", "encoded, ENCODED"})
    void read_input_inEveryForm(String written, @Nullable InputForm expected) {
        assertThat(files.readWith("input: " + written + "\n").input()).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void plan_uint8OfArraysThatAreNone_saysWhyAndWhatToDo() throws IOException {
        Files.write(folder.resolve("floats.npy"), floats(8, 4));
        String text = "model: classifier.onnx\ndata: {evaluation: {samples: floats.npy}}\ninput: %s\n";

        assertThat(files.read(text.formatted("encoded")).plan(Overrides.none()).input())
                .contains(InputForm.ENCODED);
        StudyFile wrong = files.read(text.formatted("uint8"));
        assertThatThrownBy(() -> wrong.plan(Overrides.none()))
                .isInstanceOf(StudyFileException.class)
                .hasMessageContaining("study.yaml:3:8: samples are arrays of FLOAT")
                .hasMessageContaining("write auto, tensor or encoded");
    }

    /// A .npy file of zeros.
    private static byte[] floats(int count, int width) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + count + ", " + width + "), }\n";
        return ByteBuffer.allocate(10 + header.length() + 4 * count * width)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "classification | Classification[topK=1, classOffset=0]",
                "{classification: {top: 5}} | Classification[topK=5, classOffset=0]",
                "segmentation | Segmentation[ignoredIndex=-1]",
                "{segmentation: {ignore: 255}} | Segmentation[ignoredIndex=255]",
                "agreement | Agreement[]"
            })
    void read_task_inEveryForm(String written, String expected) {
        assertThat(files.readWith("task: " + written + "\n").task().map(Task::toString))
                .contains(expected);
    }

    @Test
    void read_classOffset_belongsToTheTask() {
        assertThat(files.readWith("task: classification\npreprocess: {class-offset: 1}\n")
                        .task())
                .contains(new Task.Classification(1, 1));
    }

    @Test
    void read_splitAndSetsForEachRole_areTheTwoWaysOfData() {
        StudyFile divided = files.read("""
                model: classifier.onnx
                data: {samples: images, masks: masks, split: {calibration: 20, evaluation: 80%}}
                """);
        StudyFile sets = files.read("""
                model: classifier.onnx
                data: {calibration: {samples: images}, evaluation: {samples: images, labels: labels.csv}}
                """);

        assertThat(divided.data()).isInstanceOfSatisfying(Divided.class, data -> {
            assertThat(data.files().labels()).contains(folder.resolve("masks"));
            assertThat(data.shares())
                    .containsEntry(Role.CALIBRATION, new Share.Count(20))
                    .containsEntry(Role.EVALUATION, new Share.Fraction(0.8))
                    .hasSize(2);
        });
        assertThat(sets.data())
                .isInstanceOfSatisfying(
                        PerRole.class,
                        data -> assertThat(data.files()).containsOnlyKeys(Role.CALIBRATION, Role.EVALUATION));
    }

    @Test
    void plan_ofTheDemo_opensItsSamplesAndTakesOverrides() {
        StudyFile study = StudyFile.read(Path.of("../examples/02-three-tiers.yaml"));

        StudyPlan plan = study.plan(new Overrides(OptionalLong.of(11), OptionalInt.of(2)));

        assertThat(plan.samples().calibration().size()).isEqualTo(1000);
        assertThat(plan.samples().choice().size()
                        + plan.samples().confirmation().size())
                .isEqualTo(3000);
        assertThat(plan.task()).isEqualTo(new Task.Classification(1, 0));
        assertThat(plan.seed()).isEqualTo(11);
        assertThat(plan.schedule().rounds()).isEqualTo(2);
        assertThat(plan.schedule().block()).isEqualTo(10);
        assertThat(plan.text()).startsWith("# Three tiers");
    }

    @ParameterizedTest
    @CsvSource({
        "../examples/01-one-tier.yaml, 4",
        "../examples/02-three-tiers.yaml, 28",
        "../examples/03-segmentation.yaml, 7",
        "../demo/classifier.yaml, 34",
        "../demo/segmentation.yaml, 31",
        "../demo/transformer.yaml, 9"
    })
    void plan_ofEveryCommittedStudy_works(Path file, int strategies) {
        StudyPlan plan = StudyFile.read(file).plan(Overrides.none());

        assertThat(plan.strategies()).hasSize(strategies);
        assertThat(plan.task()).isNotInstanceOf(Task.Agreement.class);
        assertThat(plan.seed()).isEqualTo(7);
    }

    @Test
    void plan_withoutATask_asksTheLabels() {
        assertThat(StudyFile.read(Path.of("../examples/01-one-tier.yaml"))
                        .plan(Overrides.none())
                        .task())
                .isEqualTo(new Task.Classification(1, 0));
    }
}
