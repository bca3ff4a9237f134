"""Train the transformer on the 60,000 training images and write it as ONNX.

Usage: transformer.py MODEL.onnx
"""
import sys

import numpy as np
import torch

import clothes
import fashion
from networks import Transformer
from training import adam, export, train

SEED = 5
EPOCHS = 6
OPSET = 17      # the first with LayerNormalization


def main(path):
    # One thread: sums are taken in one order, and two trainings can share a small machine.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    images, labels = fashion.training()
    steps = EPOCHS * (len(images) // clothes.BATCH)
    feed = clothes.batches(images, labels, np.random.default_rng(SEED))
    network = Transformer()
    export(train(network, feed, steps, adam(network, rate=2e-3), smoothing=0.05), path, side=28, opset=OPSET)


if __name__ == "__main__":
    main(sys.argv[1])
