package io.tierwise.data;

import io.tierwise.data.Prediction.PixelClasses;
import io.tierwise.data.Prediction.TopClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// From a model's output at batch 1 to what it says.
final class OutputReading {
    private OutputReading() {}

    static Tensor first(List<Tensor> outputs) {
        if (outputs.isEmpty()) {
            throw new DataException("The model gave no output to read a prediction from.");
        }
        return outputs.getFirst();
    }

    /// Whether the output has one value a pixel instead of one a sample.
    static boolean isMap(Tensor output) {
        long[] shape = output.shape();
        return (shape.length == 4 && shape[2] * shape[3] > 1) || (shape.length == 3 && shape[1] * shape[2] > 1);
    }

    /// Best classes first; equal scores in the order of their classes; a score that is no number never wins.
    static TopClasses topClasses(Tensor output, int count, int classOffset) {
        if (isOneClass(output)) {
            return new TopClasses(List.of(Math.toIntExact(output.toLongs()[0] - classOffset)));
        }
        long[] shape = output.shape();
        if (isMap(output) || (shape.length > 1 && shape[0] != 1) || output.elements() == 0) {
            throw new DataException("The model's first output has shape " + Arrays.toString(shape)
                    + "; classification needs one score a class, [1, classes]."
                    + (isMap(output) ? " For one class a pixel use task: segmentation." : ""));
        }
        return new TopClasses(best(output.toFloats(), count, classOffset));
    }

    /// Whether the output is the best class itself instead of a score for each.
    private static boolean isOneClass(Tensor output) {
        return output.elements() == 1 && !output.type().isFloating();
    }

    /// Classes that an output of [#topClasses(Tensor, int, int)] has scores for.
    static OptionalLong classCount(Tensor output) {
        return isOneClass(output) ? OptionalLong.empty() : OptionalLong.of(output.elements());
    }

    /// Classes that an output of [#classMap(Tensor)] has scores for.
    static OptionalLong mapClassCount(Tensor output) {
        return isPlane(output.shape()) ? OptionalLong.empty() : OptionalLong.of(output.shape()[1]);
    }

    /// Whether the output has one value a pixel instead of one a class and pixel.
    private static boolean isPlane(long[] shape) {
        return shape.length == 3 || (shape.length == 4 && shape[1] == 1);
    }

    private static List<Integer> best(float[] scores, int count, int classOffset) {
        List<Integer> best = new ArrayList<>();
        boolean[] taken = new boolean[scores.length];
        while (best.size() < Math.min(count, scores.length)) {
            int winner = -1;
            for (int i = 0; i < scores.length; i++) {
                if (!taken[i] && !Float.isNaN(scores[i]) && (winner < 0 || scores[i] > scores[winner])) {
                    winner = i;
                }
            }
            if (winner < 0) {
                break;
            }
            taken[winner] = true;
            best.add(winner - classOffset);
        }
        return best;
    }

    static PixelClasses classMap(Tensor output) {
        long[] shape = output.shape();
        boolean plane = isPlane(shape);
        if (shape.length < 3 || shape.length > 4 || shape[0] != 1 || output.elements() == 0) {
            throw new DataException("The model's first output has shape " + Arrays.toString(shape)
                    + "; segmentation needs [1, classes, height, width] or a class map [1, height, width].");
        }
        int height = Math.toIntExact(shape[shape.length - 2]);
        int width = Math.toIntExact(shape[shape.length - 1]);
        if (plane && !output.type().isFloating()) {
            return new PixelClasses(height, width, classes(output.toLongs()));
        }
        if (plane || shape[1] > 256) {
            throw new DataException("The model's first output " + output
                    + " is no class map: it takes whole numbers, or scores of 2 to 256 classes.");
        }
        return new PixelClasses(height, width, argmax(output.toFloats(), (int) shape[1], height * width));
    }

    private static byte[] classes(long[] values) {
        byte[] classes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] > 255) {
                throw new DataException("The model's class map has class " + values[i] + "; 0 to 255 can be used.");
            }
            classes[i] = (byte) values[i];
        }
        return classes;
    }

    /// @param scores `[classes, pixels]`
    private static byte[] argmax(float[] scores, int classCount, int pixels) {
        byte[] winners = new byte[pixels];
        float[] best = Arrays.copyOf(scores, pixels);
        for (int c = 1; c < classCount; c++) {
            int plane = c * pixels;
            for (int p = 0; p < pixels; p++) {
                float score = scores[plane + p];
                if (score > best[p] || Float.isNaN(best[p])) {
                    best[p] = score;
                    winners[p] = (byte) c;
                }
            }
        }
        return winners;
    }
}
