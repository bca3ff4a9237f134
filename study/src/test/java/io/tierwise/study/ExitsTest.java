package io.tierwise.study;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.SampleReader;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.ExitEvidence;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.ExitOutputs;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Operators;
import io.tierwise.operators.Part;
import io.tierwise.operators.PartChain;
import io.tierwise.operators.Product;
import io.tierwise.operators.UnkeptPromiseException;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.Optimization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Exits of the demo's classifier behind two named tensors, of a part of its samples.
class ExitsTest {
    private static final String EARLY = "/stage1/stage1.2/Relu_1_output_0";
    private static final String LATE = "/stage2/stage2.2/Relu_1_output_0";
    private static final String TAPS = EARLY + "," + LATE;
    private static final StudyPlan PLAN = DemoExits.PLAN;
    private static final Model MODEL = DemoExits.MODEL;

    @TempDir
    private Path folder;

    private Context context(int promiseSamples) {
        return context(PLAN, 200, 500, promiseSamples);
    }

    private Context context(StudyPlan plan, int calibration, int selection, int promise) {
        return new DemoExits(folder).context(plan, calibration, selection, promise);
    }

    private Product made(String operators, Context context) {
        return Composer.apply(Operators.parseSequence(operators), MODEL, context);
    }

    private static List<Map<String, Tensor>> inputs(int count) {
        return DemoExits.inputs(count);
    }

    @Test
    void apply_closedGates_isTheWholeModelBitForBit() {
        Product product = made("E(exit,2%," + TAPS + ")", context(500));

        assertThat(product.parts()).hasSize(3);
        assertThat(product.places()).containsExactly(0, 0, 0);
        try (PartChain whole = PartChain.open(List.of(Part.whole(MODEL)), Optimization.NONE);
                PartChain parts = PartChain.open(product.parts(), Optimization.NONE)) {
            for (Map<String, Tensor> input : inputs(20)) {
                PartChain.Left left = parts.runUntilSure(input);
                assertThat(left.partsRun()).isEqualTo(3);
                assertThat(left.answer()).isEqualTo(whole.runUntilSure(input).answer());
            }
        }
    }

    @Test
    void runUntilSure_thresholdZero_everybodyLeavesAtTheFirst() {
        List<Part> open = DemoExits.withThresholds(made("E(exit,2%," + TAPS + ")", context(500)), 0);
        try (PartChain parts = PartChain.open(open, Optimization.ALL)) {
            assertThat(inputs(20))
                    .allSatisfy(input ->
                            assertThat(parts.runUntilSure(input).partsRun()).isEqualTo(1));
        }
    }

    @Test
    void open_enoughSamples_opensAsFarAsThePromiseHolds() {
        Context context = context(600);
        ExitGates.Opened opened = ExitGates.open(made("E(exit,2%," + TAPS + ")", context), context)
                .orElseThrow();

        assertThat(opened.kept().p()).isLessThanOrEqualTo(0.05);
        assertThat(opened.kept().outcome().meanLoss()).isLessThan(0.02);
        assertThat(opened.kept().outcome().exitRates())
                .allMatch(rate -> rate > 0.01)
                .anyMatch(rate -> rate > 0.3);
        assertThat(opened.kept().outcome().meanNanos()).isLessThan(0.9);
        assertThat(opened.product().parts())
                .extracting(part -> part.gate().map(Gate::threshold))
                .containsExactly(
                        Optional.of(opened.kept().thresholds().getFirst()),
                        Optional.of(opened.kept().thresholds().getLast()),
                        Optional.empty());
        assertThat(opened.curve().getFirst().meanLoss()).isZero();
    }

    @Test
    void apply_sameSeed_sameHeads() {
        String text = "E(exit,2%," + TAPS + ")";
        try (PartChain first = PartChain.open(made(text, context(500)).parts(), Optimization.NONE);
                PartChain second = PartChain.open(made(text, context(500)).parts(), Optimization.NONE)) {
            for (Map<String, Tensor> input : inputs(5)) {
                assertThat(first.run(input)).isEqualTo(second.run(input));
            }
        }
    }

    @Test
    void apply_labels_teachHeadsWhatPeopleSaid() {
        Context context = context(500);
        assertThat(rightly(made("E(exit,2%,labels," + TAPS + ")", context)))
                .isGreaterThan(rightly(made("E(exit,2%," + TAPS + ")", context)));
    }

