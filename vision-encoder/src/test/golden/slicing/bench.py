"""Milliseconds of Pillow for the sizes of ResizeBenchmark.java; one thread. Run: python bench.py"""

import time

import PIL
from PIL import Image

from make import generated

SIZES = [(4000, 3000, 1344, 896), (4000, 3000, 504, 392), (1280, 960, 1344, 896), (640, 427, 784, 504)]

for width, height, to_width, to_height in SIZES:
    image = Image.fromarray(generated(1, width, height))
    took = []
    for _ in range(41):
        start = time.perf_counter()
        image.resize((to_width, to_height), Image.BICUBIC)
        took.append((time.perf_counter() - start) * 1e3)
    took.sort()
    print(f"Pillow {PIL.__version__}, {width}x{height} to {to_width}x{to_height}: median {took[20]:.2f} ms, least {took[0]:.2f} ms")
