"""Train the transformer on the 60,000 training images and write it as ONNX.

Usage: transformer.py MODEL.onnx
"""
import sys

import clothes
from networks import Transformer
from training import adam

OPSET = 17      # the first with LayerNormalization

if __name__ == "__main__":
    clothes.teach(Transformer, lambda network: adam(network, rate=2e-3), seed=5, epochs=6, path=sys.argv[1], opset=OPSET)
