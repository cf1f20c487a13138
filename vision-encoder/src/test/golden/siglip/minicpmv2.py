"""Golden files of MiniCPM-V 2.0, made by running the official code on a tiny model with random weights.

    python3 minicpmv2.py SOURCES          writes minicpmv2.gguf.gz and minicpmv2_*.npy to ../../resources/golden/siglip
    python3 minicpmv2.py SOURCES table T  compares the official slicing with the table of slices T

SOURCES is a folder with the published files of openbmb/MiniCPM-V-2: modeling_minicpmv.py, resampler.py and
image_processing_minicpmv.py. They are imported, not copied. Needs torch, timm, transformers, Pillow, gguf.

The file has the form of openbmb/MiniCPM-V-2-gguf: no clip.minicpmv_version, swapped names of the feed-forward layers,
positions resampled from 27x27 to 32x32 patches by timm and rounded to 16-bit floats. Besides, as `trained.position_embd`,
the 27x27 positions they came from. `resampler.pos_embed_k`, which nothing reads, is zero here.
"""
import csv
import gzip
import hashlib
import importlib
import os
import sys
import tempfile
import types

import numpy as np
import timm
import torch
from gguf import GGUFWriter, LlamaFileType
from timm.layers import resample_abs_pos_embed

from reference import TARGET, generated

WIDTH, HEADS, BLOCKS, FFN, OUT, QUERIES, SEED = 64, 4, 3, 128, 256, 64, 20
UNCUT = [(1, 448, 448), (2, 280, 182), (3, 350, 350), (4, 322, 630)]
SLICED = [(5, 700, 500), (6, 250, 130)]


def official(folder):
    """The published modules, as parts of a package whose decoder is left out."""
    package = types.ModuleType("official")
    package.__path__ = [folder]
    sys.modules["official"] = package
    for name, classes in (("configuration_minicpm", ["MiniCPMVConfig"]),
                          ("modeling_minicpm", ["MiniCPMForCausalLM", "MiniCPMPreTrainedModel"])):
        stub = types.ModuleType("official." + name)
        for each in classes:
            setattr(stub, each, type(each, (), {}))
        sys.modules[stub.__name__] = stub
    return tuple(importlib.import_module("official." + name)
                 for name in ("modeling_minicpmv", "resampler", "image_processing_minicpmv"))