    /// How many calibration samples the first exit answers as their labels say.
    private static long rightly(Product product) {
        JudgedSet samples = new JudgedSet(
                DemoExits.asking(PLAN), Learning.first(PLAN.samples().calibration(), 200));
        String answer = product.uncut().exits().getFirst().answer();
        long right = 0;
        try (PartChain chain = PartChain.open(product.parts(), Optimization.NONE)) {
            int sample = 0;
            for (Map<String, Tensor> inputs : samples.inputs()) {
                float[] given = requireNonNull(chain.run(inputs).get(answer)).toFloats();
                int label = samples.label(sample++).orElseThrow();
                right += IntStream.range(0, given.length).allMatch(i -> given[i] <= given[label]) ? 1 : 0;
            }
        }
        return right;
    }

    @Test
    void apply_labelsThatAreNotThere_areRefused() throws IOException {
        StudySamples samples = PLAN.samples();
        String name = "calibration-images.idx3.gz";
        Path images = Files.copy(Path.of("..", "demo", "samples", "classifier", name), folder.resolve(name));
        ExitEvidence evidence = StudyExits.of(
                DemoExits.asking(PLAN),
                SampleReader.open(images, Optional.empty()),
                samples.selection(),
                samples.promise(),
                0.02);
        Context unlabelled =
                new Context(Learning.of(PLAN).ranges(), Criteria.none().withExits(evidence), folder);
        assertThatThrownBy(() -> made("E(exit,2%,labels," + TAPS + ")", unlabelled))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("calibration sample 1 has none; leave 'labels' out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Q(u8s7)E(exit,2%,%s)", "E(exit,2%,%s)Q(u8s7)"})
    void apply_quantized_answersMostlyAsFloatDoes(String operators) {
        Context context = context(600);
        Product product = made(operators.replace("%s", TAPS), context);
        ExitGates.Opened opened = ExitGates.open(product, context).orElseThrow();

        assertThat(opened.kept().p()).isLessThanOrEqualTo(0.05);
        assertThat(opened.kept().outcome().meanNanos()).isLessThan(0.9);
    }

    @Test
    void apply_cutBetweenExits_placesEachExitOnItsSide() {
        Product product = made("E(exit,2%," + TAPS + ")P(/stage2/stage2.0/Relu_1_output_0,u8)", context(500));

        assertThat(product.places()).containsExactly(0, 0, 1, 1);
        assertThat(product.parts())
                .extracting(part -> part.gate().isPresent())
                .containsExactly(true, false, true, false);
        assertThat(product.codecs()).containsOnlyKeys("/stage2/stage2.0/Relu_1_output_0");
    }

    @Test
    void apply_cutAtATap_endsThePlaceWithItsExit() {
        Product product = made("E(exit,2%," + TAPS + ")P(" + EARLY + ")", context(500));

        assertThat(product.places()).containsExactly(0, 1, 1);
        assertThat(product.parts().getFirst().outputs())
                .containsExactlyInAnyOrder(EARLY, EARLY + ".answer", EARLY + ".confidence");
    }

    /// The network hands three maps on at the tap: a head reads the last of them, and all of them cross.
    @Test
    void open_classMaps_promisesChangedPixels() {
        StudyPlan plan = DemoExits.plan("segmentation");
        Model model = ModelReader.read(plan.model());
        Context context = context(plan, 30, 60, 60);
        String tap = "/Relu_output_0+/stage1/stage1.1/Relu_1_output_0+/stage2/stage2.2/Relu_1_output_0";
        Product product = Composer.apply(Operators.parseSequence("E(exit,20%," + tap + ")"), model, context);
        ExitGates.Opened opened = ExitGates.open(product, context).orElseThrow();

        assertThat(product.parts()).hasSize(2);
        assertThat(product.parts().getFirst().outputs()).hasSize(5);
        assertThat(opened.kept().promise().words()).isEqualTo("with 95 % confidence at most 20 % changed pixels");
        assertThat(opened.kept().outcome().exitRates().getFirst()).isGreaterThan(0.5);
        Map<String, Tensor> input = context.calibration().iterator().next();
        try (PartChain whole = PartChain.open(List.of(Part.whole(model)), Optimization.NONE);
                PartChain parts = PartChain.open(product.parts(), Optimization.NONE);
                PartChain early = PartChain.open(DemoExits.withThresholds(product, 0), Optimization.NONE)) {
            Tensor answer = whole.runUntilSure(input).answer();
            assertThat(parts.runUntilSure(input).answer()).isEqualTo(answer);
            assertThat(early.runUntilSure(input).answer().shape()).isEqualTo(answer.shape());
        }
    }

