"""Makes small packs of photos from the large ones, so that they travel in one go, and sets a part aside.

usage: shrink_packs.py DATA_DIR OUT_DIR

Each photo becomes a WebP of at most 144 (Flickr8k) or 116 pixels on its longer side. One photo in 25 is held out: it goes to OUT_DIR/held as it was, and
is never trained on. Sprites become WebP with alpha. Everything else is copied.
"""
import io, json, os, shutil, sys, zlib
from concurrent.futures import ProcessPoolExecutor
import numpy as np
from PIL import Image

SIDE, QUALITY, HELD = {"flickr": 144, "tin": 64}, 38, 25


def held(meta):
    return zlib.crc32(f"{meta.get('s', meta['k'])}/{meta['o']}".encode()) % HELD == 0


def small(jpeg, side):
    im = Image.open(io.BytesIO(jpeg)).convert("RGB")
    k = min(1, side / max(im.size))
    if k < 1:
        im = im.resize((round(im.width * k), round(im.height * k)), Image.LANCZOS)
    out = io.BytesIO()
    im.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()


def write(path, rows):
    meta, at = [], 0
    with open(path + ".bin", "wb") as f:
        for m, b in rows:
            f.write(b)
            meta.append(dict(m, o=at, n=len(b)))
            at += len(b)
    json.dump(meta, open(path + ".json", "w"))


def main(src, out):
    os.makedirs(out + "/held", exist_ok=True)
    pool = ProcessPoolExecutor()
    for f in sorted(os.listdir(src)):
        if f.endswith(".json"):
            meta = json.load(open(src + "/" + f))
            blob = np.memmap(src + "/" + f[:-5] + ".bin", np.uint8, "r")
            rows = [(m, blob[m["o"]:m["o"] + m["n"]].tobytes()) for m in meta]
            keep = [x for x in rows if not held(x[0])]
            write(out + "/held/" + f[:-5], [x for x in rows if held(x[0])])
            write(out + "/" + f[:-5], zip([m for m, _ in keep], pool.map(small, [b for _, b in keep], [SIDE.get(f[:-5], 116)] * len(keep), chunksize=64)))
        elif f == "sprites.npz":
            z = np.load(src + "/" + f)
            rows = []
            for rgba, name in zip(z["rgba"], z["names"]):
                o = io.BytesIO()
                Image.fromarray(rgba).save(o, "WEBP", quality=75, alpha_quality=80, method=4)
                rows.append(({"k": "sprite", "name": str(name)}, o.getvalue()))
            write(out + "/sprites", rows)
        elif f.endswith(".bin"):
            continue
        elif os.path.isdir(src + "/" + f):
            shutil.copytree(src + "/" + f, out + "/" + f, dirs_exist_ok=True)
        else:
            shutil.copy(src + "/" + f, out + "/" + f)


if __name__ == "__main__":
    main(*sys.argv[1:])
