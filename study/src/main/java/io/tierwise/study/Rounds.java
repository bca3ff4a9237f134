package io.tierwise.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Measures every strategy equally: in each round every live strategy once, in an order drawn anew, on
/// the round's own samples.
///
/// All strategies of a round answer the same samples, so that they can be compared in pairs; a slow
/// drift of the machine meets all of them alike. The order depends on the seed alone.
public final class Rounds implements Planner {
    private final List<Block> plan;

    /// @param strategies resolved names
    /// @param rounds how many rounds
    /// @param samplesPerBlock trials a strategy in a round
    /// @param timedSamples how many samples there are; a study of more trials than samples takes them
    ///     again
    /// @param seed of the orders
    public Rounds(List<String> strategies, int rounds, int samplesPerBlock, int timedSamples, long seed) {
        if (rounds < 1 || samplesPerBlock < 1 || timedSamples < 1) {
            throw new IllegalArgumentException("Rounds, trials a block and timed samples must be at least 1: " + rounds
                    + ", " + samplesPerBlock + ", " + timedSamples);
        }
        this.plan = new ArrayList<>();
        var random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            int first = round * samplesPerBlock;
            List<Integer> samples = IntStream.range(first, first + samplesPerBlock)
                    .map(i -> i % timedSamples)
                    .boxed()
                    .toList();
            var order = new ArrayList<>(strategies);
            Collections.shuffle(order, random);
            for (String strategy : order) {
                plan.add(new Block(strategy, round, samples));
            }
        }
    }

    @Override
    public Optional<Block> next(Progressed progressed) {
        return plan.stream()
                .filter(block -> !progressed.failed(block.strategy()) && !progressed.done(block))
                .findFirst();
    }
}
