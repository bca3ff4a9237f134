package io.tierwise.study;

import io.tierwise.agent.Version;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.HostFacts;
import io.tierwise.deployment.Limit;
import io.tierwise.deployment.Tier;
import io.tierwise.runtime.NativeRuntime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a journal says of its study before the first trial: plan, tiers, environment. Written once; a
/// resumed run checks it.
final class StudyHeader {
    static final String SEED = "seed";
    static final String ROUNDS = "rounds";

    private final StudyPlan plan;
    private final Journal journal;
    private final Clock clock;

    StudyHeader(StudyPlan plan, Journal journal, Clock clock) {
        this.plan = plan;
        this.journal = journal;
        this.clock = clock;
    }

    /// Writes down the plan.
    ///
    /// @throws JournalException if the journal holds another plan
    void begin() {
        keep("study", plan.text(), "another study file, or one that has changed since");
        keep(SEED, String.valueOf(plan.seed()), "another seed");
        keep(ROUNDS, String.valueOf(plan.schedule().rounds()), "another number of rounds");
        Capsule.of(plan).keepIn(journal);
        if (journal.fact("startedAt").isEmpty()) {
            journal.fact("startedAt", Instant.now(clock).toString());
        }
        String file = plan.model().getFileName().toString();
        journal.fact("title", file.endsWith(".onnx") ? file.substring(0, file.length() - ".onnx".length()) : file);
        journal.fact("task", plan.task().metric());
        journal.fact("source", plan.topology().source());
        journal.fact("worth", String.valueOf(plan.worth()));
        journal.factAsJson("goals", plan.goals().stream().map(Goal::toText).toList());
        journal.factAsJson("links", plan.topology().describeLinks());
        journal.factAsJson("roles", roles());
    }

    /// Writes down what must not change while a study goes on.
    private void keep(String name, String value, String change) {
        Optional<String> earlier = journal.fact(name);
        if (earlier.isPresent() && !earlier.get().equals(value)) {
            throw new JournalException("The results folder holds a study that began with " + change
                    + (name.equals("study") ? "" : " (" + name + " " + earlier.get() + ", now " + value + ")")
                    + ". Resume it as it began, or name another folder.");
        }
        journal.fact(name, value);
    }

    private Map<String, Integer> roles() {
        StudySamples samples = plan.samples();
        Map<String, Integer> roles = new LinkedHashMap<>();
        roles.put("calibration", samples.calibration().size());
        roles.put("selection", samples.selection().size());
        roles.put("choice", samples.choice().size());
        roles.put("confirmation", samples.confirmation().size());
        return roles;
    }

    /// Writes down what the study stands on, once the tiers are up.
    ///
    /// @throws JournalException if a tier stands on something else than when the study began
    void environment(ModelSummary model, HostFacts host, Fleet fleet) {
        for (String tier : plan.topology().names()) {
            keep("tier " + tier, fleet.standing(tier), "another device, or another share of it, as tier " + tier);
        }
        journal.factAsJson("model", model);
        journal.factAsJson(
                "tiers",
                plan.topology().tiers().stream()
                        .map(tier -> describe(tier, fleet))
                        .toList());
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("processor", host.cpu().model());
        environment.put("processors", String.valueOf(host.processors()));
        environment.put("memory", (host.memoryBytes() >> 20) + " MiB");
        environment.put("control groups", host.controlGroups());
        environment.put("operating system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("Java", Runtime.version().toString());
        environment.put("ONNX Runtime", NativeRuntime.version());
        environment.put("Tierwise", Version.OWN);
        environment.put("spacing of trials", plan.schedule().spacing().toMillis() + " ms");
        journal.factAsJson("environment", environment);
        journal.factAsJson(Journal.WARNINGS, warnings(host, fleet));
    }

    private static TierRecord describe(Tier tier, Fleet fleet) {
        String name = tier.name();
        return new TierRecord(
                name,
                fleet.standing(name),
                fleet.isEmulated(name),
                fleet.cpuKey(name),
                fleet.limits(name).stream().map(Limit::toString).toList(),
                tier.isLocal() ? Optional.empty() : Optional.of(tier.address().toString()));
    }

    private List<String> warnings(HostFacts host, Fleet fleet) {
        List<String> warnings = new ArrayList<>(plan.topology().warnings(host.cores(), host.memoryBytes()));
        warnings.addAll(new RemoteTiers(plan.topology(), plan.strategies()).differences());
        for (Tier tier : plan.topology().tiers()) {
            tier.preset()
                    .ifPresent(preset -> warnings.add(
                            "Tier " + tier.name() + " is modelled: its numbers come from the preset " + preset + "."));
            fleet.limits(tier.name()).stream()
                    .filter(limit -> limit.how() == Limit.How.NOT_ENFORCED)
                    .forEach(limit -> warnings.add("Tier " + tier.name() + ": " + limit));
        }
        return warnings;
    }
}
