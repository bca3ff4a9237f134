package io.tierwise.study;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything one study has found so far, as its journal holds it.
///
/// @param title the model's file name without its ending
/// @param startedAt when the study began
/// @param task "classification, top-1", "segmentation, 11 classes", "agreement with I"
/// @param source the tier where inputs arise
/// @param tiers the tiers as they really were
/// @param links every link in words: "mobile-edge: 200 Mbit/s each way, 4 ms round trip (shaped)"
/// @param goals what the user asked for
/// @param worth the smallest ratio that matters: 0.05 is 5 %
/// @param seed of every random choice
/// @param roles how many samples each role got, by its name in lower case; evaluation appears as
///     "choice" and "confirmation"
/// @param environment facts of the machine and the versions, as shown to the reader
/// @param warnings what could not be enforced or was disturbed
/// @param model the untouched model
/// @param untouched how well the untouched model answers on each CPU that a strategy ends on, by
///     [TierRecord#cpu()]; without a CPU where it was not taken
/// @param strategies in the order of the plan, and behind them those added since
/// @param quantizations what quantization made of the model, node by node
/// @param observations every trial of both purposes, in the order they ended
/// @param openings every opening of a session, in the order they happened
/// @param stops why strategies were not measured on, in the order it was decided
/// @param additions strategies that nobody asked for, in the order they joined
/// @param disturbances blocks during which the machine did something else, too
/// @param inputs how inputs travel to a first part that is not at the source; empty where an earlier
///     version wrote the journal, and they were tensors
/// @param groundwork what forecasts stand on; empty where no tier runs on the machine that asked
public record StudyRecord(
        String title,
        Instant startedAt,
        String task,
        String source,
        List<TierRecord> tiers,
        List<String> links,
        List<Goal> goals,
        double worth,
        long seed,
        Map<String, Integer> roles,
        Map<String, String> environment,
        List<String> warnings,
        ModelSummary model,
        Map<String, Accuracy> untouched,
        List<StrategyRecord> strategies,
        List<QuantizationRecord> quantizations,
        List<Observation> observations,
        List<Opening> openings,
        List<Stop> stops,
        List<Addition> additions,
        List<DisturbedBlock> disturbances,
        Optional<InputTravel> inputs,
        Optional<Groundwork> groundwork) {
    /// What the second name of a strategy ends in that is measured against itself.
    public static final String TWIN_MARK = "'";

    public StudyRecord {
        tiers = List.copyOf(tiers);
        links = List.copyOf(links);
        goals = List.copyOf(goals);
        roles = Map.copyOf(roles);
        environment = Map.copyOf(environment);
        warnings = List.copyOf(warnings);
        untouched = Map.copyOf(untouched);
        strategies = List.copyOf(strategies);
        quantizations = List.copyOf(quantizations);
        observations = List.copyOf(observations);
        openings = List.copyOf(openings);
        stops = List.copyOf(stops);
        additions = List.copyOf(additions);
        disturbances = List.copyOf(disturbances);
    }

    /// The same with other trials.
    public StudyRecord withObservations(List<Observation> others) {
        return with(strategies, others);
    }

    /// The same with other strategies.
    public StudyRecord withStrategies(List<StrategyRecord> others) {
        return with(others, observations);
    }

    private StudyRecord with(List<StrategyRecord> someStrategies, List<Observation> someObservations) {
        return new StudyRecord(
                title,
                startedAt,
                task,
                source,
                tiers,
                links,
                goals,
                worth,
                seed,
                roles,
                environment,
                warnings,
                model,
                untouched,
                someStrategies,
                quantizations,
                someObservations,
                openings,
                stops,
                additions,
                disturbances,
                inputs,
                groundwork);
    }

    /// Where a strategy's drop counts from: the untouched model on the CPU of the strategy's last part,
    /// else on the source's; empty if neither was taken.
    public Optional<Accuracy> untouched(StrategyRecord strategy) {
        return Stream.concat(strategy.tiers().reversed().stream().limit(1), Stream.of(source))
                .flatMap(tier -> cpu(tier).stream())
                .flatMap(cpu -> Optional.ofNullable(untouched.get(cpu)).stream())
                .findFirst();
    }

    /// Whether a strategy's confirmation runs in fresh processes: not where it needs an agent elsewhere.
    public boolean hasFreshProcesses(StrategyRecord strategy) {
        return tiers.stream()
                .filter(tier -> tier.elsewhere().isPresent())
                .map(TierRecord::name)
                .noneMatch(name -> name.equals(source) || strategy.tiers().contains(name));
    }

    private Optional<String> cpu(String tier) {
        return tiers.stream()
                .filter(record -> record.name().equals(tier))
                .map(TierRecord::cpu)
                .findFirst();
    }
}
