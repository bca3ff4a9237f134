package io.tierwise.exits;

import java.util.Arrays;

/// The mean cross-entropy between targets and a head's answers, plus half the penalty times the sum of its
/// squared weights (biases go free), as a function of all its numbers: layer after layer, weights before
/// biases.
///
/// Sums run along samples or along features, whichever lie side by side, so that they are computed several at
/// a time; for that, features are kept in both orders.
final class HeadLoss implements Lbfgs.Objective {
    private final float[][] bySample;
    private final float[][] byFeature;
    private final float[][] targetsByClass;
    private final int hidden;
    private final double penalty;

    /// @param targets probabilities, as many rows as features
    HeadLoss(Matrix features, Matrix targets, HeadForm form, double penalty) {
        if (features.rows() != targets.rows() || features.rows() == 0) {
            throw new IllegalArgumentException(
                    features.rows() + " rows of features for " + targets.rows() + " of targets");
        }
        this.bySample = rows(features);
        this.byFeature = rows(features.transposed());
        this.targetsByClass = rows(targets.transposed());
        this.hidden = form.hiddenUnits();
        this.penalty = penalty;
    }

    /// How many numbers a head has.
    int size() {
        int classes = targetsByClass.length;
        int features = byFeature.length;
        return hidden == 0 ? classes * (features + 1) : hidden * (features + 1) + classes * (hidden + 1);
    }

    @Override
    public double at(double[] point, double[] gradient) {
        Arrays.fill(gradient, 0);
        int samples = bySample.length;
        int classes = targetsByClass.length;
        if (hidden == 0) {
            float[][] logits = forward(point, 0, classes, byFeature);
            double loss = answer(logits);
            backward(logits, bySample, gradient, 0);
            return loss + penalized(point, gradient, 0, classes * byFeature.length);
        }
        int second = hidden * (byFeature.length + 1);
        float[][] units = forward(point, 0, hidden, byFeature);
        for (float[] unit : units) {
            for (int i = 0; i < samples; i++) {
                unit[i] = Math.max(0, unit[i]);
            }
        }
        float[][] logits = forward(point, second, classes, units);
        double loss = answer(logits);
        backward(logits, turned(units), gradient, second);
        float[][] errors = new float[hidden][samples];
        for (int unit = 0; unit < hidden; unit++) {
            for (int c = 0; c < classes; c++) {
                add(errors[unit], (float) point[second + c * hidden + unit], logits[c]);
            }
            for (int i = 0; i < samples; i++) {
                errors[unit][i] = units[unit][i] > 0 ? errors[unit][i] : 0;
            }
        }
        backward(errors, bySample, gradient, 0);
        return loss
                + penalized(point, gradient, 0, hidden * byFeature.length)
                + penalized(point, gradient, second, classes * hidden);
    }

    /// What a layer makes of its inputs, by output.
    private static float[][] forward(double[] point, int at, int outputs, float[][] inputs) {
        int biases = at + outputs * inputs.length;
        float[][] made = new float[outputs][inputs[0].length];
        for (int output = 0; output < outputs; output++) {
            Arrays.fill(made[output], (float) point[biases + output]);
        }
        for (int input = 0; input < inputs.length; input++) {
            for (int output = 0; output < outputs; output++) {
                add(made[output], (float) point[at + output * inputs.length + input], inputs[input]);
            }
        }
        return made;
    }

    /// Puts the errors of the mean cross-entropy in the logits' place; gives it.
    private double answer(float[][] logits) {
        int samples = bySample.length;
        double loss = 0;
        for (int i = 0; i < samples; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (float[] logit : logits) {
                most = Math.max(most, logit[i]);
            }
            double sum = 0;
            for (float[] logit : logits) {
                sum += Math.exp(logit[i] - most);
            }
            double log = most + Math.log(sum);
            for (int c = 0; c < logits.length; c++) {
                double target = targetsByClass[c][i];
                loss += target * (log - logits[c][i]);
                logits[c][i] = (float) ((Math.exp(logits[c][i] - log) - target) / samples);
            }
        }
        return loss / samples;
    }

    /// Adds what errors of a layer's outputs say of its numbers.
    private static void backward(float[][] errors, float[][] inputsBySample, double[] gradient, int at) {
        int inputs = inputsBySample[0].length;
        float[][] slopes = new float[errors.length][inputs];
        for (int i = 0; i < inputsBySample.length; i++) {
            for (int output = 0; output < errors.length; output++) {
                add(slopes[output], errors[output][i], inputsBySample[i]);
            }
        }
        int biases = at + errors.length * inputs;
        for (int output = 0; output < errors.length; output++) {
            for (int input = 0; input < inputs; input++) {
                gradient[at + output * inputs + input] += slopes[output][input];
            }
            for (float error : errors[output]) {
                gradient[biases + output] += error;
            }
        }
    }

    private double penalized(double[] point, double[] gradient, int from, int count) {
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            squares += point[i] * point[i];
            gradient[i] += penalty * point[i];
        }
        return penalty * squares / 2;
    }

    private static void add(float[] to, float factor, float[] values) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }

    private static float[][] turned(float[][] values) {
        float[][] turned = new float[values[0].length][values.length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                turned[j][i] = values[i][j];
            }
        }
        return turned;
    }

    private static float[][] rows(Matrix matrix) {
        float[][] rows = new float[matrix.rows()][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(matrix.values(), row * matrix.columns(), (row + 1) * matrix.columns());
        }
        return rows;
    }
}
