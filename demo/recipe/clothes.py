"""Batches of the training images for both classifiers."""
import numpy as np
import torch

import fashion

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
