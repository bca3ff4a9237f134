package io.tierwise.study;

import java.util.Optional;

/// Measures every strategy in every round, whatever the trials show.
///
/// @param course what there is
record Equally(Course course) implements Planner {
    @Override
    public Optional<Block> next(Progressed progressed) {
        for (int round = 0; round < course.rounds(); round++) {
            Optional<Block> open = course.round(round, course.strategies(round)).stream()
                    .filter(block -> !progressed.failed(block.strategy()) && !progressed.done(block))
                    .findFirst();
            if (open.isPresent()) {
                return open;
            }
        }
        return Optional.empty();
    }
}
