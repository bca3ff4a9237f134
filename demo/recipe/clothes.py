"""What both classifiers are trained on, and how."""
import numpy as np
import torch

import fashion
from training import export, train

BATCH = 128
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


def teach(network, optimizer, seed, epochs, path, opset=13):
    """Train a network, made after its seed is set, on the training images and write it as ONNX.

    `network` and `optimizer` make them: the one from nothing, the other from the network.
    """
    # One thread: sums are taken in one order, and two trainings can share a small machine.
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    images, labels = fashion.training()
    feed = batches(images, labels, np.random.default_rng(seed))
    made = network()
    export(train(made, feed, epochs * (len(images) // BATCH), optimizer(made), smoothing=0.05), path, 28, opset)
