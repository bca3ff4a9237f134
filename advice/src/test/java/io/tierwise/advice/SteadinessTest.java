package io.tierwise.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.advice.MadeStudy.Traits;
import io.tierwise.deployment.Disturbance;
import io.tierwise.study.DisturbedBlock;
import io.tierwise.study.Observation.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SteadinessTest {
    @Test
    void sentences_steadyMachine_areNone() {
        assertThat(sentences(new MadeStudy(100).with("I@mobile", Traits.of(8)))).isEmpty();
    }

    @Test
    void sentences_controlThatBecomesSlower_nameTheDriftAndItsSize() {
        assertThat(sentences(new MadeStudy(100).drifting("I@mobile", Traits.of(8), 1.5)))
                .singleElement()
                .asString()
                .matches("The machine drifted: the untouched model at the source took 8[.0-9]* ms in the first third of"
                        + " the rounds and 11[.0-9]* ms in the last.*");
    }

    @Test
    void sentences_driftBelowWorth_areNone() {
        assertThat(sentences(new MadeStudy(100).drifting("I@mobile", Traits.of(8), 1.03)))
                .isEmpty();
    }

    @Test
    void sentences_anotherStrategyDrifts_areNone() {
        assertThat(sentences(new MadeStudy(100).drifting("Q@mobile", Traits.of(8), 1.5)))
                .isEmpty();
    }

    @Test
    void sentences_disturbedBlocks_areCountedByKind() {
        var study = new MadeStudy(100)
                .with("I@mobile", Traits.of(8))
                .disturbed(block(0, true, Disturbance.Kind.STEAL))
                .disturbed(block(1, false, Disturbance.Kind.STEAL, Disturbance.Kind.FOREIGN_LOAD));
        assertThat(sentences(study))
                .containsExactly("The machine was disturbed during 2 blocks (steal in 2, foreign load in 1). Run"
                        + " again: 1; counted as they are: 1.");
    }

    private static DisturbedBlock block(int round, boolean ranAgain, Disturbance.Kind... kinds) {
        return new DisturbedBlock("I@mobile", Purpose.COMPARISON, round, ranAgain, List.of(kinds), "");
    }

    private static List<String> sentences(MadeStudy study) {
        return new Steadiness(study.record(), 0.05).sentences();
    }
}
