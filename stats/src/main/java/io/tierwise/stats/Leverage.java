package io.tierwise.stats;

/// How little the rows of a linear fit say about another row: `x' (X'X)^-1 x`, its *leverage* (`hatvalues` in R, for
/// rows of the fit themselves). The fitted value there varies by the residual's variance times this.
///
/// Reference: Hoaglin and Welsch, *The hat matrix in regression and ANOVA* (1978).
public final class Leverage {
    private final double[][] root;

    private Leverage(double[][] root) {
        this.root = root;
    }

    /// Of a fit to these rows.
    ///
    /// @param rows all of one length; their columns must not depend on each other
    /// @throws IllegalArgumentException where they do
    public static Leverage of(double[][] rows) {
        Checks.samples("rows", rows, 1, 1);
        int size = rows[0].length;
        double[][] products = new double[size][size];
        for (double[] row : rows) {
            Checks.sameLength("rows", row.length, size);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    products[i][j] += row[i] * row[j];
                }
            }
        }
        return new Leverage(root(products));
    }

    /// The lower triangle whose product with its transpose is the matrix (Cholesky).
    private static double[][] root(double[][] matrix) {
        int size = matrix.length;
        double[][] root = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= root[i][k] * root[j][k];
                }
                if (i == j && !(rest > 0)) {
                    throw new IllegalArgumentException("column " + i + " follows from those before it");
                }
                root[i][j] = i == j ? Math.sqrt(rest) : rest / root[j][j];
            }
        }
        return root;
    }

    /// Of a row, which need not be one of the fit.
    public double at(double[] row) {
        Checks.sameLength("row", row.length, root.length);
        double[] solved = new double[row.length];
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            double rest = row[i];
            for (int k = 0; k < i; k++) {
                rest -= root[i][k] * solved[k];
            }
            solved[i] = rest / root[i][i];
            sum += solved[i] * solved[i];
        }
        return sum;
    }
}
