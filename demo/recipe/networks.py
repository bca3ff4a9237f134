"""The three networks. Shapes are written channels x height x width, or tokens x channels, without the batch axis N."""
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


class Attention(nn.Module):
    """Each token gathers what its four heads look for in all tokens."""

    HEADS = 4

    def __init__(self, tokens, channels):
        super().__init__()
        self.split = (-1, tokens, 3, self.HEADS, channels // self.HEADS)
        self.joined = (-1, tokens, channels)
        self.scale = (channels // self.HEADS) ** -0.5
        self.ask = nn.Linear(channels, 3 * channels)
        self.give = nn.Linear(channels, channels)

    def forward(self, x):
        query, key, value = self.ask(x).reshape(self.split).permute(2, 0, 3, 1, 4)
        shares = torch.softmax(query @ key.transpose(2, 3) * self.scale, 3)
        return self.give((shares @ value).transpose(1, 2).reshape(self.joined))


class EncoderBlock(nn.Module):
    """Attention, then two layers for each token alone; each reads a normalized input and is added to it."""

    def __init__(self, tokens, channels):
        super().__init__()
        self.attention = nn.Sequential(nn.LayerNorm(channels), Attention(tokens, channels))
        self.layers = nn.Sequential(nn.LayerNorm(channels), nn.Linear(channels, 4 * channels), nn.GELU(),
                                    nn.Linear(4 * channels, channels))

    def forward(self, x):
        x = x + self.attention(x)
        return x + self.layers(x)


class Transformer(nn.Module):
    """1x28x28 pixels -> 10 logits: an encoder of a token for the class and one for each patch of 4x4 pixels."""

    TOKENS = 1 + 7 * 7
    CHANNELS = 64
    BLOCKS = 8

    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(1, self.CHANNELS, 4, 4)                                # 64x7x7
        self.places = nn.Parameter(0.02 * torch.randn(1, self.TOKENS, self.CHANNELS))
        self.blocks = nn.Sequential(*(EncoderBlock(self.TOKENS, self.CHANNELS) for _ in range(self.BLOCKS)))  # 50x64
        self.norm = nn.LayerNorm(self.CHANNELS)
        self.head = nn.Linear(self.CHANNELS, 10)

    def forward(self, x):
        tokens = nn.functional.pad(self.patches(x).flatten(2).transpose(1, 2), (0, 0, 1, 0)) + self.places
        return self.head(self.norm(self.blocks(tokens)[:, 0]))
