"""Train the classifier on the 60,000 training images and write it as ONNX.

Usage: classifier.py MODEL.onnx
"""
import sys

import numpy as np
import torch

import clothes
import fashion
from networks import Classifier
from training import descent, export, train

SEED = 1
EPOCHS = 8


def main(path):
    # One thread: sums are taken in one order, and two trainings can share a small machine.
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    images, labels = fashion.training()
    steps = EPOCHS * (len(images) // clothes.BATCH)
    feed = clothes.batches(images, labels, np.random.default_rng(SEED))
    network = Classifier()
    export(train(network, feed, steps, descent(network, rate=0.15), smoothing=0.05), path, side=28)


if __name__ == "__main__":
    main(sys.argv[1])
