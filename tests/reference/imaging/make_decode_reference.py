"""Image files of every kind that is read, each with the pixels that PIL decodes from it: NAME and NAME[.scaleN].rgb.gz.

rare-subsampling.jpg comes from make_rare_subsampling.c, run before.

usage: make_decode_reference.py ../../MobileNetV2.Imaging.Tests/Reference
"""

import gzip
import os
import struct
import sys
import zlib

import numpy as np
from PIL import Image

from pictures import scene

WIDTH, HEIGHT = 61, 47


def write_pixels(path, pixels):
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(pixels.tobytes())


def over_white(image):
    """What the decoder promises for transparency; PIL's own conversion to RGB would drop the alpha channel."""
    rgba = np.asarray(image.convert("RGBA")).astype(np.int64)
    alpha = rgba[:, :, 3:]
    return ((rgba[:, :, :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def raw_png(rows, width, height, bit_depth, interlaced):
    """What PIL reads but cannot write: 16 bits a channel, and Adam7."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, bit_depth, 2, 0, 0, int(interlaced))
    body = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def adam7_rows(pixels):
    for x, y, step_x, step_y in (
            (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        yield from pixels[y::step_y, x::step_x]


def jpegs(picture):
    grey = Image.fromarray(picture).convert("L")
    colour = Image.fromarray(picture)
    yield "baseline-420.jpg", colour, dict(quality=85, subsampling="4:2:0")
    yield "baseline-422.jpg", colour, dict(quality=85, subsampling="4:2:2")
    yield "baseline-444.jpg", colour, dict(quality=95, subsampling="4:4:4")
    yield "progressive-420.jpg", colour, dict(quality=80, subsampling="4:2:0", progressive=True)
    yield "optimized-q30.jpg", colour, dict(quality=30, optimize=True)
    yield "grey.jpg", grey, dict(quality=85)


def pngs(picture):
    colour = Image.fromarray(picture)
    alpha = Image.fromarray(np.tile(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, 1)))
    rgba = colour.copy()
    rgba.putalpha(alpha)
    grey_alpha = Image.merge("LA", (colour.convert("L"), alpha))
    palette = colour.quantize(16)
    yield "rgb.png", colour, {}
    yield "rgba.png", rgba, {}
    yield "grey.png", colour.convert("L"), {}
    yield "grey-alpha.png", grey_alpha, {}
    yield "palette.png", palette, {}
    yield "palette-transparent.png", palette, dict(transparency=3)
    yield "bilevel.png", colour.convert("1"), {}


def main(folder):
    picture = scene(WIDTH, HEIGHT)
    for name, image, options in jpegs(picture):
        path = os.path.join(folder, name)
        image.save(path, **options)
        write_pixels(path + ".rgb.gz", np.asarray(Image.open(path).convert("RGB")))

    for denominator in (2, 4, 8):
        path = os.path.join(folder, "baseline-420.jpg")
        image = Image.open(path)
        image.draft("RGB", (WIDTH // denominator, HEIGHT // denominator))
        expected = (-(-WIDTH // denominator), -(-HEIGHT // denominator))
        assert image.size == expected, (image.size, expected)
        write_pixels(f"{path}.scale{denominator}.rgb.gz", np.asarray(image))

    for name, image, options in pngs(picture):
        path = os.path.join(folder, name)
        image.save(path, **options)
        write_pixels(path + ".rgb.gz", over_white(Image.open(path)))

    sixteen_bits = (picture.astype(np.int64) * 257 + 100).clip(0, 65535).astype(">u2")
    for name, data in (
            ("interlaced.png", raw_png(adam7_rows(picture), WIDTH, HEIGHT, 8, True)),
            ("rgb16.png", raw_png(sixteen_bits, WIDTH, HEIGHT, 16, False))):
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(data)
        write_pixels(path + ".rgb.gz", np.asarray(Image.open(path).convert("RGB")))

    rare = os.path.join(folder, "rare-subsampling.jpg")
    write_pixels(rare + ".rgb.gz", np.asarray(Image.open(rare).convert("RGB")))

    Image.fromarray(picture).convert("CMYK").save(os.path.join(folder, "cmyk.jpg"), quality=70)


if __name__ == "__main__":
    main(sys.argv[1])
