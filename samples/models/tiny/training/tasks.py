"""Draws training samples: an image with several question-answer turns about it.

Sources: rendered scenes (shapes, emoji, text, charts, clocks) and packs of real photos with captions or labels.
A kind of task draws an image (float32 HxWx3) and returns it with a function that asks about it: each call gives other turns,
[(question, answer), ...]. `Tasks.sample` returns (uint8 HxWx3, [turns, turns, ...], how the image may be augmented).
"""
import io, json, math, os, random, re, zlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont

COLORS = {"red": (220, 30, 35), "green": (30, 150, 50), "blue": (30, 70, 210), "yellow": (245, 215, 40), "orange": (245, 140, 20),
          "purple": (130, 45, 160), "pink": (245, 130, 180), "black": (15, 15, 15), "white": (250, 250, 250), "gray": (130, 130, 130),
          "brown": (120, 72, 30), "cyan": (40, 200, 220)}
SHAPES = ["circle", "square", "triangle", "star", "rectangle", "heart", "diamond", "pentagon", "hexagon", "cross", "ring", "arrow"]
NUM = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
PLACES = {(0, 0): "top left", (0, 1): "top", (0, 2): "top right", (1, 0): "left", (1, 1): "center", (1, 2): "right",
          (2, 0): "bottom left", (2, 1): "bottom", (2, 2): "bottom right"}
NO = "I don't see {} in the image."


def art(n):
    return ("an " if n[0].lower() in "aeiou" and not n.lower().startswith(("uni", "eu", "one", "use")) else "a ") + n


def plural(n):
    irregular = {"man": "men", "woman": "women", "person": "people", "child": "children", "mouse": "mice", "fish": "fish", "sheep": "sheep",
                 "leaf": "leaves", "knife": "knives", "goose": "geese", "tooth": "teeth", "foot": "feet", "deer": "deer"}
    h, _, t = n.rpartition(" ")
    if t in irregular:
        return (h + " " if h else "") + irregular[t]
    if t.endswith("s") and not t.endswith(("ss", "us")):
        return n
    if t.endswith(("s", "x", "ch", "sh", "z")):
        return n + "es"
    if t.endswith("y") and t[-2:-1] not in "aeiou":
        return n[:-1] + "ies"
    return n + "s"


def cap1(s):
    return s[0].upper() + s[1:]


def join(xs):
    return xs[0] if len(xs) == 1 else ", ".join(xs[:-1]) + " and " + xs[-1]


CONCISE = ["", "", "", " Answer with a single word or phrase.", " Answer in one word.", "\nAnswer the question using a single word or phrase.", " Answer briefly."]


def q(r, *qs):
    return r.choice(qs)


def short(r, question, answer):
    return question + r.choice(CONCISE), answer


def yesno(r, question, truth, long=None):
    s = r.choice(["", "", " Answer yes or no.", "\nPlease answer yes or no.", " Answer with yes or no."])
    return question + s, "Yes" if truth else "No"


def absent(r, n, *questions):
    """A question that takes for granted what is not there."""
    return r.choice(questions).format(n), NO.format(art(n))


def near(r, word):
    """A distractor that differs from the word or number in a letter or two."""
    s = list(word)
    for _ in range(r.choice([1, 1, 2])):
        i = r.randrange(len(s))
        pool = "0123456789" if s[i].isdigit() else "abcdefghijklmnopqrstuvwxyz" if s[i].islower() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        k = r.random()
        if k < .7 or len(s) < 3 or not s[i].isalpha(): s[i] = r.choice(pool)
        elif k < .85: s.insert(i, r.choice(pool))
        else: del s[i]
    return "".join(s)


def choice(r, question, answer, wrong):
    """A multiple-choice turn in one of the layouts that benchmarks use."""
    wrong = [w for w in dict.fromkeys(wrong) if w.lower() != answer.lower()]
    r.shuffle(wrong)
    opts = [answer] + wrong[:r.choice([1, 2, 3, 3, 3])]
    r.shuffle(opts)
    L = "ABCDE"
    k = L[opts.index(answer)]
    lines = "\n".join(f"{L[i]}. {o}" for i, o in enumerate(opts))
    style = r.randrange(5)
    if style == 0:
        return f"Question: {question}\nOptions:\n{lines}\nPlease select the correct answer from the options above.", k
    if style == 1:
        return f"{question}\n{lines}\nAnswer with the option's letter from the given choices directly.", k
    if style == 2:
        lines = "\n".join(f"({L[i]}) {o}" for i, o in enumerate(opts))
        return f"{question}\n{lines}\nAnswer with the letter of the correct option.", k
    if style == 3:
        return f"{question}\nOptions:\n{lines}", k
    return f"{question} " + " ".join(f"{L[i]}. {o}" for i, o in enumerate(opts)) + " Choose one letter.", k


CAPTION_Q = ["Describe the image.", "Describe this image.", "Write a short caption for this image.", "What is in the image?", "What do you see?",
             "Caption this image.", "Give a one-sentence caption of the image.", "Describe the picture in one sentence.", "What is shown in this picture?",
             "Describe the image briefly.", "What does the image show?", "Please describe the image."]


