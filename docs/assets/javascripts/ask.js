/* Owns the question boxes in the page (forms with data-jl-ask inside main): answers them in place, in [data-jl-answer].
   Without this script the same forms post to /ask/. Does not know what a card looks like. */
import { fetchCard, NoCard } from "./card.js";
import { openSearch } from "./header-search.js";

const TIMEOUT = 5000;
const SLOW = 400; // ms before "looking" is said: quick answers need no such word
const SENTENCES = {
  away: "问答服务暂时连不上。你写的问题还在框里，可以过一会儿再试，或者先用站内搜索找。",
  long: "这个问题没法处理，请缩短到 1000 字以内再试。",
  often: "问得太快了，请过一会儿再试。",
};

let running = new AbortController();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const place = document.querySelector("main [data-jl-answer]");
  if (!form.matches("main form[data-jl-ask]") || place === null) return;
  event.preventDefault();
  const question = event.submitter?.value || form.querySelector("input[name=q]")?.value || "";
  const asTyped = form.querySelector("input[name=as_typed]") !== null;
  const box = document.querySelector("main [data-jl-question]");
  if (box !== null) box.value = question; // an example that was tapped can be edited
  answer(place, form.action, question, asTyped);
});

async function answer(place, address, question, asTyped) {
  running.abort();
  const mine = (running = new AbortController());
  const saying = setTimeout(() => show(place, line("正在找……")), SLOW);
  place.setAttribute("aria-busy", "true");
  try {
    arrive(place, await fetchCard(address, question, { asTyped, signal: mine.signal, timeout: TIMEOUT }));
  } catch (error) {
    if (mine.signal.aborted) return; // a newer question took over
    if (!(error instanceof NoCard)) throw error;
    arrive(place, failure(error.kind, question));
  } finally {
    clearTimeout(saying);
    if (mine === running) place.removeAttribute("aria-busy");
  }
}

function show(place, ...nodes) {
  place.replaceChildren(...nodes);
}

/** Show a card and bring reader, keyboard and screen reader to it. */
function arrive(place, card) {
  show(place, card);
  card.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

function line(text) {
  const paragraph = document.createElement("p");
  paragraph.className = "jl-answer__wait";
  paragraph.setAttribute("role", "status");
  paragraph.textContent = text;
  return paragraph;
}

function failure(kind, question) {
  const box = document.createElement("article");
  box.className = "jl-card";
  box.dataset.state = "failed";
  box.tabIndex = -1;
  const sentence = document.createElement("p");
  sentence.className = "jl-card__notice";
  sentence.textContent = SENTENCES[kind];
  box.setAttribute("aria-label", SENTENCES[kind]);
  box.append(sentence);
  if (kind === "away") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "jl-button";
    button.textContent = "用站内搜索找这句话";
    button.addEventListener("click", () => openSearch(question));
    box.append(button);
  }
  return box;
}
