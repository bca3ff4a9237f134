package io.tierwise.exits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Fits heads to features that stay as they are.
///
/// Features are standardized. The penalty on squared weights and the temperature come from a fifth of the
/// samples held out (temperature scaling: Guo, Pleiss, Sun and Weinberger, *On calibration of modern neural
/// networks*, ICML 2017); with that penalty the head is fitted once more to all of them.
public final class HeadFit {
    /// From strong to weak, each fit starting where the one before it ended.
    private static final double[] PENALTIES = {0.1, 0.03, 0.01, 0.003, 0.001, 0.0003};

    private static final int HELD_OUT = 5;
    private static final int FEWEST = 20;
    private static final double TOLERANCE = 1e-4;
    private static final int ITERATIONS = 200;
    private static final double SMALLEST_DEVIATION = 1e-6;
    private static final double COOLEST = 0.1;
    private static final double HOTTEST = 10;
    private static final int TEMPERATURES = 60;

    private final HeadForm form;
    private final long seed;

    private HeadFit(HeadForm form, long seed) {
        this.form = form;
        this.seed = seed;
    }

    /// The head that answers features as the targets do, as nearly as it can.
    ///
    /// @param targets the probabilities of each class, as many rows as features
    /// @param seed by which samples are held out and hidden units begin
    /// @throws IllegalArgumentException when there are fewer than 20 samples, or all of them are of one class
    public static FittedHead of(Matrix features, Matrix targets, HeadForm form, long seed) {
        if (features.rows() < FEWEST) {
            throw new IllegalArgumentException(
                    "a head is fitted to at least " + FEWEST + " samples, found " + features.rows());
        }
        long classes = IntStream.range(0, targets.rows())
                .map(targets::largest)
                .distinct()
                .count();
        if (classes < 2) {
            throw new IllegalArgumentException("all " + targets.rows() + " samples are of one class");
        }
        return new HeadFit(form, seed).fit(features, targets);
    }

    private FittedHead fit(Matrix features, Matrix targets) {
        Standard standard = Standard.of(features);
        Matrix known = standard.apply(features);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, features.rows()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int[] shuffled = order.stream().mapToInt(Integer::intValue).toArray();
        int heldOut = features.rows() / HELD_OUT;
        int[] judged = Arrays.copyOf(shuffled, heldOut);
        int[] learnt = Arrays.copyOfRange(shuffled, heldOut, shuffled.length);
        Matrix judgedTargets = targets.only(judged);

        double[] point = start(new HeadLoss(known, targets, form, 0).size(), known.columns());
        double[] best = point;
        double bestLoss = Double.POSITIVE_INFINITY;
        double bestPenalty = PENALTIES[0];
        Matrix bestLogits = judgedTargets;
        for (double penalty : PENALTIES) {
            point = minimum(known.only(learnt), targets.only(learnt), penalty, point);
            Matrix logits = head(point, known.columns(), targets.columns()).logits(known.only(judged));
            double loss = loss(logits, judgedTargets, 1);
            if (loss > bestLoss) {
                break;
            }
            best = point;
            bestLoss = loss;
            bestPenalty = penalty;
            bestLogits = logits;
        }
        double temperature = temperature(bestLogits, judgedTargets);
        Head fitted = head(minimum(known, targets, bestPenalty, best), known.columns(), targets.columns());
        return new FittedHead(
                standard.foldedInto(cooled(fitted, temperature)),
                bestPenalty,
                temperature,
                loss(bestLogits, judgedTargets, temperature));
    }

    private double[] minimum(Matrix features, Matrix targets, double penalty, double[] start) {
        return Lbfgs.minimize(new HeadLoss(features, targets, form, penalty), start, ITERATIONS, TOLERANCE);
    }

    /// Zeros, but for the weights of hidden units: those would all stay alike (He, Zhang, Ren and Sun 2015).
    private double[] start(int size, int features) {
        double[] start = new double[size];
        Random random = new Random(seed);
        int units = form.hiddenUnits();
        double spread = Math.sqrt(2.0 / features);
        for (int i = 0; i < units * features; i++) {
            start[i] = spread * random.nextGaussian();
        }
        int second = units * (features + 1);
        for (int i = second; units > 0 && i < size; i++) {
            start[i] = random.nextGaussian() / units;
        }
        return start;
    }

