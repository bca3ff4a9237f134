"""Train the classifier on the 60,000 training images and write it as ONNX.

Usage: classifier.py MODEL.onnx
"""
import sys

import numpy as np
import torch

import fashion
from networks import Classifier
from training import export, train

SEED = 1
BATCH = 128
EPOCHS = 8
MARGIN = 2      # pixels by which a crop may be shifted


def batches(images, labels, random):
    """Yield (Bx1x28x28 float, B long) without end, in a new order each epoch."""
    padded = np.pad(images, ((0, 0), (MARGIN, MARGIN), (MARGIN, MARGIN)))
    while True:
        order = random.permutation(len(images))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start:start + BATCH]
            pixels = np.stack([augment(random, padded[i]) for i in chosen])
            x = fashion.normalize(torch.from_numpy(pixels).float()).unsqueeze(1)
            yield x, torch.from_numpy(labels[chosen]).long()


def augment(random, padded):
    """Return a crop (28, 28) of a padded image, mirrored in half the cases."""
    top, left = random.integers(2 * MARGIN + 1, size=2)
    crop = padded[top:top + 28, left:left + 28]
    return crop[:, ::-1] if random.random() < 0.5 else crop


def main(path):
    # One thread: sums are taken in one order, and two trainings can share a small machine.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    images, labels = fashion.training()
    steps = EPOCHS * (len(images) // BATCH)
    feed = batches(images, labels, np.random.default_rng(SEED))
    export(train(Classifier(), feed, steps, rate=0.15, smoothing=0.05), path, side=28)


if __name__ == "__main__":
    main(sys.argv[1])
