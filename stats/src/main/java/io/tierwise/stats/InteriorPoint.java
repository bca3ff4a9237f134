package io.tierwise.stats;

import java.util.Arrays;
import java.util.Optional;

/// The bounded linear program dual to quantile regression, by Mehrotra's predictor-corrector steps.
///
/// Minimize -y'a subject to X'a = (1 - tau) X'1 and 0 <= a <= 1. Every iterate is feasible: a starts at
/// 1 - tau, the multipliers `low` (of a >= 0) and `high` (of a <= 1) at the parts of the residuals of
/// least squares. The coefficients are the negated multipliers of the equations.
final class InteriorPoint {
    private static final int MOST_STEPS = 100;
    private static final double BACK_OFF = 0.99995;

    /// rows x coefficients
    private final double[][] design;
    private final double[] y;
    private final double scale;
    private final double[] a;
    private final double[] rest;
    private final double[] low;
    private final double[] high;
    private final double[] multipliers;
    private final Step affine;
    private final Step step;

    private static final class Step {
        final double[] a;
        final double[] low;
        final double[] high;
        double[] multipliers = new double[0];

        Step(int rows) {
            a = new double[rows];
            low = new double[rows];
            high = new double[rows];
        }
    }

    InteriorPoint(double[][] design, double[] y, double tau) {
        this.design = design;
        int rows = y.length;
        // Working near 1 makes one stopping rule fit nanoseconds and seconds alike.
        double largest = Arrays.stream(y).map(Math::abs).max().orElseThrow();
        this.scale = largest == 0 ? 1 : largest;
        this.y = Arrays.stream(y).map(v -> v / scale).toArray();
        a = filled(rows, 1 - tau);
        rest = filled(rows, tau);
        low = new double[rows];
        high = new double[rows];
        double[] ones = filled(rows, 1);
        multipliers = solveNormal(ones, Arrays.stream(this.y).map(v -> -v).toArray())
                .orElseThrow(QuantileRegression.DependentColumnsException::new);
        for (int i = 0; i < rows; i++) {
            double residual = -this.y[i] - dot(design[i], multipliers);
            low[i] = Math.max(residual, 0) + 1e-3;
            high[i] = Math.max(-residual, 0) + 1e-3;
        }
        affine = new Step(rows);
        step = new Step(rows);
    }

    /// The coefficients; the gap to the optimum is below 1e-12 of the largest |y| for each row.
    double[] solve() {
        for (int done = 0; done < MOST_STEPS && gap() > 1e-12 * y.length; done++) {
            if (!advance()) {
                break;
            }
        }
        return Arrays.stream(multipliers).map(m -> -m * scale).toArray();
    }

