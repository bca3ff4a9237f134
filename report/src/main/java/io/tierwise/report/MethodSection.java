package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.study.Observation.Purpose;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Where the figures come from: machine, tiers and their limits, links, samples, warnings, and how to read it all.
record MethodSection(
        List<Entry> facts,
        List<Tier> tiers,
        List<String> links,
        List<String> warnings,
        String worth,
        String conditions,
        String confirmation) {

    /// A fact under its name.
    record Entry(String name, String value) {}

    /// A tier, whether it is emulated, and what its limits became.
    record Tier(String name, String kind, String standing, List<String> limits) {}

    static MethodSection of(StudyRecord study, Advice advice) {
        return new MethodSection(
                facts(study),
                study.tiers().stream().map(MethodSection::tier).toList(),
                study.links(),
                study.warnings(),
                Digits.percent(advice.worth()),
                Words.CONDITIONS,
                confirmation(study));
    }

    private static String confirmation(StudyRecord study) {
        return study.tiers().stream().allMatch(tier -> tier.elsewhere().isEmpty())
                ? "in fresh processes"
                : "in fresh processes of this machine and freshly opened sessions of agents elsewhere";
    }

    private static Tier tier(TierRecord tier) {
        return new Tier(tier.name(), tier.emulated() ? "emulated" : "measured", tier.standing(), tier.limits());
    }

    private static List<Entry> facts(StudyRecord study) {
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry("model", study.model().file()));
        facts.add(new Entry("task", study.task()));
        facts.add(new Entry("inputs arise at", study.source()));
        Words.inputs(study).ifPresent(words -> facts.add(new Entry("way to a first part elsewhere", words)));
        facts.add(new Entry("samples", roles(study.roles())));
        facts.add(new Entry(
                "trials",
                Digits.count(count(study, Purpose.COMPARISON)) + " compared, "
                        + Digits.count(count(study, Purpose.CONFIRMATION)) + " to confirm"));
        facts.add(new Entry("seed", Long.toString(study.seed())));
        facts.add(new Entry(
                "started",
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                        .withZone(ZoneOffset.UTC)
                        .format(study.startedAt())));
        new TreeMap<>(study.environment()).forEach((name, value) -> facts.add(new Entry(name, value)));
        return facts;
    }

    private static long count(StudyRecord study, Purpose purpose) {
        return study.observations().stream()
                .filter(observation -> observation.purpose() == purpose)
                .count();
    }

    private static String roles(Map<String, Integer> roles) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(roles).forEach((role, samples) -> words.add(Digits.count(samples) + " " + role));
        return String.join(", ", words);
    }
}
