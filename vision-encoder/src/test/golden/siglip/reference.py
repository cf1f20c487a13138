"""The vision encoders of the MiniCPM-V line in NumPy, in double precision, and the golden files made with them.

    python3 reference.py check FOLDER   compares this with embeddings of the official implementation: FOLDER holds
                                        resampler/ and minicpmv4_6/ (tiny random models, `*.embeddings.npy`) and images/
    python3 reference.py write FOLDER   writes ../../resources/golden/siglip from those tiny models: weights rounded to
                                        16-bit floats, embeddings of generated images computed here

Needs numpy and gguf; `check` needs Pillow. Nothing here is taken from another project's code: it follows the papers
(SigLIP, perceiver) and the published configuration of the models.
"""
import gzip
import os
import sys

import numpy as np
from gguf import GGUFReader, GGUFWriter, GGMLQuantizationType, LlamaFileType

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.join(HERE, "../../resources/golden/siglip")


def generated(seed, width, height):
    """The images of GeneratedImage.java: tiles of 16 pixels with noise, slopes, and single pixels of black and white. uint8, [height, width, 3]."""
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


class Model:
    def __init__(self, path):
        self.reader = GGUFReader(path)
        self.w = {t.name: np.array(t.data).reshape(tuple(int(n) for n in t.shape[::-1])).astype(np.float64)
                  for t in self.reader.tensors}

    def get(self, key, otherwise=None):
        field = self.reader.fields.get(key)
        return otherwise if field is None else field.contents()

    def linear(self, name, x):
        return x @ self.w[name + ".weight"].T + self.w.get(name + ".bias", 0)

    def norm(self, name, x):
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-6) * self.w[name + ".weight"] + self.w[name + ".bias"]


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x ** 3)))


def gelu_exact(x):
    import math
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))


def attend(q, k, v, heads):
    def split(t):
        return t.reshape(t.shape[0], heads, -1).transpose(1, 0, 2)
    q, k, v = split(q), split(k), split(v)
    mixed = softmax(q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])) @ v
    return mixed.transpose(1, 0, 2).reshape(mixed.shape[1], -1)