def build(resampler_module):
    """The vision side as MiniCPMV.__init__ builds it, smaller; every weight is a 16-bit float."""
    vpm = timm.models.VisionTransformer(
        img_size=384, patch_size=14, embed_dim=WIDTH, depth=BLOCKS + 1, num_heads=HEADS, mlp_ratio=FFN / WIDTH,
        class_token=False, global_pool="map", num_classes=0, dynamic_img_size=True, dynamic_img_pad=True)
    vpm.attn_pool = torch.nn.Identity()
    vpm.blocks = vpm.blocks[:-1]
    resampler = resampler_module.Resampler(
        grid_size=int(QUERIES ** 0.5), embed_dim=OUT, num_heads=OUT // 128, kv_dim=WIDTH, adaptive=True)
    random = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for module in (vpm, resampler):
            for name, p in sorted(module.named_parameters()):
                if name == "pos_embed" and module is resampler:
                    continue  # sines and cosines
                noise = torch.randn(p.shape, generator=random)
                if "norm" in name or "ln_" in name:
                    p.copy_((0.0 if name.endswith("bias") else 1.0) + 0.1 * noise)
                elif name.endswith("bias"):
                    p.copy_(0.1 * noise)
                elif name == "pos_embed":
                    p.copy_(0.5 * noise)
                elif name == "query":
                    p.copy_(noise)
                else:
                    p.copy_(noise * p[0].numel() ** -0.5)
                p.copy_(p.half().float())
    return vpm.eval(), resampler.eval()


def export(vpm, resampler, path):
    w = GGUFWriter(path, "clip")
    for key, value in {"has_text_encoder": False, "has_vision_encoder": True, "has_llava_projector": True, "use_gelu": True}.items():
        w.add_bool("clip." + key, value)
    w.add_file_type(LlamaFileType.MOSTLY_F16)
    w.add_description("image encoder for LLaVA")
    w.add_string("clip.projector_type", "resampler")
    for key, value in {"image_size": 448, "patch_size": 14, "embedding_length": WIDTH, "feed_forward_length": FFN,
                       "projection_dim": 0, "attention.head_count": HEADS, "block_count": BLOCKS}.items():
        w.add_uint32("clip.vision." + key, value)
    w.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    w.add_array("clip.vision.image_mean", [0.5] * 3)
    w.add_array("clip.vision.image_std", [0.5] * 3)

    def put(name, values):
        a = values.detach().numpy()
        matrix = a.ndim > 1 and name.endswith(".weight") or name.startswith("trained")
        w.add_tensor(name, a.astype(np.float16 if matrix else np.float32))

    def thirds(name, at, values, ending):
        for part, third in zip("qkv", values.chunk(3)):
            put(f"{name}{at}{part}.{ending}", third)

    state = resampler.state_dict()
    put("resampler.query", state["query"])
    put("resampler.pos_embed", state["pos_embed"])
    put("resampler.pos_embed_k", torch.zeros(32 * 32, OUT))
    put("resampler.proj.weight", state["proj"].T.contiguous())
    put("resampler.kv.weight", state["kv_proj.weight"])
    thirds("resampler.attn.", "", state["attn.in_proj_weight"], "weight")
    thirds("resampler.attn.", "", state["attn.in_proj_bias"], "bias")
    for ending in ("weight", "bias"):
        put("resampler.attn.out." + ending, state["attn.out_proj." + ending])
        for norm in ("q", "kv", "post"):
            put(f"resampler.ln_{norm}.{ending}", state[f"ln_{norm}.{ending}"])

    state = vpm.state_dict()
    put("v.position_embd.weight", resample_abs_pos_embed(state["pos_embed"], (32, 32), num_prefix_tokens=0)[0])
    put("trained.position_embd", state["pos_embed"][0])
    for ending in ("weight", "bias"):
        put("v.patch_embd." + ending, state["patch_embed.proj." + ending])
        put("v.post_ln." + ending, state["norm." + ending])
        for b in range(BLOCKS):
            thirds(f"v.blk.{b}.", "attn_", state[f"blocks.{b}.attn.qkv.{ending}"], ending)
            for ours, theirs in (("attn_out", "attn.proj"), ("ln1", "norm1"), ("ln2", "norm2"),
                                 ("ffn_down", "mlp.fc1"), ("ffn_up", "mlp.fc2")):
                put(f"v.blk.{b}.{ours}.{ending}", state[f"blocks.{b}.{theirs}.{ending}"])
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def pixels(image):
    x = (image.astype(np.float32) / np.float32(255) - np.float32(0.5)) / np.float32(0.5)
    return torch.from_numpy(x).permute(2, 0, 1)


def write(folder):
    modeling, resampler_module, processing = official(folder)
    vpm, resampler = build(resampler_module)
    with tempfile.NamedTemporaryFile(suffix=".gguf") as plain:
        export(vpm, resampler, plain.name)
        with open(plain.name, "rb") as source, open(f"{TARGET}/minicpmv2.gguf.gz", "wb") as target:
            with gzip.GzipFile("", "wb", 9, target, mtime=0) as packed:
                packed.write(source.read())
    model = types.SimpleNamespace(vpm=vpm, resampler=resampler)
    processor = processing.MiniCPMVImageProcessor()

    def embed(slices):
        with torch.no_grad():
            return modeling.MiniCPMV.get_vision_embedding(model, slices).numpy()

    from PIL import Image
    written = {}
    for seed, width, height in UNCUT:
        written[f"minicpmv2_{seed}_{width}x{height}"] = embed([pixels(generated(seed, width, height))])
    for seed, width, height in SLICED:
        slices = processor.get_sliced_images(Image.fromarray(generated(seed, width, height)))
        print(width, height, "becomes", [s.size for s in slices])
        print(repr(processor.get_slice_image_placeholder((width, height)).replace(processor.unk_token * QUERIES, "E")))
        written[f"minicpmv2_{seed}_{width}x{height}"] = embed([pixels(np.array(s)) for s in slices])
    for name, values in written.items():
        np.save(f"{TARGET}/{name}.npy", values.astype(np.float32))
    for name in ["minicpmv2.gguf.gz"] + [name + ".npy" for name in written]:
        print(f"- `{name}` `{hashlib.sha256(open(f'{TARGET}/{name}', 'rb').read()).hexdigest()}`")
    print("deviation", {name: float(values.std()) for name, values in written.items()})


def table(folder, path):
    """Of ../../resources/golden/slicing: the family whose sides are multiples of 14."""
    from PIL import Image
    processor = official(folder)[2].MiniCPMVImageProcessor()
    same = different = 0
    with open(path) as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            if row["family"] != "2.6":
                continue
            image = Image.new("RGB", (int(row["width"]), int(row["height"])))
            overview, slices, grid = processor.slice_image(image, max_slice_nums=int(row["max_slice_nums"]))
            found = [*overview.size, *(grid or (0, 0)), *(slices[0][0].size if slices else (0, 0))]
            expected = [int(row[key]) for key in
                        ("overview_w", "overview_h", "grid_cols", "grid_rows", "slice_w", "slice_h")]
            same, different = (same + 1, different) if found == expected else (same, different + 1)
            if found != expected:
                print(row, found)
    print(same, "rows equal,", different, "differ")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        write(sys.argv[1])
    else:
        table(sys.argv[1], sys.argv[3])
