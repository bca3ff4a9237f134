package io.tierwise.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A linear model whose coefficients are none below zero: costs that add up, of which none can be a gain.
///
/// Minimizes the sum of squared residuals of `rows x coefficients` against `y` by the active set method of
/// Lawson and Hanson, *Solving Least Squares Problems*, chapter 23 (1974); `nnls::nnls` in R,
/// `scipy.optimize.nnls`. Columns may depend on each other: then one of the best solutions is found. Relative
/// errors are minimized by dividing each row and its y by y.
///
/// @param coefficients one for each column, in units of y over units of the column
/// @param loss square root of the sum of squared residuals, in the unit of y
public record NonNegativeLeastSquares(List<Double> coefficients, double loss) {

    private static final double TOLERANCE = 1e-10;

    public NonNegativeLeastSquares {
        coefficients = List.copyOf(coefficients);
    }

    /// Fits `y` on `rows`.
    ///
    /// @param rows one for each value of y, all of one length, at least 1
    public static NonNegativeLeastSquares fit(double[][] rows, double[] y) {
        Checks.samples("rows", rows, 1, 1);
        Checks.sample("y", y, 1);
        Checks.sameLength("rows and y", rows.length, y.length);
        for (double[] row : rows) {
            Checks.sameLength("rows", row.length, rows[0].length);
        }
        double[] norms = norms(rows);
        double[][] scaled = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i].clone();
            Arrays.setAll(row, column -> norms[column] > 0 ? row[column] / norms[column] : 0);
            scaled[i] = row;
        }
        double[] found = new Search(scaled, y).solve();
        double loss = norm(residuals(scaled, y, found));
        Arrays.setAll(found, column -> norms[column] > 0 ? found[column] / norms[column] : 0);
        return new NonNegativeLeastSquares(Arrays.stream(found).boxed().toList(), loss);
    }

    /// What the model says of a row.
    public double at(double[] row) {
        double sum = 0;
        for (int column = 0; column < row.length; column++) {
            sum += row[column] * coefficients.get(column);
        }
        return sum;
    }

    private static double[] norms(double[][] rows) {
        double[] norms = new double[rows[0].length];
        Arrays.setAll(
                norms,
                column ->
                        norm(Arrays.stream(rows).mapToDouble(row -> row[column]).toArray()));
        return norms;
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    private static double[] residuals(double[][] rows, double[] y, double[] coefficients) {
        double[] residuals = new double[y.length];
        Arrays.setAll(residuals, i -> y[i] - dot(rows[i], coefficients));
        return residuals;
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    /// Columns are let in one after the other, each where the loss falls most, and put out again when their
    /// coefficients would fall below zero. Columns have length 1.
    private static final class Search {
        private final double[][] rows;
        private final double[] y;
        private final int columns;
        private final boolean[] in;
        private double[] coefficients;

        Search(double[][] rows, double[] y) {
            this.rows = rows;
            this.y = y;
            this.columns = rows[0].length;
            this.in = new boolean[columns];
            this.coefficients = new double[columns];
        }

        double[] solve() {
            for (int step = 0; step < 3 * columns; step++) {
                int next = steepest();
                if (next < 0) {
                    break;
                }
                in[next] = true;
                settle();
            }
            return coefficients;
        }

        private int steepest() {
            double[] residuals = residuals(rows, y, coefficients);
            double floor = TOLERANCE * Math.max(norm(y), Double.MIN_NORMAL);
            int best = -1;
            for (int column = 0; column < columns; column++) {
                double slope = 0;
                for (int i = 0; i < y.length; i++) {
                    slope += rows[i][column] * residuals[i];
                }
                if (!in[column] && slope > floor) {
                    floor = slope;
                    best = column;
                }
            }
            return best;
        }

        private void settle() {
            double[] wanted = unbounded();
            while (lowest(wanted) <= 0) {
                double share = 1;
                for (int column = 0; column < columns; column++) {
                    if (in[column] && wanted[column] <= 0) {
                        share = Math.min(share, coefficients[column] / (coefficients[column] - wanted[column]));
                    }
                }
                double walked = Double.isNaN(share) ? 0 : share;
                double[] target = wanted;
                Arrays.setAll(coefficients, c -> coefficients[c] + walked * (target[c] - coefficients[c]));
                for (int column = 0; column < columns; column++) {
                    if (in[column] && coefficients[column] <= TOLERANCE) {
                        in[column] = false;
                        coefficients[column] = 0;
                    }
                }
                wanted = unbounded();
            }
            coefficients = wanted;
        }

        private double lowest(double[] wanted) {
            return IntStream.range(0, columns)
                    .filter(column -> in[column])
                    .mapToDouble(column -> wanted[column])
                    .min()
                    .orElse(1);
        }

        /// The least squares of the columns that are in. A trace on the diagonal keeps columns that depend on
        /// each other from having no solution.
        private double[] unbounded() {
            int[] chosen =
                    IntStream.range(0, columns).filter(column -> in[column]).toArray();
            int size = chosen.length;
            double[][] normal = new double[size][size + 1];
            for (double[] row : rows) {
                int i = 0;
                for (int column : chosen) {
                    for (int j = 0; j < size; j++) {
                        normal[i][j] += row[column] * row[chosen[j]];
                    }
                    i++;
                }
            }
            for (int i = 0; i < size; i++) {
                normal[i][i] += 1e-12;
                for (int k = 0; k < y.length; k++) {
                    normal[i][size] += rows[k][chosen[i]] * y[k];
                }
            }
            double[] solved = solved(normal);
            double[] all = new double[columns];
            for (int i = 0; i < size; i++) {
                all[chosen[i]] = solved[i];
            }
            return all;
        }

        /// Gauss with pivots; the last column is the right side.
        private static double[] solved(double[][] matrix) {
            int size = matrix.length;
            for (int pivot = 0; pivot < size; pivot++) {
                int best = pivot;
                for (int row = pivot + 1; row < size; row++) {
                    best = Math.abs(matrix[row][pivot]) > Math.abs(matrix[best][pivot]) ? row : best;
                }
                double[] swapped = matrix[pivot];
                matrix[pivot] = matrix[best];
                matrix[best] = swapped;
                for (int row = pivot + 1; row < size; row++) {
                    double factor = matrix[row][pivot] / matrix[pivot][pivot];
                    for (int column = pivot; column <= size; column++) {
                        matrix[row][column] -= factor * matrix[pivot][column];
                    }
                }
            }
            double[] solution = new double[size];
            for (int row = size - 1; row >= 0; row--) {
                double sum = matrix[row][size];
                for (int column = row + 1; column < size; column++) {
                    sum -= matrix[row][column] * solution[column];
                }
                solution[row] = sum / matrix[row][row];
            }
            return solution;
        }
    }
}
