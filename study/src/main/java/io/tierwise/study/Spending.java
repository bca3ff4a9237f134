package io.tierwise.study;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Ends measuring when the budget is used up, and says so.
///
/// @param inner decides as long as something is left
/// @param budget what there is in all
/// @param spent time of measuring so far, earlier runs of the study included
record Spending(Planner inner, Budget budget, Supplier<Duration> spent) implements Planner {
    @Override
    public Optional<Block> next(Progressed progressed) {
        Optional<Block> next = inner.next(progressed);
        next.flatMap(block -> usedUp(block, progressed))
                .ifPresent(why -> progressed.decided(new Stop(
                        next.orElseThrow().strategy(), next.orElseThrow().round(), Stop.Kind.BUDGET, why)));
        return next.filter(block -> usedUp(block, progressed).isEmpty());
    }

    private Optional<String> usedUp(Block block, Progressed progressed) {
        long trials = (long) progressed.observations().size() + block.samples().size();
        if (budget.trials().isPresent() && trials > budget.trials().getAsLong()) {
            return Optional.of("The budget of " + budget.trials().getAsLong() + " trials is used up in round "
                    + (block.round() + 1) + ".");
        }
        return budget.time()
                .filter(limit -> spent.get().compareTo(limit) >= 0)
                .map(limit ->
                        "The budget of " + limit.toSeconds() + " s is used up in round " + (block.round() + 1) + ".");
    }
}
