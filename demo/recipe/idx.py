"""The IDX file format: arrays of unsigned bytes with a big-endian header, gzipped."""
import gzip
import struct

import numpy as np

UNSIGNED_BYTE = 0x08


def read(path):
    """Return the uint8 array stored in an `.idx*.gz` file."""
    with gzip.open(path, "rb") as file:
        zero, kind, rank = struct.unpack(">HBB", file.read(4))
        if zero != 0 or kind != UNSIGNED_BYTE:
            raise ValueError(f"{path}: expected an IDX file of unsigned bytes, found {zero:#06x} {kind:#04x}")
        shape = struct.unpack(f">{rank}I", file.read(4 * rank))
        return np.frombuffer(file.read(), np.uint8).reshape(shape)


def write(path, array):
    """Write a uint8 array; the same array always gives the same bytes."""
    header = struct.pack(">HBB", 0, UNSIGNED_BYTE, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(header + np.ascontiguousarray(array, np.uint8).tobytes())
