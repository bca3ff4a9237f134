package io.tierwise.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// How often intervals hold the truth and tests err, on many draws of data whose truth is known.
final class Coverage implements Benchmark {

    private static final long SEED = 20_260_601;

    /// A coverage of 95 % then has a standard error of 0.3 points, a size of 5 % one of 0.2.
    private static final int DRAWS_OF_INTERVALS = 5_000;

    private static final int DRAWS_OF_TESTS = 10_000;

    @Override
    public List<Rate> run() {
        return Stream.concat(
                        intervals().map(claim -> claim.measured(DRAWS_OF_INTERVALS, SEED)),
                        tests().map(claim -> claim.measured(DRAWS_OF_TESTS, SEED)))
                .toList();
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(20);
    }

    @Override
    public boolean isOnlyRunWhenNamed() {
        return true;
    }

    static Stream<Claim> intervals() {
        return Stream.concat(BootstrapClaims.all().stream(), IntervalClaims.all().stream());
    }

    static Stream<Claim> tests() {
        return TestClaims.all().stream();
    }
}
