"""Writes the image files of this folder and, beside each, NAME.png: what Pillow makes of it.

Made with Pillow 9.4.0 (libjpeg-turbo 2.1.5, libwebp 1.2.4, libtiff 4.5.0), numpy 1.24.2:
    python3 make.py
The expected pixels are what the models' official preprocessing sees: orientation applied,
transparency over white, 16-bit samples by their high byte, everything then RGB. Where Pillow 9.4
itself errs (run-length jumps of BMP, orientation of TIFF) there is a test of its own instead.
"""
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

W, H = 19, 13
rng = np.random.default_rng(20)
made = []


def noise(*shape, top=256, kind=np.uint8):
    return rng.integers(0, top, shape, dtype=kind)


y, x = np.mgrid[0:H, 0:W]
base = np.stack([x * 13 % 256, y * 17 % 256, x * y % 256], -1).astype(np.uint8)
rgb = Image.fromarray(base)
alpha = noise(H, W, 1)
alpha[0, :3] = 0
alpha[1, :3] = 255
rgba = Image.fromarray(np.concatenate([base, alpha], -1), "RGBA")
grey = rgb.convert("L")
grey_alpha = Image.merge("LA", [grey, Image.fromarray(alpha[..., 0])])
palette = rgb.quantize(20)
bits = grey.convert("1")
inks = Image.fromarray(noise(H, W, 4), "CMYK")
other = rgb.rotate(180)


def save(image, name, **options):
    image.save(name, **options)
    made.append(name)


def raw(name, data):
    with open(name, "wb") as file:
        file.write(data)
    made.append(name)


def orientation(value):
    exif = Image.Exif()
    exif[274] = value
    return exif


