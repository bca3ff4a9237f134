package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CutsTest {

    private static final boolean THOROUGH = Boolean.getBoolean("tierwise.thorough");

    private static List<Cut> single(Model model) {
        return Cuts.of(model, TensorSizes.ALIKE).find(1).cuts();
    }

    /// Seeded bytes for every tensor; one in twenty cannot cross.
    private static TensorSizes sizes(long seed) {
        return tensor -> {
            Random random = new Random(seed * 31 + tensor.hashCode());
            return random.nextInt(20) == 0 ? OptionalLong.empty() : OptionalLong.of(1 + random.nextInt(4));
        };
    }

    private static CutOracle.Answer answer(Cut cut, int nodes) {
        BitSet head = new BitSet();
        for (int node = 0; node < nodes; node++) {
            head.set(node, cut.head().has(node));
        }
        return new CutOracle.Answer(new TreeSet<>(cut.tensors()), head);
    }

    @Test
    void find_randomGraphs_isWhatTryingEverySetOfNodesFinds() {
        int rounds = THOROUGH ? 20_000 : 1_000;
        int found = 0;
        int several = 0;
        for (int seed = 0; seed < rounds; seed++) {
            Model model = Networks.branching(new Random(seed), THOROUGH ? 16 : 13);
            TensorSizes sizes = sizes(seed);
            Cuts cuts = Cuts.of(model, sizes);
            CutOracle oracle = new CutOracle(model, sizes);
            Cuts.Found all = cuts.find(Cuts.MOST_TENSORS);
            Set<CutOracle.Answer> answers = new HashSet<>();
            for (Cut cut : all.cuts()) {
                assertThat(answers.add(answer(cut, cuts.nodes().size())))
                        .as("seed %d, %s found once", seed, cut)
                        .isTrue();
                assertThat(cut.bytes()).as("seed %d, %s", seed, cut).isEqualTo(oracle.bytes(Set.copyOf(cut.tensors())));
                assertThat(cuts.at(cut.tensors())).as("seed %d", seed).isEqualTo(new CutVerdict.Legal(cut));
            }
            assertThat(answers).as("seed %d", seed).isEqualTo(oracle.cuts());
            assertThat(all.capped()).isFalse();
            found += answers.size();
            several +=
                    (int) answers.stream().filter(a -> a.tensors().size() > 1).count();
        }
        assertThat(found).isGreaterThan(2 * rounds);
        assertThat(several).isGreaterThan(rounds);
    }

    @Test
    void at_anyTensors_agreesWithTheDefinition() {
        int rounds = THOROUGH ? 3_000 : 150;
        int legal = 0;
        for (int seed = 0; seed < rounds; seed++) {
            Model model = Networks.branching(new Random(seed), 10);
            Cuts cuts = Cuts.of(model, TensorSizes.ALIKE);
            CutOracle oracle = new CutOracle(model, TensorSizes.ALIKE);
            List<String> tensors = oracle.candidates();
            for (int trial = 0; trial < 60; trial++) {
                Random random = new Random(seed * 1_000L + trial);
                Set<String> named = new TreeSet<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    named.add(tensors.get(random.nextInt(tensors.size())));
                }
                CutVerdict verdict = cuts.at(List.copyOf(named));
                assertThat(verdict instanceof CutVerdict.Legal)
                        .as("seed %d, trial %d: %s is %s", seed, trial, named, verdict)
                        .isEqualTo(oracle.isLegal(named));
                if (verdict instanceof CutVerdict.Legal(Cut cut)) {
                    sliced(model, cut, "seed " + seed);
                    legal++;
                }
            }
        }
        assertThat(legal).isGreaterThan(rounds);
    }

    /// Head and tail can be taken out of the model.
    private static void sliced(Model model, Cut cut, String what) {
        List<String> inputs =
                model.graph().givenInputs().stream().map(ValueInfo::name).toList();
        Map<String, ValueInfo> known = new HashMap<>();
        cut.tensors().forEach(tensor -> known.put(tensor, ValueInfo.of("any", DataType.FLOAT, -1)));
        Slicer.slice(model, inputs, cut.tensors());
        List<Node> nodes = Cuts.of(model, TensorSizes.ALIKE).nodes();
        Set<String> given = new HashSet<>();
        for (int node = 0; node < nodes.size(); node++) {
            if (cut.head().has(node)) {
                given.addAll(nodes.get(node).outputs());
            }
        }
        List<String> outputs = model.graph().outputs().stream()
                .map(ValueInfo::name)
                .filter(output -> !given.contains(output))
                .toList();
        Model tail = Slicer.slice(model, cut.tensors(), outputs, known);
        assertThat(tail.graph().nodes()).as(what).isNotEmpty();
    }

    @Test
    void find_singleTensor_residualNetwork_cutsBetweenBlocksOnly() {
        Model model = Networks.residual();
        List<String> inside = new ArrayList<>();
        for (ResidualBlock block : ResidualBlocks.find(model)) {
            block.nodes().stream()
                    .filter(node -> node.is("Conv"))
                    .forEach(node -> inside.add(node.outputs().getFirst()));
        }
        assertThat(single(model).stream().flatMap(cut -> cut.tensors().stream()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(inside);
        assertThat(Cuts.of(model, TensorSizes.ALIKE).find(2).cuts().stream().flatMap(cut -> cut.tensors().stream()))
                .containsAll(inside);
    }

    @Test
    void find_longChain_isFoundInOrder() {
        Model model = Networks.branches(3_000, 1, 0);
        assertThat(model.graph().nodes()).hasSize(3_000);
        List<Cut> cuts =
                Cuts.of(model, TensorSizes.ALIKE).find(Cuts.MOST_TENSORS).cuts();
        assertThat(cuts).hasSize(2_999);
        for (int i = 1; i < cuts.size(); i++) {
            assertThat(cuts.get(i - 1).isBefore(cuts.get(i))).isTrue();
        }
    }

    /// The work is counted, not timed: a few decisions for each cut, however large the graph.
    @Test
    void find_thousandBlocksOfFourBranches_takesAFewDecisionsACut() {
        Cuts cuts = Cuts.of(Networks.branches(1_000, 4, 1), TensorSizes.ALIKE);
        assertThat(cuts.nodes()).hasSize(5_000);
        CutSearch search = cuts.search(Cuts.MOST_TENSORS);
        assertThat(search.isCapped()).isFalse();
        assertThat(search.cuts()).hasSize(1_000 * 16 - 1);
        assertThat(search.decisions()).isLessThan(5L * search.cuts().size());
    }

    @Test
    void find_moreThanTheMost_saysSoAndKeepsEveryNarrowerOne() {
        Cuts cuts = Cuts.of(Networks.branches(390, 4, 3), TensorSizes.ALIKE);
        Cuts.Found found = cuts.find(Cuts.MOST_TENSORS);
        assertThat(found.capped()).isTrue();
        assertThat(found.cuts()).hasSize(Cuts.MOST_CUTS);
        assertThat(found.cuts().stream().filter(cut -> cut.tensors().size() == 1))
                .hasSize(389);
        assertThat(cuts.find(1).capped()).isFalse();
    }

    /// Pairs of branches that only meet far on: whether a start can be narrow shows much later.
    @Test
    void find_manyBranchesThatMeetLate_isNoSearchInVain() {
        GraphBuilder graph = new GraphBuilder("pairs", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 4);
        List<String> left = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            left.add(graph.relu(x));
        }
        List<String> ends = new ArrayList<>();
        for (String other : left) {
            ends.add(graph.add(graph.relu(x), other));
        }
        Model model = graph.output(graph.concat(1, ends)).build();
        CutSearch search = Cuts.of(model, TensorSizes.ALIKE).search(3);
        assertThat(search.isCapped()).isFalse();
        assertThat(search.decisions()).isLessThan(40L * search.cuts().size());
    }

    /// Two chains side by side, each with a stretch that is too wide: narrow again behind it.
    @Test
    void find_behindAStretchThatIsTooWide_isFound() {
        GraphBuilder graph = new GraphBuilder("two", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4));
        List<String> ends = new ArrayList<>();
        for (int chain = 0; chain < 2; chain++) {
            String begin = graph.relu(x);
            String joined = graph.concat(
                    1,
                    List.of(
                            graph.relu(begin),
                            graph.relu(begin),
                            graph.relu(begin),
                            graph.relu(begin),
                            graph.relu(begin)));
            ends.add(graph.relu(joined));
        }
        Model model = graph.output(graph.add(ends.get(0), ends.get(1))).build();
        Cuts.Found found = Cuts.of(model, TensorSizes.ALIKE).find(Cuts.MOST_TENSORS);
        assertThat(found.cuts().stream().map(Cut::tensors)).contains(ends);
        assertThat(found.dropped())
                .filteredOn(DroppedCut.TooMany.class::isInstance)
                .isNotEmpty()
                .allSatisfy(dropped -> assertThat(dropped.reason()).contains("tensors would cross, at most 4 may"));
    }

    @Test
    void find_sizeOfWhatCrosses_isWorkedOutBehindTheCut() {
        GraphBuilder graph = new GraphBuilder("resize", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 3, 8, 8);
        String size = graph.node("Shape", Map.of(), List.of(x));
        String early = graph.node("Resize", Map.of(), List.of(graph.relu(x), "", "", size));
        String late = graph.relu(early);
        Model model = graph.output(graph.node("Resize", Map.of(), List.of(late, "", "", size)))
                .build();
        Cuts.Found found = Cuts.of(model, tensor -> OptionalLong.of(tensor.equals(size) ? 32 : 768))
                .find(Cuts.MOST_TENSORS);
        assertThat(found.cuts().stream().map(Cut::tensors))
                .contains(List.of(early, size), List.of(late, size))
                .doesNotContain(List.of(early), List.of(x, early));
        Cuts cuts = Cuts.of(model, TensorSizes.ALIKE);
        assertThat(cuts.at(List.of(late, x))).isInstanceOf(CutVerdict.Legal.class);
        assertThat(cuts.at(List.of(late))).isEqualTo(new CutVerdict.Passed(List.of(size)));
    }

    @Test
    void find_outputsAlongTheWay_doNotStandInTheWay() {
        GraphBuilder graph = new GraphBuilder("outputs", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4));
        String side = graph.relu(graph.relu(x));
        String main = graph.relu(x);
        String end = graph.relu(graph.relu(main));
        Model model = graph.output(end).output(side).output(x).build();
        List<Cut> cuts = single(model);
        assertThat(cuts.stream().map(Cut::tensors)).contains(List.of(x), List.of(main));
        assertThat(((CutVerdict.Legal) Cuts.of(model, TensorSizes.ALIKE).at(List.of(main)))
                        .cut()
                        .head()
                        .size())
                .as("the other output is made before")
                .isEqualTo(4);
    }

    @Test
    void find_manyOutputsOfOneTensor_doesNotDoubleWithEach() {
        GraphBuilder graph = new GraphBuilder("heads", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4));
        for (int i = 0; i < 30; i++) {
            graph.output(graph.relu(graph.relu(x)));
        }
        CutSearch search = Cuts.of(graph.build(), TensorSizes.ALIKE).search(3);
        int pairs = 30 * 29 / 2;
        assertThat(search.cuts()).hasSize(1 + 30 + pairs + 30 + pairs + pairs * 28 / 3);
        assertThat(search.decisions()).isLessThan(100L * search.cuts().size());
    }

    @Test
    void at_notACut_saysWhy() {
        GraphBuilder graph = new GraphBuilder("bad", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 4);
        String w = graph.weight(Weight.ofFloats("w", new float[4], 1, 4));
        String a = graph.add(x, w);
        String b = graph.relu(a);
        String idle = graph.relu(a);
        String c = graph.relu(graph.add(b, a));
        Model model = graph.output(graph.relu(c)).build();
        Cuts cuts = Cuts.of(model, tensor -> tensor.equals(c) ? OptionalLong.empty() : OptionalLong.of(4));
        assertThat(cuts.at(List.of("nothing"))).isEqualTo(new CutVerdict.Unknown("nothing"));
        assertThat(cuts.at(List.of(w))).isEqualTo(new CutVerdict.Idle(w));
        assertThat(cuts.at(List.of(idle))).isEqualTo(new CutVerdict.Idle(idle));
        assertThat(cuts.at(List.of(c))).isEqualTo(new CutVerdict.CannotCross(c));
        assertThat(cuts.at(List.of(b))).isEqualTo(new CutVerdict.Passed(List.of(a)));
        assertThat(cuts.at(List.of("x"))).isEqualTo(new CutVerdict.NothingBefore());
        assertThat(cuts.at(List.of("x", a))).isEqualTo(new CutVerdict.Needless("x"));
        assertThat(cuts.at(List.of("x", w, a, b, c))).isEqualTo(new CutVerdict.TooMany(5));
        assertThat(cuts.at(List.of(a, b))).isInstanceOf(CutVerdict.Legal.class);
    }

    @Test
    void slice_tensorsThatDoNotSeparate_isRefused() {
        Model model = Networks.residual();
        String inside = ResidualBlocks.find(model)
                .getFirst()
                .nodes()
                .getFirst()
                .outputs()
                .getFirst();
        String output = model.graph().outputs().getFirst().name();
        Map<String, ValueInfo> known = Map.of(inside, ValueInfo.of(inside, DataType.FLOAT, 1, 4, 8, 8));
        assertThatThrownBy(() -> Slicer.slice(model, List.of(inside), List.of(output), known))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 'x'");
        assertThatThrownBy(() -> Slicer.slice(model, List.of("x"), List.of("nothing")))
                .hasMessageContaining("'nothing'");
    }
}
