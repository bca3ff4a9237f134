"""Makes the golden resize fixtures of this folder with Pillow 12.0.0 and numpy: `python make_golden.py`.

Each NAME.bin is: big-endian int32 height, width, channels, then the pixels, height x width x channels, unsigned bytes.
"""
import struct
import numpy as np
from PIL import Image


def write(name, array):
    if array.ndim == 2:
        array = array[:, :, None]
    with open(name + ".bin", "wb") as out:
        out.write(struct.pack(">3i", *array.shape))
        out.write(array.astype(np.uint8).tobytes())


rng = np.random.default_rng(7)
y, x = np.mgrid[0:37, 0:53]
rgb = np.stack([(x * 5) % 256, (y * 7) % 256, (x * y) % 256], axis=2).astype(np.uint8)
rgb[5:12, 10:30] = rng.integers(0, 256, (7, 20, 3))
rgb[20:30, 5:45:2] = 255
gray = rng.integers(0, 256, (28, 28)).astype(np.uint8)
write("rgb", rgb)
write("gray", gray)
for name, filter_ in (("nearest", 0), ("bilinear", 2), ("bicubic", 3)):
    for height, width in ((16, 23), (64, 100), (37, 20), (12, 53), (37, 80)):
        write(f"rgb-{name}-{height}x{width}", np.asarray(Image.fromarray(rgb).resize((width, height), filter_)))
    write(f"gray-{name}-13x40", np.asarray(Image.fromarray(gray).resize((40, 13), filter_)))
write("rgb-luma", np.asarray(Image.fromarray(rgb).convert("L")))

# Files of the kinds that are easily read wrongly, with the pixels Pillow reads.
Image.fromarray(gray).save("gray8.png")
Image.fromarray(rgb).convert("P", palette=Image.Palette.ADAPTIVE, colors=16).save("palette.png")
write("palette-rgb", np.asarray(Image.open("palette.png").convert("RGB")))
write("palette-index", np.asarray(Image.open("palette.png")))
Image.fromarray((gray.astype(np.uint16) * 256 + 77)).save("gray16.png")
Image.fromarray(np.dstack([rgb, np.full(rgb.shape[:2], 128, np.uint8)])).save("rgba.png")
Image.fromarray((gray > 127)).save("bilevel.png")
smooth = np.stack([x * 4, y * 6, x + y], axis=2).astype(np.uint8)
Image.fromarray(smooth).save("rgb.jpg", quality=95, subsampling=0)
write("jpeg-rgb", np.asarray(Image.open("rgb.jpg").convert("RGB")))
Image.fromarray(smooth[:, :, 0]).save("gray.jpg", quality=95)
write("jpeg-gray", np.asarray(Image.open("gray.jpg")))
Image.fromarray(smooth).convert("CMYK").save("cmyk.jpg", quality=95)
write("jpeg-cmyk", np.asarray(Image.open("cmyk.jpg").convert("RGB")))