def buckets(n, exact):
    if exact:
        return [70 * i // n for i in range(n)]
    # torch.bucketize(torch.arange(0, 1 - 1e-6, 1 / n), torch.arange(1 / 70, 1.0, 1 / 70), right=True) in float32, with
    # the rounding of torch.arange: whole runs of 8 are counted from their first value
    step = float(np.float32(1) / np.float32(n))
    places = []
    for i in range(n):
        run = i // 8 * 8
        places.append(np.float32(float(np.float32(run * step)) + (i - run) * step) if run + 8 <= n else np.float32(i * step))
    bounds = np.array([np.float32(1 / 70 + i * (1 / 70)) for i in range(69)], np.float32)
    return [int((bounds <= p).sum()) for p in places]


def patches(image, side):
    rows, cols = image.shape[0] // side, image.shape[1] // side
    x = (image.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
    x = x.reshape(rows, side, cols, side, 3).transpose(0, 2, 4, 1, 3)
    return x.reshape(rows * cols, -1).astype(np.float64), rows, cols


def block(m, name, x, heads):
    y = m.norm(name + "ln1", x)
    y = attend(*(m.linear(name + "attn_" + p, y) for p in "qkv"), heads)
    x = x + m.linear(name + "attn_out", y)
    y = gelu_tanh(m.linear(name + "ffn_up", m.norm(name + "ln2", x)))
    return x + m.linear(name + "ffn_down", y)


def embedded(m, image):
    x, rows, cols = patches(image, m.get("clip.vision.patch_size"))
    exact = m.get("clip.projector_type") == "minicpmv4_6"
    table = m.w["v.position_embd.weight"]
    at = np.add.outer(70 * np.array(buckets(rows, exact)), buckets(cols, exact)).ravel()
    return x @ m.w["v.patch_embd.weight"].reshape(table.shape[1], -1).T + m.w["v.patch_embd.bias"] + table[at], rows, cols


def sincos(width, places):
    w = 1 / 10000 ** (np.arange(width // 2) / (width / 2))
    a = np.outer(places, w)
    return np.concatenate([np.sin(a), np.cos(a)], 1)


def resample(m, images, times=None):
    """Embeddings of one slice, or of frames that are compressed together."""
    heads = m.get("clip.vision.attention.head_count")
    keys, values = [], []
    for i, image in enumerate(images):
        x, rows, cols = embedded(m, image)
        for b in range(m.get("clip.vision.block_count")):
            x = block(m, f"v.blk.{b}.", x, heads)
        v = m.norm("resampler.ln_kv", m.linear("resampler.kv", m.norm("v.post_ln", x)))
        width = v.shape[1]
        k = v + np.concatenate([sincos(width // 2, np.tile(np.arange(cols), rows)),
                                sincos(width // 2, np.repeat(np.arange(rows), cols))], 1)
        if times is not None:
            k = k + sincos(width, [times[i]])
        keys.append(k)
        values.append(v)
    q = m.norm("resampler.ln_q", m.w["resampler.query"])
    y = attend(m.linear("resampler.attn.q", q), m.linear("resampler.attn.k", np.concatenate(keys)),
               m.linear("resampler.attn.v", np.concatenate(values)), width // 128)
    return m.linear("resampler.proj", m.norm("resampler.ln_post", m.linear("resampler.attn.out", y)))


def windows(x, rows, cols):
    """[rows * cols, width] to [windows, 4, width]"""
    return x.reshape(rows // 2, 2, cols // 2, 2, -1).transpose(0, 2, 1, 3, 4).reshape(rows * cols // 4, 4, -1)


def unwindows(x, rows, cols):
    return x.reshape(rows // 2, cols // 2, 2, 2, -1).transpose(0, 2, 1, 3, 4).reshape(rows * cols, -1)


def merge(m, image, factor=None):
    heads = m.get("clip.vision.attention.head_count")
    x, rows, cols = embedded(m, image)
    windowed = (factor or m.get("clip.vision.projector.scale_factor")) == 4
    for b in range(m.get("clip.vision.block_count")):
        x = block(m, f"v.blk.{b}.", x, heads)
        if windowed and b == m.get("clip.vision.wa_layer_indexes")[0]:
            name = "v.vit_merger."
            y = windows(m.norm(name + "ln1", x), rows, cols)
            y = np.stack([attend(*(m.linear(name + "attn_" + p, one) for p in "qkv"), heads) for one in y])
            x = x + unwindows(m.linear(name + "attn_out", y), rows, cols)
            four = windows(x, rows, cols)
            y = m.norm(name + "ds_ln", four.reshape(len(four), -1))
            x = four.mean(1) + m.linear(name + "ds_ffn_down", gelu_tanh(m.linear(name + "ds_ffn_up", y)))
            rows, cols = rows // 2, cols // 2
    four = windows(m.norm("v.post_ln", x), rows, cols)
    y = m.norm("mm.input_norm", four.reshape(len(four), -1))
    return m.linear("mm.down", gelu_exact(m.linear("mm.up", y)))


def check(folder):
    from PIL import Image

    def image(name):
        return np.array(Image.open(f"{folder}/images/{name}.png").convert("RGB"))

    def compare(name, found, golden):
        expected = np.load(f"{folder}/{golden}.npy").reshape(found.shape)
        print(f"{name}: max abs {np.abs(found - expected).max():.2g}, scale {expected.std():.3g}")

    m = Model(f"{folder}/resampler/mmproj-v3.gguf")
    a = image("a_224x224")
    compare("raw_224x224", resample(m, [a]), "resampler/raw_224x224.embeddings")
    compare("raw_280x182", resample(m, [image("h_280x182")]), "resampler/raw_280x182.embeddings")
    frames = [a, a[::-1], a[:, ::-1], np.rot90(a)]
    compare("3 frames", resample(m, frames[:3], [2, 6, 9]), "resampler/resampler3d_three_frames_t2_6_9")
    bigger = np.array(Image.open(f"{folder}/images/a_224x224.png").convert("RGB").resize((448, 448), Image.BICUBIC))
    for tag in ("16x", "4x"):
        compare(f"a_224x224_{tag}", merge(Model(f"{folder}/minicpmv4_6/mmproj-{tag}.gguf"), bigger),
                f"minicpmv4_6/a_224x224_{tag}.embeddings")
    compare("4 frames", resample(m, frames, [0, 1, 2, 3]), "resampler/resampler3d_four_frames_t0_1_2_3")


def shrink(model, path, used):
    """The model with weights rounded to 16-bit floats and zeros for positions that no golden looks at."""
    import tempfile
    with tempfile.NamedTemporaryFile(suffix=".gguf") as plain:
        w = GGUFWriter(plain.name, "clip")
        for key, field in model.reader.fields.items():
            if key.startswith("GGUF.") or key in ("general.architecture", "general.file_type", "general.quantization_version"):
                continue
            value = field.contents()
            kind = field.types[0].name
            if kind == "ARRAY":
                w.add_array(key, value)
            else:
                getattr(w, {"STRING": "add_string", "BOOL": "add_bool", "UINT32": "add_uint32", "INT32": "add_int32",
                            "FLOAT32": "add_float32"}[kind])(key, value)
        w.add_file_type(LlamaFileType.MOSTLY_F16)
        for t in model.reader.tensors:
            data = model.w[t.name]
            if t.name == "v.position_embd.weight":
                keep = np.zeros(len(data), bool)
                keep[sorted(used)] = True
                data = np.where(keep[:, None], data, 0)
            matrix = data.ndim > 1 and "query" not in t.name and "pos_embed" not in t.name
            w.add_tensor(t.name, data.astype(np.float16 if matrix else np.float32))
        w.write_header_to_file()
        w.write_kv_data_to_file()
        w.write_tensors_to_file()
        w.close()
        with open(plain.name, "rb") as source, open(path, "wb") as target:
            with gzip.GzipFile("", "wb", 9, target, mtime=0) as packed:
                packed.write(source.read())
        return Model(plain.name)


RESAMPLED = [(1, 350, 350), (2, 280, 182), (3, 140, 98)]
MERGED = [(4, 224, 168), (5, 112, 448)]
FRAMES = [(6, 140, 98), (7, 140, 98), (8, 140, 98)]
TIMES = [2, 6, 9]
WHOLE_FRAMES = [(9, 448, 448), (10, 448, 448), (11, 448, 448)]
WHOLE_TIMES = [2, 6, 42]


def used_rows(sizes, exact):
    return {70 * r + c for _, width, height in sizes for r in buckets(height // 14, exact) for c in buckets(width // 14, exact)}


def write(folder):
    os.makedirs(TARGET, exist_ok=True)

    def save(name, values):
        np.save(f"{TARGET}/{name}.npy", values.astype(np.float32))

    m = shrink(Model(f"{folder}/resampler/mmproj-v5-f16.gguf"), f"{TARGET}/resampler.gguf.gz",
               used_rows(RESAMPLED + FRAMES, False))
    for seed, width, height in RESAMPLED:
        save(f"resampled_{seed}_{width}x{height}", resample(m, [generated(seed, width, height)]))
    save("frames", resample(m, [generated(*f) for f in FRAMES], TIMES))
    save("whole_frames", resample(m, [generated(*f) for f in WHOLE_FRAMES], WHOLE_TIMES))
    m = shrink(Model(f"{folder}/minicpmv4_6/mmproj-16x.gguf"), f"{TARGET}/merger.gguf.gz", used_rows(MERGED, True))
    for seed, width, height in MERGED:
        for factor in (4, 2):
            save(f"merged_{factor}_{seed}_{width}x{height}", merge(m, generated(seed, width, height), factor))


if __name__ == "__main__":
    {"check": check, "write": write}[sys.argv[1]](sys.argv[2])
