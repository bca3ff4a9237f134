"""Draw the samples of all networks from the 10,000 test images, which no training has seen.

Usage: samples.py FOLDER
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

import fashion
import idx
import scenes

SEED = 3
CLASSES = 10
IMAGES = {"evaluation": 3000, "calibration": 1000, "selection": 1000, "promise": 1000}
SCENES = {"evaluation": 300, "calibration": 100, "selection": 100, "promise": 100}


def split(labels, random):
    """Return disjoint indices by role, each with equally many of every class, in random order."""
    by_class = [random.permutation(np.flatnonzero(labels == label)) for label in range(CLASSES)]
    roles, taken = {}, 0
    for role, count in IMAGES.items():
        share = count // CLASSES
        chosen = np.concatenate([indices[taken:taken + share] for indices in by_class])
        roles[role] = random.permutation(chosen)
        taken += share
    return roles


def write_images(folder, role, images, labels):
    """Write a role's images (N, 28, 28) and labels (N) as IDX files."""
    folder.mkdir(parents=True, exist_ok=True)
    idx.write(folder / f"{role}-images.idx3.gz", images)
    idx.write(folder / f"{role}-labels.idx1.gz", labels)


def write_scenes(folder, count, random, images, labels):
    """Compose scenes of a role's own images, so that no image serves two roles, and write them as PNG files."""
    for name in ("images", "masks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        scene, mask = scenes.compose(random, images, labels)
        Image.fromarray(scene).save(folder / "images" / f"{number:04}.png", optimize=True)
        Image.fromarray(mask).save(folder / "masks" / f"{number:04}.png", optimize=True)


def main(folder):
    images, labels = fashion.test()
    roles = split(labels, np.random.default_rng(SEED))
    for number, (role, chosen) in enumerate(roles.items()):
        write_images(folder / "classifier", role, images[chosen], labels[chosen])
        random = np.random.default_rng([SEED, number])
        write_scenes(folder / "segmentation" / role, SCENES[role], random, images[chosen], labels[chosen])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
