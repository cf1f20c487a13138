"""Draws the loss and the learning rate of a training log as an SVG picture.

usage: curve.py OUT/log.jsonl curve.svg
"""
import json, sys

W, H, PAD = 720, 300, 44


def line(rows, key, top, color):
    last = rows[-1]["step"]
    points = " ".join(f"{PAD + (W - 2 * PAD) * r['step'] / last:.1f},{H - PAD - (H - 2 * PAD) * min(1, r[key] / top):.1f}" for r in rows)
    return f'<polyline fill="none" stroke="{color}" stroke-width="1.5" points="{points}"/>'


def main(log, out):
    rows = [json.loads(x) for x in open(log)]
    top = max(3, round(rows[min(3, len(rows) - 1)]["ema"]))
    ticks = "".join(f'<text x="{PAD - 6}" y="{H - PAD - (H - 2 * PAD) * i / 4 + 4:.0f}" text-anchor="end">{top * i / 4:g}</text>' for i in range(5))
    ticks += "".join(f'<text x="{PAD + (W - 2 * PAD) * i / 4:.0f}" y="{H - PAD + 18}" text-anchor="middle">{rows[-1]["step"] * i // 4}</text>' for i in range(5))
    frame = f'<rect x="{PAD}" y="{PAD}" width="{W - 2 * PAD}" height="{H - 2 * PAD}" fill="none" stroke="#999"/>'
    legend = f'<text x="{W - PAD - 4}" y="{PAD - 10}" text-anchor="end"><tspan fill="#0a58ca">loss of the answers (nats a token)</tspan> · <tspan fill="#c2410c">learning rate (share of its peak)</tspan></text>'
    axis = f'<text x="{W / 2}" y="{H - 6}" text-anchor="middle">steps</text>'
    open(out, "w").write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" font-family="sans-serif" font-size="12"><rect width="{W}" height="{H}" fill="#fff"/>'
                         + frame + ticks + legend + axis + line(rows, "lr", 1.25, "#c2410c") + line(rows, "ema", top, "#0a58ca") + "</svg>\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
