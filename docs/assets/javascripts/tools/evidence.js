/* The evidence checklist: one dispute at a time, what is there and what is still missing, on paper or on to the letter tool.
   The list itself stands in the page; ticks stay in the page unless the reader wants them kept. */
import { say } from "./dom.js";
import { copyText, ready, remember } from "./tool.js";

ready(() => start(document.querySelector("[data-jl-evidence]")));

function start(form) {
  const chooser = form.querySelector("[data-jl-dispute]");
  for (const part of form.querySelectorAll("[data-jl-scripted]")) part.hidden = false;
  remember(form, "evidence");
  choose(form, chooser, asked(form) ?? firstTicked(form) ?? chooser.value);
  chooser.addEventListener("change", () => choose(form, chooser, chooser.value));
  addEventListener("hashchange", () => choose(form, chooser, asked(form) ?? chooser.value));
  form.addEventListener("change", () => count(form));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("click", ({ target }) => {
    if (target.dataset.jlDo === "print") window.print();
    if (target.dataset.jlDo === "copy") copy(form);
  });
}

/** The dispute that the address names: `#ID`, `?dispute=ID`, or `?guide=ID` of a guide about it. */
function asked(form) {
  const search = new URLSearchParams(location.search);
  const names = [location.hash.slice(1), search.get("dispute")];
  const checks = [...form.querySelectorAll("[data-jl-check]")];
  const named = checks.find(({ id }) => names.includes(id));
  return (named ?? checks.find(({ dataset }) => dataset.jlGuides.split(" ").includes(search.get("guide"))))?.id;
}

function firstTicked(form) {
  return form.querySelector("[data-jl-check] input:checked")?.name;
}

function choose(form, chooser, id) {
  chooser.value = id;
  for (const check of form.querySelectorAll("[data-jl-check]")) {
    check.open = check.id === id;
    check.hidden = check.id !== id;
  }
  say(form, "");
  count(form);
}

function count(form) {
  const { open, boxes, ticked } = state(form);
  const first = open.querySelector(".jl-pieces").querySelectorAll("input:not(:checked)").length;
  const rest = first ? `先存的还差 ${first} 样` : "先存的都齐了";
  form.querySelector("[data-jl-count]").textContent = `${boxes.length} 样里有 ${ticked.length} 样，${rest}。`;
  const link = open.querySelector("[data-jl-to-letter]");
  if (link) link.hash = ticked.length ? `evidence=${ticked.map((box) => box.value).join(",")}` : "";
}

function state(form) {
  const open = form.querySelector("[data-jl-check]:not([hidden])");
  const boxes = [...open.querySelectorAll("input[type=checkbox]")];
  return { open, boxes, ticked: boxes.filter((box) => box.checked) };
}

async function copy(form) {
  const { open, boxes } = state(form);
  const lines = boxes.map((box) => `${box.checked ? "☑" : "☐"} ${nameOf(box)}`);
  const text = [open.querySelector("h2").textContent, ...lines].join("\n");
  say(form, (await copyText(text)) ? "已复制。" : "浏览器不让复制，请用打印。");
}

const nameOf = (box) => box.labels[0].textContent.trim().replace(/\s+/g, " ");
