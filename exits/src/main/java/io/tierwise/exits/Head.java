package io.tierwise.exits;

import java.util.List;

/// Layers from features to the logits of an answer, with rectified units between them.
///
/// @param layers one or two; each takes what the one before it gives
public record Head(List<Layer> layers) {

    /// A linear map.
    ///
    /// @param weights outputs x inputs
    /// @param bias 1 x outputs
    public record Layer(Matrix weights, Matrix bias) {
        public Layer {
            if (bias.rows() != 1 || bias.columns() != weights.rows()) {
                throw new IllegalArgumentException("a layer of " + weights.rows() + " outputs with a bias of "
                        + bias.rows() + " x " + bias.columns());
            }
        }

        public int inputs() {
            return weights.columns();
        }

        public int outputs() {
            return weights.rows();
        }
    }

    public Head {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a head needs at least one layer");
        }
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
                throw new IllegalArgumentException("a layer of " + layers.get(i).inputs() + " inputs behind one of "
                        + layers.get(i - 1).outputs() + " outputs");
            }
        }
    }

    /// What it makes of features, a row each; the softmax of a row is its confidence in each class.
    public Matrix logits(Matrix features) {
        Matrix known = features;
        for (int i = 0; i < layers.size(); i++) {
            known = apply(layers.get(i), known, i < layers.size() - 1);
        }
        return known;
    }

    private static Matrix apply(Layer layer, Matrix inputs, boolean rectified) {
        if (inputs.columns() != layer.inputs()) {
            throw new IllegalArgumentException("a layer of " + layer.inputs() + " inputs is given " + inputs.columns());
        }
        int outputs = layer.outputs();
        float[] values = new float[inputs.rows() * outputs];
        for (int row = 0; row < inputs.rows(); row++) {
            for (int output = 0; output < outputs; output++) {
                double sum = layer.bias().at(0, output);
                for (int input = 0; input < layer.inputs(); input++) {
                    sum += layer.weights().at(output, input) * inputs.at(row, input);
                }
                values[row * outputs + output] = (float) (rectified ? Math.max(0, sum) : sum);
            }
        }
        return new Matrix(inputs.rows(), outputs, values);
    }
}
