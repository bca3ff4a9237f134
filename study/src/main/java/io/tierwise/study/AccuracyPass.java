package io.tierwise.study;

import io.tierwise.agent.TierException;
import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import io.tierwise.data.Task;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Takes the answers of every distinct chain of parts on every distinct CPU, apart from the timed
/// trials, and scores them.
///
/// A chain runs inside one agent, without links and without emulation: answers depend on the files and
/// the CPU alone. Tiers on one CPU therefore share the figure, taken on this machine if it has that
/// CPU. A chain that spans CPUs of different kinds is taken on that of its last part.
final class AccuracyPass {
    private static final int SAMPLES_A_BATCH = 250;

    private final StudyPlan plan;
    private final Journal journal;
    private final Fleet fleet;
    private final FleetSettings settings;
    private final Progress progress;
    private final List<SampleSet> halves;

    AccuracyPass(StudyPlan plan, Journal journal, Fleet fleet, FleetSettings settings, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.fleet = fleet;
        this.settings = settings;
        this.progress = progress;
        this.halves = List.of(plan.samples().choice(), plan.samples().confirmation());
    }

    /// @param untouched the untouched model as a strategy, which answers are compared with; its own
    ///     accuracy is taken on each of those CPUs, whether or not the study compares it
    void run(Crafted untouched, List<Crafted> strategies) {
        Map<String, List<Crafted>> byCpu = new LinkedHashMap<>();
        for (Crafted strategy : strategies) {
            String cpu = fleet.cpuKey(strategy.strategy().tiers().getLast());
            byCpu.computeIfAbsent(cpu, key -> new ArrayList<>()).add(strategy);
        }
        byCpu.forEach((cpu, all) -> takeOn(cpu, untouched, all));
    }

    private void takeOn(String cpu, Crafted untouched, List<Crafted> strategies) {
        Map<String, Crafted> chains = new LinkedHashMap<>();
        strategies.forEach(strategy -> chains.putIfAbsent(strategy.description().chain(), strategy));
        chains.keySet().removeIf(chain -> journal.accuracy(chain, cpu).isPresent());
        Tier tier = roomiest(cpu);
        progress.begin("Taking the answers of " + chains.size() + " distinct models", chains.size());
        Map<String, Prediction> reference = reference(tier, cpu, untouched);
        if (!reference.isEmpty()) {
            SideBySide.doAll(shares(tier, List.copyOf(chains.values())).stream()
                    .map(share -> (Runnable) () -> takeAll(share, tier, cpu, reference))
                    .toList());
        }
        progress.end();
    }

    /// Our own agents are as many as there are cores; one elsewhere is asked one thing after the other.
    private static List<List<Crafted>> shares(Tier tier, List<Crafted> chains) {
        return tier.isLocal() ? SideBySide.shares(chains) : List.of(chains);
    }

    private Respondent respondent(Tier tier) {
        return tier.isLocal() ? Respondent.start(tier, plan, settings) : Respondent.elsewhere(tier, plan, fleet);
    }

    /// What the untouched model answers; nothing where an agent elsewhere cannot hold it.
    private Map<String, Prediction> reference(Tier tier, String cpu, Crafted untouched) {
        try (Respondent respondent = respondent(tier)) {
            try {
                Map<String, Prediction> reference = answers(respondent, untouched, cpu);
                journal.accuracy(untouched.description().chain(), cpu, accuracy(reference, reference));
                return reference;
            } catch (TierException e) {
                if (tier.isLocal()) {
                    throw e;
                }
                respondent.recover(e);
                miss("No accuracy on " + tier.name() + ": the untouched model gives no answers there. "
                        + e.getMessage());
                return Map.of();
            }
        }
    }

    private void takeAll(List<Crafted> strategies, Tier tier, String cpu, Map<String, Prediction> reference) {
        try (Respondent respondent = respondent(tier)) {
            for (Crafted strategy : strategies) {
                try {
                    Map<String, Prediction> own = answers(respondent, strategy, cpu);
                    journal.accuracy(strategy.description().chain(), cpu, accuracy(own, reference));
                } catch (TierException e) {
                    respondent.recover(e);
                    miss("No accuracy of " + strategy.name() + ": " + e.getMessage());
                }
                progress.advance(strategy.name());
            }
        }
    }

    /// Says now and in the report what was not taken.
    private void miss(String sentence) {
        progress.note(sentence);
        journal.warning(sentence);
    }

    /// Of the tiers with that CPU one of this machine, else the one whose agent can hold most.
    private Tier roomiest(String cpu) {
        return plan.topology().tiers().stream()
                .filter(tier -> fleet.cpuKey(tier.name()).equals(cpu))
                .max(Comparator.comparing(Tier::isLocal, Boolean::compare)
                        .thenComparingLong(tier -> fleet.roomBytes(tier.name())))
                .orElseThrow();
    }

    private Map<String, Prediction> answers(Respondent respondent, Crafted strategy, String cpu) {
        String chain = strategy.description().chain();
        Map<String, Prediction> answers = new HashMap<>();
        for (Journal.Answer answer : journal.answers(chain, cpu)) {
            answers.put(answer.sample(), Prediction.decode(answer.prediction()));
        }
        for (SampleSet half : halves) {
            for (int from = 0; from < half.size(); from += SAMPLES_A_BATCH) {
                List<Sample> missing = IntStream.range(from, Math.min(from + SAMPLES_A_BATCH, half.size()))
                        .mapToObj(half::get)
                        .filter(sample -> !answers.containsKey(sample.id()))
                        .toList();
                if (!missing.isEmpty()) {
                    Map<String, Prediction> taken = respondent.answers(strategy, missing);
                    journal.answers(chain, cpu, encoded(taken));
                    answers.putAll(taken);
                }
            }
        }
        return answers;
    }

    private static List<Journal.Answer> encoded(Map<String, Prediction> answers) {
        return answers.entrySet().stream()
                .map(answer ->
                        new Journal.Answer(answer.getKey(), answer.getValue().encode()))
                .toList();
    }

    private Accuracy accuracy(Map<String, Prediction> own, Map<String, Prediction> reference) {
        AnswerScore choice = score(halves.getFirst(), own, reference);
        AnswerScore confirmation = score(halves.getLast(), own, reference);
        List<String> changed = own.keySet().stream()
                .filter(sample -> !find(own, sample).sameAs(find(reference, sample)))
                .sorted()
                .toList();
        return new Accuracy(
                plan.task() instanceof Task.Agreement
                        ? "agreement with the untouched model"
                        : plan.task().metric(),
                choice.value(),
                choice.interval().low(),
                choice.interval().high(),
                halves.getFirst().size(),
                confirmation.value(),
                confirmation.interval().low(),
                confirmation.interval().high(),
                halves.getLast().size(),
                changed);
    }

    private AnswerScore score(SampleSet half, Map<String, Prediction> own, Map<String, Prediction> reference) {
        List<Prediction> predictions = new ArrayList<>();
        List<Label> truths = new ArrayList<>();
        for (int i = 0; i < half.size(); i++) {
            Sample sample = half.get(i);
            predictions.add(find(own, sample.id()));
            truths.add(
                    plan.task() instanceof Task.Agreement
                            ? find(reference, sample.id()).asLabel()
                            : plan.preprocessing().align(sample.label()));
        }
        return AnswerScore.of(plan.task(), predictions, truths, plan.seed());
    }

    private static Prediction find(Map<String, Prediction> answers, String sample) {
        Prediction found = answers.get(sample);
        if (found == null) {
            throw new IllegalStateException("no answer was taken for sample " + sample);
        }
        return found;
    }
}
