package io.tierwise.zoo;

import io.tierwise.onnx.Weight;

/// Where the weights of a network in the making come from.
interface WeightSource {

    /// Draws a float32 weight from the normal distribution around 0.
    Weight gaussian(String name, double deviation, long... shape);
}
