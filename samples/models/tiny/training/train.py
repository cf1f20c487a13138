"""Trains the tiny model. WSD schedule (warm-up, stable, decay) as in the MiniCPM paper; Muon for matrices, AdamW for the rest.

usage: train.py DATA_DIR TOKENIZER OUT_DIR MINUTES [BATCH]

Drawing images takes the processors longer than the GPU needs to train on them. So no step waits: what is drawn is trained on and kept in a
ring on the GPU with several lists of turns, and while nothing new is ready a step takes images out of the ring, with other turns and,
for photos, another crop. `fresh` in the log is the share of new images. OUT_DIR/init.pt, if there, is where training goes on from.
"""
import sys, os, time, json, random, queue, threading
import numpy as np
import torch, torch._dynamo, torch.nn as nn, torch.nn.functional as F
import torch.multiprocessing as mp
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from model import Config, TinyVlm
import tasks as T

TEXT = int(os.environ.get("TEXT", 144))                       # text positions after the image span
SIZES = json.loads(os.environ["SIZES"]) if os.environ.get("SIZES") else (
    [(224, 224)] * 9 + [(252, 196), (196, 252)] * 2 + [(280, 182), (182, 280), (294, 168), (168, 294)])   # width, height: what an overview image may measure
LISTS = 3                                                     # lists of turns an image
RING = json.loads(os.environ.get("RING", "[49152, 8192]"))    # images kept: of the first size, of each other size
PEAK_MUON, PEAK_ADAM, WARM, DECAY = float(os.environ.get("LR_MUON", 0.02)), float(os.environ.get("LR_ADAM", 1.5e-3)), int(os.environ.get("WARM", 200)), float(os.environ.get("DECAY", 0.3))
AUX = float(os.environ.get("AUX", 0.5))
dev = "cuda" if torch.cuda.is_available() else "cpu"
number = torch.bfloat16 if dev == "cuda" or torch.cpu._is_avx512_bf16_supported() else torch.float32   # bfloat16 is slow where the processor has no instructions for it


def tokenizer(path):
    import sentencepiece as sp
    p = sp.SentencePieceProcessor(model_file=path)
    S = {k: p.piece_to_id(k) for k in ("<s>", "</s>", "<image>", "</image>", "<用户>", "<AI>")}
    return p, S


def pack(p, S, r, qa, nq):
    """<s><用户><image>[nq]</image>Q<AI>A</s><用户>Q<AI>A</s>... with and without a newline after the image."""
    ids = [S["<s>"], S["<用户>"], S["<image>"]] + [0] * nq + [S["</image>"]]
    lab = [-100] * len(ids)
    pre = "\n" if r.random() < .6 else ""
    L = 4 + nq + TEXT
    for i, (q, a) in enumerate(qa):
        qi = p.encode(pre + q if i == 0 else q)
        ai = p.encode(a) + [S["</s>"]]
        t = ([] if i == 0 else [S["<用户>"]]) + qi + [S["<AI>"]]
        if len(ids) + len(t) + len(ai) > L:
            if i == 0:
                return None
            continue
        ids += t + ai
        lab += [-100] * len(t) + ai
    return ids + [0] * (L - len(ids)), lab + [-100] * (L - len(lab))


