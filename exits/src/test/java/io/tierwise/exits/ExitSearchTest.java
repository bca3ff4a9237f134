package io.tierwise.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExitSearchTest {
    private static final long SEED = 77;
    private static final double WHOLE = 100;
    private static final Promise ONE_PERCENT = new Promise(Promise.Kind.CHANGES, 0.01, 0.95);

    /// Exits whose answers are wrong with chance (1 - confidence) times how blind they are.
    private static List<ExitCandidate> drawn(Random random, int samples) {
        return drawn(random, samples, 4);
    }

    private static List<ExitCandidate> drawn(Random random, int samples, int places) {
        double[] hardness = random.doubles(samples).toArray();
        List<ExitCandidate> exits = new ArrayList<>();
        for (int place = 1; place <= places; place++) {
            double[] confidences = new double[samples];
            double[] losses = new double[samples];
            for (int i = 0; i < samples; i++) {
                double sure = Math.pow(1 - hardness[i], 1.0 / place);
                confidences[i] = Math.clamp(sure + 0.05 * random.nextGaussian(), 0.0, 1.0);
                losses[i] = random.nextDouble() < chance(sure) ? 1 : 0;
            }
            exits.add(new ExitCandidate("exit" + place, 80.0 * place / places, 2, confidences, losses));
        }
        return exits;
    }

    private static double chance(double sure) {
        return 0.3 * (1 - sure) * (1 - sure);
    }

    private static ExitChain chain(List<ExitCandidate> exits, List<ExitCandidate> like) {
        return new ExitChain(
                like.stream()
                        .map(wanted -> exits.stream()
                                .filter(exit -> exit.name().equals(wanted.name()))
                                .findFirst()
                                .orElseThrow())
                        .toList(),
                WHOLE);
    }

    @Test
    void best_drawnExits_savesTimeAndKeepsThePromiseOnSelectionSamples() {
        ExitSearch.Found found = ExitSearch.best(drawn(new Random(SEED), 2000), WHOLE, ONE_PERCENT)
                .orElseThrow();
        assertThat(found.expected().meanNanos()).isLessThan(0.8 * WHOLE);
        assertThat(ONE_PERCENT.isKept(found.expected().losses())).isTrue();
    }

    @Test
    void best_path_growsBolderFromNobodyLeaving() {
        ExitSearch.Found found = ExitSearch.best(drawn(new Random(SEED), 1000), WHOLE, ONE_PERCENT)
                .orElseThrow();
        List<ExitOutcome> steps =
                found.path().steps().stream().map(found.chain()::at).toList();
        assertThat(steps.getFirst().exitRates()).containsOnly(0.0);
        assertThat(steps.getLast().exitRates().getFirst()).isEqualTo(1.0);
        for (int i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i).meanNanos())
                    .isLessThanOrEqualTo(steps.get(i - 1).meanNanos());
            for (int exit = 0; exit < steps.get(i).thresholds().size(); exit++) {
                assertThat(steps.get(i).thresholds().get(exit))
                        .isLessThanOrEqualTo(steps.get(i - 1).thresholds().get(exit));
            }
        }
    }

    @Test
    void along_eightExits_keepsThePromiseOnSelectionSamples() {
        ExitChain chain = new ExitChain(drawn(new Random(SEED), 2000, 8), WHOLE);
        ExitSearch.Found found = ExitSearch.along(chain, ONE_PERCENT).orElseThrow();
        assertThat(found.expected().thresholds()).hasSize(8);
        assertThat(found.expected().meanNanos()).isLessThan(0.8 * WHOLE);
        assertThat(ONE_PERCENT.isKept(found.expected().losses())).isTrue();
    }

    @Test
    void best_tooFewSamples_isNothing() {
        assertThat(ExitSearch.best(drawn(new Random(SEED), 200), WHOLE, ONE_PERCENT))
                .isEmpty();
        assertThat(ONE_PERCENT.fewestSamples()).isEqualTo(299);
    }

    @Test
    void best_exitsThatCostMoreThanTheySave_isNothing() {
        List<ExitCandidate> late = List.of(new ExitCandidate("late", 99, 5, new double[400], new double[400]));
        assertThat(ExitSearch.best(late, WHOLE, ONE_PERCENT)).isEmpty();
    }

    @Test
    void at_thresholdsAboveOne_nobodyLeaves() {
        ExitChain chain = new ExitChain(drawn(new Random(SEED), 100), WHOLE);
        ExitOutcome outcome = chain.at(Collections.nCopies(4, ExitCandidate.NEVER));
        assertThat(outcome.exitRates()).containsOnly(0.0);
        assertThat(outcome.meanLoss()).isZero();
        assertThat(outcome.meanNanos()).isCloseTo(WHOLE + 4 * 2, within(1e-9));
    }

    @Test
    void at_thresholdZero_everybodyLeavesAtTheFirst() {
        ExitChain chain = new ExitChain(drawn(new Random(SEED), 100), WHOLE);
        assertThat(chain.at(List.of(0.0, 0.5, 0.5, 0.5)).exitRates()).containsExactly(1.0, 0.0, 0.0, 0.0);
    }

    @Test
    void at_higherThreshold_fewerLeave() {
        ExitChain chain = new ExitChain(List.of(drawn(new Random(SEED), 500).getFirst()), WHOLE);
        double before = 1;
        for (double threshold = 0; threshold <= 1; threshold += 0.05) {
            double rate = chain.at(List.of(threshold)).exitRates().getFirst();
            assertThat(rate).isLessThanOrEqualTo(before);
            before = rate;
        }
    }

    /// The share of all possible samples that an outcome would change, by its thresholds on very many.
    @Test
    void keep_freshDraws_isBrokenRarely() {
        Random random = new Random(SEED);
        List<ExitCandidate> everyone = drawn(random, 200_000);
        int broken = 0;
        int kept = 0;
        int draws = 120;
        for (int draw = 0; draw < draws; draw++) {
            Optional<ExitSearch.Found> found = ExitSearch.best(drawn(random, 600), WHOLE, ONE_PERCENT);
            if (found.isEmpty()) {
                continue;
            }
            List<ExitCandidate> exits = found.get().chain().exits();
            Optional<ExitPath.Kept> promise = found.get().path().keep(ONE_PERCENT, chain(drawn(random, 600), exits));
            if (promise.isPresent()) {
                kept++;
                double risk =
                        chain(everyone, exits).at(promise.get().thresholds()).meanLoss();
                broken += risk > ONE_PERCENT.bound() ? 1 : 0;
            }
        }
        assertThat(kept).isGreaterThan(draws / 2);
        // 5 % of 120, and three deviations of the chance of drawing.
        assertThat(broken).as("seed %d", SEED).isLessThanOrEqualTo(13);
    }
}
