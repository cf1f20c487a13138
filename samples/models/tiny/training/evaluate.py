"""Greedy accuracy of trained weights by skill, on photos, words and drawings that training never saw.

usage: evaluate.py DATA_DIR TOKENIZER WEIGHTS [N]        (MODEL as in train.py; WEIGHTS: a .pt file, or a folder of weights.*.pt)
"""
import sys, os, json, math, random, re, collections, glob
import numpy as np, torch
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from model import Config, TinyVlm
import tasks as T
import sentencepiece as sp


def load(path):
    files = sorted(glob.glob(path + "/weights.*.pt")) if os.path.isdir(path) else [path]
    sd = {}
    for f in files: sd.update(torch.load(f, map_location="cpu"))
    return {k.replace("._orig_mod", ""): v.float() for k, v in sd.items()}


class Answerer:
    def __init__(self, tokenizer, weights, config):
        self.p = sp.SentencePieceProcessor(model_file=tokenizer)
        self.S = {k: self.p.piece_to_id(k) for k in ("<s>", "</s>", "<image>", "</image>", "<用户>", "<AI>")}
        self.c = Config(vocab=self.p.vocab_size(), **config)
        self.dev = "cuda" if torch.cuda.is_available() else "cpu"
        self.m = TinyVlm(self.c).to(self.dev).eval()
        self.m.load_state_dict(load(weights))

    @torch.no_grad()
    def __call__(self, imgs, qs, limit=40):
        """One question about each image, answered greedily in batches of questions of one length, so that nothing is padded."""
        S, out = self.S, [None] * len(qs)
        ids = [[S["<s>"], S["<用户>"], S["<image>"]] + [0] * self.c.n_query + [S["</image>"]] + self.p.encode("\n" + q) + [S["<AI>"]] for q in qs]
        e = torch.cat([self.m.encode(torch.from_numpy(np.stack(imgs[i:i + 32])).to(self.dev).permute(0, 3, 1, 2).float() / 127.5 - 1) for i in range(0, len(imgs), 32)])
        groups = collections.defaultdict(list)
        for i, t in enumerate(ids): groups[len(t)].append(i)
        for g in groups.values():
            t = torch.tensor([ids[i] for i in g], device=self.dev); ee = e[g]; done = [False] * len(g); res = [[] for _ in g]
            for _ in range(limit):
                n = self.m(t, ee, img_at=3)[:, -1].argmax(-1)
                for k, z in enumerate(n.tolist()):
                    done[k] |= z == S["</s>"]
                    if not done[k]: res[k].append(z)
                if all(done): break
                t = torch.cat([t, n[:, None]], 1)
            for k, i in enumerate(g): out[i] = self.p.decode(res[k])
        return out


def cider(candidates, references):
    """CIDEr-D (Vedantam et al., 2015) as coco-caption computes it, times 1, not 10: n-grams of 1 to 4 words, document frequency over these references."""
    words = lambda s: re.sub(r"[^a-z0-9 ]", " ", s.lower()).split()
    def grams(s):
        w = words(s)
        return collections.Counter(tuple(w[i:i + n]) for n in range(1, 5) for i in range(len(w) - n + 1))
    refs = [[grams(x) for x in r] for r in references]
    df = collections.Counter(g for r in refs for g in set().union(*r))
    log_n = math.log(len(refs))
    def vector(c):
        v, norm, length = [{} for _ in range(4)], [0] * 4, 0
        for g, f in c.items():
            v[len(g) - 1][g] = f * (log_n - math.log(max(1, df[g])))
            norm[len(g) - 1] += v[len(g) - 1][g] ** 2
            length += f if len(g) == 2 else 0
        return v, [math.sqrt(x) for x in norm], length
    total = 0
    for c, rs in zip(candidates, refs):
        v, n, l = vector(grams(c))
        for r in rs:
            w, m, k = vector(r)
            for i in range(4):
                dot = sum(min(x, w[i][g]) * w[i][g] for g, x in v[i].items() if g in w[i])
                total += dot / (n[i] * m[i]) * math.exp(-(l - k) ** 2 / 72) / 4 / len(rs) if n[i] and m[i] else 0
    return total / len(candidates) * 10