# JPEG
save(rgb, "rgb-444.jpg", quality=95, subsampling=0)
save(rgb, "rgb-422.jpg", quality=80, subsampling=1)
save(rgb, "rgb-420.jpg", quality=60, subsampling=2)
save(rgb, "progressive.jpg", quality=80, progressive=True)
save(rgb, "restarts.jpg", quality=80, restart_marker_blocks=1)
save(grey, "grey.jpg", quality=80)
save(inks, "cmyk.jpg", quality=95)
data = open("cmyk.jpg", "rb").read()
at = data.index(b"Adobe")
raw("ycck.jpg", data[: at + 11] + b"\2" + data[at + 12 :])
raw("cmyk-no-marker.jpg", data[: at - 4] + data[at - 4 + 2 + struct.unpack(">H", data[at - 2 : at])[0] :])
data = open("rgb-444.jpg", "rb").read()
jfif = 2 + 2 + struct.unpack(">H", data[4:6])[0]
raw("rgb-adobe.jpg", data[:2] + b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0" + data[jfif:])
for value in range(1, 9):
    save(rgb, f"orientation-{value}.jpg", exif=orientation(value), quality=90)


# PNG
def png(name, colour, depth, rows, interlaced=0, chunks=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", W, H, depth, colour, 0, 0, interlaced)
    body = chunk(b"IHDR", header) + chunks + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    raw(name, b"\x89PNG\r\n\x1a\n" + body)


def rows(samples):
    return b"".join(b"\0" + np.ascontiguousarray(row).tobytes() for row in samples)


def adam7(samples):
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    return b"".join(rows(samples[y0::dy, x0::dx]) for x0, y0, dx, dy in passes)


for name, image in dict(rgb=rgb, rgba=rgba, grey=grey, grey_alpha=grey_alpha, palette=palette, bits=bits).items():
    save(image, name.replace("_", "-") + ".png")
for depth in (2, 4):
    png(f"grey{depth}.png", 0, depth, rows(noise(H, (W * depth + 7) // 8)))
for name, colour, samples in (("rgb16", 2, 3), ("rgba16", 6, 4), ("grey-alpha16", 4, 2), ("grey16", 0, 1)):
    png(name + ".png", colour, 16, rows(noise(H, W * samples, top=65536, kind=np.uint16).astype(">u2")))
png("interlaced.png", 2, 8, adam7(base), 1)
png("interlaced-alpha.png", 6, 8, adam7(np.array(rgba)), 1)
save(palette, "palette-one-clear.png", transparency=2)
save(palette, "palette-alpha.png", transparency=bytes([0, 50, 100, 255, 200]))
save(rgb, "rgb-key.png", transparency=rgb.getpixel((1, 0)))
save(grey, "grey-key.png", transparency=grey.getpixel((3, 4)))
save(bits, "bits-key.png", transparency=0)
save(rgb, "animated.png", save_all=True, append_images=[other])
save(rgb, "orientation-6.png", exif=orientation(6))

# WebP
save(rgb, "lossless.webp", lossless=True)
save(rgba, "lossless-alpha.webp", lossless=True, exact=True)
save(rgb, "lossy.webp", quality=60)
save(rgba, "lossy-alpha.webp", quality=60)
save(rgba, "animated.webp", save_all=True, append_images=[other.convert("RGBA")], lossless=True)
save(rgba, "animated-lossy.webp", save_all=True, append_images=[other.convert("RGBA")], quality=60)
save(rgb, "orientation-8.webp", exif=orientation(8), lossless=True)


# BMP
def bmp(name, depth, compression, pixels, colours=b"", masks=b"", size=40, height=H, rest=b""):
    if size == 12:
        header = struct.pack("<IHHHH", 12, W, height, 1, depth)
    else:
        used = len(colours) // 4
        header = struct.pack("<IiiHHIIiiII", size, W, height, 1, depth, compression, len(pixels), 0, 0, used, 0) + rest
    offset = 14 + len(header) + len(masks) + len(colours)
    file = struct.pack("<IHHI", offset + len(pixels), 0, 0, offset)
    raw(name, b"BM" + file + header + masks + colours + pixels)


def padded(samples):
    return b"".join(row.tobytes() + bytes(-len(row.tobytes()) % 4) for row in samples)


colours = noise(256, 4)
colours[:, 3] = 0
words = padded(noise(H, W, top=65536, kind=np.uint16).astype("<u2"))
longs = padded(noise(H, W * 4))
argb = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + bytes(52)
abgr = struct.pack("<IIII", 0xFF000000, 0xFF0000, 0xFF00, 0xFF) + bytes(52)
save(rgb, "rgb24.bmp")
bmp("rgb24-top-down.bmp", 24, 0, padded(base.reshape(H, -1)), height=-H)
bmp("rgb24-os2.bmp", 24, 0, padded(base.reshape(H, -1)), size=12)
bmp("rgb555.bmp", 16, 0, words)
bmp("rgb565.bmp", 16, 3, words, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
bmp("rgb32.bmp", 32, 0, longs)
bmp("rgb32-masks.bmp", 32, 3, longs, masks=struct.pack("<III", 0xFF0000, 0xFF00, 0xFF))
bmp("argb32.bmp", 32, 3, longs, size=108, rest=argb)
bmp("abgr32.bmp", 32, 3, longs, size=108, rest=abgr)
bmp("palette8.bmp", 8, 0, padded(noise(H, W, top=16)), colours=colours[:16].tobytes())
bmp("palette8-os2.bmp", 8, 0, padded(noise(H, W)), colours=colours[:, :3].tobytes(), size=12)
bmp("palette4.bmp", 4, 0, padded(noise(H, (W + 1) // 2)), colours=colours[:16].tobytes())
bmp("palette1.bmp", 1, 0, padded(noise(H, (W + 7) // 8)), colours=colours[:2].tobytes())
bmp("runs8.bmp", 8, 1, b"".join(bytes([W - 4, i, 4, i + 1, 0, 0]) for i in range(H)) + b"\0\1", colours=colours.tobytes())

# TIFF
for name, image in dict(rgb=rgb, rgba=rgba, grey=grey, palette=palette, bits=bits, cmyk=inks).items():
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        save(image, f"{name}-{compression.split('_')[-1]}.tif", compression=None if compression == "raw" else compression)
save(bits, "bits-group4.tif", compression="group4")
save(rgb, "rgb-jpeg.tif", compression="jpeg")
save(rgb.convert("YCbCr"), "ycbcr-lzw.tif", compression="tiff_lzw")
save(rgb, "pages.tif", save_all=True, append_images=[grey.resize((5, 5))])


def tiff(name, tags, data, order="<"):
    """Tags: (number, values); values of a tuple are offsets into the data."""
    kinds = {258: "H", 259: "H", 262: "H", 277: "H", 284: "H", 338: "H", 339: "H"}
    outside = sum(len(v) * struct.calcsize(kinds.get(t, "I")) for t, v in tags if len(v) * struct.calcsize(kinds.get(t, "I")) > 4)
    start = 8 + 2 + 12 * len(tags) + 4
    entries = b""
    values = b""
    for tag, numbers in sorted(tags):
        kind = kinds.get(tag, "I")
        numbers = [n[0] + start + outside if isinstance(n, tuple) else n for n in numbers]
        packed = struct.pack(order + str(len(numbers)) + kind, *numbers)
        entries += struct.pack(order + "HHI", tag, 3 if kind == "H" else 4, len(numbers))
        entries += packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack(order + "I", start + len(values))
        values += packed if len(packed) > 4 else b""
    header = (b"II" if order == "<" else b"MM") + struct.pack(order + "HIH", 42, 8, len(tags))
    raw(name, header + entries + bytes(4) + values + data)


def strip(name, photometric, samples, depth, data, order="<", more=()):
    tags = [(256, [W]), (257, [H]), (258, [depth] * samples), (259, [1]), (262, [photometric]), (273, [(0,)])]
    tags += [(277, [samples]), (278, [H]), (279, [len(data)]), (284, [1])]
    tiff(name, tags + list(more), data, order)


wide = noise(H, W, 4, top=65536, kind=np.uint16)
strip("big-endian.tif", 2, 3, 8, base.tobytes(), ">")
strip("rgb16.tif", 2, 3, 16, wide[..., :3].astype("<u2").tobytes())
strip("rgb16-big-endian.tif", 2, 3, 16, wide[..., :3].astype(">u2").tobytes(), ">")
strip("rgba16.tif", 2, 4, 16, wide.astype("<u2").tobytes(), more=[(338, [2])])
strip("grey16.tif", 1, 1, 16, wide[..., 0].astype("<u2").tobytes())
strip("white-is-zero.tif", 0, 1, 8, np.array(grey).tobytes())
strip("rgbx.tif", 2, 4, 8, np.array(rgba).tobytes(), more=[(338, [0])])
strip("rgba-unmarked.tif", 2, 4, 8, np.array(rgba).tobytes())
multiplied = np.array(rgba).astype(int)
multiplied[..., :3] = multiplied[..., :3] * multiplied[..., 3:] // 255
strip("rgba-premultiplied.tif", 2, 4, 8, multiplied.astype(np.uint8).tobytes(), more=[(338, [1])])
common = [(256, [W]), (257, [H]), (258, [8] * 3), (259, [1]), (262, [2]), (277, [3])]
planes = b"".join(base[..., i].tobytes() for i in range(3))
tiff("planes.tif", common + [(273, [(0,), (W * H,), (2 * W * H,)]), (278, [H]), (279, [W * H] * 3), (284, [2])], planes)
strips = [(i * 4 * W * 3,) for i in range(4)]
tiff("strips.tif", common + [(273, strips), (278, [4]), (279, [4 * W * 3] * 3 + [W * 3]), (284, [1])], base.tobytes())
room = np.zeros((16, 32, 3), np.uint8)
room[:H, :W] = base
tiles = [zlib.compress(room[:, i : i + 16].tobytes()) for i in (0, 16)]
tiled = [tag for tag in common if tag[0] != 259] + [(259, [8]), (284, [1]), (322, [16]), (323, [16])]
tiff("tiles.tif", tiled + [(324, [(0,), (len(tiles[0]),)]), (325, [len(t) for t in tiles])], b"".join(tiles))

# GIF
save(palette, "palette.gif", interlace=False)
save(palette, "interlaced.gif", interlace=True)
save(palette, "transparent.gif", transparency=3)
save(grey, "grey.gif")
save(palette, "animated.gif", save_all=True, append_images=[other.quantize(20)])
data = bytearray(open("transparent.gif", "rb").read())
struct.pack_into("<HH", data, 6, 5, 5)
raw("small-screen.gif", bytes(data))

for name in made:
    image = Image.open(name)
    if image.format != "TIFF":
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = Image.fromarray((np.array(image) >> 8).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        image = white
    image.convert("RGB").save(name + ".png", optimize=True)
with open("index.txt", "w") as file:
    file.write("\n".join(sorted(made)) + "\n")
