// Wires the page: pictures, question, answer, samples.

import { ask, Refusal } from "./ask.js";
import { Conversation } from "./conversation.js";
import { element } from "./elements.js";
import { Pictures } from "./pictures.js";

const form = document.getElementById("ask");
const question = document.getElementById("question");
const send = document.getElementById("send");
const stop = document.getElementById("stop");
const hint = document.getElementById("hint");
const usualHint = [...hint.childNodes];
const suggestions = document.getElementById("suggestions");

const conversation = new Conversation();
const pictures = new Pictures(() => urge(null));
let running = null;

function urge(message) {
  hint.classList.toggle("urgent", message !== null);
  hint.replaceChildren(...(message === null ? usualHint : [message]));
}

function fit() {
  question.style.height = "auto";
  question.style.height = `${question.scrollHeight}px`;
}

function busy(controller) {
  running = controller;
  send.hidden = controller !== null;
  stop.hidden = controller === null;
}

async function submit() {
  const text = question.value.trim();
  const chosen = pictures.all;
  if (running) {
    return;
  }
  if (chosen.length === 0) {
    urge("Add a picture first.");
    pictures.choose.focus();
    return;
  }
  if (!text) {
    urge("Type a question first.");
    question.focus();
    return;
  }
  urge(null);
  question.value = "";
  fit();
  const turn = conversation.begin(chosen, text);
  busy(new AbortController());
  try {
    for await (const part of ask(chosen, text, running.signal)) {
      if (part.done) {
        turn.finish(part.done);
      } else {
        turn.write(part.delta);
      }
    }
  } catch (failure) {
    if (running.signal.aborted) {
      turn.stopped();
    } else if (failure instanceof Refusal) {
      turn.fail(failure.message, failure.requestId);
    } else {
      turn.fail("The connection broke before the answer was complete.");
      console.error(failure);
    }
  } finally {
    const hadFocus = document.activeElement === stop || document.activeElement === document.body;
    busy(null);
    if (hadFocus) {
      question.focus();
    }
  }
}

function suggest(questions) {
  suggestions.hidden = questions.length === 0;
  suggestions.replaceChildren(...questions.map((each) => element("li", {}, element("button", {
    type: "button",
    className: "suggestion",
    textContent: each,
    onclick: () => fill(each),
  }))));
}

function fill(text) {
  question.value = text;
  fit();
  question.focus();
}

async function takeSample(sample) {
  try {
    const response = await fetch(sample.url);
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    pictures.replaceWith(await response.blob(), sample.name);
  } catch {
    urge(`The sample ${sample.name} cannot be loaded.`);
    return;
  }
  suggest(sample.questions.slice(1, 4));
  fill(sample.questions[0] ?? "");
}

async function showSamples() {
  const { samples } = await (await fetch("/v1/samples")).json();
  document.getElementById("sample-list").append(...samples.map((sample) => {
    const label = sample.questions[0] ?? sample.name;
    return element("li", {}, element("button", {
      type: "button",
      className: "sample",
      title: label,
      ariaLabel: `Sample ${sample.name}: ${label}`,
      onclick: () => takeSample(sample),
    }, element("img", { src: sample.url, alt: "", loading: "lazy" })));
  }));
  document.getElementById("samples").hidden = samples.length === 0;
}

async function showModel() {
  const model = document.getElementById("model");
  model.hidden = false;
  try {
    const health = await (await fetch("/healthz")).json();
    model.textContent = `${health.model_name} · ${size(health.parameters)} parameters`;
    model.title = health.model_description;
  } catch {
    model.classList.add("away");
    model.textContent = "server not reached";
  }
}

function size(parameters) {
  return parameters >= 1e9
    ? `${(parameters / 1e9).toFixed(1)} billion`
    : `${Math.round(parameters / 1e6)} million`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
question.addEventListener("input", fit);
stop.addEventListener("click", () => running?.abort());
addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    running?.abort();
  }
});

showModel();
showSamples().catch(() => {}); // the model line says that the server is away
