package io.tierwise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The claims of the benchmark `coverage` on few draws: what is wrong by some points is seen, what is
/// wrong by one takes `bench/run coverage`.
class CoverageTest {

    private static final int DRAWS_TO_RESAMPLE = 300;
    private static final int DRAWS = 1_500;

    private static void check(List<Claim> claims, int draws) {
        assertThat(Coverage.measured(claims, draws))
                .as("seeds from %d, %d draws", Coverage.SEED, draws)
                .filteredOn(rate -> !rate.isPlausible())
                .isEmpty();
    }

    @Test
    void intervals_ofResamples_coverAsOftenAsTheySay() {
        check(BootstrapClaims.all(), DRAWS_TO_RESAMPLE);
    }

    @Test
    void intervals_ofRanksAndCounts_coverAsOftenAsTheySay() {
        check(IntervalClaims.all(), DRAWS);
    }

    @Test
    void tests_withNothingToFind_errAsOftenAsTheySay() {
        check(TestClaims.all(), DRAWS);
    }

    @Test
    void rate_repeatsTakenForIndependentValues_isRefuted() {
        Claim naive = Claim.covers("percentile bootstrap of all repeats", "clustered", "40 x 3", random -> {
            double[] levels = Latencies.levels(random, 40);
            double[] all = Arrays.stream(Latencies.repeats(random, levels, 1, 3))
                    .flatMapToDouble(Arrays::stream)
                    .toArray();
            var resampling = new Resampling(random.nextLong(), 200, Claim.CONFIDENCE);
            // Disturbances multiply the median of the levels, 1, by a few percent: far less than its interval is wide.
            return Bootstrap.of(all, Quantiles::median, Bootstrap.Method.PERCENTILE, resampling)
                    .interval()
                    .contains(1.03);
        });

        assertThat(naive.measured(DRAWS_TO_RESAMPLE, Coverage.SEED).isPlausible())
                .as("seed %d", Coverage.SEED)
                .isFalse();
    }

    @Test
    void rate_testAtTwiceItsLevel_isRefuted() {
        Claim lenient = Claim.rejects("p below 0.1", "uniform p", "1", random -> random.nextDouble() <= 0.1);
        Claim timid = Claim.rejects("p below 0.01", "uniform p", "1", random -> random.nextDouble() <= 0.01);
        Claim honest = Claim.rejects("p below 0.05", "uniform p", "1", random -> random.nextDouble() <= 0.05);

        assertThat(lenient.measured(DRAWS, Coverage.SEED).isPlausible()).isFalse();
        assertThat(timid.measured(DRAWS, Coverage.SEED).isPlausible()).isFalse();
        assertThat(honest.measured(DRAWS, Coverage.SEED).isPlausible()).isTrue();
    }

    @Test
    void measured_again_isTheSame() {
        Claim claim = IntervalClaims.all().getFirst();

        assertThat(claim.measured(200, 5)).isEqualTo(claim.measured(200, 5));
    }
}
