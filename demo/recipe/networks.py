"""The two networks. Shapes are written channels x height x width, without the batch axis N."""
import torch
from torch import nn


def convolution(inputs, outputs, kernel=3, stride=1):
    """A convolution that keeps the size (but for its stride), with batch normalization."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Block(nn.Module):
    """Two 3x3 convolutions and a shortcut, projected (1x1) where the shape changes."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = convolution(inputs, outputs, stride=stride)
        self.second = convolution(outputs, outputs)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else convolution(inputs, outputs, 1, stride)

    def forward(self, x):
        return torch.relu(self.second(torch.relu(self.first(x))) + self.shortcut(x))


def stage(inputs, outputs, blocks, stride=2):
    """Blocks that all put out one shape; the first one changes to it."""
    first = [Block(inputs, outputs, stride)]
    return nn.Sequential(*first, *(Block(outputs, outputs, 1) for _ in range(blocks - 1)))


class Classifier(nn.Module):
    """1x28x28 pixels -> 10 logits: a residual network of 20 weighted layers (shortcuts not counted)."""

    def __init__(self):
        super().__init__()
        self.stem = convolution(1, 16)      # 16x28x28
        self.stage1 = stage(16, 32, 3)      # 32x14x14
        self.stage2 = stage(32, 64, 3)      # 64x7x7
        self.stage3 = stage(64, 96, 3)      # 96x4x4
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(96, 10)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        x = self.stage3(self.stage2(self.stage1(x)))
        return self.head(torch.flatten(self.pool(x), 1))


class Merge(nn.Module):
    """Doubles a coarse map and adds it to a finer one, both brought to the finer one's channels."""

    def __init__(self, coarse, fine):
        super().__init__()
        self.narrow = convolution(coarse, fine, 1)
        self.enlarge = nn.Upsample(scale_factor=2.0, mode="nearest")
        self.smooth = convolution(fine, fine)

    def forward(self, coarse, fine):
        return torch.relu(self.smooth(self.enlarge(self.narrow(coarse)) + fine))


class Segmentation(nn.Module):
    """1x64x64 pixels -> 11x64x64 logits: a residual encoder, merged back up stage by stage."""

    def __init__(self):
        super().__init__()
        self.stem = convolution(1, 16)      # 16x64x64
        self.stage1 = stage(16, 32, 2)      # 32x32x32
        self.stage2 = stage(32, 64, 3)      # 64x16x16
        self.stage3 = stage(64, 96, 3)      # 96x8x8
        self.merge2 = Merge(96, 64)         # 64x16x16
        self.merge1 = Merge(64, 32)         # 32x32x32
        self.merge0 = Merge(32, 16)         # 16x64x64
        self.head = nn.Conv2d(16, 11, 1)    # 11x64x64

    def forward(self, x):
        full = torch.relu(self.stem(x))
        half = self.stage1(full)
        quarter = self.stage2(half)
        eighth = self.stage3(quarter)
        return self.head(self.merge0(self.merge1(self.merge2(eighth, quarter), half), full))