    /// One predictor and one corrector; false when no step is left to go.
    private boolean advance() {
        double[] none = new double[y.length];
        if (!direction(affine, none, none)) {
            return false;
        }
        double gap = gap();
        double reach = gapAfter(affine, primalReach(affine), dualReach(affine)) / gap;
        double centre = reach * reach * reach * gap / (2 * y.length);
        double[] atLow = new double[y.length];
        double[] atHigh = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            atLow[i] = centre - affine.a[i] * affine.low[i];
            atHigh[i] = centre + affine.a[i] * affine.high[i];
        }
        if (!direction(step, atLow, atHigh)) {
            return false;
        }
        double primal = primalReach(step);
        double dual = dualReach(step);
        for (int i = 0; i < y.length; i++) {
            a[i] += primal * step.a[i];
            rest[i] -= primal * step.a[i];
            low[i] += dual * step.low[i];
            high[i] += dual * step.high[i];
        }
        for (int j = 0; j < multipliers.length; j++) {
            multipliers[j] += dual * step.multipliers[j];
        }
        return Math.max(primal, dual) > 1e-10;
    }

    /// Newton's direction towards a * low = atLow and rest * high = atHigh; false where it cannot be told: near the
    /// optimum the weight of a row that is alone in its group outgrows what the others add to its columns.
    private boolean direction(Step into, double[] atLow, double[] atHigh) {
        double[] weights = new double[y.length];
        double[] residuals = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            weights[i] = 1 / (low[i] / a[i] + high[i] / rest[i]);
            residuals[i] = low[i] - high[i] - atLow[i] / a[i] + atHigh[i] / rest[i];
        }
        Optional<double[]> found = solveNormal(weights, residuals);
        if (found.isEmpty()) {
            return false;
        }
        into.multipliers = found.get();
        for (int i = 0; i < y.length; i++) {
            into.a[i] = weights[i] * (dot(design[i], into.multipliers) - residuals[i]);
            into.low[i] = atLow[i] / a[i] - low[i] - low[i] / a[i] * into.a[i];
            into.high[i] = atHigh[i] / rest[i] - high[i] + high[i] / rest[i] * into.a[i];
        }
        return true;
    }

    private double gap() {
        double gap = 0;
        for (int i = 0; i < y.length; i++) {
            gap += a[i] * low[i] + rest[i] * high[i];
        }
        return gap;
    }

    private double gapAfter(Step along, double primal, double dual) {
        double gap = 0;
        for (int i = 0; i < y.length; i++) {
            gap += (a[i] + primal * along.a[i]) * (low[i] + dual * along.low[i])
                    + (rest[i] - primal * along.a[i]) * (high[i] + dual * along.high[i]);
        }
        return gap;
    }

    private double primalReach(Step along) {
        double reach = 1 / BACK_OFF;
        for (int i = 0; i < y.length; i++) {
            reach = Math.min(reach, along.a[i] < 0 ? -a[i] / along.a[i] : reach);
            reach = Math.min(reach, along.a[i] > 0 ? rest[i] / along.a[i] : reach);
        }
        return BACK_OFF * reach;
    }

    private double dualReach(Step along) {
        double reach = 1 / BACK_OFF;
        for (int i = 0; i < y.length; i++) {
            reach = Math.min(reach, along.low[i] < 0 ? -low[i] / along.low[i] : reach);
            reach = Math.min(reach, along.high[i] < 0 ? -high[i] / along.high[i] : reach);
        }
        return BACK_OFF * reach;
    }

    /// Solves (X'WX) b = X'W v; nothing if the weighted columns depend on each other.
    private Optional<double[]> solveNormal(double[] weights, double[] values) {
        int columns = design[0].length;
        double[][] system = new double[columns][columns + 1];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < columns; j++) {
                double weighted = weights[i] * design[i][j];
                for (int k = 0; k < columns; k++) {
                    system[j][k] += weighted * design[i][k];
                }
                system[j][columns] += weighted * values[i];
            }
        }
        return eliminate(system);
    }

    /// Gauss's elimination with a symmetric scaling, under which the smallest pivot says how dependent columns are.
    private static Optional<double[]> eliminate(double[][] system) {
        int size = system.length;
        double[] scales = new double[size];
        for (int j = 0; j < size; j++) {
            if (!(system[j][j] > 0)) {
                return Optional.empty();
            }
            scales[j] = 1 / Math.sqrt(system[j][j]);
        }
        for (int j = 0; j < size; j++) {
            for (int k = 0; k <= size; k++) {
                system[j][k] *= scales[j] * (k < size ? scales[k] : 1);
            }
        }
        for (int j = 0; j < size; j++) {
            if (!(system[j][j] > 1e-13)) {
                return Optional.empty();
            }
            for (int row = j + 1; row < size; row++) {
                double factor = system[row][j] / system[j][j];
                for (int k = j; k <= size; k++) {
                    system[row][k] -= factor * system[j][k];
                }
            }
        }
        double[] solution = new double[size];
        for (int j = size - 1; j >= 0; j--) {
            double value = system[j][size];
            for (int k = j + 1; k < size; k++) {
                value -= system[j][k] * solution[k];
            }
            solution[j] = value / system[j][j];
        }
        for (int j = 0; j < size; j++) {
            solution[j] *= scales[j];
        }
        return Optional.of(solution);
    }

    static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static double[] filled(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }
}
