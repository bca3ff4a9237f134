package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Standing;
import io.tierwise.study.Accuracy;
import io.tierwise.study.Opening;
import io.tierwise.study.PartRecord;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import io.tierwise.study.TierRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What lies behind the standings: failures, why measuring stopped, what each operator changed, changed answers,
/// loads and first runs.
record DetailSection(
        List<Failure> failures,
        List<Halt> halts,
        List<Account> accounts,
        List<Change> changes,
        List<Load> loads,
        int openings) {
    private static final int SHOWN_SAMPLES = 300;

    /// A strategy without a complete result, and why.
    record Failure(String strategy, String reason) {}

    /// Why a strategy was not measured on, and after how many rounds.
    record Halt(String strategy, String rounds, String why) {}

    /// What the operators of a strategy changed, and the parts that came out.
    record Account(String strategy, List<String> lines, List<Part> parts) {}

    /// A part: which file runs where, how large it is.
    record Part(String tier, String artefact, String size, String parameters, String memory) {}

    /// One artefact (or chain of them) on one CPU and the samples it answers unlike the untouched
    /// model; strategies that share it share the figures.
    record Change(
            String artefact,
            List<String> strategies,
            String accuracy,
            String confirmed,
            String share,
            String samples) {}

    /// Median load and first run of a strategy's part on a tier, apart from warm runs.
    record Load(String strategy, String tier, String load, String firstRun, String count) {}

    static DetailSection of(StudyRecord study, Advice advice) {
        List<StrategyRecord> ordered =
                advice.standings().stream().map(Standing::strategy).toList();
        return new DetailSection(
                ordered.stream()
                        .flatMap(strategy ->
                                Words.failure(strategy).stream().map(reason -> new Failure(strategy.name(), reason)))
                        .toList(),
                study.stops().stream()
                        .map(stop -> new Halt(stop.strategy(), Digits.count(stop.round()), stop.reason()))
                        .toList(),
                ordered.stream().map(strategy -> account(strategy, study)).toList(),
                changes(study, ordered),
                loads(study, ordered),
                study.openings().size());
    }

    private static Account account(StrategyRecord strategy, StudyRecord study) {
        Stream<String> joined = study.additions().stream()
                .filter(addition -> addition.strategy().equals(strategy.name()))
                .map(addition ->
                        "Nobody asked for it; it joined after " + addition.round() + " rounds. " + addition.reason());
        return new Account(
                strategy.name(),
                Stream.concat(joined, strategy.accounts().stream()).toList(),
                strategy.parts().stream().map(DetailSection::part).toList());
    }

    private static Part part(PartRecord part) {
        return new Part(
                part.tier(),
                part.artefact(),
                Digits.bytes(part.modelBytes()),
                Digits.count(part.parameters()),
                Digits.bytes(part.peakMemoryBytes()));
    }

    private static List<Change> changes(StudyRecord study, List<StrategyRecord> ordered) {
        Map<String, String> cpus =
                study.tiers().stream().collect(Collectors.toMap(TierRecord::name, TierRecord::cpu, (a, _) -> a));
        Map<List<List<String>>, List<StrategyRecord>> sharing = ordered.stream()
                .filter(strategy -> strategy.accuracy().isPresent())
                .collect(Collectors.groupingBy(
                        strategy -> strategy.parts().stream()
                                .map(part -> List.of(part.artefact(), cpus.getOrDefault(part.tier(), part.tier())))
                                .toList(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return sharing.values().stream().map(DetailSection::change).toList();
    }

    private static Change change(List<StrategyRecord> sharing) {
        StrategyRecord first = sharing.getFirst();
        Accuracy accuracy = first.accuracy().orElseThrow();
        int changed = accuracy.changed().size();
        int all = accuracy.choiceCount() + accuracy.confirmationCount();
        String samples = accuracy.changed().stream().limit(SHOWN_SAMPLES).collect(Collectors.joining(", "));
        return new Change(
                first.parts().stream().map(PartRecord::artefact).collect(Collectors.joining(" + ")),
                sharing.stream().map(StrategyRecord::name).toList(),
                Digits.share(accuracy.choice()) + " ["
                        + Digits.shareInterval(accuracy.choiceLow(), accuracy.choiceHigh()) + "]",
                Digits.share(accuracy.confirmation()) + " ["
                        + Digits.shareInterval(accuracy.confirmationLow(), accuracy.confirmationHigh()) + "]",
                Digits.count(changed) + " of " + Digits.count(all),
                changed > SHOWN_SAMPLES
                        ? samples + " and " + Digits.count(changed - SHOWN_SAMPLES) + " more"
                        : samples);
    }

    private static List<Load> loads(StudyRecord study, List<StrategyRecord> ordered) {
        Map<List<String>, List<Opening>> groups = study.openings().stream()
                .collect(Collectors.groupingBy(opening -> List.of(opening.strategy(), opening.tier())));
        List<Load> loads = new ArrayList<>();
        for (StrategyRecord strategy : ordered) {
            for (String tier : strategy.tiers().stream().distinct().toList()) {
                List<Opening> openings = groups.getOrDefault(List.of(strategy.name(), tier), List.of());
                if (!openings.isEmpty()) {
                    loads.add(new Load(
                            strategy.name(),
                            tier,
                            median(openings, Opening::loadNanos),
                            median(openings, Opening::firstRunNanos),
                            Digits.count(openings.size())));
                }
            }
        }
        return loads;
    }

    private static String median(List<Opening> openings, ToLongFunction<Opening> nanos) {
        return Digits.bare(Spread.of(openings.stream()
                        .mapToDouble(opening -> nanos.applyAsLong(opening) / 1e6)
                        .toArray())
                .p50());
    }
}
