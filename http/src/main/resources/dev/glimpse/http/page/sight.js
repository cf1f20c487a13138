// What the model sees of the picture that is shown: all of it once, and slices of a grid.

import { Refusal, view } from "./service.js";

const SVG = "http://www.w3.org/2000/svg";

export class Sight {
  #button = document.getElementById("see");
  #lines = document.getElementById("lines");
  #words = document.getElementById("sight");
  #picture = null;
  #asked = null;

  constructor() {
    this.#button.addEventListener("click", () => {
      this.#button.ariaPressed = String(this.#button.ariaPressed !== "true");
      this.#look();
    });
  }

  // Another picture is shown, or none, or the settings have changed.
  of(picture) {
    this.#picture = picture;
    this.#button.hidden = picture === null;
    this.#look();
  }

  async #look() {
    this.#asked?.abort();
    this.#draw(null);
    if (!this.#picture || this.#button.ariaPressed !== "true") {
      return;
    }
    const asked = new AbortController();
    this.#asked = asked;
    try {
      const seen = await view(this.#picture, asked.signal);
      if (!asked.signal.aborted) {
        this.#draw(seen);
      }
    } catch (failure) {
      if (!asked.signal.aborted) {
        this.#words.textContent = failure instanceof Refusal ? failure.message : "That cannot be shown.";
        this.#words.hidden = false;
      }
    }
  }

  #draw(seen) {
    this.#words.hidden = seen === null;
    this.#lines.replaceChildren();
    this.#lines.toggleAttribute("hidden", !seen?.grid);
    if (seen === null) {
      return;
    }
    this.#words.textContent = words(seen);
    if (!seen.grid) {
      return;
    }
    const { width, height, grid: { columns, rows } } = seen;
    this.#lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
    for (let column = 1; column < columns; column++) {
      this.#lines.append(line(width * column / columns, 0, width * column / columns, height));
    }
    for (let row = 1; row < rows; row++) {
      this.#lines.append(line(0, height * row / rows, width, height * row / rows));
    }
  }
}

function words({ width, height, overview, grid, tokens }) {
  const all = `${width} × ${height} pixels, seen as a whole at ${overview.width} × ${overview.height}`;
  const slices = grid ? ` and in ${grid.columns * grid.rows} slices (${grid.columns} × ${grid.rows})` : "";
  return `${all}${slices}: ${tokens} tokens.`;
}

function line(x1, y1, x2, y2) {
  const made = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ x1, y1, x2, y2, "vector-effect": "non-scaling-stroke" })) {
    made.setAttribute(name, value);
  }
  return made;
}
