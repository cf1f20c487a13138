// What is wanted of the pictures: a conversation, one of several choices, a caption, JSON.

const NAMES = {
  ask: { send: "Ask", placeholder: "What do you want to know?" },
  choices: { send: "Choose", placeholder: "Which of these is right?" },
  caption: { send: "Caption", placeholder: "" },
  json: { send: "Extract", placeholder: "What shall be read from it?" },
};

export class Modes {
  #inputs = [...document.querySelectorAll("input[name=mode]")];
  #question = document.getElementById("question");

  constructor() {
    for (const input of this.#inputs) {
      input.addEventListener("change", () => this.#draw());
    }
    this.#draw();
  }

  get kind() {
    return this.#inputs.find((input) => input.checked).value;
  }

  // The answers to choose from, a line each.
  get choices() {
    return document.getElementById("choices").value.split("\n").map((line) => line.trim()).filter(Boolean);
  }

  get style() {
    return document.getElementById("style").value;
  }

  get schema() {
    return document.getElementById("schema").value.trim();
  }

  // What keeps the mode from beginning: {message, field}, or nothing.
  get missing() {
    if (this.kind === "choices" && this.choices.length < 2) {
      return { message: "Write at least two choices, each on a line.", field: document.getElementById("choices") };
    }
    if (this.kind === "json") {
      try {
        JSON.parse(this.schema);
      } catch (failure) {
        return { message: `The schema is not JSON: ${failure.message}`, field: document.getElementById("schema") };
      }
    }
    return null;
  }

  #draw() {
    const kind = this.kind;
    for (const field of document.querySelectorAll("[data-mode]")) {
      field.hidden = field.dataset.mode !== kind;
    }
    this.#question.hidden = kind === "caption";
    this.#question.placeholder = NAMES[kind].placeholder;
    document.getElementById("send").textContent = NAMES[kind].send;
  }
}
