// Questions with their answers, the newest last.

import { element } from "./elements.js";
import { small } from "./pictures.js";
import { timings } from "./timings.js";

export class Conversation {
  constructor() {
    this.log = document.getElementById("turns");
    this.welcome = document.getElementById("welcome");
  }

  // A turn whose answer is to come.
  begin(asked) {
    this.welcome.hidden = true;
    const turn = new Turn(asked, () => this.#follow());
    this.log.append(turn.root);
    this.log.setAttribute("aria-busy", "true");
    turn.onend = () => this.log.removeAttribute("aria-busy");
    turn.root.scrollIntoView({ block: "end" });
    return turn;
  }

  clear() {
    this.log.querySelectorAll(".turn").forEach((turn) => turn.remove());
    this.welcome.hidden = false;
  }

  // Keeps the end in view, unless the reader has scrolled up. On wide screens the log scrolls, on
  // narrow ones the page.
  #follow() {
    const scrolls = this.log.scrollHeight > this.log.clientHeight;
    const { scrollHeight, scrollTop, clientHeight } = scrolls ? this.log : document.documentElement;
    if (scrollHeight - scrollTop - clientHeight < 160) {
      this.log.lastElementChild.scrollIntoView({ block: "end" });
    }
  }
}

class Turn {
  #grew;
  #pending = "";
  #frame;

  constructor({ kind, pictures, question }, grew) {
    this.#grew = grew;
    this.kind = kind;
    this.onend = () => {};
    this.answer = element(kind === "json" ? "pre" : "p", { className: "answer" });
    if (kind === "json") {
      this.answer.tabIndex = 0; // it may scroll
    }
    this.root = element("article", { className: "turn waiting" },
      element("div", { className: "asked" },
        element("div", { className: "asked-pictures" }, ...pictures.map((each) => small(each, null, true))),
        element("p", { className: "asked-question", textContent: question })),
      this.answer);
  }

  // More of the answer. Shown with the next frame: a small model writes dozens of times in one, and
  // laying out the page each time would keep it from hearing the reader.
  write(text) {
    this.#pending += text;
    this.#frame ??= requestAnimationFrame(() => this.#show());
  }

  #show() {
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    if (this.#pending) {
      this.answer.append(this.#pending);
      this.#pending = "";
      this.#grew();
    }
  }

  // `reply.text` is the whole answer; choices have `reply.choices` instead.
  finish(reply) {
    this.#show();
    if (reply.choices) {
      this.answer.replaceWith(bars(reply.choices));
    } else {
      this.answer.textContent = shown(this.kind, reply.text) || "(The model had nothing to say.)";
    }
    if (reply.finish_reason === "length") {
      this.#note("The answer was cut at its length limit.");
    }
    if (reply.timings_ms) {
      this.root.append(timings(reply));
    }
    this.#end();
  }

  stopped() {
    this.#show();
    this.#note("Stopped.");
    this.#end();
  }

  fail(message, requestId) {
    this.#show();
    const fault = element("p", { className: "fault", textContent: message });
    if (requestId) {
      fault.append(element("small", { textContent: `Request ${requestId}` }));
    }
    if (!this.answer.textContent) {
      this.answer.remove();
    }
    this.root.append(fault);
    this.#end();
  }

  #note(text) {
    this.root.append(element("p", { className: "note", textContent: text }));
  }

  #end() {
    this.root.classList.remove("waiting");
    this.onend();
    this.#grew();
  }
}

// JSON that was cut short stays as it came.
function shown(kind, text) {
  if (kind !== "json") {
    return text;
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

// The likeliest choice first.
function bars(choices) {
  const sorted = [...choices].sort((a, b) => b.probability - a.probability);
  return element("ol", { className: "bars" }, ...sorted.map(({ choice, probability }) => {
    const length = element("span", { className: "bar-length", ariaHidden: "true" });
    length.style.width = `${100 * probability}%`;
    return element("li", {},
      element("span", { className: "bar-choice", textContent: choice }),
      element("span", { className: "bar-share", textContent: percent(probability) }),
      length);
  }));
}

function percent(share) {
  return `${(100 * share).toFixed(share > 0.0995 ? 0 : 1)} %`;
}
