package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.operators.CodecPace;
import io.tierwise.operators.Context;
import io.tierwise.operators.Criteria;
import io.tierwise.operators.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is chosen for the demo classifier by a pace made up here, and what a study that is taken up again
/// makes of it.
class CraftingTest {
    private static final int CALIBRATION = 4;

    @TempDir
    Path folder;

    /// How long quantized models take where the untouched one takes 1, by tier.
    private final Map<String, Double> quantized = new HashMap<>(Map.of("near", 0.5, "far", 0.5));

    private final List<String> asked = new ArrayList<>();

    /// How many of ten bytes are left of tensors in codecs that lose nothing.
    private int packed = 1;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder.resolve("journal"));
    }

    private StudyPlan plan(String... strategies) throws IOException {
        Path demo = Path.of("..", "demo").toAbsolutePath().normalize();
        Path file = Files.writeString(folder.resolve("study.yaml"), """
                model: %1$s/classifier.onnx
                data:
                  calibration: {samples: %2$s/calibration-images.idx3.gz}
                  evaluation: {samples: %2$s/promise-images.idx3.gz}
                preprocess: {scale: 1/255, mean: 0.2860, std: 0.3530, color: gray}
                tiers: {near: {cpu: 0.25}, far: {}}
                links: {near-far: {bandwidth: 100Mbit, rtt: 2ms}}
                strategies: [%3$s]
                """.formatted(
                demo, demo.resolve("samples").resolve("classifier"), "\"" + String.join("\", \"", strategies) + "\""));
        return StudyFile.read(file).plan(StudyFile.Overrides.none());
    }

    private final class MadeUp implements Paces {
        @Override
        public Pace on(List<String> tiers) {
            return new Pace() {
                @Override
                public double runNanos(Model model, List<Map<String, Tensor>> inputs) {
                    asked.addAll(tiers);
                    boolean onBytes = model.graph().nodes().stream().anyMatch(node -> node.is("QuantizeLinear"));
                    return tiers.stream()
                            .mapToDouble(tier -> onBytes ? quantized.getOrDefault(tier, Double.NaN) : 1)
                            .sum();
                }

                @Override
                public Pace ofPart(int part) {
                    return on(List.of(tiers.get(part)));
                }

                @Override
                public String where() {
                    return "made up";
                }
            };
        }

        @Override
        public CodecPace ofCodecs() {
            return (codec, tensor) -> new CodecPace.Coded(tensor.byteSize() * packed / 10, 0, 0);
        }

        @Override
        public String key(List<String> tiers) {
            return tiers.toString();
        }
    }

    private List<Crafted> craft(String journal, StudyPlan plan) throws IOException {
        Learning learning = Learning.of(plan);
        Learning few = new Learning(
                learning.asking(), Learning.first(learning.calibration(), CALIBRATION), learning.selection());
        Path work = Files.createDirectories(folder.resolve("work-" + journal));
        var context = new Context(few.ranges(), Criteria.none(), work);
        var workshop = new Workshop(
                plan, ModelReader.read(plan.model()), context, few.asking(), new WireTime(plan.topology(), 0));
        Path kept = Files.createDirectories(folder.resolve(journal));
        try (Journal open = Journal.open(kept)) {
            return new Crafting(open, Progress.silent()).craft(workshop.pacedBy(new MadeUp()), plan.strategies());
        }
    }

    private static List<String> names(List<Crafted> crafted) {
        return crafted.stream().map(Crafted::name).toList();
    }

    @Test
    void craft_quantizeAlone_isResolvedAndSaysHow() throws IOException {
        List<Crafted> crafted = craft("journal", plan("I@near", "Q@near"));
        assertThat(names(crafted)).containsExactly("I@near", "Q(u8s8)@near");
        assertThat(crafted.getLast().description().asked()).isEqualTo("Q@near");
        assertThat(String.join("\n", crafted.getLast().description().accounts()))
                .contains("u8s8 was chosen by running candidates on made up", "ran on integers: ");
        assertThat(crafted.getLast()
                        .quantizations()
                        .getFirst()
                        .probe()
                        .orElseThrow()
                        .trials())
                .extracting(trial -> trial.scheme().text())
                .contains("s8s8");
    }

    @Test
    void craft_everyComposition_isResolvedAlike() throws IOException {
        List<String> names = names(craft(
                "journal", plan("QE(study)@far", "E(study)Q@far", "QP(study)@near+far", "QE(study)P(study)@near+far")));
        assertThat(names).hasSize(4).allMatch(name -> name.contains("Q(u8s8)"));
    }

    @Test
    void craft_tiersThatChooseDifferently_haveTheirOwn() throws IOException {
        quantized.put("far", 2.0);
        List<String> names = names(craft("journal", plan("Q@near", "Q@far")));
        assertThat(names).containsExactly("Q(u8s8)@near", "Q(weights)@far");
    }

    @Test
    void craft_wholeModelOverTwoTiers_takesTheLeastSum() throws IOException {
        quantized.put("far", 1.7);
        assertThat(names(craft("journal", plan("QP(study)@near+far")))).allMatch(name -> name.startsWith("Q(weights)"));
        quantized.put("far", 1.2);
        assertThat(names(craft("other", plan("QP(study)@near+far")))).allMatch(name -> name.startsWith("Q(u8s8)"));
    }

    @Test
    void craft_onePartQuantized_asksItsTierAlone() throws IOException {
        quantized.put("far", 2.0);
        List<Crafted> crafted = craft("journal", plan("P(study)@near(Q)+far", "P(study)@near+far(Q)"));
        assertThat(names(crafted).getFirst()).endsWith("@near(Q(u8s8))+far");
        assertThat(names(crafted).getLast()).endsWith("@near+far(Q(weights))");
        assertThat(asked.subList(0, asked.size() / 2)).containsOnly("near");
        assertThat(asked.subList(asked.size() / 2, asked.size())).containsOnly("far");
    }

    @Test
    void craft_again_keepsSchemesAndAccountsWhateverTimesSay() throws IOException {
        StudyPlan plan = plan("Q(u8s8)@near", "Q@near", "Q@far", "P(study)@near(Q)+far");
        List<Crafted> before = craft("journal", plan);
        int timed = asked.size();
        quantized.replaceAll((tier, time) -> 3.0);
        List<Crafted> after = craft("journal", plan);
        assertThat(names(before)).hasSize(3).isEqualTo(names(after));
        assertThat(asked).hasSize(timed);
        assertThat(after)
                .extracting(Crafted::description)
                .isEqualTo(before.stream().map(Crafted::description).toList());
        try (Journal journal = Journal.existing(folder.resolve("journal"))) {
            List<QuantizationRecord> kept = Quantizations.read(journal);
            assertThat(kept).anyMatch(record -> record.probe().isPresent());
            assertThat(kept.stream().flatMap(record -> record.strategies().stream()))
                    .containsExactlyInAnyOrderElementsOf(names(before));
            assertThat(kept)
                    .allSatisfy(record ->
                            assertThat(record.nodes().orElseThrow().counts()).containsKey("int8"));
        }
        assertThat(names(craft("other", plan("Q@far")))).containsExactly("Q(weights)@far");
    }

    @Test
    void craft_partitionWithoutCodec_namesTheOneChosenAndKeepsIt() throws IOException {
        StudyPlan plan = plan("P@near+far", "P(fp32)@near+far");
        List<Crafted> before = craft("journal", plan);
        assertThat(names(before).getFirst()).matches("P\\(.+,fp32-lz4\\)@near\\+far");
        assertThat(names(before).getLast()).matches("P\\([^,]+\\)@near\\+far");
        assertThat(String.join("\n", before.getFirst().description().accounts()))
                .contains("the codec was chosen with the cut", "no selection samples", "taken: loses nothing");
        packed = 20;
        assertThat(names(craft("journal", plan))).isEqualTo(names(before));
        assertThat(names(craft("replay", plan(names(before).toArray(String[]::new)))))
                .isEqualTo(names(before));
        assertThat(names(craft("other", plan("P@near+far")))).allMatch(name -> name.matches("P\\([^,]+\\)@near\\+far"));
    }

    @Test
    void craft_resolvedNames_areWhatAReplayMakes() throws IOException {
        List<Crafted> before = craft("journal", plan("Q@near", "P(study)@near(Q)+far"));
        quantized.replaceAll((tier, time) -> 3.0);
        List<Crafted> replayed = craft("other", plan(names(before).toArray(String[]::new)));
        assertThat(names(replayed)).isEqualTo(names(before));
        assertThat(replayed)
                .extracting(crafted -> crafted.description().chain())
                .isEqualTo(before.stream()
                        .map(crafted -> crafted.description().chain())
                        .toList());
    }

    @Test
    void craft_probes_leaveNothingBehind() throws IOException {
        craft("journal", plan("Q@near"));
        assertThat(folder.resolve("work-journal")).isDirectoryNotContaining("glob:**probe-*");
    }
}
