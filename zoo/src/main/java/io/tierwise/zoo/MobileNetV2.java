package io.tierwise.zoo;

import io.tierwise.onnx.GraphBuilder.Window;
import java.util.List;

/// Inverted residuals with linear bottlenecks (Sandler et al., 2018) in their torchvision layout.
final class MobileNetV2 {

    private record Stage(int expansion, int channels, int blocks, int stride) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 16, 1, 1),
            new Stage(6, 24, 2, 2),
            new Stage(6, 32, 3, 2),
            new Stage(6, 64, 4, 2),
            new Stage(6, 96, 3, 1),
            new Stage(6, 160, 3, 2),
            new Stage(6, 320, 1, 1));

    private MobileNetV2() {}

    /// From an image [1, 3, H, W] to features [1, 1280, H / 32, W / 32].
    static Signal features(Layers layers, Signal image) {
        layers.boundsOfRelu6();
        Window stem = Window.square(3).withStride(2);
        Signal x = layers.relu6(layers.conv(image, "features.0", 32, stem, Layers.BEFORE_RELU));
        int index = 1;
        for (Stage stage : STAGES) {
            for (int block = 0; block < stage.blocks(); block++) {
                x = block(layers, x, "features." + index++, stage, block);
            }
        }
        return layers.relu6(layers.conv(x, "features." + index, 1280, Window.square(1), Layers.BEFORE_RELU));
    }

    private static Signal block(Layers layers, Signal x, String name, Stage stage, int block) {
        int stride = block == 0 ? stage.stride() : 1;
        int hidden = x.channels() * stage.expansion();
        Signal y = x;
        if (stage.expansion() > 1) {
            y = layers.relu6(layers.conv(y, name + ".expand", hidden, Window.square(1), Layers.BEFORE_RELU));
        }
        Window depthwise = Window.square(3).withStride(stride).withGroup(hidden);
        y = layers.relu6(layers.conv(y, name + ".depthwise", hidden, depthwise, Layers.BEFORE_RELU));
        boolean residual = stride == 1 && x.channels() == stage.channels();
        double variance = residual ? 1.0 / stage.blocks() : 1;
        y = layers.conv(y, name + ".project", stage.channels(), Window.square(1), variance);
        return residual ? layers.add(x, y) : y;
    }
}