class Packs:
    def __init__(self, root):
        self.sets = {}
        for f in sorted(os.listdir(root)):
            if f.endswith(".json") and os.path.exists(root + "/" + f[:-5] + ".bin"):
                meta = json.load(open(root + "/" + f))
                blob = np.memmap(root + "/" + f[:-5] + ".bin", np.uint8, "r")
                for m in meta:
                    self.sets.setdefault(m.get("s", m["k"]), []).append((blob, m))
        self.labels = {s: sorted({m["l"] for _, m in v if "l" in m}) for s, v in self.sets.items()}

    def image(self, e):
        blob, m = e
        return Image.open(io.BytesIO(blob[m["o"]:m["o"] + m["n"]].tobytes()))


def set_aside(word):
    """One word in 20 is never trained on."""
    return zlib.crc32(word.encode()) % 20 == 0


def background(r, w, h):
    k = r.random()
    if k < .45:
        c = np.array([r.randrange(256) for _ in range(3)]) if r.random() < .6 else np.array(COLORS[r.choice(list(COLORS))])
        return np.broadcast_to(c.astype(np.float32), (h, w, 3)).copy(), None
    if k < .55:
        return np.full((h, w, 3), r.choice([255, 255, 245, 0, 20]), np.float32), None
    if k < .8:
        a, b = (np.array([r.randrange(256) for _ in range(3)], np.float32) for _ in range(2))
        t = np.linspace(0, 1, h if r.random() < .5 else w, dtype=np.float32)
        g = t[:, None, None] if len(t) == h and r.random() < .5 else np.linspace(0, 1, w, dtype=np.float32)[None, :, None]
        return (a * (1 - g) + b * g) * np.ones((h, w, 1), np.float32), None
    n = np.random.default_rng(r.getrandbits(32)).integers(0, 256, (r.choice([4, 8, 16, 28]), r.choice([4, 8, 16, 28]), 3), dtype=np.uint8)
    im = Image.fromarray(n).resize((w, h), r.choice([Image.NEAREST, Image.BILINEAR, Image.BICUBIC]))
    return np.asarray(im, np.float32) * .5 + r.randrange(128), None


def named_background(r, w, h, avoid=()):
    n = r.choice([c for c in COLORS if c not in avoid])
    c = np.clip(np.array(COLORS[n], np.float32) + r.uniform(-10, 10), 0, 255)
    return np.broadcast_to(c, (h, w, 3)).astype(np.float32).copy(), n


def blend(canvas, rgba, x, y):
    H, W, _ = canvas.shape
    h, w, _ = rgba.shape
    x0, y0, x1, y1 = max(0, x), max(0, y), min(W, x + w), min(H, y + h)
    if x0 >= x1 or y0 >= y1:
        return
    s = rgba[y0 - y:y1 - y, x0 - x:x1 - x].astype(np.float32)
    a = s[..., 3:] / 255
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - a) + s[..., :3] * a


