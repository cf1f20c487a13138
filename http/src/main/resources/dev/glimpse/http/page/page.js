// Wires the page: pictures, modes, question, answer, samples, settings, history.

import { Camera } from "./camera.js";
import { Conversation } from "./conversation.js";
import { element } from "./elements.js";
import { History } from "./history.js";
import { Modes } from "./modes.js";
import { Pictures, picture } from "./pictures.js";
import { showSamples } from "./samples.js";
import * as service from "./service.js";
import { openable, settings } from "./settings.js";
import { Sight } from "./sight.js";

const form = document.getElementById("ask");
const question = document.getElementById("question");
const send = document.getElementById("send");
const stop = document.getElementById("stop");
const hint = document.getElementById("hint");
const usualHint = [...hint.childNodes];
const suggestions = document.getElementById("suggestions");
const anew = document.getElementById("anew");

const conversation = new Conversation();
const sight = new Sight();
const modes = new Modes();
const pictures = new Pictures((shown) => {
  urge(null);
  sight.of(shown?.video ? null : shown);
});
const history = new History(restore);
let kept = begun(); // the conversation as it is kept
let running = null;

function begun() {
  return { id: crypto.randomUUID?.() ?? String(Math.random()), at: Date.now(), title: "", turns: [] };
}

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

function missing() {
  if (pictures.all.length === 0) {
    return { message: "Add a picture first.", field: pictures.choose };
  }
  if (modes.kind === "caption" && pictures.shown.video) {
    return { message: "Captions are of pictures; ask about the video instead.", field: document.querySelector("input[name=mode]:checked") };
  }
  if (modes.kind !== "caption" && !question.value.trim()) {
    return { message: "Type a question first.", field: question };
  }
  return modes.missing;
}

async function submit() {
  if (running) {
    return;
  }
  const fault = missing();
  if (fault) {
    urge(fault.message);
    fault.field.focus();
    return;
  }
  urge(null);
  const asked = { kind: modes.kind, pictures: pictures.all, question: words() };
  if (modes.kind !== "json") {
    question.value = "";
    fit();
  }
  const turn = conversation.begin(asked);
  anew.hidden = false;
  busy(new AbortController());
  try {
    const reply = await answer(asked, turn, running.signal);
    turn.finish(reply);
    remember({ ...asked, reply });
  } catch (failure) {
    if (running.signal.aborted) {
      turn.stopped();
    } else if (failure instanceof service.Refusal) {
      turn.fail(failure.message, failure.requestId);
    } else {
      turn.fail("The connection broke before the answer was complete.");
      console.error(failure);
    }
  } finally {
    const hadFocus = document.activeElement === stop || document.activeElement === document.body;
    busy(null);
    if (hadFocus) {
      (question.hidden ? send : question).focus();
    }
  }
}

function words() {
  return modes.kind === "caption"
    ? `Caption: ${document.getElementById("style").selectedOptions[0].textContent}`
    : question.value.trim();
}

async function answer(asked, turn, signal) {
  switch (asked.kind) {
    case "choices":
      return service.choose(asked.pictures, asked.question, modes.choices, signal);
    case "caption":
      return written(service.caption(pictures.shown, modes.style, signal), turn);
    case "json":
      return written(service.extract(asked.pictures, asked.question, modes.schema, signal), turn);
    default:
      return written(service.converse([...before(asked), asked], signal), turn);
  }
}

async function written(parts, turn) {
  let text = "";
  for await (const part of parts) {
    if (part.done) {
      return { ...part.done, text };
    }
    text += part.delta;
    turn.write(part.delta);
  }
  throw new service.Refusal("The connection ended before the answer was complete.");
}

// The turns that the model is told again: those of this conversation about the same pictures.
function before(asked) {
  if (!settings.remember) {
    return [];
  }
  const same = (turn) => turn.kind === "ask"
    && turn.pictures.length === asked.pictures.length
    && turn.pictures.every((each, index) => each.blob === asked.pictures[index].blob);
  const last = kept.turns.findLastIndex((turn) => !same(turn));
  return kept.turns.slice(last + 1).map((turn) => ({ ...turn, answer: turn.reply.text }));
}

function remember(turn) {
  kept.turns.push({ ...turn, pictures: turn.pictures.map(({ blob, name }) => ({ blob, name })) });
  kept.title ||= turn.question;
  kept.at = Date.now();
  history.keep(kept).catch(() => urge("The browser cannot keep this conversation for later."));
}

function restore(conversationKept) {
  startAnew();
  kept = conversationKept;
  for (const turn of kept.turns) {
    conversation.begin({ ...turn, pictures: turn.pictures.map(({ blob, name }) => picture(blob, name)) })
      .finish(turn.reply);
  }
  anew.hidden = false;
  pictures.replaceWith(kept.turns.at(-1).pictures);
  question.focus();
}

function startAnew() {
  running?.abort();
  conversation.clear();
  kept = begun();
  anew.hidden = true;
  question.focus();
}

function suggest(questions) {
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

function takeSample({ name, blob, questions }) {
  pictures.replaceWith([{ blob, name }]);
  suggest(questions.slice(1, 4));
  fill(questions[0] ?? "");
}

async function showModel() {
  const model = document.getElementById("model");
  model.hidden = false;
  try {
    const health = await service.health();
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
anew.addEventListener("click", startAnew);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    running?.abort();
  }
});
openable(
  document.getElementById("settings"),
  document.getElementById("open-settings"),
  () => sight.of(pictures.shown?.video ? null : pictures.shown));
new Camera(document.getElementById("open-camera"), (file) => pictures.add([file]));

showModel();
showSamples(takeSample, urge).catch(() => {}); // the model line says that the server is away
