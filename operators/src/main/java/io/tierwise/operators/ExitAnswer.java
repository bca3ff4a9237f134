package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.List;

/// What a model answers, as heads have to imitate it.
///
/// @param classes that it tells apart
/// @param height of a map with scores for each pixel; 1 where a sample has one answer
/// @param width likewise
record ExitAnswer(int classes, long height, long width) {
    /// Sums of probabilities are this near to 1.
    private static final double ROUNDING = 1e-3;

    /// The first output of a model.
    ///
    /// @throws OperatorException when it is neither [1, classes] nor [1, classes, height, width] of
    ///     floating-point numbers
    static ExitAnswer of(Model model, Shapes shapes) {
        String output = Weights.outputs(model).getFirst();
        return shapes.of(output)
                .filter(extent -> extent.type().isFloating())
                .map(Shapes.Extent::shape)
                .filter(shape -> (shape.size() == 2 || shape.size() == 4) && shape.getFirst() == 1 && shape.get(1) > 1)
                .map(ExitAnswer::of)
                .orElseThrow(() -> new OperatorException("E(exit) imitates scores, [1, classes] or [1, classes, height,"
                        + " width], and the model's first output '" + output + "' is "
                        + shapes.of(output)
                                .map(extent -> extent.type() + " " + extent.shape())
                                .orElse("of unknown shape")));
    }

    private static ExitAnswer of(List<Long> shape) {
        int classes = Math.toIntExact(shape.get(1));
        return shape.size() == 2 ? new ExitAnswer(classes, 1, 1) : new ExitAnswer(classes, shape.get(2), shape.get(3));
    }

    /// Whether one of its values is probabilities: none below 0, and of each pixel they add up to 1.
    boolean areProbabilities(float[] values) {
        int pixels = values.length / classes;
        for (int pixel = 0; pixel < pixels; pixel++) {
            double sum = 0;
            for (int at = pixel; at < values.length; at += pixels) {
                if (values[at] < 0) {
                    return false;
                }
                sum += values[at];
            }
            if (!(Math.abs(sum - 1) < ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /// Whether each pixel has an answer.
    boolean isMap() {
        return height * width > 1;
    }
}