    private Head head(double[] point, int features, int classes) {
        int units = form.hiddenUnits();
        if (units == 0) {
            return new Head(List.of(layer(point, 0, features, classes)));
        }
        return new Head(
                List.of(layer(point, 0, features, units), layer(point, units * (features + 1), units, classes)));
    }

    private static Head.Layer layer(double[] point, int at, int inputs, int outputs) {
        float[] weights = new float[outputs * inputs];
        float[] bias = new float[outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) point[at + i];
        }
        for (int i = 0; i < outputs; i++) {
            bias[i] = (float) point[at + weights.length + i];
        }
        return new Head.Layer(new Matrix(outputs, inputs, weights), new Matrix(1, outputs, bias));
    }

    private static Head cooled(Head head, double temperature) {
        List<Head.Layer> layers = new ArrayList<>(head.layers());
        Head.Layer last = layers.removeLast();
        layers.add(new Head.Layer(scaled(last.weights(), 1 / temperature), scaled(last.bias(), 1 / temperature)));
        return new Head(layers);
    }

    private static Matrix scaled(Matrix matrix, double factor) {
        float[] values = matrix.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
        return new Matrix(matrix.rows(), matrix.columns(), values);
    }

    /// Of temperatures spaced evenly in their logarithms the one with the least loss.
    private static double temperature(Matrix logits, Matrix targets) {
        double best = 1;
        double least = loss(logits, targets, 1);
        for (int i = 0; i <= TEMPERATURES; i++) {
            double temperature = COOLEST * Math.pow(HOTTEST / COOLEST, (double) i / TEMPERATURES);
            double loss = loss(logits, targets, temperature);
            if (loss < least) {
                least = loss;
                best = temperature;
            }
        }
        return best;
    }

    /// Mean cross-entropy of logits divided by a temperature, in nats.
    private static double loss(Matrix logits, Matrix targets, double temperature) {
        double sum = 0;
        for (int row = 0; row < logits.rows(); row++) {
            double most = logits.at(row, logits.largest(row)) / temperature;
            double all = 0;
            double meant = 0;
            for (int column = 0; column < logits.columns(); column++) {
                double logit = logits.at(row, column) / temperature;
                all += Math.exp(logit - most);
                meant += targets.at(row, column) * logit;
            }
            sum += most + Math.log(all) - meant;
        }
        return sum / logits.rows();
    }

    /// Each feature's mean and deviation.
    private record Standard(Matrix mean, Matrix deviation) {
        static Standard of(Matrix features) {
            int columns = features.columns();
            float[] mean = new float[columns];
            float[] deviation = new float[columns];
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                double squares = 0;
                for (int row = 0; row < features.rows(); row++) {
                    sum += features.at(row, column);
                }
                double centre = sum / features.rows();
                for (int row = 0; row < features.rows(); row++) {
                    squares += (features.at(row, column) - centre) * (features.at(row, column) - centre);
                }
                double found = Math.sqrt(squares / features.rows());
                mean[column] = (float) centre;
                deviation[column] = (float) (found < SMALLEST_DEVIATION ? 1 : found);
            }
            return new Standard(new Matrix(1, columns, mean), new Matrix(1, columns, deviation));
        }

        Matrix apply(Matrix features) {
            float[] values = features.values().clone();
            for (int i = 0; i < values.length; i++) {
                int column = i % features.columns();
                values[i] = (values[i] - mean.at(0, column)) / deviation.at(0, column);
            }
            return new Matrix(features.rows(), features.columns(), values);
        }

        /// The head for features as they come.
        Head foldedInto(Head head) {
            Head.Layer first = head.layers().getFirst();
            float[] weights = first.weights().values().clone();
            float[] bias = first.bias().values().clone();
            for (int output = 0; output < first.outputs(); output++) {
                double shift = 0;
                for (int input = 0; input < first.inputs(); input++) {
                    int at = output * first.inputs() + input;
                    weights[at] /= deviation.at(0, input);
                    shift += (double) weights[at] * mean.at(0, input);
                }
                bias[output] -= (float) shift;
            }
            List<Head.Layer> layers = new ArrayList<>(head.layers());
            layers.set(
                    0,
                    new Head.Layer(
                            new Matrix(first.outputs(), first.inputs(), weights),
                            new Matrix(1, first.outputs(), bias)));
            return new Head(layers);
        }
    }
}
