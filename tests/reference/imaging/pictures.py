"""Pictures that the scripts here and the tests make alike, from a formula rather than from a file."""

import numpy as np


def noise(width, height, seed):
    """Independent bytes from an integer hash: the hardest case for a resampler's rounding."""
    x = np.arange(width * height * 3, dtype=np.uint64) + np.uint64(seed * 0x9E3779B9)
    x &= 0xFFFFFFFF
    x = (x ^ (x >> np.uint64(16))) * np.uint64(0x7FEB352D) & 0xFFFFFFFF
    x = (x ^ (x >> np.uint64(15))) * np.uint64(0x846CA68B) & 0xFFFFFFFF
    x ^= x >> np.uint64(16)
    return (x & 0xFF).astype(np.uint8).reshape(height, width, 3)


def extremes(width, height, seed):
    """Only 0 and 255: a cubic overshoots everywhere and has to be clipped."""
    return np.where(noise(width, height, seed) >= 128, 255, 0).astype(np.uint8)


def scene(width, height):
    """Gradients, two discs, stripes and a little noise: compresses like a photograph."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    picture = np.stack([255 * x / width, 255 * y / height, 128 + 100 * np.sin(x / 5) * np.cos(y / 7)], axis=2)
    for centre_x, centre_y, colour in ((0.3, 0.4, (250, 40, 90)), (0.7, 0.6, (20, 200, 60))):
        inside = np.hypot(x - centre_x * width, y - centre_y * height) < 0.22 * min(width, height)
        picture[inside] = colour
    picture += noise(width, height, 7).astype(np.float64) / 255 * 16 - 8
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)
