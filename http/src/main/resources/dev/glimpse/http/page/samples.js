// The samples that come with the service: a picture with questions to begin with.

import { element } from "./elements.js";
import { samples } from "./service.js";

// `chosen` gets {name, blob, questions}; `failed` a message.
export async function showSamples(chosen, failed) {
  const all = await samples();
  document.getElementById("sample-list").append(...all.map((sample) => {
    const label = sample.questions[0] ?? sample.name;
    return element("li", {}, element("button", {
      type: "button",
      className: "sample",
      title: label,
      ariaLabel: `Sample ${sample.name}: ${label}`,
      onclick: () => take(sample, chosen, failed),
    }, element("img", { src: sample.url, alt: "", loading: "lazy" })));
  }));
  document.getElementById("samples").hidden = all.length === 0;
}

async function take(sample, chosen, failed) {
  try {
    const response = await fetch(sample.url);
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    chosen({ name: sample.name, blob: await response.blob(), questions: sample.questions });
  } catch {
    failed(`The sample ${sample.name} cannot be loaded.`);
  }
}
