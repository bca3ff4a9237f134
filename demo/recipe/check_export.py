"""Check that export keeps what a network computes: ONNX Runtime's logits against PyTorch's, at two batch sizes.

The networks here have random weights and random batch statistics, so that a lost or misplaced folding shows.
"""
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import nn

from networks import Classifier, Segmentation, Transformer
from training import export

BOUND = 1e-4    # largest difference, as a share of the largest logit


def shuffle_statistics(network):
    """Give every batch normalization statistics and weights that are not neutral."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2.0)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)


def check(network, side):
    """Fail if the exported network's logits differ from the network's."""
    shuffle_statistics(network)
    network.eval()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "network.onnx")
        export(network, path, side)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    for count in (1, 7):
        x = torch.randn(count, 1, side, side)
        with torch.no_grad():
            expected = network(x).numpy()
        found = session.run(["logits"], {"input": x.numpy()})[0]
        difference = np.abs(found - expected).max() / np.abs(expected).max()
        print(f"{type(network).__name__} N={count}: {difference:.1e}")
        assert difference < BOUND


if __name__ == "__main__":
    torch.manual_seed(4)
    check(Classifier(), 28)
    check(Segmentation(), 64)
    check(Transformer(), 28)
