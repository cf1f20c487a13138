"""Writes trained weights as two GGUF files in Q8_0: the text decoder and the mmproj.

usage: export.py WEIGHTS TOKENIZER PREFIX        (MODEL as in train.py; WEIGHTS: a .pt file, or a folder of weights.*.pt)
"""
import json, os, sys
import numpy as np
import torch
import gguf
from gguf import GGMLQuantizationType as Q
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

TEMPLATE = ("{% for message in messages %}{% if message['role'] == 'user' %}{{'<用户>' + message['content'].strip() + '<AI>'}}"
            "{% else %}{{message['content'].strip() + '</s>'}}{% endif %}{% endfor %}")


def put(w, name, t, qtype):
    a = t.detach().float().cpu().numpy()
    if a.ndim == 1 or qtype is None:
        w.add_tensor(name, a.astype(np.float32))
    elif qtype == Q.Q8_0 and a.ndim == 2 and a.shape[-1] % 32 == 0:
        w.add_tensor(name, gguf.quants.quantize(a, Q.Q8_0), raw_dtype=Q.Q8_0)
    else:
        w.add_tensor(name, a.astype(np.float16))


def meta(w, name, desc):
    w.add_name(name)
    w.add_description(desc)
    w.add_license("apache-2.0")


def export(sd, c, spm, prefix, qtype, name):
    w = gguf.GGUFWriter(prefix + ".gguf", "minicpm")
    meta(w, name, "MiniCPM-style decoder of a tiny vision-language model, trained from scratch")
    w.add_context_length(c.ctx); w.add_embedding_length(c.dim); w.add_block_count(c.layers)
    w.add_feed_forward_length(c.ff); w.add_head_count(c.heads); w.add_head_count_kv(c.kv_heads)
    w.add_layer_norm_rms_eps(c.rms_eps); w.add_rope_freq_base(c.rope_base)
    w.add_rope_dimension_count(c.dim // c.heads); w.add_vocab_size(c.vocab)
    w.add_embedding_scale(c.scale_emb); w.add_residual_scale(c.scale_depth / c.layers ** 0.5)
    w.add_logit_scale(c.dim / c.dim_model_base)
    w.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if qtype == Q.Q8_0 else gguf.LlamaFileType.MOSTLY_F16)
    import sentencepiece as sp
    p = sp.SentencePieceProcessor(model_file=spm)
    toks, scores, types = [], [], []
    for i in range(p.vocab_size()):
        toks.append(p.id_to_piece(i).encode()); scores.append(p.get_score(i))
        types.append(gguf.TokenType.UNKNOWN if p.is_unknown(i) else gguf.TokenType.CONTROL if p.is_control(i)
                     else gguf.TokenType.BYTE if p.is_byte(i) else gguf.TokenType.UNUSED if p.is_unused(i) else gguf.TokenType.NORMAL)
    for i in range(p.vocab_size(), c.vocab):
        toks.append(f"<unused{i}>".encode()); scores.append(-1e4); types.append(gguf.TokenType.UNUSED)
    w.add_tokenizer_model("llama"); w.add_tokenizer_pre("default")
    w.add_token_list(toks); w.add_token_scores(scores); w.add_token_types(types)
    w.add_bos_token_id(p.bos_id()); w.add_eos_token_id(p.eos_id()); w.add_unk_token_id(p.unk_id())
    w.add_add_bos_token(True); w.add_add_eos_token(False); w.add_add_space_prefix(False)
    w.add_chat_template(TEMPLATE)
    put(w, "token_embd.weight", sd["emb.weight"], qtype)
    put(w, "output_norm.weight", sd["norm.w"], qtype)
    for i in range(c.layers):
        s, t = f"layers.{i}.", f"blk.{i}."
        for a, b in [("n1.w", "attn_norm"), ("q.weight", "attn_q"), ("k.weight", "attn_k"), ("v.weight", "attn_v"),
                     ("o.weight", "attn_output"), ("n2.w", "ffn_norm"), ("gate.weight", "ffn_gate"),
                     ("up.weight", "ffn_up"), ("down.weight", "ffn_down")]:
            put(w, t + b + ".weight", sd[s + a], qtype)
    w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()

    w = gguf.GGUFWriter(prefix.replace(prefix.split("/")[-1], "mmproj-" + prefix.split("/")[-1]) + ".gguf", "clip")
    meta(w, name, "SigLIP-style vision encoder and resampler of a tiny vision-language model, trained from scratch")
    w.add_bool("clip.has_text_encoder", False); w.add_bool("clip.has_vision_encoder", True)
    w.add_bool("clip.has_minicpmv_projector", True)
    w.add_string("clip.projector_type", "resampler")
    w.add_int32("clip.minicpmv_version", 3); w.add_uint32("clip.minicpmv_query_num", c.n_query)
    w.add_uint32("clip.vision.image_size", c.image_size); w.add_uint32("clip.vision.patch_size", c.patch_size)
    w.add_uint32("clip.vision.embedding_length", c.v_dim); w.add_uint32("clip.vision.feed_forward_length", c.v_ff)
    w.add_uint32("clip.vision.projection_dim", c.dim); w.add_uint32("clip.vision.attention.head_count", c.v_heads)
    w.add_float32("clip.vision.attention.layer_norm_epsilon", c.ln_eps); w.add_uint32("clip.vision.block_count", c.v_layers)
    w.add_uint32("clip.vision.preproc_max_tiles", 1)
    w.add_array("clip.vision.image_mean", [0.5, 0.5, 0.5]); w.add_array("clip.vision.image_std", [0.5, 0.5, 0.5])
    w.add_bool("clip.use_gelu", True)
    w.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0 if qtype == Q.Q8_0 else gguf.LlamaFileType.MOSTLY_F16)
    put(w, "v.patch_embd.weight", sd["vit.patch.weight"], Q.F16)
    put(w, "v.patch_embd.bias", sd["vit.patch.bias"], qtype)
    pos = torch.nn.functional.interpolate(sd["vit.pos"].float()[None], size=(70, 70), mode="bilinear", align_corners=False)[0]
    put(w, "v.position_embd.weight", pos.flatten(1).T.contiguous(), Q.F16)
    put(w, "v.post_ln.weight", sd["vit.post_ln.weight"], qtype); put(w, "v.post_ln.bias", sd["vit.post_ln.bias"], qtype)
    for i in range(c.v_layers):
        s, t = f"vit.layers.{i}.", f"v.blk.{i}."
        for a, b in [("ln1", "ln1"), ("q", "attn_q"), ("k", "attn_k"), ("v", "attn_v"), ("o", "attn_out"), ("ln2", "ln2"),
                     ("up", "ffn_up"), ("down", "ffn_down")]:
            put(w, t + b + ".weight", sd[s + a + ".weight"], qtype); put(w, t + b + ".bias", sd[s + a + ".bias"], qtype)
    r = "resampler."
    put(w, r + "pos_embed_k", torch.zeros(1, c.dim), None)   # named by the format, recomputed from sizes at run time
    put(w, r + "query", sd[r + "query"], None)
    put(w, r + "proj.weight", sd[r + "proj.weight"], qtype); put(w, r + "kv.weight", sd[r + "kv.weight"], qtype)
    for a, b in [("q", "q"), ("k", "k"), ("v", "v"), ("o", "out")]:
        put(w, r + f"attn.{b}.weight", sd[r + a + ".weight"], qtype); put(w, r + f"attn.{b}.bias", sd[r + a + ".bias"], qtype)
    for a in ("q", "kv", "post"):
        put(w, r + f"ln_{a}.weight", sd[r + f"ln_{a}.weight"], qtype); put(w, r + f"ln_{a}.bias", sd[r + f"ln_{a}.bias"], qtype)
    w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()


if __name__ == "__main__":
    from evaluate import load
    from model import Config
    weights, tokenizer, prefix = sys.argv[1:4]
    export(load(weights), Config(vocab=4096, **json.loads(os.environ.get("MODEL", "{}"))), tokenizer, prefix, Q.Q8_0, "Glimpse Tiny")
