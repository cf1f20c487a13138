// The service, as the page needs it. Failures are thrown as Refusal.
//
// Answers that come piece by piece are generators: {delta}, any number of times, then {done}, which
// has finish_reason, usage and timings_ms.

import { settings } from "./settings.js";

export class Refusal extends Error {
  constructor(message, requestId) {
    super(message);
    this.requestId = requestId;
  }
}

// Turns that were answered, then one that was not: {pictures, question, answer}. All are about the
// pictures of the first.
export async function* converse(turns, signal) {
  const messages = [];
  if (settings.system) {
    messages.push({ role: "system", content: settings.system });
  }
  for (const turn of turns) {
    const text = { type: "text", text: turn.question };
    const pictures = turn === turns[0] ? await Promise.all(turn.pictures.map(part)) : [];
    messages.push({ role: "user", content: [...pictures, text] });
    if (turn.answer !== undefined) {
      messages.push({ role: "assistant", content: turn.answer });
    }
  }
  const body = { messages, stream: true, stream_options: { include_usage: true }, ...options() };
  const response = await post("/v1/chat/completions", JSON.stringify(body), signal, "application/json");
  const done = {};
  for await (const { data } of events(response.body)) {
    if (data === "[DONE]") {
      yield { done };
      return;
    }
    const chunk = JSON.parse(data);
    if (chunk.error) {
      throw new Refusal(chunk.error.message, chunk.error.request_id);
    }
    const choice = chunk.choices[0];
    if (choice?.delta.content) {
      yield { delta: choice.delta.content };
    }
    done.finish_reason = choice?.finish_reason ?? done.finish_reason;
    if (chunk.usage) {
      done.timings_ms = chunk.timings_ms;
      done.usage = {
        ...chunk.usage,
        image_tokens: chunk.usage.prompt_tokens_details.image_tokens,
      };
    }
  }
  throw new Refusal("The connection ended before the answer was complete.");
}

export async function* caption(picture, style, signal) {
  const form = withOptions(new FormData());
  form.append("image", picture.blob, picture.name);
  form.append("style", style);
  yield* streamed("/v1/caption", form, signal);
}

// An answer in the form of a JSON schema, which is text.
export async function* extract(pictures, question, schema, signal) {
  const form = withOptions(about(pictures, question));
  form.append("response_format", `{"type":"json_schema","json_schema":{"name":"answer","schema":${schema}}}`);
  yield* streamed("/v1/vqa", form, signal);
}

// How likely each of several answers is: {choices: [{choice, probability}]}.
export async function choose(pictures, question, choices, signal) {
  const form = about(pictures, question);
  for (const choice of choices) {
    form.append("choices", choice);
  }
  if (settings.slices) {
    form.append("max_slice_nums", settings.slices);
  }
  return (await post("/v1/vqa", form, signal)).json();
}

// What the model sees of a picture: {width, height, overview, grid, tokens}.
export async function view(picture, signal) {
  const form = new FormData();
  form.append("image", picture.blob, picture.name);
  if (settings.slices) {
    form.append("max_slice_nums", settings.slices);
  }
  return (await post("/v1/images/view", form, signal)).json();
}

export async function samples() {
  return (await (await fetch("/v1/samples")).json()).samples;
}

export async function health() {
  return (await fetch("/healthz")).json();
}

function about(pictures, question) {
  const form = new FormData();
  for (const picture of pictures) {
    form.append(picture.video ? "video" : "image", picture.blob, picture.name);
  }
  form.append("question", question);
  return form;
}

function options() {
  const chosen = {
    max_tokens: settings.tokens,
    temperature: settings.temperature,
    seed: settings.seed,
    max_slice_nums: settings.slices,
  };
  return Object.fromEntries(
    Object.entries(chosen).filter(([, value]) => value !== "").map(([name, value]) => [name, Number(value)]));
}

function withOptions(form) {
  for (const [name, value] of Object.entries(options())) {
    form.append(name, String(value));
  }
  return form;
}

async function part(picture) {
  picture.uri ??= await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(new Refusal(`${picture.name} cannot be read.`));
    reader.readAsDataURL(picture.blob);
  });
  return picture.video
    ? { type: "video_url", video_url: { url: picture.uri } }
    : { type: "image_url", image_url: { url: picture.uri } };
}

async function* streamed(path, form, signal) {
  const response = await post(path, form, signal, undefined, "text/event-stream");
  for await (const event of events(response.body)) {
    const data = JSON.parse(event.data);
    if (event.name === "error") {
      throw new Refusal(data.error.message, data.error.request_id);
    }
    if (event.name === "delta") {
      yield { delta: data.text };
    } else if (event.name === "done") {
      yield { done: data };
      return;
    }
  }
  throw new Refusal("The connection ended before the answer was complete.");
}

async function post(path, body, signal, type, accept = "application/json") {
  const headers = { Accept: accept };
  if (type) {
    headers["Content-Type"] = type;
  }
  if (settings.key) {
    headers.Authorization = `Bearer ${settings.key}`;
  }
  let response;
  try {
    response = await fetch(path, { method: "POST", headers, body, signal });
  } catch (failure) {
    if (signal.aborted) {
      throw failure;
    }
    throw new Refusal("The server cannot be reached. Is it still running?");
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

async function refusal(response) {
  if (response.status === 401) {
    return new Refusal("This service wants a key. Put yours into the settings.");
  }
  try {
    const { error } = await response.json();
    return new Refusal(error.message, error.request_id);
  } catch {
    return new Refusal(`The server answered with status ${response.status}.`);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    pending += value;
    let end;
    while ((end = pending.indexOf("\n\n")) >= 0) {
      const event = parsed(pending.slice(0, end));
      pending = pending.slice(end + 2);
      if (event.data !== undefined) {
        yield event;
      }
    }
  }
}

function parsed(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  return { name: fields.event, data: fields.data };
}
