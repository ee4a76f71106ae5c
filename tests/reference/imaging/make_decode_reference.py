"""Image files of every kind that is read, each with the pixels that PIL decodes from it: NAME and NAME[.scaleN].rgb.gz.

rare-subsampling.jpg comes from make_rare_subsampling.c, run before.

usage: make_decode_reference.py ../../MobileNetV2.Imaging.Tests/Reference
"""

import ctypes
import gzip
import os
import struct
import sys
import zlib

import numpy as np
from PIL import Image, ImageOps

import pictures
from pictures import scene

WIDTH, HEIGHT = 61, 47


def write_pixels(path, pixels):
    with gzip.GzipFile(path, "wb", mtime=0) as file:
        file.write(pixels.tobytes())


def over_white(image):
    """What the decoder promises for transparency (Image.alpha_composite gives the same); converting to RGB would drop alpha."""
    rgba = np.asarray(image.convert("RGBA")).astype(np.int64)
    alpha = rgba[:, :, 3:]
    return ((rgba[:, :, :3] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def raw_png(rows, width, height, bit_depth, interlaced, colour_type=2, palette=b""):
    """What PIL reads but cannot write: 16 bits a channel, and Adam7."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, bit_depth, colour_type, 0, 0, int(interlaced))
    body = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    colours = chunk(b"PLTE", palette) if palette else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + colours + chunk(b"IDAT", body) + chunk(b"IEND", b"")


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


def write_raw_pngs(folder, picture):
    def write(name, pixels, expected, *options):
        path = os.path.join(folder, name)
        with open(path, "wb") as file:
            file.write(raw_png(pixels, WIDTH, HEIGHT, *options))
        write_pixels(path + ".rgb.gz", np.asarray(Image.open(path).convert("RGB")) if expected is None else expected)

    def sixteen_bits(values):
        return (values.astype(np.int64) * 257 + 100).clip(0, 65535).astype(">u2")

    write("interlaced.png", adam7_rows(picture), None, 8, True)
    write("rgb16.png", sixteen_bits(picture), None, 16, False)
    palette = Image.fromarray(picture).quantize(200)
    colours = bytes(palette.getpalette()[:600])
    write("palette-interlaced.png", adam7_rows(np.asarray(palette)), None, 8, True, 3, colours)
    # PIL limits 16-bit grey to 255 when it makes RGB of it; the upper byte is what its 16-bit colour gives.
    grey = sixteen_bits(picture[:, :, 1])
    write("grey16.png", grey, np.repeat((grey >> 8).astype(np.uint8)[:, :, None], 3, axis=2), 16, False, 0)


def write_turbo_jpeg(path, pixels, pixel_format):
    turbo = ctypes.CDLL("libturbojpeg.so.0")
    turbo.tjInitCompress.restype = ctypes.c_void_p
    jpeg, size = ctypes.c_void_p(), ctypes.c_ulong()
    subsampling_420, quality = 2, 70
    assert turbo.tjCompress2(
        ctypes.c_void_p(turbo.tjInitCompress()), pixels, WIDTH, 0, HEIGHT, pixel_format, ctypes.byref(jpeg), ctypes.byref(size),
        subsampling_420, quality, 0) == 0
    with open(path, "wb") as file:
        file.write(ctypes.string_at(jpeg, size.value))


def write_restarts(folder, picture):
    """A restart marker after every second unit, which PIL 9 cannot write."""
    path = os.path.join(folder, "restarts.jpg")
    os.environ["TJ_RESTART"] = "2B"
    write_turbo_jpeg(path, picture.tobytes(), pixel_format=0)
    del os.environ["TJ_RESTART"]
    assert b"\xff\xd3" in open(path, "rb").read()
    write_pixels(path + ".rgb.gz", np.asarray(Image.open(path).convert("RGB")))


def write_cmyk_jpegs(folder, picture):
    """PIL writes CMYK; TurboJPEG turns the same values into YCCK."""
    cmyk = Image.fromarray(picture).convert("CMYK")
    black = Image.fromarray(pictures.noise(WIDTH, HEIGHT, 2)[:, :, 0] // 3)
    cmyk = Image.merge("CMYK", (*cmyk.split()[:3], black))
    cmyk.save(os.path.join(folder, "cmyk.jpg"), quality=70)

    inverted = bytes(255 - value for value in cmyk.tobytes())
    write_turbo_jpeg(os.path.join(folder, "ycck.jpg"), inverted, pixel_format=11)

    for name in ("cmyk.jpg", "ycck.jpg"):
        path = os.path.join(folder, name)
        image = Image.open(path)
        assert image.mode == "CMYK"
        write_pixels(path + ".rgb.gz", np.asarray(image.convert("RGB")))


def write_oriented(folder, picture):
    def write(name, exif, **options):
        path = os.path.join(folder, name)
        Image.fromarray(picture).save(path, exif=exif, **options)
        write_pixels(path + ".rgb.gz", np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB")))

    for orientation in range(1, 10):  # 9 is none
        exif = Image.Exif()
        exif[0x010F] = "A camera"
        exif[0x0112] = orientation
        write(f"orientation-{orientation}.jpg", exif, quality=80, subsampling="4:2:0")
    big_endian = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    write("orientation-big-endian.jpg", big_endian, quality=80, progressive=True)
    write("orientation.png", big_endian)


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

    write_raw_pngs(folder, picture)
    write_restarts(folder, picture)
    write_cmyk_jpegs(folder, picture)
    write_oriented(folder, scene(33, 21))

    rare = os.path.join(folder, "rare-subsampling.jpg")
    write_pixels(rare + ".rgb.gz", np.asarray(Image.open(rare).convert("RGB")))


if __name__ == "__main__":
    main(sys.argv[1])
