package io.tierwise.operators;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Weight;
import java.util.Arrays;
import java.util.stream.IntStream;

/// An array of numbers as the oracle computes with them: in double precision, row-major.
///
/// Whole numbers and flags are kept in doubles, too; they are shapes, indices and conditions, far below
/// 2^53.
final class Values {

    /// The value of one element from its indices along every axis. The array is used again.
    @FunctionalInterface
    interface Element {
        double at(int[] index);
    }

    private final boolean whole;
    private final int[] shape;
    private final double[] data;

    private Values(boolean whole, int[] shape, double[] data) {
        this.whole = whole;
        this.shape = shape.clone();
        this.data = data;
        if (data.length != size(shape)) {
            throw new IllegalArgumentException(data.length + " values for the shape " + Arrays.toString(shape));
        }
    }

    static Values reals(int[] shape, double[] data) {
        return new Values(false, shape, data.clone());
    }

    static Values wholes(int[] shape, double[] data) {
        return new Values(true, shape, data.clone());
    }

    static Values of(Tensor tensor) {
        boolean whole = !tensor.type().isFloating();
        double[] data = new double[Math.toIntExact(tensor.elements())];
        if (whole) {
            long[] longs = tensor.toLongs();
            Arrays.setAll(data, i -> longs[i]);
        } else if (tensor.type() == ElementType.DOUBLE) {
            tensor.bytes().asDoubleBuffer().get(data);
        } else {
            float[] floats = tensor.toFloats();
            Arrays.setAll(data, i -> floats[i]);
        }
        return new Values(whole, ints(tensor.shape()), data);
    }

    static Values of(Weight weight) {
        boolean whole = switch (weight.type()) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> false;
            default -> true;
        };
        double[] data = new double[Math.toIntExact(weight.elements())];
        if (whole) {
            long[] longs = weight.longs();
            Arrays.setAll(data, i -> longs[i]);
        } else if (weight.type() == DataType.DOUBLE) {
            weight.bytes().asDoubleBuffer().get(data);
        } else {
            float[] floats = weight.floats();
            Arrays.setAll(data, i -> floats[i]);
        }
        return new Values(
                whole, ints(weight.shape().stream().mapToLong(Long::longValue).toArray()), data);
    }

    /// Real numbers, each from its indices.
    static Values generate(int[] shape, Element element) {
        double[] data = new double[size(shape)];
        int[] index = new int[shape.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = element.at(index);
            advance(index, shape);
        }
        return new Values(false, shape, data);
    }

    /// The same for numbers of the same kind as others.
    Values like(int[] other, Element element) {
        return new Values(whole, other, generate(other, element).data);
    }

    /// Steps to the next index in row-major order; from the last to the first.
    static void advance(int[] index, int[] shape) {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }

    static int size(int... shape) {
        return IntStream.of(shape).reduce(1, Math::multiplyExact);
    }

    static int[] ints(long... longs) {
        int[] ints = new int[longs.length];
        Arrays.setAll(ints, i -> Math.toIntExact(longs[i]));
        return ints;
    }

    boolean whole() {
        return whole;
    }

    int rank() {
        return shape.length;
    }

    int size() {
        return data.length;
    }

    int[] shape() {
        return shape.clone();
    }

    int extent(int axis) {
        return shape[axis];
    }

    /// The position of an axis that may be counted from the end.
    int axis(long axis) {
        return Math.toIntExact(axis < 0 ? axis + shape.length : axis);
    }

    double[] data() {
        return data.clone();
    }

    double flat(int position) {
        return data[position];
    }

    double at(int... index) {
        int position = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            position = position * shape[axis] + index[axis];
        }
        return data[position];
    }

    /// The element that numpy's broadcasting puts at an index of a shape of the same or a higher rank.
    double broadcast(int[] index) {
        int skipped = index.length - shape.length;
        int position = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            position = position * shape[axis] + (shape[axis] == 1 ? 0 : index[axis + skipped]);
        }
        return data[position];
    }

    long[] longs() {
        long[] longs = new long[data.length];
        Arrays.setAll(longs, i -> (long) data[i]);
        return longs;
    }

    Values reshaped(int... other) {
        return new Values(whole, other, data);
    }

    /// The largest absolute value.
    double peak() {
        return Arrays.stream(data).map(Math::abs).max().orElse(0);
    }

    /// Each element nearest in float32, as a file would hold it.
    Values inFloats() {
        return new Values(
                whole, shape, Arrays.stream(data).map(value -> (float) value).toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(shape) + " " + Arrays.toString(Arrays.copyOf(data, Math.min(8, data.length)));
    }
}
