"""Train the classifier on the 60,000 training images and write it as ONNX.

Usage: classifier.py MODEL.onnx
"""
import sys

import clothes
from networks import Classifier
from training import descent

if __name__ == "__main__":
    clothes.teach(Classifier, lambda network: descent(network, rate=0.15), seed=1, epochs=8, path=sys.argv[1])
