"""Train the segmentation network on scenes of training images, each scene seen once, and write it as ONNX.

Usage: segmentation.py MODEL.onnx
"""
import sys

import numpy as np
import torch

import fashion
import scenes
from networks import Segmentation
from training import descent, export, train

SEED = 2
BATCH = 32
STEPS = 2400


def batches(images, labels, random):
    """Yield (Bx1x64x64 float, Bx64x64 long) of new scenes without end."""
    while True:
        pixels, masks = zip(*(scenes.compose(random, images, labels) for _ in range(BATCH)))
        x = fashion.normalize(torch.from_numpy(np.stack(pixels)).float()).unsqueeze(1)
        yield x, torch.from_numpy(np.stack(masks)).long()


def main(path):
    # One thread: sums are taken in one order, and two trainings can share a small machine.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    feed = batches(*fashion.training(), np.random.default_rng(SEED))
    network = Segmentation()
    export(train(network, feed, STEPS, descent(network, rate=0.1), smoothing=0.0), path, side=scenes.SIDE)


if __name__ == "__main__":
    main(sys.argv[1])
