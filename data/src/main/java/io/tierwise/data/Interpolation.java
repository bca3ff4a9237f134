package io.tierwise.data;

/// How a pixel between pixels is found when an image is resized; as Pillow's `Image.resize` does,
/// antialiased when it gets smaller.
public enum Interpolation {
    NEAREST,
    BILINEAR,
    /// Keys' cubic convolution with a = -0.5 (Keys, 1981).
    BICUBIC
}