def worker(k, data, tok, out, stop, nq, b, patch):
    torch.set_num_threads(1)
    r = random.Random(k * 7919 + int(time.time()))
    p, S = tokenizer(tok)
    t = T.Tasks(data)
    while not stop.is_set():
        w, h = r.choice(SIZES)
        I = np.empty((b, h, w, 3), np.uint8); X = np.empty((b, LISTS, 4 + nq + TEXT), np.int16); Y = np.empty_like(X)
        D = np.empty((b, h // patch, w // patch), np.int16); P = np.empty(b, np.uint8)
        i = 0
        while i < b:
            try:
                img, lists, P[i] = t.sample(r, w, h, LISTS)
                e = [pack(p, S, r, qa, nq) for qa in lists]
            except Exception as ex:
                if r.random() < .01: print("task error", repr(ex), flush=True)
                continue
            if None in e: continue
            I[i], D[i] = img, t.patch_labels(w, h, patch)
            for j, (x, y) in enumerate(e): X[i, j], Y[i, j] = x, y
            i += 1
        out.put([torch.from_numpy(z) for z in (I, X, Y, D, P)])


class Ring:
    """The last images of one size, on the device."""

    def __init__(self, capacity):
        self.capacity, self.n, self.at, self.parts = capacity, 0, 0, None

    def put(self, parts):
        b = len(parts[0])
        if self.parts is None:
            self.parts = [torch.empty((self.capacity, *z.shape[1:]), dtype=z.dtype, device=z.device) for z in parts]
        if self.at + b > self.capacity: self.at = 0
        for a, z in zip(self.parts, parts): a[self.at:self.at + b] = z
        self.at += b
        self.n = max(self.n, self.at)

    def draw(self, b):
        i = torch.randint(self.n, (b,), device=dev)
        k = torch.randint(LISTS, (b,), device=dev)
        I, X, Y, D, P = self.parts
        return I[i], X[i, k], Y[i, k], D[i], P[i]


def augment(I, P, again):
    """uint8 B,h,w,3 to B,3,h,w in [-1, 1]. Photos: mirrored, recoloured, some with a hole; cropped if drawn again. Others: a little recoloured."""
    x = I.permute(0, 3, 1, 2).float() / 127.5 - 1
    B, u = len(x), lambda *s: torch.rand(*s, device=dev)
    photo = P > 0
    ix = photo.nonzero()[:, 0]
    n = len(ix)
    if n:
        s = .75 + .25 * u(n) if again else torch.ones(n, device=dev)
        flip = torch.where((P[ix] == 2) & (u(n) < .5), -1., 1.)
        th = torch.zeros(n, 2, 3, device=dev)
        th[:, 0, 0], th[:, 1, 1] = s * flip, s
        th[:, 0, 2], th[:, 1, 2] = (1 - s) * (u(n) * 2 - 1), (1 - s) * (u(n) * 2 - 1)
        y = F.grid_sample(x[ix], F.affine_grid(th, (n, 3, *x.shape[2:]), align_corners=False), align_corners=False, padding_mode="reflection")
        gray = y.mean(1, keepdim=True)
        y = gray + (y - gray) * (.6 + .8 * u(n, 1, 1, 1))
        hy, hx = torch.linspace(0, 1, x.shape[2], device=dev)[None, :, None], torch.linspace(0, 1, x.shape[3], device=dev)[None, None]
        cy, cx, e = u(n, 1, 1), u(n, 1, 1), torch.where(u(n, 1, 1) < .3, .1 + .12 * u(n, 1, 1), -1.)
        hole = ((hy - cy).abs() < e) & ((hx - cx).abs() < e)
        x[ix] = y.masked_fill(hole[:, None], 0.)
    k = torch.where(photo, 1., .15)[:, None, None, None]
    gain = 1 + k * .25 * (u(B, 1, 1, 1) * 2 - 1) + k * .08 * (u(B, 3, 1, 1) * 2 - 1)
    return (x * gain + k * .2 * (u(B, 1, 1, 1) * 2 - 1)).clamp_(-1, 1).to(number)


def newton_schulz(G, steps=5):
    a, b, c = 3.4445, -4.7750, 2.0315
    X = G.to(number)
    if G.size(-2) > G.size(-1): X = X.mT
    X = X / (X.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        A = X @ X.mT
        X = a * X + (b * A + c * A @ A) @ X
    if G.size(-2) > G.size(-1): X = X.mT
    return X


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr=.02, momentum=.95, wd=.01):
        super().__init__(params, dict(lr=lr, momentum=momentum, wd=wd))
        self.by_shape = {}
        for g in self.param_groups:
            for p in g["params"]:
                self.by_shape.setdefault(p.shape, []).append(p)

    @torch.no_grad()
    def step(self):
        g = self.param_groups[0]
        for shape, ps in self.by_shape.items():
            G = torch.stack([p.grad for p in ps])
            st = self.state[ps[0]]
            if "m" not in st: st["m"] = torch.zeros_like(G)
            m = st["m"]
            m.lerp_(G, 1 - g["momentum"])
            U = newton_schulz(G.lerp(m, g["momentum"])).to(ps[0].dtype)
            torch._foreach_mul_(ps, 1 - g["lr"] * g["wd"])
            torch._foreach_add_(ps, list(U), alpha=-g["lr"] * max(1, shape[0] / shape[1]) ** .5)


def save(m, out, parts=5):
    """bfloat16 weights, in parts of which each is small: weights.0.pt, ..."""
    sd = {k.replace("._orig_mod", ""): v.detach().bfloat16().cpu() for k, v in m.state_dict().items()}
    size = sum(v.numel() for v in sd.values()) / parts
    groups, at = [{} for _ in range(parts)], 0
    for k, v in sd.items():
        groups[min(parts - 1, int(at / size))][k] = v
        at += v.numel()
    for i, g in enumerate(groups): torch.save(g, f"{out}/weights.{i}.pt")


def main(data, tok, out, minutes, batch=384):
    start = float(os.environ.get("START", time.time()))              # the schedule's beginning, where the time for all is limited
    os.makedirs(out, exist_ok=True)
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("high")
    p, S = tokenizer(tok)
    c = Config(vocab=p.vocab_size(), **json.loads(os.environ.get("MODEL", "{}")))
    nw = int(os.environ.get("WORKERS", max(1, (os.cpu_count() or 2) - 2)))
    ctx = mp.get_context("fork")
    qq, stop = ctx.Queue(nw * 2), ctx.Event()
    b = max(8, batch // 8)
    ws = [ctx.Process(target=worker, args=(i, data, tok, qq, stop, c.n_query, b, c.patch_size), daemon=True) for i in range(nw)]
    for w in ws: w.start()
    m = TinyVlm(c).to(dev)
    if os.path.exists(out + "/init.pt"):
        m.load_state_dict({k: v.float() for k, v in torch.load(out + "/init.pt", map_location=dev).items()}); print("resumed")
    dense = nn.Linear(c.v_dim, T.Tasks.DENSE_CLASSES).to(dev)      # auxiliary: what each patch shows; thrown away after training
    mats = [q for n, q in m.named_parameters() if q.ndim == 2 and n.endswith("weight") and not n.startswith("emb")]
    ids = {id(q) for q in mats}
    rest = [q for q in m.parameters() if id(q) not in ids] + list(dense.parameters())
    opts = [Muon(mats, lr=PEAK_MUON), torch.optim.AdamW(rest, lr=PEAK_ADAM, betas=(.9, .95), weight_decay=.0, fused=dev == "cuda")]
    if dev == "cuda" and not os.environ.get("EAGER"):
        torch._dynamo.config.suppress_errors = True                # a layer that cannot be compiled runs as it is
        m.vit.compiled_for = (SIZES[0][0] // c.patch_size) * (SIZES[0][1] // c.patch_size)
        for l in [*m.vit.layers, *m.layers]: l.compile(dynamic=False)

    ready, pend = queue.Queue(4), {}

    def feeder():
        while True:
            parts = qq.get()
            k = tuple(parts[0].shape[1:3])
            pend.setdefault(k, []).append(parts)
            if len(pend[k]) * b >= batch:
                z = [torch.cat(t) for t in zip(*pend.pop(k))]
                ready.put((k, [t.pin_memory().to(dev, non_blocking=True) if dev == "cuda" else t for t in z]))

    threading.Thread(target=feeder, daemon=True).start()
    first = (SIZES[0][1], SIZES[0][0])
    rings = {(h, w): Ring(RING[0] if (h, w) == first else RING[1]) for w, h in map(tuple, SIZES)}
    step, ema, seen, fresh, marks = 0, None, 0, 0, [0, 0, 0]
    log, tl, saved = open(out + "/log.jsonl", "a"), time.time(), False
    every = 50 if dev == "cuda" else 5
    while True:
        frac = (time.time() - start) / (minutes * 60)
        if frac >= 1: break
        mult = min(1, (step + 1) / WARM) * (1 if frac < 1 - DECAY else max(0.0, (1 - frac) / DECAY))
        for o, base in zip(opts, (PEAK_MUON, PEAK_ADAM)):
            for g in o.param_groups: g["lr"] = base * mult
        full = [k for k, z in rings.items() if z.n >= 4 * batch]
        try:
            k, parts = ready.get(block=not full or step < WARM // 4)
            rings[k].put(parts)
            I, X, Y, D, P = parts
            X, Y, again = X[:, 0], Y[:, 0], False
            fresh += len(I)
        except queue.Empty:
            I, X, Y, D, P = rings[random.choices(full, [rings[k].n for k in full])[0]].draw(batch)
            again = True
        x = augment(I, P, again)
        X, Y = X.long(), Y.long()
        with torch.autocast(dev, torch.bfloat16, enabled=number == torch.bfloat16):
            v, gh, gw = m.vit(x)
            e = m.resampler(v, gh, gw)
            dl = dense(v)
            h = m.hidden(X, e, img_at=3)
        y = Y[:, 1:].reshape(-1)
        k = (y >= 0).nonzero()[:, 0]
        hs = h[:, :-1].reshape(-1, c.dim)[k]
        with torch.autocast(dev, torch.bfloat16, enabled=number == torch.bfloat16):
            lg = m.logits(hs)
        loss = F.cross_entropy(lg.float(), y[k])
        known = D.flatten().long()
        if again: known = torch.where((P == 0)[:, None, None].expand_as(D).flatten(), known, -100)
        kn = (known >= 0).nonzero()[:, 0]
        aux = F.cross_entropy(dl.flatten(0, 1)[kn].float(), known[kn]) if AUX and len(kn) else loss.detach() * 0
        for o in opts: o.zero_grad(set_to_none=True)
        (loss + AUX * aux).backward()
        gn = torch.nn.utils.clip_grad_norm_(rest, 1.0)
        for o in opts: o.step()
        step += 1; seen += len(X)
        if step % every == 0:
            l = loss.item(); ema = l if ema is None else .8 * ema + .2 * l; dt = time.time() - tl
            row = dict(step=step, t=round(time.time() - start), loss=round(l, 4), aux=round(float(aux), 3), ema=round(ema, 4), lr=round(mult, 3), sps=round((seen - marks[0]) / dt),
                       fresh=round((fresh - marks[1]) / max(1, seen - marks[0]), 2), gn=round(float(gn), 2), mem=torch.cuda.max_memory_allocated() >> 20 if dev == "cuda" else 0)
            marks, tl = [seen, fresh], time.time()
            log.write(json.dumps(row) + "\n"); log.flush()
            if step % (every * 4) == 0: print(json.dumps(row), flush=True)
        if not saved and frac > .9:
            saved = True; save(m, out)
    stop.set()
    save(m, out)
    json.dump(dict(steps=step, samples=seen, images=fresh, seconds=round(time.time() - start), config=c.__dict__), open(out + "/done.json", "w"))
    print("done", step, seen, fresh, flush=True)
    for w in ws: w.kill()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:4], float(sys.argv[4]), *map(int, sys.argv[5:6]))
