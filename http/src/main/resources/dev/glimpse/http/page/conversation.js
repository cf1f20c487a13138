// Questions with their answers, the newest last.

import { element } from "./elements.js";

const STAGES = ["decode", "preprocess", "encode", "prefill", "generate"];

export class Conversation {
  constructor() {
    this.log = document.getElementById("turns");
    this.welcome = document.getElementById("welcome");
  }

  begin(pictures, question) {
    this.welcome.hidden = true;
    const turn = new Turn(pictures, question, () => this.#follow());
    this.log.append(turn.root);
    this.log.setAttribute("aria-busy", "true");
    turn.onend = () => this.log.removeAttribute("aria-busy");
    turn.root.scrollIntoView({ block: "end" });
    return turn;
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

  constructor(pictures, question, grew) {
    this.#grew = grew;
    this.onend = () => {};
    this.answer = element("p", { className: "answer" });
    this.root = element("article", { className: "turn waiting" },
      element("div", { className: "asked" },
        element("div", { className: "asked-pictures" }, ...pictures.map(small)),
        element("p", { className: "asked-question", textContent: question })),
      this.answer);
  }

  write(text) {
    this.answer.append(text);
    this.#grew();
  }

  finish(reply) {
    this.answer.textContent = reply.answer || "(The model had nothing to say.)";
    if (reply.finish_reason === "length") {
      this.root.append(element("p", { className: "note", textContent: "The answer was cut at its length limit." }));
    }
    this.root.append(timings(reply));
    this.#end();
  }

  stopped() {
    this.root.append(element("p", { className: "note", textContent: "Stopped." }));
    this.#end();
  }

  fail(message, requestId) {
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

  #end() {
    this.root.classList.remove("waiting");
    this.onend();
    this.#grew();
  }
}

function small(picture) {
  return picture.unreadable
    ? element("span", { title: picture.name })
    : element("img", { src: picture.url, alt: picture.name, title: picture.name });
}

function timings(reply) {
  const times = STAGES.map((stage) => reply.timings_ms[stage] ?? 0);
  const bar = element("div", { className: "bar", ariaHidden: "true" });
  const legend = element("dl", { className: "legend" });
  STAGES.forEach((stage, index) => {
    const part = element("span", { className: `stage-${index + 1}`, title: `${stage} ${milliseconds(times[index])}` });
    part.style.flexGrow = String(times[index]);
    bar.append(part);
    legend.append(element("div", { className: `stage-${index + 1}` },
      element("dt", { textContent: stage }),
      element("dd", { textContent: milliseconds(times[index]) })));
  });
  return element("div", { className: "timings" }, bar, legend,
    element("p", { className: "totals", textContent: totals(reply, times) }));
}

function totals(reply, times) {
  const { prompt_tokens: prompt, image_tokens: image, completion_tokens: made } = reply.usage;
  const parts = [`${milliseconds(times.reduce((sum, each) => sum + each, 0))} in all`];
  const seconds = times.at(-1) / 1000;
  if (seconds > 0 && made > 1) {
    parts.push(`${Math.round(made / seconds)} tokens/s`);
  }
  parts.push(`${prompt} tokens in (${image} of pictures)`, `${made} out`);
  if (reply.timings_ms.queue >= 1) {
    parts.push(`waited ${milliseconds(reply.timings_ms.queue)}`);
  }
  return parts.join(" · ");
}

function milliseconds(value) {
  if (value >= 1000) {
    return `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
