"""Writes the golden files of ../../resources/golden/slicing, except table.csv.

Run with Python 3.11, Pillow 12.3.0, torch 2.13.0, torchvision 0.28.0, transformers 5.18.0, numpy 2.4.6:
    python make.py ../../resources/golden/slicing

The images are generated, by the formula of `generated` below and of GeneratedImage.java, so that
no photograph has to be kept.
"""

import csv
import hashlib
import pathlib
import sys

import numpy as np
import torch
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms.v2 import functional
from transformers.models.minicpmv4_6.image_processing_minicpmv4_6 import MiniCPMV4_6ImageProcessor
from transformers.models.minicpmv4_6.image_processing_pil_minicpmv4_6 import MiniCPMV4_6ImageProcessorPil
from transformers.vision_utils import get_vision_nearest_position_ids

HALF = [0.5, 0.5, 0.5]

# seed, width, height, target width, target height
RESIZES = [
    (1, 1, 1, 448, 448),
    (2, 2, 3, 392, 560),
    (3, 1, 4000, 56, 28336),
    (4, 3999, 2, 28336, 56),
    (5, 64, 48, 64, 96),
    (6, 64, 48, 128, 48),
    (7, 64, 48, 64, 20),
    (8, 64, 48, 31, 48),
    (9, 64, 48, 65, 47),
    (10, 97, 131, 448, 448),
    (11, 136, 150, 420, 476),
    (12, 300, 200, 560, 392),
    (13, 447, 449, 448, 448),
    (14, 500, 333, 560, 336),
    (15, 640, 427, 784, 504),
    (16, 800, 120, 1176, 168),
    (17, 1000, 1000, 1344, 896),
    (18, 1280, 960, 504, 392),
    (19, 1280, 960, 1512, 1176),
    (20, 2000, 1500, 1344, 896),
    (21, 4096, 7, 14, 7),
    (22, 5, 3000, 3, 1),
    (23, 1537, 1023, 17, 1023),
    (24, 1021, 769, 1021, 13),
    (25, 20, 2001, 56, 1300),
    (26, 20, 2000, 56, 1300),
    (27, 20, 2001, 56, 2002),
    (28, 20, 2001, 56, 2001),
]

# seed, width, height, max_slice_nums
PROCESSED = [
    (31, 1, 1, 9),
    (32, 224, 224, 9),
    (33, 300, 200, 9),
    (34, 333, 500, 9),
    (35, 427, 640, 9),
    (36, 800, 600, 9),
    (37, 1120, 1120, 9),
    (38, 1280, 720, 9),
    (39, 1280, 720, 4),
    (40, 1280, 720, 1),
    (41, 1792, 448, 9),
    (42, 97, 1311, 9),
    (43, 1600, 1200, 36),
]


def generated(seed, width, height):
    """Tiles of 16 pixels: noise, slopes, and single pixels of black and white. uint8, [height, width, 3]."""
    y, x, c = np.meshgrid(
        np.arange(height, dtype=np.uint32), np.arange(width, dtype=np.uint32), np.arange(3, dtype=np.uint32), indexing="ij"
    )
    s = np.uint32(seed)
    mixed_seed = np.uint32(seed * 0x27D4EB2F & 0xFFFFFFFF)
    h = x * np.uint32(0x9E3779B1) + y * np.uint32(0x85EBCA77) + c * np.uint32(0xC2B2AE3D) + mixed_seed
    h ^= h >> np.uint32(15)
    h *= np.uint32(0x2C1B3C6D)
    h ^= h >> np.uint32(12)
    h *= np.uint32(0x297A2D39)
    h ^= h >> np.uint32(15)
    noise = h & np.uint32(255)
    slope = (x * np.uint32(3) + y * np.uint32(2) + c * np.uint32(40) + s) % np.uint32(510)
    slope = np.where(slope > 255, 510 - slope, slope)
    points = ((x + y + c) & np.uint32(1)) * np.uint32(255)
    kind = (x // 16 + y // 16 + s) % np.uint32(3)
    return np.choose(kind, [noise, slope, points]).astype(np.uint8)


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def by_pillow(pixels, width, height):
    return np.asarray(Image.fromarray(pixels).resize((width, height), Image.BICUBIC))


def by_torchvision(pixels, width, height):
    tensor = torch.from_numpy(pixels.copy()).permute(2, 0, 1)
    resized = functional.resize(tensor, [height, width], interpolation=InterpolationMode.BICUBIC, antialias=True)
    return resized.permute(1, 2, 0).numpy()


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(path, len(rows), "rows")


def resizes():
    for seed, width, height, to_width, to_height in RESIZES:
        pixels = generated(seed, width, height)
        for name, resize in (("PILLOW", by_pillow), ("TORCHVISION", by_torchvision)):
            result = resize(pixels, to_width, to_height)
            yield seed, width, height, to_width, to_height, name, sha256(pixels), sha256(result)


def processed():
    """The whole official processor of 4.6, each crop as little-endian floats [patch][channel][y][x]."""
    backends = (("PILLOW", MiniCPMV4_6ImageProcessorPil), ("TORCHVISION", MiniCPMV4_6ImageProcessor))
    for name, processor in backends:
        process = processor(image_mean=HALF, image_std=HALF)
        for seed, width, height, max_slices in PROCESSED:
            image = Image.fromarray(generated(seed, width, height))
            out = process(images=[image], max_slice_nums=max_slices, return_tensors="np")
            values = np.asarray(out["pixel_values"], dtype="<f4")[0]
            rows, cols = out["grids"][0]
            at = 0
            for crop, (crop_rows, crop_cols) in enumerate(out["target_sizes"].tolist()):
                count = crop_rows * crop_cols
                patches = values[:, :, at : at + count * 14].reshape(3, 14, count, 14).transpose(2, 0, 1, 3)
                at += count * 14
                yield name, seed, width, height, max_slices, cols, rows, crop, crop_cols, crop_rows, sha256(patches)
            assert at == values.shape[2]


def buckets():
    """Where the rule of 2.0 to 4.5 differs from floor(70 * index / count); 4.6's own never does."""
    bounds = torch.arange(1 / 70, 1.0, 1 / 70)
    for count in range(1, 601):
        exact = [70 * index // count for index in range(count)]
        merging = get_vision_nearest_position_ids(torch.tensor([[1, count]]), 70)
        assert merging.tolist() == exact, count
        coordinates = torch.arange(0, 1 - 1e-6, 1 / torch.tensor(count, dtype=torch.int32))
        for index, bucket in enumerate(torch.bucketize(coordinates, bounds, right=True).tolist()):
            if bucket != exact[index]:
                yield count, index, bucket


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    write(
        target / "resize.csv",
        ["seed", "width", "height", "target_width", "target_height", "rounding", "source_sha256", "result_sha256"],
        list(resizes()),
    )
    write(
        target / "processor.csv",
        "backend,seed,width,height,max_slice_nums,grid_cols,grid_rows,crop,patch_cols,patch_rows,floats_sha256".split(","),
        list(processed()),
    )
    write(target / "buckets.csv", ["count", "index", "float32_bucket"], list(buckets()))
