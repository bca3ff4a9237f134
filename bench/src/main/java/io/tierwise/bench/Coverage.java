package io.tierwise.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How often intervals hold the truth and tests err, on many draws of data whose truth is known.
final class Coverage implements Benchmark {

    static final long SEED = 20_260_601;

    /// A coverage of 95 % then has a standard error of 0.34 points.
    private static final int DRAWS_TO_RESAMPLE = 4_000;

    /// A size of 5 % then has a standard error of 0.22 points.
    private static final int DRAWS = 10_000;

    @Override
    public List<Rate> run() {
        return Stream.of(
                        measured(BootstrapClaims.all(), DRAWS_TO_RESAMPLE),
                        measured(IntervalClaims.all(), DRAWS),
                        measured(TestClaims.all(), DRAWS))
                .flatMap(List::stream)
                .toList();
    }

    /// Each claim on draws of its own, the same at every run.
    static List<Rate> measured(List<Claim> claims, int draws) {
        return IntStream.range(0, claims.size())
                .mapToObj(i -> claims.get(i).measured(draws, SEED + i))
                .toList();
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }
}
