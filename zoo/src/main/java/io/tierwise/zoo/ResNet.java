package io.tierwise.zoo;

import io.tierwise.onnx.GraphBuilder.Window;
import java.util.List;

/// The bottleneck residual network (He et al., 2015) in its torchvision layout: the stride is on the
/// 3x3 convolution.
///
/// @param blocks blocks of each of the four stages
/// @param group groups of the 3x3 convolution (ResNeXt)
/// @param widthPerGroup channels of each group in the first stage; doubled from stage to stage
/// @param dilations for each stage the dilations of its blocks, repeated; a stage with any dilation
///     above 1 in its list keeps height and width
record ResNet(List<Integer> blocks, int group, int widthPerGroup, List<List<Integer>> dilations) {

    private static final List<List<Integer>> PLAIN = List.of(List.of(1), List.of(1), List.of(1), List.of(1));
    private static final int EXPANSION = 4;
    private static final int FIRST_CHANNELS = 64;

    /// Shares of the variance that the shortcut and the branch of a block that changes the shape make.
    private static final double PROJECTION = 0.75 * Layers.BEFORE_RELU;

    private static final double BRANCH = 0.25 * Layers.BEFORE_RELU;

    static ResNet of50() {
        return new ResNet(List.of(3, 4, 6, 3), 1, 64, PLAIN);
    }

    static ResNet of101(int group, int widthPerGroup) {
        return new ResNet(List.of(3, 4, 23, 3), group, widthPerGroup, PLAIN);
    }

    /// The same with dilated stages.
    ResNet dilated(List<List<Integer>> others) {
        return new ResNet(blocks, group, widthPerGroup, others);
    }

    /// From an image [1, 3, H, W] to the features of the last stage [1, 2048, H / 32, W / 32], or as dilated.
    Signal features(Layers layers, Signal image) {
        Window stem = new Window(7, 2, 3, 1, 1);
        Signal x = layers.relu(layers.conv(image, "conv1", FIRST_CHANNELS, stem, Layers.BEFORE_RELU));
        x = layers.maxPool(x);
        for (int stage = 0; stage < blocks.size(); stage++) {
            for (int block = 0; block < blocks.get(stage); block++) {
                x = block(layers, x, stage, block);
            }
        }
        return x;
    }

    private Signal block(Layers layers, Signal x, int stage, int block) {
        String name = "layer" + (stage + 1) + "." + block;
        List<Integer> pattern = dilations.get(stage);
        boolean keepsSize = stage == 0 || pattern.stream().anyMatch(dilation -> dilation > 1);
        int stride = block == 0 && !keepsSize ? 2 : 1;
        int dilation = pattern.get(Math.min(block, pattern.size() - 1));
        int planes = FIRST_CHANNELS << stage;
        int width = planes * widthPerGroup / FIRST_CHANNELS * group;
        Window middle =
                Window.square(3).withStride(stride).withDilation(dilation).withGroup(group);
        Window point = Window.square(1);
        Signal y = layers.relu(layers.conv(x, name + ".conv1", width, point, Layers.BEFORE_RELU));
        y = layers.relu(layers.conv(y, name + ".conv2", width, middle, Layers.BEFORE_RELU));
        int channels = planes * EXPANSION;
        if (block > 0) {
            double variance = 1.0 / blocks.get(stage);
            return layers.addAndRelu(x, layers.conv(y, name + ".conv3", channels, point, variance));
        }
        Signal branch = layers.conv(y, name + ".conv3", channels, point, BRANCH);
        Window projection = point.withStride(stride);
        return layers.relu(layers.add(branch, layers.conv(x, name + ".downsample", channels, projection, PROJECTION)));
    }
}
