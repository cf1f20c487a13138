"""The tiny MiniCPM-V style model: SigLIP-style ViT -> resampler -> MiniCPM decoder.

Every operation matches what llama.cpp computes for projector type `resampler` (minicpmv version 3) and
architecture `minicpm`, so that exported weights give the same answers there.
"""
from dataclasses import dataclass, asdict
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class Config:
    # vision (SigLIP-style)
    image_size: int = 224
    patch_size: int = 14
    v_dim: int = 384
    v_layers: int = 8
    v_heads: int = 6
    v_ff: int = 1536
    pos_grid: int = 14            # learned at this size, exported interpolated to 70 x 70
    # resampler
    n_query: int = 64
    # decoder (MiniCPM)
    vocab: int = 4096
    dim: int = 384
    layers: int = 10
    heads: int = 6
    kv_heads: int = 2
    ff: int = 1024
    rope_base: float = 10000.0
    scale_emb: float = 12.0
    scale_depth: float = 1.4
    dim_model_base: int = 256
    rms_eps: float = 1e-5
    ln_eps: float = 1e-6
    ctx: int = 2048


class VitLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.h = c.v_heads
        self.ln1 = nn.LayerNorm(c.v_dim, eps=c.ln_eps)
        self.q = nn.Linear(c.v_dim, c.v_dim)
        self.k = nn.Linear(c.v_dim, c.v_dim)
        self.v = nn.Linear(c.v_dim, c.v_dim)
        self.o = nn.Linear(c.v_dim, c.v_dim)
        self.ln2 = nn.LayerNorm(c.v_dim, eps=c.ln_eps)
        self.up = nn.Linear(c.v_dim, c.v_ff)
        self.down = nn.Linear(c.v_ff, c.v_dim)

    def forward(self, x):
        B, N, D = x.shape
        y = self.ln1(x)
        q, k, v = (m(y).view(B, N, self.h, -1).transpose(1, 2) for m in (self.q, self.k, self.v))
        x = x + self.o(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(B, N, D))
        return x + self.down(F.gelu(self.up(self.ln2(x)), approximate="tanh"))


