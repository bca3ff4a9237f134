package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.EarlyLeaving;
import io.tierwise.advice.Standing;
import io.tierwise.study.ModelSummary;
import io.tierwise.study.Observation;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The model as a chain of steps, with one strategy's cuts, skipped blocks and tiers marked on it.
///
/// @param model file, parameters and nodes in words
/// @param placements every strategy that can be drawn, in the order of the standings
/// @param shown the one the page opens with: the decision's
record ChainSection(
        String model, String source, List<Step> steps, List<Placement> placements, Placement shown, String largest) {

    /// A step as it is drawn, marked for the placement shown; `cut` is empty where nothing is cut.
    record Step(
            String label,
            String size,
            String tensor,
            String bytes,
            String width,
            int tier,
            boolean skipped,
            String cut,
            String exit) {

        /// The class attribute of its list item.
        String kind() {
            return "tier-" + tier + (skipped ? " skipped" : "") + (cut.isEmpty() ? "" : " cut")
                    + (exit.isEmpty() ? "" : " exit");
        }
    }

    /// One strategy on the chain.
    ///
    /// @param parts the tiers of its parts, in order
    /// @param cuts indices of the steps it is cut after, ascending
    /// @param skipped indices of the steps it leaves out
    /// @param exits by the step behind which samples can leave, what became of that
    /// @param elsewhere cuts, blocks and exits that are not places of this chain, in words; empty if all are
    record Placement(
            String strategy,
            List<String> parts,
            List<Integer> cuts,
            List<Integer> skipped,
            Map<Integer, String> exits,
            String elsewhere) {

        /// The part that holds a step.
        int part(int step) {
            int before = (int) cuts.stream().filter(cut -> cut < step).count();
            return Math.clamp(before, 0, Math.max(0, parts.size() - 1));
        }

        /// What a cut after this step means, or nothing.
        String cut(int step, String bytes) {
            int next = part(step) + 1;
            return cuts.contains(step) && next < parts.size()
                    ? "cut here: " + bytes + " of tensor leave " + parts.get(next - 1) + " for " + parts.get(next)
                    : "";
        }
    }

    static ChainSection of(StudyRecord study, Advice advice) {
        ModelSummary model = study.model();
        List<Placement> placements = advice.standings().stream()
                .map(Standing::strategy)
                .filter(strategy -> !strategy.parts().isEmpty())
                .map(strategy -> placement(strategy, model, study.observations()))
                .toList();
        Placement shown = placements.stream()
                .filter(placement -> placement.strategy().equals(Words.subject(advice.decision())))
                .findFirst()
                .orElse(new Placement("", List.of(study.source()), List.of(), List.of(), Map.of(), ""));
        long most =
                model.steps().stream().mapToLong(ModelSummary.Step::bytes).max().orElse(1);
        List<Step> steps = IntStream.range(0, model.steps().size())
                .mapToObj(i -> step(i, model.steps().get(i), most, shown))
                .toList();
        String words = model.file() + ": " + Digits.shortCount(model.parameters()) + " parameters, "
                + Digits.count(model.nodes()) + " nodes, " + Digits.count(steps.size()) + " places to cut";
        return new ChainSection(words, study.source(), steps, placements, shown, Digits.bytes(most));
    }

    private static Step step(int index, ModelSummary.Step step, long most, Placement shown) {
        String bytes = Digits.bytes(step.bytes());
        return new Step(
                step.label(),
                Digits.shortCount(step.parameters()) + " parameters, " + Digits.count(step.nodes()) + " nodes",
                step.tensor(),
                bytes,
                Scale.css(100.0 * step.bytes() / Math.max(1, most)),
                shown.part(index),
                shown.skipped().contains(index),
                shown.cut(index, bytes),
                shown.exits().getOrDefault(index, ""));
    }

    private static Placement placement(StrategyRecord strategy, ModelSummary model, List<Observation> observations) {
        Map<String, Integer> tensors = places(model, ModelSummary.Step::tensor);
        Map<String, Integer> labels = places(model, ModelSummary.Step::label);
        List<String> elsewhere = new ArrayList<>();
        List<Integer> cuts = new ArrayList<>();
        for (String cut : strategy.cuts()) {
            if (tensors.containsKey(cut)) {
                cuts.add(tensors.get(cut));
            } else {
                elsewhere.add("cut at " + cut);
            }
        }
        List<Integer> skipped = new ArrayList<>();
        for (String block : strategy.skipped()) {
            if (labels.containsKey(block) || tensors.containsKey(block)) {
                skipped.add(labels.getOrDefault(block, tensors.getOrDefault(block, -1)));
            } else {
                elsewhere.add("skips " + block);
            }
        }
        Map<Integer, String> exits = new LinkedHashMap<>();
        for (EarlyLeaving leaving : EarlyLeaving.of(List.of(strategy), observations)) {
            for (EarlyLeaving.Way way : leaving.ways().subList(0, leaving.ways().size() - 1)) {
                String tensor =
                        tensors.containsKey(way.tap()) ? way.tap() : way.tap().replaceFirst("\\.[us]8$", "");
                String words = Digits.share(way.share()) + " of trials leave here, answered on " + way.tier();
                if (tensors.containsKey(tensor)) {
                    exits.put(tensors.get(tensor), words);
                } else {
                    elsewhere.add("exit behind " + way.tap() + ": " + words);
                }
            }
        }
        return new Placement(
                strategy.name(),
                strategy.tiers(),
                cuts.stream().sorted().toList(),
                List.copyOf(skipped),
                exits,
                String.join("; ", elsewhere));
    }

    private static Map<String, Integer> places(ModelSummary model, Function<ModelSummary.Step, String> name) {
        return IntStream.range(0, model.steps().size())
                .boxed()
                .collect(Collectors.toMap(i -> name.apply(model.steps().get(i)), Function.identity(), (a, _) -> a));
    }
}