def kind_of(question, a):
    if len(a) == 1 and a in "ABCDE" and "\n" in question or "Choose one letter" in question: return "choice"
    if a in ("Yes", "No"): return "yes/no"
    if a.startswith("I don't see"): return "refusal"
    if a.isdigit(): return "number"
    if a.lower() in T.PLACES.values(): return "place"
    return "describe" if len(a.split()) > 3 else "name"


def main(data, tokenizer, weights, n=40):
    answer = Answerer(tokenizer, weights, json.loads(os.environ.get("MODEL", "{}")))
    t, r = T.Tasks(data, held=True), random.Random(20261123)
    score = collections.OrderedDict()
    shown = []
    for kind in ("shapes", "emoji", "text", "label", "chart", "clock", "easy", "flag", "caption"):
        imgs, qs, ans = [], [], []
        while len(qs) < n:
            img, ask = getattr(t, kind)(r, 224, 224)
            q, a = r.choice(list(ask()))
            imgs.append(np.clip(img, 0, 255).astype(np.uint8)); qs.append(q); ans.append(a)
        got = answer(imgs, qs)
        for q, a, g in zip(qs, ans, got):
            score.setdefault((kind, kind_of(q, a)), []).append(g.strip() == a.strip())
        shown += [(kind, q.replace("\n", " | ")[:60], a[:50], g[:60]) for q, a, g in list(zip(qs, ans, got))[:4]]
    print("| images | kind of question | right | of |\n|---|---|---|---|")
    for (a, b), v in score.items(): print(f"| {a} | {b} | {np.mean(v):.0%} | {len(v)} |")

    def share(name, rows):
        got = answer([i for i, _, _ in rows], [q for _, q, _ in rows])
        ok = [g.strip().lower() == a.lower() for g, (_, _, a) in zip(got, rows)]
        print(f"| {name} | {np.mean(ok):.1%} | {len(ok)} |")

    print("\n| target | reached | of |\n|---|---|---|")
    def draw(f):
        rows = []
        while len(rows) < 5 * n:
            x = f()
            if x: rows.append(x)
        return rows
    def turn(kind, want):
        def one():
            img, ask = getattr(t, kind)(r, 224, 224)
            qa = [x for x in ask() if want(*x)]
            if qa: return (np.clip(img, 0, 255).astype(np.uint8), *r.choice(qa))
        return draw(one)
    scene = [x for k in ("shapes", "emoji", "text", "chart", "clock", "plain") for x in turn(k, lambda q, a: kind_of(q, a) != "describe")[:n]]
    share("rendered scenes, at least 90%", scene)
    share("easy-VQA, at least 95%", turn("easy", lambda q, a: True))
    reading = ("What does the text say?", "Read the text.", "What is written in the image?", "What text is in the image?", "Transcribe the text.", "What word is written?", "What is the word?")
    share("words of up to 8 letters, at least 85%", turn("text", lambda q, a: q in reading and a.isalpha() and 2 < len(a) <= 8))
    share("names of objects in photos, at least 45%", turn("label", lambda q, a: kind_of(q, a) == "name"))
    share("yes/no about photos, at least 85%", turn("caption", lambda q, a: kind_of(q, a) == "yes/no") + turn("label", lambda q, a: kind_of(q, a) == "yes/no"))
    caps = t.p.sets["cap"]
    said = answer([t.whole(e, 224, 224) for e in caps], ["Describe the image."] * len(caps))
    print(f"| Flickr8k captions, CIDEr-D, at least 0.40 | {cider(said, [e[1]['c'] for e in caps]):.2f} | {len(caps)} |")
    for s in shown + [("caption", e[1]["c"][0], g) for e, g in list(zip(caps, said))[:8]]: print(*s, sep=" || ")


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:5]))
