// Where an answer's time went: a bar with a part for each stage, and what was read and written.

import { element } from "./elements.js";

const STAGES = ["decode", "preprocess", "encode", "prefill", "generate"];

export function timings(reply) {
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
