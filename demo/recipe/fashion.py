"""Fashion-MNIST: 60,000 training and 10,000 test images of clothing, 28x28 gray, ten classes."""
import os
from pathlib import Path

import idx

FOLDER = Path(os.environ.get("FASHION_MNIST", "/usr/share/datasets/fashion-mnist"))
MEAN, DEVIATION = 0.2860, 0.3530


def training():
    """Return images (60000, 28, 28) and labels (60000), uint8."""
    return _pair("train")


def test():
    """Return images (10000, 28, 28) and labels (10000), uint8."""
    return _pair("t10k")


def normalize(pixels):
    """Return float pixels as the networks take them, from pixels in 0..255 (arrays or tensors)."""
    return (pixels / 255.0 - MEAN) / DEVIATION


def _pair(name):
    return (idx.read(FOLDER / f"{name}-images-idx3-ubyte.gz"),
            idx.read(FOLDER / f"{name}-labels-idx1-ubyte.gz"))
