package io.tierwise.study;

import io.tierwise.data.DataException;
import io.tierwise.data.Role;
import io.tierwise.data.Sample;
import io.tierwise.data.SampleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// The samples of a study by what they may be used for.
///
/// The evaluation samples are cut in two seeded halves: on the **choice** half latencies are compared
/// and constraints judged, on the **confirmation** half the headline is reported, which therefore comes
/// from samples that chose nothing.
///
/// @param calibration for ranges; may be empty where nothing is quantized
/// @param selection for skips and exits; may be empty where nothing is skipped, and nobody leaves
/// @param promise for the thresholds of exits; may be empty where nobody leaves
/// @param choice first half of the evaluation samples
/// @param confirmation second half of the evaluation samples
public record StudySamples(
        SampleSet calibration, SampleSet selection, SampleSet promise, SampleSet choice, SampleSet confirmation) {

    private static final int FEWEST_EVALUATION_SAMPLES = 4;

    /// Cuts the evaluation samples in halves.
    ///
    /// @throws DataException if there are fewer than four evaluation samples
    public static StudySamples of(Map<Role, SampleSet> roles, long seed) {
        SampleSet evaluation = roles.getOrDefault(Role.EVALUATION, none());
        if (evaluation.size() < FEWEST_EVALUATION_SAMPLES) {
            throw new DataException("There are " + evaluation.size() + " evaluation samples; at least "
                    + FEWEST_EVALUATION_SAMPLES + " are needed, and percentiles want hundreds. Add samples, or give the"
                    + " evaluation role a larger share.");
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, evaluation.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int half = evaluation.size() / 2;
        return new StudySamples(
                roles.getOrDefault(Role.CALIBRATION, none()),
                roles.getOrDefault(Role.SELECTION, none()),
                roles.getOrDefault(Role.PROMISE, none()),
                evaluation.only(order.subList(0, half), "choice"),
                evaluation.only(order.subList(half, order.size()), "confirmation"));
    }

    private static SampleSet none() {
        return new SampleSet() {
            @Override
            public int size() {
                return 0;
            }

            @Override
            public Sample get(int index) {
                throw new IndexOutOfBoundsException("There are no samples, asked for " + index);
            }

            @Override
            public String describe() {
                return "no samples";
            }
        };
    }
}
