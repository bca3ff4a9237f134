package io.tierwise.advice;

import io.tierwise.advice.GateFact.Kind;
import io.tierwise.data.Prediction;
import io.tierwise.study.Capsule;
import io.tierwise.study.Goal;
import io.tierwise.study.Observation;
import io.tierwise.study.Outcome;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyAnswers;
import io.tierwise.study.StudyReader;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A study's results folder as one side of a comparison. An opening is a round: every round opened its
/// sessions anew.
///
/// @param name as the user named the folder
/// @param capsule what the study stood on; empty where an earlier version wrote the folder
/// @param answers by strategy, sample
public record StudySide(
        String name, StudyRecord record, Optional<Capsule> capsule, Map<String, Map<String, Prediction>> answers) {
    private static final Set<String> SOFTWARE = Set.of("Java", "ONNX Runtime", "Tierwise");
    private static final Pattern OWN_FOOTPRINT =
            Pattern.compile("above the agent's own [0-9.]+[A-Za-z]+, got [0-9.]+[A-Za-z]+ in all");
    private static final Set<String> SETTING = Set.of("spacing of trials");

    public StudySide {
        answers = Map.copyOf(answers);
    }

    /// Reads a results folder.
    ///
    /// @throws io.tierwise.study.JournalException if it holds no study
    /// @throws GateException if the study has not ended
    public static StudySide read(Path folder) {
        StudyRecord record = StudyReader.read(folder);
        List<String> unfinished = record.strategies().stream()
                .filter(strategy -> strategy.outcome() instanceof Outcome.Unfinished)
                .map(StrategyRecord::name)
                .toList();
        if (!unfinished.isEmpty()) {
            throw new GateException("The study in " + folder + " has not ended: " + Phrases.list(unfinished) + " "
                    + Phrases.are(unfinished) + " not measured to the end. Go on with it by --resume first.");
        }
        return new StudySide(folder.toString(), record, Capsule.read(folder), StudyAnswers.read(folder));
    }

    public GateSide side() {
        Map<String, Map<String, Map<String, List<Double>>>> times = times();
        return new GateSide(
                name,
                true,
                record.strategies().stream()
                        .map(strategy -> subject(strategy, times.getOrDefault(strategy.name(), Map.of())))
                        .toList(),
                record.strategies().stream()
                        .map(StrategyRecord::name)
                        .filter(strategy -> strategy.equals("I@" + record.source()))
                        .findFirst(),
                facts(),
                capsule.isPresent()
                        ? List.of()
                        : List.of(name + " was written by an earlier version: it does not say which model and data it"
                                + " ran on, so there is no control."));
    }

    private Map<String, Map<String, Map<String, List<Double>>>> times() {
        Map<String, Map<String, Map<String, List<Double>>>> times = new HashMap<>();
        for (Observation trial : record.observations()) {
            if (trial.purpose() == Observation.Purpose.COMPARISON) {
                refuseNoTime(trial);
                times.computeIfAbsent(trial.strategy(), key -> new LinkedHashMap<>())
                        .computeIfAbsent("round " + trial.round(), key -> new LinkedHashMap<>())
                        .computeIfAbsent(trial.sample(), key -> new ArrayList<>())
                        .add((double) trial.totalNanos());
            }
        }
        return times;
    }

    private void refuseNoTime(Observation trial) {
        if (trial.totalNanos() <= 0) {
            throw new GateException(name + ": a trial of " + trial.strategy() + " on sample " + trial.sample()
                    + " took " + trial.totalNanos() + " ns; a time is above zero. Is the folder intact?");
        }
    }

    private GateSubject subject(StrategyRecord strategy, Map<String, Map<String, List<Double>>> times) {
        Map<String, Prediction> own = answers.getOrDefault(strategy.name(), Map.of());
        long peak = strategy.peakMemoryBytes();
        return new GateSubject(
                strategy.name(),
                strategy.asked(),
                times,
                strategy.outcome() instanceof Outcome.Failed(String tier, String reason)
                        ? Optional.of(tier.isEmpty() ? reason : "on " + tier + ": " + reason)
                        : Optional.empty(),
                own,
                right(own),
                strategy.accuracy(),
                peak < 0 || strategy.parts().isEmpty() ? OptionalLong.empty() : OptionalLong.of(peak));
    }

    private Map<String, Boolean> right(Map<String, Prediction> own) {
        Map<String, Boolean> right = new TreeMap<>();
        capsule.ifPresent(known -> own.forEach((sample, answer) -> {
            Integer truth = known.truths().get(sample);
            if (truth != null && answer instanceof Prediction.TopClasses(List<Integer> best)) {
                right.put(
                        sample,
                        best.subList(0, Math.min(known.topClasses(), best.size()))
                                .contains(truth));
            }
        }));
        return right;
    }

    /// A limit without the agent's own footprint, which is another each time it starts.
    private static String lasting(String limit) {
        return OWN_FOOTPRINT.matcher(limit).replaceAll("above the agent's own");
    }

    private List<GateFact> facts() {
        List<GateFact> facts = new ArrayList<>();
        new TreeMap<>(record.environment())
                .forEach((what, value) -> facts.add(new GateFact(
                        SOFTWARE.contains(what) ? Kind.SOFTWARE : SETTING.contains(what) ? Kind.STUDY : Kind.MACHINE,
                        what,
                        value)));
        for (TierRecord tier : record.tiers()) {
            facts.add(new GateFact(Kind.MACHINE, "tier " + tier.name(), tier.standing()));
            facts.add(new GateFact(Kind.MACHINE, "processor features of " + tier.name(), tier.cpu()));
            facts.add(new GateFact(
                    Kind.MACHINE,
                    "limits of " + tier.name(),
                    String.join(
                            "; ", tier.limits().stream().map(StudySide::lasting).toList())));
        }
        facts.add(new GateFact(Kind.STUDY, "links", String.join("; ", record.links())));
        record.inputs()
                .ifPresent(inputs -> facts.add(new GateFact(
                        Kind.STUDY, "inputs travel as", inputs.form().word())));
        facts.add(new GateFact(Kind.STUDY, "seed", String.valueOf(record.seed())));
        facts.add(new GateFact(
                Kind.STUDY,
                "goals",
                String.join("; ", record.goals().stream().map(Goal::toText).toList())));
        capsule.ifPresent(known -> {
            facts.add(new GateFact(Kind.MODEL, GateFact.MODEL, known.modelDigest()));
            facts.add(new GateFact(Kind.DATA, "samples and labels (SHA-256)", known.dataDigest()));
        });
        return facts;
    }
}
