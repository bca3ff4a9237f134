package io.tierwise.exits;

import java.util.stream.IntStream;

/// Numbers in rows, one a sample; all rows are equally long.
public final class Matrix {
    private final int rows;
    private final int columns;
    private final float[] values;

    /// A matrix of these values.
    ///
    /// @param values row after row; kept, not copied
    /// @throws IllegalArgumentException when there are not rows x columns of them, or one is not finite
    public Matrix(int rows, int columns, float[] values) {
        if (rows < 0 || columns < 1 || values.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(
                    "a matrix of " + rows + " x " + columns + " with " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "row " + i / columns + ", column " + i % columns + " must be finite: " + values[i]);
            }
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public float at(int row, int column) {
        return values[row * columns + column];
    }

    /// The column of a row's largest value, the first of equals.
    public int largest(int row) {
        int largest = 0;
        for (int column = 1; column < columns; column++) {
            largest = at(row, column) > at(row, largest) ? column : largest;
        }
        return largest;
    }

    /// Those of the rows, in the order given.
    Matrix only(int[] picked) {
        float[] some = new float[picked.length * columns];
        for (int i = 0; i < picked.length; i++) {
            System.arraycopy(values, picked[i] * columns, some, i * columns, columns);
        }
        return new Matrix(picked.length, columns, some);
    }

    Matrix transposed() {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return new Matrix(Math.max(columns, 1), Math.max(rows, 1), turned);
    }

    /// The values themselves, row after row.
    float[] values() {
        return values;
    }

    /// A copy of the values, row after row.
    public float[] toArray() {
        return values.clone();
    }

    /// One row for each class index: 1 there, 0 elsewhere.
    public static Matrix oneHot(int[] indices, int classes) {
        float[] values = new float[indices.length * classes];
        IntStream.range(0, indices.length).forEach(row -> values[row * classes + indices[row]] = 1);
        return new Matrix(indices.length, classes, values);
    }

    /// Each row's softmax.
    public Matrix softmax() {
        float[] shares = new float[values.length];
        for (int row = 0; row < rows; row++) {
            double most = at(row, largest(row));
            double sum = 0;
            for (int column = 0; column < columns; column++) {
                sum += Math.exp(at(row, column) - most);
            }
            for (int column = 0; column < columns; column++) {
                shares[row * columns + column] = (float) (Math.exp(at(row, column) - most) / sum);
            }
        }
        return new Matrix(rows, columns, shares);
    }
}
