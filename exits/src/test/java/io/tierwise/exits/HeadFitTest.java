package io.tierwise.exits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFitTest {
    private static final long SEED = 31;

    /// Two of three features tell three classes apart, the third has another scale and says nothing.
    private static Matrix features(int rows, long seed) {
        Random random = new Random(seed);
        float[] values = new float[3 * rows];
        for (int row = 0; row < rows; row++) {
            int kind = row % 3;
            values[3 * row] = (float) (kind + 0.35 * random.nextGaussian());
            values[3 * row + 1] = (float) (kind == 1 ? 1 + 0.35 * random.nextGaussian() : 0.35 * random.nextGaussian());
            values[3 * row + 2] = (float) (1000 + 50 * random.nextGaussian());
        }
        return new Matrix(rows, 3, values);
    }

    private static int[] kinds(int rows) {
        return IntStream.range(0, rows).map(row -> row % 3).toArray();
    }

    private static double share(Head head, int rows) {
        Matrix logits = head.logits(features(rows, SEED + 1));
        return IntStream.range(0, rows)
                        .filter(row -> logits.largest(row) == row % 3)
                        .count()
                / (double) rows;
    }

    @Test
    void of_separableKinds_answersFreshSamples() {
        Matrix targets = Matrix.oneHot(kinds(600), 3);
        assertThat(share(
                        HeadFit.of(features(600, SEED), targets, new HeadForm.Linear(), SEED)
                                .head(),
                        900))
                .as("seed %d", SEED)
                .isGreaterThan(0.93);
    }

    @Test
    void of_kindsThatNoLineSeparates_needsAHiddenLayer() {
        Random random = new Random(SEED);
        int rows = 800;
        float[] values = new float[2 * rows];
        int[] kinds = new int[rows];
        for (int row = 0; row < rows; row++) {
            values[2 * row] = (float) random.nextGaussian();
            values[2 * row + 1] = (float) random.nextGaussian();
            kinds[row] = values[2 * row] * values[2 * row + 1] > 0 ? 1 : 0;
        }
        Matrix features = new Matrix(rows, 2, values);
        Matrix targets = Matrix.oneHot(kinds, 2);

        double linear =
                HeadFit.of(features, targets, new HeadForm.Linear(), SEED).heldOutLoss();
        double hidden =
                HeadFit.of(features, targets, new HeadForm.Hidden(8), SEED).heldOutLoss();

        assertThat(linear).isGreaterThan(0.6);
        assertThat(hidden).as("seed %d", SEED).isLessThan(0.25);
    }

    @Test
    void of_sameSeed_sameHead() {
        Matrix targets = Matrix.oneHot(kinds(300), 3);
        HeadForm form = new HeadForm.Hidden(4);
        Matrix first = HeadFit.of(features(300, SEED), targets, form, 5).head().logits(features(50, 9));
        Matrix second = HeadFit.of(features(300, SEED), targets, form, 5).head().logits(features(50, 9));
        assertThat(first.values()).isEqualTo(second.values());
    }

    @Test
    void of_confidence_isAboutTheShareThatIsRight() {
        Matrix targets = Matrix.oneHot(kinds(900), 3);
        Matrix shares = HeadFit.of(features(900, SEED), targets, new HeadForm.Linear(), SEED)
                .head()
                .logits(features(3000, SEED + 2))
                .softmax();
        double confidence = IntStream.range(0, 3000)
                .mapToDouble(row -> shares.at(row, shares.largest(row)))
                .average()
                .orElseThrow();
        double right = IntStream.range(0, 3000)
                        .filter(row -> shares.largest(row) == row % 3)
                        .count()
                / 3000.0;
        assertThat(confidence).as("seed %d", SEED).isCloseTo(right, within(0.02));
    }

    @Test
    void of_oneClass_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        HeadFit.of(features(60, SEED), Matrix.oneHot(new int[60], 3), new HeadForm.Linear(), SEED))
                .withMessageContaining("60 samples are of one class");
    }

    @Test
    void of_fewSamples_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> HeadFit.of(features(19, SEED), Matrix.oneHot(kinds(19), 3), new HeadForm.Linear(), SEED))
                .withMessageContaining("at least 20 samples, found 19");
    }

    /// The gradient is what differences of the loss say.
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void headLoss_gradient_agreesWithDifferences(int hidden) {
        HeadForm form = hidden == 0 ? new HeadForm.Linear() : new HeadForm.Hidden(hidden);
        Matrix targets = new Matrix(60, 3, soft());
        HeadLoss loss = new HeadLoss(scaled(features(60, SEED)), targets, form, 0.05);
        Random random = new Random(SEED);
        double[] point = random.doubles(loss.size(), -0.5, 0.5).toArray();
        double[] gradient = new double[point.length];
        loss.at(point, gradient);
        double[] ignored = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            double[] more = point.clone();
            double[] less = point.clone();
            more[i] += 1e-3;
            less[i] -= 1e-3;
            double difference = (loss.at(more, ignored) - loss.at(less, ignored)) / 2e-3;
            assertThat(gradient[i]).as("seed %d, number %d", SEED, i).isCloseTo(difference, within(2e-3));
        }
    }

    private static Matrix scaled(Matrix features) {
        float[] values = features.values().clone();
        for (int row = 0; row < features.rows(); row++) {
            values[3 * row + 2] /= 1000;
        }
        return new Matrix(features.rows(), 3, values);
    }

    private static float[] soft() {
        Random random = new Random(SEED);
        float[] logits = new float[180];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian();
        }
        return new Matrix(60, 3, logits).softmax().values();
    }
}
