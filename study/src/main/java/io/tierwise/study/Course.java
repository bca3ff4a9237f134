package io.tierwise.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What may be measured: strategies, rounds and samples.
///
/// All strategies of a round answer the same samples, so that they can be compared in pairs; a slow
/// drift of the machine meets all of them alike. The order within a round depends on the seed and the
/// round alone, so a resumed study goes on in it.
///
/// @param strategies resolved names, in the order of the plan, and behind them those added since
/// @param additions which of them joined later, and when
/// @param control the untouched model at the source, which runs in every round to tell a machine that
///     changes from models that differ; not always one of the strategies
/// @param least rounds that every strategy runs
/// @param rounds most rounds
/// @param explore how many strategies may be added in all
/// @param block trials of a strategy in a round
/// @param samples how many samples there are; a study of more trials than samples takes them again
/// @param seed of the orders
public record Course(
        List<String> strategies,
        List<Addition> additions,
        String control,
        int least,
        int rounds,
        int explore,
        int block,
        int samples,
        long seed) {
    public Course {
        strategies = List.copyOf(strategies);
        additions = List.copyOf(additions);
        if (rounds < 1 || block < 1 || samples < 1 || least < 0) {
            throw new IllegalArgumentException(
                    "Rounds, trials a block and samples must be at least 1, the least rounds at least 0: " + rounds
                            + ", " + block + ", " + samples + ", " + least);
        }
    }

    /// What a plan asks for.
    ///
    /// @param control the untouched model at the source
    static Course of(StudyPlan plan, List<String> strategies, String control, List<Addition> additions) {
        Schedule schedule = plan.schedule();
        return new Course(
                strategies,
                additions,
                control,
                schedule.least(),
                schedule.rounds(),
                schedule.explore(),
                schedule.block(),
                samples(plan),
                plan.seed());
    }

    /// How many samples of the choice half are timed.
    static int samples(StudyPlan plan) {
        return Math.min(plan.samples().choice().size(), plan.schedule().trials());
    }

    /// The same with strategies that join now.
    public Course with(List<Addition> joining) {
        return new Course(
                both(strategies, joining.stream().map(Addition::strategy).toList()),
                both(additions, joining),
                control,
                least,
                rounds,
                explore,
                block,
                samples,
                seed);
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /// The strategies that are there in a round.
    public List<String> strategies(int round) {
        List<String> later = additions.stream()
                .filter(addition -> addition.round() > round)
                .map(Addition::strategy)
                .toList();
        return strategies.stream().filter(name -> !later.contains(name)).toList();
    }

    /// The blocks of a round, in random order.
    ///
    /// @param running which strategies run in it
    public List<Block> round(int round, List<String> running) {
        List<Integer> positions = IntStream.range(round * block, (round + 1) * block)
                .map(i -> i % samples)
                .boxed()
                .toList();
        var order = new ArrayList<>(running);
        Collections.shuffle(order, new Random(seed + 0x9E3779B97F4A7C15L * round));
        return order.stream()
                .map(strategy -> new Block(strategy, round, positions))
                .toList();
    }
}
