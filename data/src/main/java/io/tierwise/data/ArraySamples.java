package io.tierwise.data;

import io.tierwise.data.Encoded.ArrayValue;
import io.tierwise.data.Encoded.Pixels;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/// Samples that are slices of one array file.
///
/// @param memory gives a direct buffer of so many bytes for a sample
record ArraySamples(ArrayFile inputs, Labels labels, IntFunction<ByteBuffer> memory) implements SampleSet {
    ArraySamples(ArrayFile inputs, Labels labels) {
        this(inputs, labels, ByteBuffer::allocateDirect);
    }

    @Override
    public int size() {
        return inputs.size();
    }

    @Override
    public Sample get(int index) {
        Tensor tensor = inputs.read(index, memory);
        return new Sample(
                Integer.toString(index), inputs.isPixels() ? pixels(tensor) : new ArrayValue(tensor), label(index));
    }

    @Override
    public SampleSet reusingMemory() {
        return new ArraySamples(inputs, labels, new ReusedMemory());
    }

    private static Pixels pixels(Tensor tensor) {
        byte[] bytes = new byte[(int) tensor.byteSize()];
        tensor.bytes().get(bytes);
        long[] shape = tensor.shape();
        return new Pixels(bytes, (int) shape[0], (int) shape[1], shape.length == 2 ? 1 : (int) shape[2]);
    }

    @Override
    public Label label(int index) {
        return labels.get(index);
    }

    @Override
    public OptionalInt classOf(int index) {
        return labels.classOf(index);
    }

    @Override
    public String describe() {
        long[] shape = inputs.shape();
        return size() + (inputs.isPixels() ? " images " : " arrays ")
                + Arrays.toString(Arrays.copyOfRange(shape, 1, shape.length)) + " of " + inputs.path() + ", "
                + labels.describe();
    }
}
