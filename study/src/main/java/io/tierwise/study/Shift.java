package io.tierwise.study;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Inputs unlike the samples, to show what a promise does not cover.
public enum Shift {
    /// Samples as they are.
    NONE,
    /// Each pixel becomes the mean of the nine around it.
    BLUR,
    /// Each number gets normal noise of a third of the input's own deviation.
    NOISE;

    private static final double NOISE_SHARE = 1.0 / 3;

    /// What a reader calls it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The shift of float32 images [1, C, H, W]; noise is shift of any float32 tensor. Others stay as they are.
    public UnaryOperator<Tensor> with(long seed) {
        return switch (this) {
            case NONE -> UnaryOperator.identity();
            case BLUR -> Shift::blurred;
            case NOISE -> {
                Random random = new Random(seed);
                yield tensor -> noisy(tensor, random);
            }
        };
    }

    private static Tensor blurred(Tensor tensor) {
        long[] shape = tensor.shape();
        if (tensor.type() != ElementType.FLOAT || shape.length != 4) {
            return tensor;
        }
        int height = (int) shape[2];
        int width = (int) shape[3];
        float[] values = tensor.toFloats();
        float[] blurred = new float[values.length];
        for (int plane = 0; plane < values.length; plane += height * width) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    blurred[plane + y * width + x] = around(values, plane, height, width, y, x);
                }
            }
        }
        return Tensor.ofFloats(blurred, shape);
    }

    private static float around(float[] values, int plane, int height, int width, int y, int x) {
        float sum = 0;
        int count = 0;
        for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
            for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                sum += values[plane + row * width + column];
                count++;
            }
        }
        return sum / count;
    }

    private static Tensor noisy(Tensor tensor, Random random) {
        if (tensor.type() != ElementType.FLOAT) {
            return tensor;
        }
        float[] values = tensor.toFloats();
        double mean = 0;
        for (float value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean) / values.length;
        }
        double deviation = NOISE_SHARE * Math.sqrt(squares);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
        return Tensor.ofFloats(values, tensor.shape());
    }
}