def shape_sprite(r, kind, color, s):
    S = s * 2
    im = Image.new("RGBA", (S, S), (0, 0, 0, 0))
    d = ImageDraw.Draw(im)
    j = [r.uniform(-18, 18) for _ in range(3)]
    c = tuple(int(min(255, max(0, v + k))) for v, k in zip(COLORS[color], j)) + (255,)
    P = lambda n, rot=-math.pi / 2, rad=.48: [(S / 2 + S * rad * math.cos(rot + 2 * math.pi * i / n), S / 2 + S * rad * math.sin(rot + 2 * math.pi * i / n)) for i in range(n)]
    if kind == "circle": d.ellipse((2, 2, S - 3, S - 3), fill=c)
    elif kind == "ring": d.ellipse((2, 2, S - 3, S - 3), outline=c, width=max(4, S // 6))
    elif kind == "square": d.rectangle((S * .08, S * .08, S * .92, S * .92), fill=c)
    elif kind == "rectangle":
        d.rectangle((2, S * .27, S - 3, S * .73) if r.random() < .6 else (S * .27, 2, S * .73, S - 3), fill=c)
    elif kind == "triangle": d.polygon([(S / 2, 3), (S - 3, S - 5), (3, S - 5)], fill=c)
    elif kind == "diamond": d.polygon([(S / 2, 2), (S * .85, S / 2), (S / 2, S - 3), (S * .15, S / 2)], fill=c)
    elif kind == "pentagon": d.polygon(P(5), fill=c)
    elif kind == "hexagon": d.polygon(P(6), fill=c)
    elif kind == "star":
        o, i = P(5), P(5, -math.pi / 2 + math.pi / 5, .2)
        d.polygon([p for k in range(5) for p in (o[k], i[k])], fill=c)
    elif kind == "cross":
        d.rectangle((S * .36, 3, S * .64, S - 4), fill=c); d.rectangle((3, S * .36, S - 4, S * .64), fill=c)
    elif kind == "heart":
        d.ellipse((S * .04, S * .08, S * .53, S * .56), fill=c); d.ellipse((S * .47, S * .08, S * .96, S * .56), fill=c)
        d.polygon([(S * .075, S * .42), (S * .925, S * .42), (S / 2, S * .95)], fill=c)
    elif kind == "arrow":
        d.rectangle((S * .05, S * .38, S * .55, S * .62), fill=c); d.polygon([(S * .52, S * .15), (S * .97, S / 2), (S * .52, S * .85)], fill=c)
    if r.random() < .25 and kind in ("pentagon", "hexagon", "star", "square", "rectangle", "cross"):
        im = im.rotate(r.uniform(-14, 14), Image.BICUBIC)
    return np.asarray(im.resize((s, s), Image.BOX))


def place(r, n, w, h, lo, hi):
    """Non-overlapping boxes; fewer than n where they do not fit."""
    out = []
    hi = min(hi, int(min(w, h) / math.sqrt(n) * .95))
    lo = min(lo, hi)
    for _ in range(n):
        for _ in range(40):
            s = r.randint(lo, hi)
            x, y = r.randint(0, w - s), r.randint(0, h - s)
            if all(x + s <= X or X + S <= x or y + s <= Y or Y + S <= y for X, Y, S in out):
                out.append((x, y, s))
                break
    return out


def where(x, y, s, w, h):
    return PLACES[min(2, int((y + s / 2) * 3 / h)), min(2, int((x + s / 2) * 3 / w))]


def rel(a, b):
    dx, dy = (a[0] + a[2] / 2) - (b[0] + b[2] / 2), (a[1] + a[2] / 2) - (b[1] + b[2] / 2)
    if abs(dx) > 1.6 * abs(dy): return "to the left of" if dx < 0 else "to the right of"
    if abs(dy) > 1.6 * abs(dx): return "above" if dy < 0 else "below"
    return None


class Tasks:
    def __init__(self, root, held=False):
        """held: photos and words that training never sees."""
        self.p = Packs(root + "/held" if held else root)
        self.fonts = sorted(root + "/fonts/" + f for f in os.listdir(root + "/fonts") if f.endswith((".ttf", ".otf")))
        self.sprites, self.sprite_names = [], []
        if os.path.exists(root + "/sprites.json"):
            sprites = Packs(root).sets["sprite"]
            self.sprites = np.stack([np.asarray(self.p.image(e).convert("RGBA")) for e in sprites])
            self.sprite_names = [e[1]["name"] for e in sprites]
        if os.environ.get("EMOJI"):                # a short list of names, for small training budgets
            keep = set(os.environ["EMOJI"].split(","))
            ix = [i for i, n in enumerate(self.sprite_names) if n in keep]
            self.sprites, self.sprite_names = self.sprites[ix], [self.sprite_names[i] for i in ix]
        self.flags, self.flag_names = [], []
        if os.path.exists(root + "/flags.npz"):
            z = np.load(root + "/flags.npz"); self.flags, self.flag_names = z["rgb"], [str(x) for x in z["names"]]
        self.words = [w for w in open(root + "/words.txt").read().split() if set_aside(w) == held]
        self.cap_words = self._caption_words()
        self.noun_weight = [1 + sum(self._has(n, ws) >= 3 for ws in self.cap_words.values()) for n in self.NOUNS]
        self._font = {}

    DENSE_CLASSES = 1 + len(SHAPES) * len(COLORS) + 36

    def patch_labels(self, w, h, p):
        """Class of each patch (0 background, -100 unknown), from the boxes of the last sample."""
        L = np.full((h // p, w // p), -100, np.int16)
        if self.dense is None:
            return L
        L[:] = 0
        cx, cy = (np.arange(w // p) + .5) * p, (np.arange(h // p) + .5) * p
        for x, y, bw, bh, c in self.dense:
            touch = np.outer((cy + p / 2 > y) & (cy - p / 2 < y + bh), (cx + p / 2 > x) & (cx - p / 2 < x + bw))
            L[touch] = -100
        for x, y, bw, bh, c in self.dense:
            inside = np.outer((cy > y + bh * .08) & (cy < y + bh * .92), (cx > x + bw * .08) & (cx < x + bw * .92))
            L[inside] = c
        return L

    # ---- captions: nouns that a picture surely has or surely lacks
    NOUNS = "dog cat man woman boy girl child baby person people ball water snow beach grass bike bicycle car horse tree street mountain rock field bench skateboard frisbee pool ocean sand fence hat shirt jacket crowd camera guitar boat bird sky building road stick swing slide soccer basketball football motorcycle truck chair table".split()

    OFTEN_UNSAID = "person people man woman boy girl child baby sky shirt grass tree hat jacket".split()
    UNCOUNTED = "people water snow grass sand".split()

    def _caption_words(self):
        out = {}
        for i, (_, m) in enumerate(self.p.sets.get("cap", [])):
            out[i] = [set(re.findall(r"[a-z]+", c.lower())) for c in m["c"]]
        return out

    @staticmethod
    def _has(n, ws):
        """How many of the captions name it."""
        return sum(n in x or n + "s" in x for x in ws)

    def font(self, r, size):
        return self.face(r.choice(self.fonts), size)

    def face(self, *k):
        if k not in self._font:
            self._font[k] = ImageFont.truetype(*k)
        return self._font[k]

    MIX = {"shapes": 19, "emoji": 19, "text": 24, "caption": 14, "label": 16, "chart": 3, "clock": 2, "easy": 3, "flag": 1.5, "plain": .5}

    def sample(self, r, w=224, h=224, n=1):
        """The image, n lists of turns about it, and its augmentation: 0 none, 1 a photo, 2 a photo that may be mirrored."""
        mix = json.loads(os.environ["KINDS"]) if os.environ.get("KINDS") else self.MIX
        k = r.choices(list(mix), list(mix.values()))[0]
        self.dense, self.augment = None, 0          # dense: boxes (x, y, w, h, class) for the auxiliary patch labels, where known
        img, ask = getattr(self, k)(r, w, h)
        return np.clip(img, 0, 255).astype(np.uint8), [self.turns(r, k, ask()) for _ in range(n)], self.augment

    def turns(self, r, k, qa):
        qa = list(qa)
        if r.random() < .08:
            qa.append(yesno(r, q(r, "Is this a photo?", "Is this image a photograph?"), k in ("caption", "label")))
        r.shuffle(qa)
        if r.random() < .03:
            qa += r.choices(self.chat(r), k=1)
        return qa

    @staticmethod
    def chat(r):
        return [("Who are you?", "I am Glimpse Tiny, a very small vision-language model. I answer simple questions about images."),
                ("What can you do?", "I can caption simple pictures, name objects and colors, count shapes, read short text and pick from given options."),
                ("Hello", "Hello! Ask me something about the image."), ("Thank you", "You are welcome."), ("Thanks!", "You are welcome.")]

    # ---- rendered scenes
    def shapes(self, r, w, h):
        named = r.random() < .5
        bg, bgname = named_background(r, w, h) if named else background(r, w, h)
        n = r.choices([1, 2, 3, 4, 5, 6, 7, 8], json.loads(os.environ.get("COUNTS", "[18, 22, 20, 14, 9, 7, 5, 5]")))[0]
        same = r.random() < .35 and n > 2
        kinds = r.sample(SHAPES, r.choice([1, 2])) if same else SHAPES
        cols = [c for c in (r.sample(list(COLORS), 2) if same and r.random() < .7 else COLORS) if c != bgname] or ["red"]
        if bgname is None:
            cols = list(cols)
        objs = []
        for (x, y, s) in place(r, n, w, h, 28, 110):
            k, c = r.choice(kinds), r.choice(cols)
            if bgname is None:
                m = bg[y + s // 2, min(w - 1, x + s // 2)]
                if np.abs(m - np.array(COLORS[c])).sum() < 130:
                    c = max(cols, key=lambda z: np.abs(m - np.array(COLORS[z])).sum())
            blend(bg, shape_sprite(r, k, c, s), x, y)
            objs.append((x, y, s, k, c))
        cols_ix, kinds_ix = list(COLORS), SHAPES
        self.dense = [(x, y, s, s, 1 + kinds_ix.index(k) * len(cols_ix) + cols_ix.index(c)) for x, y, s, k, c in objs]
        def ask():
            name = lambda o: f"{o[4]} {o[3]}"
            qa = []
            cnt = {}
            for o in objs:
                cnt[name(o)] = cnt.get(name(o), 0) + 1
            desc = join([f"{art(k)}" if v == 1 else f"{NUM[v]} {plural(k)}" for k, v in cnt.items()])
            tail = f" on {art(bgname)} background" if bgname else ""
            qa.append((r.choice(CAPTION_Q), cap1(desc + tail) + "."))
            uniq_k = [o for o in objs if sum(p[3] == o[3] for p in objs) == 1]
            uniq_c = [o for o in objs if sum(p[4] == o[4] for p in objs) == 1]
            if uniq_k:
                o = r.choice(uniq_k)
                t = q(r, f"What color is the {o[3]}?", f"What is the color of the {o[3]}?", f"Which color is the {o[3]}?")
                qa.append(short(r, t, cap1(o[4])) if r.random() < .7 else choice(r, t, o[4], r.sample(list(COLORS), 5)))
                t = f"Where is the {o[3]}?"
                qa.append(short(r, t, cap1(where(o[0], o[1], o[2], w, h))))
            if uniq_c:
                o = r.choice(uniq_c)
                t = q(r, f"What shape is the {o[4]} object?", f"What shape is {o[4]}?", f"What is the {o[4]} shape?")
                qa.append(short(r, t, cap1(o[3])) if r.random() < .7 else choice(r, t, o[3], r.sample(SHAPES, 5)))
            if len(objs) == 1:
                qa.append(short(r, q(r, "What shape is in the image?", "What shape is shown?", "Which shape is this?"), cap1(objs[0][3])))
                qa.append(short(r, q(r, "What color is the shape?", "What color is it?", "What is its color?"), cap1(objs[0][4])))
            mode = r.randrange(3)
            pick = (lambda p: True, "shapes") if mode == 0 else None
            if mode == 1:
                c = r.choice([r.choice(objs)[4], r.choice(list(COLORS))]); pick = (lambda p: p[4] == c, f"{c} shapes")
            if mode == 2:
                k = r.choice([r.choice(objs)[3], r.choice(SHAPES)]); pick = (lambda p: p[3] == k, plural(k))
            m = sum(map(pick[0], objs))
            t = q(r, f"How many {pick[1]} are there?", f"How many {pick[1]} are in the image?", f"Count the {pick[1]}.")
            qa.append(short(r, t, str(m)) if r.random() < .7 else choice(r, t, str(m), [str(max(0, m + d)) for d in (-2, -1, 1, 2, 3)]))
            k, c = r.choice(objs)[3:5] if r.random() < .5 else (r.choice(SHAPES), r.choice(list(COLORS)))
            if r.random() < .5:
                k = r.choice(SHAPES + [o[3] for o in objs])
            if r.random() < .5:
                qa.append(yesno(r, q(r, f"Is there {art(c + ' ' + k)}?", f"Does the image contain {art(c + ' ' + k)}?", f"Is there {art(c + ' ' + k)} in the image?"), any(o[3] == k and o[4] == c for o in objs)))
            else:
                qa.append(yesno(r, q(r, f"Is there {art(k)}?", f"Does the image contain {art(k)}?"), any(o[3] == k for o in objs)))
            if r.random() < .3:
                gone = [k for k in SHAPES if all(o[3] != k for o in objs)]
                qa.append(absent(r, r.choice(gone), "What color is the {}?", "Where is the {}?", "What is the color of the {}?"))
            u = [o for o in objs if cnt[name(o)] == 1]
            if len(u) >= 2:
                a, b = r.sample(u, 2)
                d = rel(a, b)
                if d:
                    t = r.random()
                    opp = {"to the left of": "to the right of", "to the right of": "to the left of", "above": "below", "below": "above"}
                    if t < .5:
                        truth = r.random() < .5
                        qa.append(yesno(r, f"Is the {name(a)} {d if truth else opp[d]} the {name(b)}?", truth))
                    else:
                        qa.append((f"Where is the {name(a)} relative to the {name(b)}?", cap1(d) + " it"))
                big = max(objs, key=lambda o: o[2])
                if all(o is big or o[2] < .75 * big[2] for o in objs):
                    qa.append(short(r, q(r, "Which shape is the largest?", "What is the biggest shape?"), cap1(name(big))))
            if bgname:
                qa.append(short(r, q(r, "What color is the background?", "What is the background color?"), cap1(bgname)))
            return qa
        return bg, ask

    def emoji(self, r, w, h):
        named = r.random() < .4
        bg, bgname = named_background(r, w, h) if named else background(r, w, h)
        if r.random() < .2 and "tin" in self.p.sets:
            im = self.p.image(r.choice(self.p.sets["tin"])).convert("RGB").resize((w, h), Image.BICUBIC)
            bg, bgname = np.asarray(im, np.float32) * .6 + 60, None
        n = r.choices([1, 2, 3, 4, 5, 6], [45, 22, 14, 9, 5, 5])[0]
        ids = [r.randrange(len(self.sprites)) for _ in range(n)]
        if n > 1 and r.random() < .4:
            base = r.sample(ids, r.choice([1, 2]) if n > 2 else 1)
            ids = [r.choice(base) for _ in range(n)]
        objs = []
        lo, hi = (90, 215) if n == 1 else (52, 130)
        for (x, y, s), i in zip(place(r, n, w, h, lo, hi), ids):
            im = Image.fromarray(self.sprites[i]).resize((s, s), Image.BICUBIC)
            if r.random() < .25:
                im = im.rotate(r.uniform(-20, 20), Image.BICUBIC)
            blend(bg, np.asarray(im), x, y)
            objs.append((x, y, s, self.sprite_names[i]))
        def ask():
            cnt = {}
            for o in objs:
                cnt[o[3]] = cnt.get(o[3], 0) + 1
            desc = join([art(k) if v == 1 else f"{NUM[v]} {plural(k)}" for k, v in cnt.items()])
            qa = [(r.choice(CAPTION_Q), cap1(desc + (f" on {art(bgname)} background" if bgname else "")) + ".")]
            other = lambda: self.sprite_names[r.randrange(len(self.sprite_names))]
            if r.random() < .25:
                gone = other()
                if gone not in cnt: qa.append(absent(r, gone, "Where is the {}?", "What color is the {}?"))
            if len(objs) == 1:
                t = q(r, "What is this?", "What object is shown?", "What is the object in the image?", "Name the object.", "What is shown?")
                qa.append(short(r, t, cap1(objs[0][3])) if r.random() < .6 else choice(r, t, objs[0][3], [other() for _ in range(5)]))
            else:
                k = r.choice(list(cnt)) if r.random() < .75 else other()
                t = q(r, f"How many {plural(k)} are there?", f"How many {plural(k)} are in the image?")
                qa.append(short(r, t, str(cnt.get(k, 0))) if r.random() < .7 else choice(r, t, str(cnt.get(k, 0)), [str(abs(cnt.get(k, 0) + d)) for d in (-2, -1, 1, 2, 3)]))
                u = [o for o in objs if cnt[o[3]] == 1]
                if u:
                    o = r.choice(u)
                    qa.append(short(r, f"Where is the {o[3]}?", cap1(where(o[0], o[1], o[2], w, h))))
                if len(u) >= 2:
                    a, b = r.sample(u, 2)
                    d = rel(a, b)
                    if d:
                        truth = r.random() < .5
                        opp = {"to the left of": "to the right of", "to the right of": "to the left of", "above": "below", "below": "above"}
                        qa.append(yesno(r, f"Is the {a[3]} {d if truth else opp[d]} the {b[3]}?", truth))
                if r.random() < .5:
                    qa.append(short(r, q(r, "How many objects are there?", "How many objects are in the image?"), str(len(objs))))
            k = r.choice(list(cnt)) if r.random() < .5 else other()
            qa.append(yesno(r, q(r, f"Is there {art(k)} in the image?", f"Does the picture show {art(k)}?", f"Do you see {art(k)}?"), k in cnt))
            if bgname and r.random() < .5:
                qa.append(short(r, "What color is the background?", cap1(bgname)))
            return qa
        return bg, ask

    def text(self, r, w, h):
        kind = r.choices(["word", "number", "words", "letter", "lines"], json.loads(os.environ.get("TEXTS", "[46, 20, 18, 8, 8]")))[0]
        if kind == "word" and r.random() < .12: s = ["".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randint(2, 6)))]
        elif kind == "word": s = [r.choice(self.words)]
        elif kind == "number": s = [str(r.randrange(10 ** r.choice([1, 2, 3, 4, 5]))) if r.random() < .8 else f"{r.randrange(1000)}.{r.randrange(100):02d}"]
        elif kind == "words": s = [" ".join(r.choice(self.words) for _ in range(r.choice([2, 2, 3])))]
        elif kind == "letter": s = [r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
        else: s = [" ".join(r.choice(self.words) for _ in range(r.choice([1, 2]))) for _ in range(r.choice([2, 3]))]
        f = r.choice([str, str.upper, str.title, str.lower])
        s = [f(x) for x in s]
        col = r.choice(list(COLORS))
        bg, bgname = named_background(r, w, h, (col,)) if r.random() < .75 else background(r, w, h)
        if bgname and np.abs(np.array(COLORS[col]) - np.array(COLORS[bgname])).sum() < 160:
            col = "black" if np.mean(COLORS[bgname]) > 110 else "white"
        if bgname is None:
            col = "black" if bg.mean() > 128 else "white"
        im = Image.fromarray(np.clip(bg, 0, 255).astype(np.uint8))
        d = ImageDraw.Draw(im)
        face = r.choice(self.fonts)
        bb = d.multiline_textbbox((0, 0), "\n".join(s), font=self.face(face, 40))
        size = min(r.randint(18, 90), int(40 * min((w - 10) / (bb[2] - bb[0]), (h - 10) / (bb[3] - bb[1])) * .97))
        if size < 11:
            return self.shapes(r, w, h)
        fo = self.face(face, size)
        bb = d.multiline_textbbox((0, 0), "\n".join(s), font=fo)
        if bb[2] - bb[0] >= w or bb[3] - bb[1] >= h:
            return self.shapes(r, w, h)
        x, y = r.randint(2, max(3, w - (bb[2] - bb[0]) - 4)), r.randint(2, max(3, h - (bb[3] - bb[1]) - 4))
        d.multiline_text((x - bb[0], y - bb[1]), "\n".join(s), font=fo, fill=COLORS[col])
        if r.random() < .15:
            im = im.rotate(r.uniform(-7, 7), Image.BILINEAR, fillcolor=im.getpixel((0, 0)))
        elif len(s) == 1:
            self.dense, base = [], 1 + len(SHAPES) * len(COLORS)
            for i, ch in enumerate(s[0]):
                a, b = d.textlength(s[0][:i], font=fo), d.textlength(s[0][:i + 1], font=fo)
                if ch.isascii() and ch.isalnum():
                    self.dense.append((x - bb[0] + a, y, b - a, bb[3] - bb[1], base + "0123456789abcdefghijklmnopqrstuvwxyz".index(ch.lower())))
        def ask():
            full = "\n".join(s)
            t = q(r, "What does the text say?", "Read the text.", "What is written in the image?", "What text is in the image?", "Transcribe the text.")
            if kind == "number" and r.random() < .5: t = q(r, "What number is shown?", "What is the number?", "Which number is in the image?")
            if kind == "letter" and r.random() < .5: t = q(r, "What letter is shown?", "Which letter is this?")
            if kind == "word" and r.random() < .3: t = q(r, "What word is written?", "What is the word?")
            qa = [(t, full)]
            if kind in ("word", "number", "letter") and r.random() < .5:
                qa.append((q(r, "Spell the text.", "Spell it letter by letter.", "Which characters are in the image, one by one?"), " ".join(full)))
            if len(s) == 1 and r.random() < .4:
                wrong = [near(r, s[0]) if r.random() < .5 else f(r.choice(self.words)) if kind in ("word", "words") else str(r.randrange(10 ** len(s[0]))) for _ in range(4)]
                qa.append(choice(r, "What is written in the image?", s[0], wrong))
            qa.append(short(r, q(r, "What color is the text?", "What is the color of the letters?"), cap1(col)))
            if bgname: qa.append(short(r, "What color is the background?", cap1(bgname)))
            if r.random() < .15: qa.append(absent(r, r.choice(SHAPES), "What color is the {}?", "Where is the {}?"))
            if kind in ("word", "number"):
                qa.append((r.choice(CAPTION_Q), f'The {"number" if kind == "number" else "word"} "{full}" in {col}' + (f" on {art(bgname)} background." if bgname else ".")))
            return qa
        return np.asarray(im, np.float32), ask

    def chart(self, r, w, h):
        n = r.randint(2, 6)
        im = Image.new("RGB", (w, h), r.choice([(255, 255, 255), (245, 245, 250), (250, 250, 235)]))
        d = ImageDraw.Draw(im)
        cols = r.sample([c for c in COLORS if c != "white"], n)
        vals = [r.randint(1, 10) for _ in range(n)]
        labs = r.sample(["A", "B", "C", "D", "E", "F", "G", "H"], n)
        fo = self.font(r, 14)
        d.line((22, 8, 22, h - 24, w - 6, h - 24), fill=(0, 0, 0), width=2)
        bw = (w - 40) / n
        for i in range(n):
            x = 28 + i * bw
            top = h - 25 - (h - 52) * vals[i] / 10
            d.rectangle((x, top, x + bw * .7, h - 25), fill=COLORS[cols[i]])
            d.text((x + bw * .35, h - 13), labs[i], font=fo, fill=(0, 0, 0), anchor="mm")
            d.text((x + bw * .35, top - 8), str(vals[i]), font=fo, fill=(0, 0, 0), anchor="mm")
        def ask():
            i = r.randrange(n)
            qa = [short(r, f"What is the value of {labs[i]}?", str(vals[i])), short(r, f"What color is bar {labs[i]}?", cap1(cols[i])),
                  short(r, q(r, "How many bars are there?", "How many bars does the chart have?"), str(n)),
                  (r.choice(CAPTION_Q), f"A bar chart with {NUM[n]} bars."), short(r, "What kind of image is this?", "A bar chart")]
            if vals.count(max(vals)) == 1:
                qa.append(short(r, q(r, "Which bar is the tallest?", "Which bar has the highest value?", "What label has the largest value?"), labs[vals.index(max(vals))]))
            if vals.count(min(vals)) == 1:
                qa.append(short(r, q(r, "Which bar is the shortest?", "Which bar has the lowest value?"), labs[vals.index(min(vals))]))
            return qa
        return np.asarray(im, np.float32), ask

    def clock(self, r, w, h):
        bg, _ = named_background(r, w, h)
        s = r.randint(110, min(w, h) - 6)
        im = Image.new("RGBA", (s, s), (0, 0, 0, 0))
        d = ImageDraw.Draw(im)
        d.ellipse((1, 1, s - 2, s - 2), fill=(255, 255, 255, 255), outline=(0, 0, 0, 255), width=4)
        hh, mm = r.randint(1, 12), r.choice([0, 0, 15, 30, 45, 5, 10, 20, 25, 35, 40, 50, 55])
        c = s / 2
        for k in range(12):
            a = math.pi * k / 6
            d.line((c + c * .82 * math.sin(a), c - c * .82 * math.cos(a), c + c * .92 * math.sin(a), c - c * .92 * math.cos(a)), fill=(0, 0, 0, 255), width=3)
        a, b = math.pi * (hh + mm / 60) / 6, math.pi * mm / 30
        d.line((c, c, c + c * .48 * math.sin(a), c - c * .48 * math.cos(a)), fill=(0, 0, 0, 255), width=7)
        d.line((c, c, c + c * .78 * math.sin(b), c - c * .78 * math.cos(b)), fill=(200, 0, 0, 255), width=4)
        blend(bg, np.asarray(im), r.randint(0, w - s), r.randint(0, h - s))
        return bg, lambda: [short(r, q(r, "What time is it?", "What time does the clock show?"), f"{hh}:{mm:02d}"), (r.choice(CAPTION_Q), f"A clock showing {hh}:{mm:02d}."),
                    short(r, "What is this?", "A clock")]

    def flag(self, r, w, h):
        bg, _ = background(r, w, h)
        i = r.randrange(len(self.flags))
        s = r.randint(110, w - 4)
        im = Image.fromarray(self.flags[i]).convert("RGBA").resize((s, s * 3 // 4), Image.BICUBIC)
        blend(bg, np.asarray(im), r.randint(0, w - s), r.randint(0, max(0, h - s * 3 // 4)))
        n = self.flag_names[i]
        t = q(r, "Which country's flag is this?", "What flag is this?", "What country does this flag belong to?")
        return bg, lambda: [short(r, t, n) if r.random() < .6 else choice(r, t, n, r.sample(self.flag_names, 5)), (r.choice(CAPTION_Q), f"The flag of {n}.")]

    def plain(self, r, w, h):
        bg, n = named_background(r, w, h)
        return bg, lambda: [(r.choice(CAPTION_Q), f"A plain {n} image."), short(r, q(r, "What color is the image?", "What color is this?"), cap1(n)), short(r, "How many objects are there?", "0")]

    # ---- real photos
    def photo(self, r, e, w, h, flip=True):
        im = self.p.image(e).convert("RGB")
        W, H = im.size
        z = r.uniform(.72, 1)
        cw, ch = W * z, H * z
        if r.random() < .7:                     # keep the aspect of the crop near that of the target
            ratio = w / h
            if cw / ch > ratio: cw = ch * ratio * r.uniform(1, 1.25)
            else: ch = cw / ratio * r.uniform(1, 1.25)
            cw, ch = min(cw, W), min(ch, H)
        x, y = r.uniform(0, W - cw), r.uniform(0, H - ch)
        im = im.resize((w, h), Image.BICUBIC if W < 300 else Image.BILINEAR, box=(x, y, x + cw, y + ch))
        self.augment = 2 if flip else 1             # mirrored, recoloured and cropped again where the batch is made
        return np.asarray(im, np.float32)

    def whole(self, e, w, h):
        return np.asarray(self.p.image(e).convert("RGB").resize((w, h), Image.BICUBIC))

    @staticmethod
    def clean(c):
        c = re.sub(r"\s+([.,!?;:'])", r"\1", c.strip().strip('"').strip())
        c = re.sub(r"\s+", " ", c).rstrip(". ")
        return cap1(c.lower() if c.isupper() else c) + "."

    def caption(self, r, w, h):
        S = self.p.sets["cap"]
        i = r.randrange(len(S))
        m = S[i][1]
        c = [x for x in m["c"] if 15 < len(x) < 150] or m["c"]
        lr = any(re.search(r"\b(left|right)\b", x) for x in c)
        img = self.photo(r, S[i], w, h, not lr)
        def ask():
            qa = [(r.choice(CAPTION_Q), self.clean(r.choice(c)))]
            ws = self.cap_words[i]
            there = [n for n in self.NOUNS if self._has(n, ws) >= 3]
            gone = [n for n in self.NOUNS if self._has(n, ws) == 0 and n not in self.OFTEN_UNSAID]
            some = lambda n: n if n in self.UNCOUNTED else art(n)
            for _ in range(2):
                truth = bool(there) and r.random() < .5
                n = r.choice(there) if truth else r.choices(gone, [self.noun_weight[self.NOUNS.index(g)] for g in gone])[0]
                qa.append(yesno(r, q(r, f"Is there {some(n)} in the image?", f"Do you see {some(n)}?", f"Does the photo show {some(n)}?"), truth))
            if r.random() < .25:
                n = r.choices(gone, [self.noun_weight[self.NOUNS.index(g)] for g in gone])[0]
                qa.append((q(r, "What is the {} doing?", "Where is the {}?", "What color is the {}?").format(n), NO.format(some(n))))
            have = [n for n in ("dog", "man", "woman", "boy", "girl", "child", "baby", "cat", "horse", "bird") if sum(n in x for x in ws) >= 3]
            if len(have) == 1 and r.random() < .5:
                t = q(r, "What is the main subject of the image?", "Who or what is in the picture?")
                qa.append(short(r, t, cap1(art(have[0]))) if r.random() < .5 else choice(r, "What is in the picture?", have[0], [n for n in ("dog", "man", "horse", "cat", "bird", "car", "boat") if not any(n in x for x in ws)]))
            if r.random() < .35:
                wrong = [self.clean(r.choice(S[r.randrange(len(S))][1]["c"])) for _ in range(3)]
                qa.append(choice(r, q(r, "Which caption fits the image?", "Which description matches the image?"), self.clean(r.choice(c)), wrong))
            return qa
        return img, ask

    SETS = {"tin": 40, "nette": 12, "woof": 6, "grocery": 8, "cloth": 8, "flower": 5, "cal": 16, "trash": 4, "pet": 8}

    def label(self, r, w, h):
        S = [s for s in self.SETS if self.p.labels.get(s)]
        s = r.choices(S, [self.SETS[x] for x in S])[0]
        e = r.choice(self.p.sets[s])
        l = e[1]["l"]
        img = self.photo(r, e, w, h)
        def ask():
            others = [x for x in r.sample(self.p.labels[s], min(6, len(self.p.labels[s]))) if x != l]
            t = q(r, "What is this?", "What is in the photo?", "What is the main object?", "What object is shown in the photo?", "Name the main object in the image.")
            if s == "cloth": t = q(r, "What piece of clothing is this?", "What is this?", "What type of clothing is shown?")
            if s == "flower": t = q(r, "What flower is this?", "What kind of flower is this?", "What is this?")
            if s == "woof": t = q(r, "What dog breed is this?", "What breed is the dog?", "What kind of dog is this?")
            qa = [short(r, t, cap1(l)), (r.choice(CAPTION_Q), f"A photo of {art(l)}." if s != "cloth" else f"A photo of a piece of clothing: {l}.")]
            if others:
                qa.append(choice(r, t, l, others))
                n = l if r.random() < .5 else r.choice(others)
                qa.append(yesno(r, q(r, f"Is this {art(n)}?", f"Is there {art(n)} in the image?", f"Does the photo show {art(n)}?"), n == l))
                if r.random() < .2:
                    qa.append(absent(r, r.choice(others), "Where is the {}?", "What color is the {}?"))
            r.shuffle(qa)
            return qa[:4]
        return img, ask

    def easy(self, r, w, h):
        e = r.choice(self.p.sets["easy"])
        im = self.p.image(e).convert("RGB").resize((w, h), r.choice([Image.BILINEAR, Image.BICUBIC, Image.NEAREST]))
        return np.asarray(im, np.float32), lambda: [(cap1(a), cap1(str(b))) for a, b in r.sample(e[1]["q"], min(4, len(e[1]["q"])))]