    @Test
    void apply_pointsOrLabelsOfClassMaps_areRefused() {
        StudyPlan plan = DemoExits.plan("segmentation");
        assertThatThrownBy(() -> Composer.apply(
                        Operators.parseSequence("E(exit,1pp)"),
                        ModelReader.read(plan.model()),
                        context(plan, 20, 20, 20)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("E(exit,1%)");
        assertThatThrownBy(() -> Composer.apply(
                        Operators.parseSequence("E(exit,20%,labels)"),
                        ModelReader.read(plan.model()),
                        context(plan, 60, 60, 60)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("leave 'labels' out");
    }

    @Test
    void apply_tooFewPromiseSamples_saysHowManyItTakes() {
        assertThatThrownBy(() -> made("E(exit,1%," + TAPS + ")", context(200)))
                .isInstanceOf(UnkeptPromiseException.class)
                .hasMessageContaining("at least 299 promise samples")
                .hasMessageContaining("found 200");
    }

    @Test
    void apply_tapThatIsNoCut_isRefusedWithTheNearest() {
        assertThatThrownBy(() -> made("E(exit,2%,/stage1/stage1.0/Relu_output_0)", context(500)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("the nearest legal cuts are");
    }

    @Test
    void apply_tooManyTaps_areRefused() {
        assertThatThrownBy(() -> made("E(exit,2%,a,b,c,d,e,f,g,h,i)", context(500)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("at most 8 exits, found 9");
    }

    @Test
    void apply_tapOfTheWrongShape_isRefused() {
        assertThatThrownBy(() -> made("E(exit,2%,/Flatten_output_0)", context(500)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("[1, 96]");
    }

    @Test
    void cascadeFolder_writtenAndRead_isTheSameModelWithExits() {
        Context context = context(600);
        ExitGates.Opened opened = ExitGates.open(made("E(exit,2%," + TAPS + ")", context), context)
                .orElseThrow();
        Path cascade = folder.resolve("cascade");
        CascadeFolder.write(opened, PLAN.model(), cascade);

        var early = CascadeFolder.read(cascade, PLAN.model());

        assertThat(early.exits())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("rate")
                .isEqualTo(opened.product().uncut().exits());
        assertThat(early.exits())
                .extracting(ExitOutputs::rate)
                .isEqualTo(opened.kept().outcome().exitRates());
        assertThat(early.promise()).isEqualTo(opened.product().uncut().promise());
        assertThatThrownBy(() -> CascadeFolder.read(folder, PLAN.model()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("is no cascade");
        assertThatThrownBy(() -> CascadeFolder.read(cascade, cascade.resolve("part1.onnx")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("were made for another model");
    }

    @Test
    void studyExits_folderThatNoStrategyTakes_isRefused() throws IOException {
        Context context = context(600);
        ExitGates.Opened opened = ExitGates.open(made("E(exit,2%," + TAPS + ")", context), context)
                .orElseThrow();
        Path cascade = folder.resolve("cascade");
        CascadeFolder.write(opened, PLAN.model(), cascade);

        assertThat(StudyExits.of(withExits(cascade, "E(exit)@mobile"), DemoExits.asking(PLAN))
                        .given())
                .isPresent();
        assertThat(StudyExits.of(withExits(cascade, "I@mobile"), DemoExits.asking(PLAN))
                        .given())
                .isEmpty();
        assertThatThrownBy(() -> StudyExits.of(withExits(cascade, "E(int8)@mobile"), DemoExits.asking(PLAN)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("are for E(exit), and no strategy of the study has that");
    }

    private StudyPlan withExits(Path cascade, String strategy) throws IOException {
        Path demo = Path.of("..", "demo").toAbsolutePath().normalize();
        String text = Files.readString(demo.resolve("classifier.yaml"))
                .replace("model: ", "exits: " + cascade + "\nmodel: " + demo + "/")
                .replace("samples/", demo + "/samples/")
                .replaceAll("(?m)^operators: .*$", "strategies: [\"" + strategy + "\"]")
                .replaceAll("(?m)^span: .*$", "");
        Path file = folder.resolve("study.yaml");
        Files.writeString(file, text);
        return StudyFile.read(file).plan(StudyFile.Overrides.none());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "{}",
                "[]",
                "{\"format\": 2, \"parts\": 3}",
                "{\"format\": 1}",
                "{\"format\": 2, \"parts\": [], \"exits\": []}"
            })
    void cascadeFolder_damaged_saysWhichFileCannotBeRead(String text) throws IOException {
        Path cascade = Files.createDirectories(folder.resolve("damaged"));
        Files.writeString(cascade.resolve(CascadeFolder.FILE), text);
        assertThatThrownBy(() -> CascadeFolder.read(cascade, PLAN.model()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(CascadeFolder.FILE);
    }
}
