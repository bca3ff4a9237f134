"""Measure the networks through ONNX Runtime, on the samples as they lie in the folder, and print the facts.

Usage: measure.py DEMO_FOLDER > facts.properties
"""
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

import fashion
import idx

BATCH = 100
RUNS = 500


def open_session(path):
    """Open a model with one thread on the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])


def predict(session, images):
    """Return the most likely class of every image (or of its every pixel) from images (N, H, W) uint8."""
    x = fashion.normalize(images.astype(np.float32))[:, np.newaxis].astype(np.float32)
    parts = [session.run(["logits"], {"input": x[i:i + BATCH]})[0].argmax(1) for i in range(0, len(x), BATCH)]
    return np.concatenate(parts)


def accuracy(session, images, labels):
    """Return the share of images (N, 28, 28) whose most likely class is their label."""
    return np.mean(predict(session, images) == labels)


def intersections_over_unions(session, images, masks):
    """Return each class's intersection over union, its pixels counted over all scenes (N, 64, 64) together."""
    classes = session.get_outputs()[0].shape[1]
    pairs = classes * masks.astype(int) + predict(session, images)
    confusion = np.bincount(pairs.ravel(), minlength=classes ** 2).reshape(classes, classes)
    hits = np.diag(confusion)
    return hits / (confusion.sum(0) + confusion.sum(1) - hits)


def median_milliseconds(session, side):
    """Return the median time of a run on one image of side x side pixels."""
    x = {"input": np.zeros((1, 1, side, side), np.float32)}
    times = []
    for _ in range(RUNS):
        started = time.perf_counter_ns()
        session.run(["logits"], x)
        times.append(time.perf_counter_ns() - started)
    return np.median(times) / 1e6


def read_pngs(folder):
    """Return the PNG files of a folder in the order of their names, (N, 64, 64) uint8."""
    return np.stack([np.asarray(Image.open(path)) for path in sorted(folder.glob("*.png"))])


def main(demo):
    samples = demo / "samples" / "classifier"
    classifier = open_session(demo / "classifier.onnx")
    images = idx.read(samples / "evaluation-images.idx3.gz")
    labels = idx.read(samples / "evaluation-labels.idx1.gz")
    print(f"# Measured by recipe/measure.py through ONNX Runtime {onnxruntime.__version__}, one thread, float32.")
    print(f"classifier.test.accuracy={accuracy(classifier, *fashion.test()):.4f}")
    print(f"classifier.evaluation.accuracy={accuracy(classifier, images, labels):.4f}")

    transformer = open_session(demo / "transformer.onnx")
    print(f"transformer.test.accuracy={accuracy(transformer, *fashion.test()):.4f}")
    print(f"transformer.evaluation.accuracy={accuracy(transformer, images, labels):.4f}")

    scenes = demo / "samples" / "segmentation" / "evaluation"
    segmentation = open_session(demo / "segmentation.onnx")
    shares = intersections_over_unions(segmentation, read_pngs(scenes / "images"), read_pngs(scenes / "masks"))
    print(f"segmentation.evaluation.miou={shares.mean():.4f}")
    for number, share in enumerate(shares):
        print(f"segmentation.evaluation.iou.{number}={share:.4f}")
    # Times depend on the machine: said, but not among the facts.
    print(f"classifier {median_milliseconds(classifier, 28):.2f} ms, "
          f"transformer {median_milliseconds(transformer, 28):.2f} ms, "
          f"segmentation {median_milliseconds(segmentation, 64):.2f} ms", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
