/* Owns what the header search adds to the theme's: the answer card above the hits, the line that tells when the service is
   away, input that is pasted, dictated or composed, and the keys that reach the card. The hits are search-worker.js's. */
import { fetchCard, NoCard } from "./card.js";

const PAUSE = 250; // ms without a key before the service is asked
const TIMEOUT = 2500;
const DOWN = 15000; // as in search-worker.js
const SHORTEST = 2;
const SILENT = new Set(["blank", "unclear", "smalltalk"]); // half-typed questions deserve no remark
const AWAY = "问答服务暂时连不上，下面是站内搜索结果";

const dialog = document.querySelector("[data-md-component=search]");
const toggle = document.querySelector("[data-md-toggle=search]");
const input = dialog?.querySelector("[data-md-component=search-query]");
const part = (name) => dialog.querySelector(`[data-jl-search-${name}]`);

let composing = false;
let timer;
let running = new AbortController();
let downUntil = 0;
let asked = "";

if (input) start();

/** Open the header search with a text in it. */
export function openSearch(text) {
  if (!input) return;
  input.value = text;
  input.focus(); // the theme opens the search when its box has the focus
  changed();
}

function start() {
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    changed();
  });
  input.addEventListener("input", () => {
    if (!composing) changed();
  });
  input.form.addEventListener("reset", () => setTimeout(changed));
  // the theme searches on keyup alone, half-composed pinyin included
  document.addEventListener("keyup", (event) => {
    if (event.target === input && (composing || event.isComposing)) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("keydown", keys, true);
  dialog.addEventListener("focusout", leave);
  if (input.value) changed();
}

function changed() {
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  const question = input.value.trim();
  if (question === asked) return;
  asked = question;
  clearTimeout(timer);
  running.abort();
  if (question.length < SHORTEST) show(null);
  else timer = setTimeout(ask, Date.now() < downUntil ? 0 : PAUSE, question);
}

async function ask(question) {
  if (Date.now() < downUntil) {
    away();
    return;
  }
  const mine = (running = new AbortController());
  try {
    const card = await fetchCard(part("more").action, question, { signal: mine.signal, timeout: TIMEOUT });
    if (mine.signal.aborted) return;
    part("more").elements.q.value = question;
    part("state").textContent = "";
    show(SILENT.has(card.dataset.state) ? null : card);
  } catch (error) {
    if (mine.signal.aborted) return; // a newer question took over
    if (!(error instanceof NoCard)) throw error;
    if (error.kind === "away") {
      downUntil = Date.now() + DOWN;
      away();
    } else show(null);
  }
}

function away() {
  show(null);
  part("state").textContent = AWAY;
}

function show(card) {
  part("card").hidden = card === null;
  part("answer").replaceChildren(...(card ? [card] : []));
  part("spoken").textContent = card ? `${card.getAttribute("aria-label")}${card.querySelector(".jl-card__answer")?.textContent ?? ""}` : "";
}

/* The theme's own keys know the hits alone, and Tab would close the search before the card is reached. */
function keys(event) {
  if (!toggle.checked || composing || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.key === "Tab") event.stopPropagation();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event);
}

function walk(event) {
  const stops = [input, ...dialog.querySelectorAll(".md-search__scrollwrap :is(a[href], button, summary)")].filter((element) => element.offsetParent);
  const step = event.key === "ArrowDown" ? 1 : -1;
  const at = Math.max(0, stops.indexOf(document.activeElement));
  stops[(at + step + stops.length) % stops.length].focus();
  event.preventDefault();
  event.stopPropagation();
}

function leave(event) {
  if (toggle.checked && event.relatedTarget && !dialog.contains(event.relatedTarget)) toggle.click();
}
