// Sends a question and yields what comes back: {delta}, then {done}. Failures are thrown as Refusal.

export class Refusal extends Error {
  constructor(message, requestId) {
    super(message);
    this.requestId = requestId;
  }
}

export async function* ask(pictures, question, signal) {
  const form = new FormData();
  for (const picture of pictures) {
    form.append("image", picture.blob, picture.name);
  }
  form.append("question", question);
  const response = await send(form, signal);
  if (!response.ok) {
    throw await refusal(response);
  }
  for await (const event of events(response.body)) {
    const data = JSON.parse(event.data);
    if (event.name === "error") {
      throw new Refusal(data.error.message, data.error.request_id);
    }
    if (event.name === "reasoning") {
      continue; // the page shows answers alone
    }
    yield event.name === "done" ? { done: data } : { delta: data.text };
    if (event.name === "done") {
      return;
    }
  }
  throw new Refusal("The connection ended before the answer was complete.");
}

async function send(body, signal) {
  try {
    return await fetch("/v1/vqa", {
      method: "POST",
      headers: { Accept: "text/event-stream" },
      body,
      signal,
    });
  } catch (failure) {
    if (signal.aborted) {
      throw failure;
    }
    throw new Refusal("The server cannot be reached. Is it still running?");
  }
}

async function refusal(response) {
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
      yield event(pending.slice(0, end));
      pending = pending.slice(end + 2);
    }
  }
}

function event(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return { name: fields.event, data: fields.data };
}
