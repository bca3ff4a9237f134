/// Networks of real size with random weights, so that no large file need be kept.
///
/// ```java
/// Path model = Zoo.RESNET50.write(folder, 7);   // resnet50.onnx, and its weights in resnet50.data
/// ```
///
/// The layouts are those of torchvision, and of the ONNX model zoo for ResNet-101-DUC, with batch
/// normalization folded into the convolutions. Weights are drawn so that signals keep their size: each
/// convolution makes values of a chosen variance, residual branches add little to what they are added
/// to (He et al., "Delving Deep into Rectifiers", 2015; Zhang et al., "Fixup Initialization", 2019). A
/// run on noise of unit variance therefore meets no infinite and no denormal number, which would change
/// its speed; its answers mean nothing.
@NullMarked
package io.tierwise.zoo;

import org.jspecify.annotations.NullMarked;
