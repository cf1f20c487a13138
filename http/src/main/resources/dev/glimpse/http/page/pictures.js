// The pictures and videos that the next question is about: a list, one of which is shown large.

import { element } from "./elements.js";

// Files whose type browsers do not tell, as their names end.
const VIDEO_NAMES = /\.(mp4|m4v|webm|mkv|mov|avi|mpe?g|ogv|flv|wmv)$/i;

export class Pictures {
  #list = [];
  #shown = null;
  #changed;

  constructor(changed) {
    this.#changed = changed;
    this.stage = document.getElementById("stage");
    this.large = document.getElementById("picture");
    this.film = document.getElementById("film");
    this.film.addEventListener("error", () => this.#shown?.video && this.#cannotShow(this.#shown));
    this.unseen = document.getElementById("unseen");
    this.invite = document.getElementById("invite");
    this.thumbs = document.getElementById("thumbs");
    this.input = document.getElementById("file");
    this.choose = document.getElementById("choose");
    this.choose.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => {
      this.add(this.input.files);
      this.input.value = "";
    });
    this.#acceptDrops();
    this.#acceptPastes();
  }

  get all() {
    return [...this.#list];
  }

  // The one that is shown large, or null.
  get shown() {
    return this.#shown;
  }

  add(files) {
    for (const file of files) {
      this.#list.push(picture(file, file.name || "pasted picture"));
      this.#shown = this.#list.at(-1);
    }
    this.#draw();
  }

  // Takes [{blob, name}] instead of what is there.
  replaceWith(others) {
    this.#list = others.map(({ blob, name }) => picture(blob, name));
    this.#shown = this.#list[0] ?? null;
    this.#draw();
  }

  remove(gone) {
    const index = this.#list.indexOf(gone);
    this.#list.splice(index, 1);
    if (this.#shown === gone) {
      this.#shown = this.#list[Math.min(index, this.#list.length - 1)] ?? null;
    }
    this.#draw();
    (this.thumbs.querySelectorAll(".thumb-show")[Math.max(0, index - 1)] ?? this.choose).focus();
  }

  #draw() {
    const shown = this.#shown;
    this.invite.hidden = shown !== null;
    this.large.hidden = shown === null || shown.unreadable || shown.video;
    this.film.hidden = shown === null || shown.unreadable || !shown.video;
    if (this.film.hidden) {
      this.film.removeAttribute("src");
    }
    this.unseen.hidden = shown === null || !shown.unreadable;
    if (shown?.unreadable) {
      this.unseen.textContent = `${shown.name} cannot be shown here. You can still ask about it.`;
    } else if (shown?.video) {
      if (this.film.src !== shown.url) {
        this.film.src = shown.url;
      }
      this.film.ariaLabel = shown.name;
    } else if (shown) {
      this.large.src = shown.url;
      this.large.alt = shown.name;
      this.large.onerror = () => this.#cannotShow(shown);
    }
    this.thumbs.hidden = this.#list.length === 0;
    this.thumbs.replaceChildren(...this.#list.map((each) => this.#thumb(each)), this.#addButton());
    this.#changed(shown);
  }

  #cannotShow(each) {
    if (!each.unreadable) {
      each.unreadable = true;
      this.#draw();
    }
  }

  #thumb(each) {
    const show = element("button", {
      type: "button",
      className: "thumb-show",
      ariaLabel: `Show ${each.name}`,
      title: each.name,
      ariaPressed: String(each === this.#shown),
      onclick: () => {
        this.#shown = each;
        this.#draw();
        this.thumbs.querySelector("[aria-pressed=true]").focus();
      },
    }, small(each, () => this.#cannotShow(each)));
    const remove = element("button", {
      type: "button",
      className: "thumb-remove",
      ariaLabel: `Remove ${each.name}`,
      title: "Remove",
      textContent: "×",
      onclick: () => this.remove(each),
    });
    return element("li", { className: "thumb" }, show, remove);
  }

  #addButton() {
    return element("li", { className: "thumb" }, element("button", {
      type: "button",
      className: "thumb-add",
      ariaLabel: "Add pictures or videos",
      title: "Add pictures or videos",
      textContent: "+",
      onclick: () => this.input.click(),
    }));
  }

  #acceptDrops() {
    let depth = 0;
    const over = (change) => {
      depth = change === 0 ? 0 : depth + change;
      this.stage.classList.toggle("over", depth > 0);
    };
    addEventListener("dragenter", () => over(1));
    addEventListener("dragleave", () => over(-1));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      over(0);
      this.add(event.dataTransfer.files);
    });
  }

  #acceptPastes() {
    addEventListener("paste", (event) => {
      if (event.clipboardData.files.length > 0) {
        event.preventDefault();
        this.add(event.clipboardData.files);
      }
    });
  }
}

// A picture or a video.
export function picture(blob, name) {
  const video = blob.type.startsWith("video/") || VIDEO_NAMES.test(name);
  return { blob, name, video, url: URL.createObjectURL(blob), unreadable: false };
}

// Its picture, or the first frame; of what cannot be shown the name.
export function small({ url, name, video, unreadable }, onerror, described = false) {
  if (unreadable) {
    return element("span", described ? { title: name } : { textContent: name });
  }
  return video
    ? element("video", { src: url, muted: true, preload: "metadata", tabIndex: -1, ariaLabel: described ? name : null, ariaHidden: described ? null : "true", title: name, onerror })
    : element("img", { src: url, alt: described ? name : "", title: described ? name : "", onerror });
}