def sincos(E, H, W, device):
    om = 1.0 / 10000 ** (torch.arange(E // 4, device=device, dtype=torch.float32) / (E // 4))
    y = torch.arange(H, device=device).repeat_interleave(W).float()[:, None] * om
    x = torch.arange(W, device=device).repeat(H).float()[:, None] * om
    return torch.cat([x.sin(), x.cos(), y.sin(), y.cos()], 1)   # HW,E


class Vit(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.patch = nn.Conv2d(3, c.v_dim, c.patch_size, c.patch_size)
        # positions start as strong as the patches: with a small random start they drown (measured: 0.6% of the signal after 1,500 steps)
        self.pos = nn.Parameter(sincos(c.v_dim, c.pos_grid, c.pos_grid, "cpu").T.reshape(c.v_dim, c.pos_grid, c.pos_grid) * 0.5)
        self.layers = nn.ModuleList(VitLayer(c) for _ in range(c.v_layers))
        self.post_ln = nn.LayerNorm(c.v_dim, eps=c.ln_eps)
        self.compiled_for = None                 # the number of patches that compiled layers are for; others run as they are

    def pos_table(self):
        return F.interpolate(self.pos[None], size=(70, 70), mode="bilinear", align_corners=False)[0]  # D,70,70

    def forward(self, img):                     # B,3,H,W normalised to [-1, 1]
        x = self.patch(img)
        B, D, H, W = x.shape
        r = torch.div(torch.arange(H, device=img.device) * 70, H, rounding_mode="floor")
        s = torch.div(torch.arange(W, device=img.device) * 70, W, rounding_mode="floor")
        pos = self.pos_table()[:, r][:, :, s]
        x = (x + pos).flatten(2).transpose(1, 2)
        for l in self.layers:
            x = l(x) if x.shape[1] == self.compiled_for else l.forward(x)
        return self.post_ln(x), H, W


class Resampler(nn.Module):
    def __init__(self, c):
        super().__init__()
        E = c.dim
        assert E % 128 == 0
        self.h = E // 128
        self.query = nn.Parameter(torch.randn(c.n_query, E) * 0.02)
        self.kv = nn.Linear(c.v_dim, E, bias=False)
        self.ln_q = nn.LayerNorm(E, eps=c.ln_eps)
        self.ln_kv = nn.LayerNorm(E, eps=c.ln_eps)
        self.q = nn.Linear(E, E)
        self.k = nn.Linear(E, E)
        self.v = nn.Linear(E, E)
        self.o = nn.Linear(E, E)
        self.ln_post = nn.LayerNorm(E, eps=c.ln_eps)
        self.proj = nn.Linear(E, E, bias=False)

    def forward(self, x, H, W):
        B, N, _ = x.shape
        q = self.q(self.ln_q(self.query))
        v = self.ln_kv(self.kv(x))
        k = self.k(v + sincos(q.shape[-1], H, W, x.device).to(v.dtype))
        v = self.v(v)
        Q = q.view(1, -1, self.h, 128).transpose(1, 2).expand(B, -1, -1, -1)
        K = k.view(B, N, self.h, 128).transpose(1, 2)
        V = v.view(B, N, self.h, 128).transpose(1, 2)
        y = F.scaled_dot_product_attention(Q, K, V).transpose(1, 2).reshape(B, -1, q.shape[-1])
        return self.proj(self.ln_post(self.o(y)))


class RMSNorm(nn.Module):
    def __init__(self, d, eps):
        super().__init__()
        self.w = nn.Parameter(torch.ones(d))
        self.eps = eps

    def forward(self, x):
        return F.rms_norm(x, (x.shape[-1],), self.w.to(x.dtype), self.eps)


def rope(x, cos, sin):                           # interleaved pairs (llama.cpp NORM)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)


class DecLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        d = c.dim // c.heads
        self.n1 = RMSNorm(c.dim, c.rms_eps)
        self.q = nn.Linear(c.dim, c.dim, bias=False)
        self.k = nn.Linear(c.dim, d * c.kv_heads, bias=False)
        self.v = nn.Linear(c.dim, d * c.kv_heads, bias=False)
        self.o = nn.Linear(c.dim, c.dim, bias=False)
        self.n2 = RMSNorm(c.dim, c.rms_eps)
        self.gate = nn.Linear(c.dim, c.ff, bias=False)
        self.up = nn.Linear(c.dim, c.ff, bias=False)
        self.down = nn.Linear(c.ff, c.dim, bias=False)
        self.res = c.scale_depth / math.sqrt(c.layers)

    def forward(self, x, cos, sin):
        c = self.c
        B, T, D = x.shape
        y = self.n1(x)
        q = rope(self.q(y).view(B, T, c.heads, -1).transpose(1, 2), cos, sin)
        k = rope(self.k(y).view(B, T, c.kv_heads, -1).transpose(1, 2), cos, sin)
        v = self.v(y).view(B, T, c.kv_heads, -1).transpose(1, 2)
        g = c.heads // c.kv_heads
        k, v = k.repeat_interleave(g, 1), v.repeat_interleave(g, 1)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o(a.transpose(1, 2).reshape(B, T, D)) * self.res
        y = self.n2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y)) * self.res


class TinyVlm(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.vit = Vit(c)
        self.resampler = Resampler(c)
        self.emb = nn.Embedding(c.vocab, c.dim)
        self.layers = nn.ModuleList(DecLayer(c) for _ in range(c.layers))
        self.norm = RMSNorm(c.dim, c.rms_eps)
        self.apply(self._init)
        nn.init.normal_(self.vit.patch.weight, std=0.5 * self.vit.patch.weight[0].numel() ** -0.5)
        nn.init.normal_(self.resampler.proj.weight, std=0.1 * c.dim ** -0.5)     # enters the decoder at the scale of the text embeddings

    @staticmethod
    def _init(m):
        if isinstance(m, (nn.Linear, nn.Conv2d)):
            nn.init.trunc_normal_(m.weight, std=m.weight[0].numel() ** -0.5)
            if m.bias is not None:
                nn.init.zeros_(m.bias)
        elif isinstance(m, nn.Embedding):
            nn.init.normal_(m.weight, std=0.05)

    def rope_tables(self, T, device):
        d = self.c.dim // self.c.heads
        f = self.c.rope_base ** (-torch.arange(0, d, 2, device=device).float() / d)
        t = torch.arange(T, device=device).float()[:, None] * f
        return t.cos(), t.sin()

    def encode(self, img):
        return self.resampler(*self.vit(img))

    def hidden(self, tokens, img_embeds=None, img_at=2):
        """tokens: B,T with n_query placeholder positions starting at img_at, replaced by img_embeds."""
        x = self.emb(tokens)
        if img_embeds is not None:
            n = img_embeds.shape[1]
            x = torch.cat([x[:, :img_at], img_embeds.to(x.dtype), x[:, img_at + n:]], 1)
        x = x * self.c.scale_emb
        cos, sin = self.rope_tables(x.shape[1], x.device)
        cos, sin = cos.to(x.dtype), sin.to(x.dtype)
        for l in self.layers:
            x = l(x, cos, sin)
        return self.norm(x)

    def logits(self, h):
        return F.linear(h, self.emb.weight.to(h.dtype)) / (self.c.dim / self.c.dim_model_base)

    def forward(self, tokens, img_embeds=None, img_at=2):
        return self.logits(self.hidden(tokens, img_embeds, img_at))
