// Earlier conversations with their pictures, kept in this browser's IndexedDB and nowhere else.
//
// A conversation: {id, at, title, turns: [{kind, pictures: [{blob, name}], question, reply}]}.

import { element } from "./elements.js";

const STORE = "conversations";
const KEPT = 50;

export class History {
  #database = open();
  #list = document.getElementById("earlier-list");
  #none = document.getElementById("earlier-none");
  #clear = document.getElementById("earlier-clear");
  #dialog = document.getElementById("earlier");

  // `show` gets a conversation that was chosen.
  constructor(show) {
    this.show = show;
    document.getElementById("open-earlier").addEventListener("click", async () => {
      await this.#draw();
      this.#dialog.showModal();
    });
    this.#clear.addEventListener("click", async () => {
      await this.#change((store) => store.clear());
      await this.#draw();
    });
  }

  async keep(conversation) {
    await this.#change((store) => store.put(conversation));
    const all = await this.#all();
    for (const old of all.slice(KEPT)) {
      await this.#change((store) => store.delete(old.id));
    }
  }

  // The newest first.
  async #all() {
    const database = await this.#database;
    if (!database) {
      return [];
    }
    const all = await outcome(database.transaction(STORE).objectStore(STORE).getAll());
    return all.sort((a, b) => b.at - a.at);
  }

  async #change(work) {
    const database = await this.#database;
    if (database) {
      await outcome(work(database.transaction(STORE, "readwrite").objectStore(STORE)));
    }
  }

  async #draw() {
    const all = await this.#all();
    this.#none.hidden = all.length > 0;
    this.#clear.hidden = all.length === 0;
    this.#list.replaceChildren(...all.map((each) => this.#entry(each)));
  }

  #entry(conversation) {
    const when = new Date(conversation.at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    const open = element("button", {
      type: "button",
      className: "entry",
      onclick: () => {
        this.#dialog.close();
        this.show(conversation);
      },
    }, element("span", { textContent: conversation.title }), element("small", { textContent: when }));
    const remove = element("button", {
      type: "button",
      className: "entry-remove",
      ariaLabel: `Delete ${conversation.title}`,
      title: "Delete",
      textContent: "×",
      onclick: async () => {
        await this.#change((store) => store.delete(conversation.id));
        await this.#draw();
        (this.#list.querySelector(".entry") ?? this.#dialog.querySelector("[value=close]")).focus();
      },
    });
    return element("li", {}, open, remove);
  }
}

// Nothing where the browser keeps nothing, as in some private windows.
function open() {
  return new Promise((resolve) => {
    const request = indexedDB.open("glimpse", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
}

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
