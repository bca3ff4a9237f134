"""Scenes: items of clothing pasted over textured backgrounds, 64x64 gray, with a mask of classes."""
import numpy as np
from PIL import Image

SIDE = 64
SHAPE_THRESHOLD = 24        # a pixel at least this bright belongs to the item, a darker one shows what lies below
ITEMS = (2, 5)              # fewest and most items of a scene
SCALE = (0.75, 1.25)        # of an item's 28 pixels
HIDDEN = 0.2                # the share of its pixels that an item may cover of those below it
TRIES = 6                   # at most so many places are tried for an item


def compose(random, images, labels):
    """Return a scene's pixels and mask, both (64, 64) uint8; mask 0 is background, 1 + label an item."""
    scene = background(random)
    mask = np.zeros((SIDE, SIDE), np.uint8)
    for index in random.integers(len(images), size=random.integers(ITEMS[0], ITEMS[1] + 1)):
        paste(random, scene, mask, item(random, images[index]), 1 + labels[index])
    return scene, mask


def background(random):
    """Return a texture (64, 64) uint8: a wave over coarse noise, of random contrast and brightness."""
    y, x = np.mgrid[:SIDE, :SIDE]
    angle, length, phase = random.uniform(0, np.pi), random.uniform(5, 40), random.uniform(0, 2 * np.pi)
    wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * (2 * np.pi / length) + phase)
    cells = random.choice([4, 8, 16])
    coarse = Image.fromarray(random.standard_normal((cells, cells)).astype(np.float32))
    noise = np.asarray(coarse.resize((SIDE, SIDE), Image.BILINEAR))
    brightness = random.uniform(30, 200)
    texture = brightness + random.uniform(0, 25) * wave + random.uniform(5, 25) * noise
    return np.clip(texture, 0, 255).astype(np.uint8)


def item(random, image):
    """Return an item (side, side) uint8, scaled and perhaps mirrored, from an image (28, 28)."""
    side = round(28 * random.uniform(*SCALE))
    scaled = np.asarray(Image.fromarray(image).resize((side, side), Image.BILINEAR))
    return scaled[:, ::-1] if random.random() < 0.5 else scaled


def paste(random, scene, mask, pixels, value):
    """Paste an item wholly inside the scene where it hides little; leave it out if there is no such place."""
    side = len(pixels)
    shape = pixels >= SHAPE_THRESHOLD
    for _ in range(TRIES):
        top, left = random.integers(SIDE - side + 1, size=2)
        window = np.s_[top:top + side, left:left + side]
        if np.count_nonzero(mask[window][shape]) <= HIDDEN * np.count_nonzero(shape):
            scene[window][shape] = pixels[shape]
            mask[window][shape] = value
            return
