/* Runs a flow on the page that holds it: docs/_theme/partials/flow.html wrote every question and result, this file shows one of them.
   The address's fragment is the whole state: the values of the answers, joined by dots (#tuihuo.no-reason.opened), so that back, forward,
   reload and a shared link all work. A date is turned into one of the question's options and never enters the address.
   Owns the walk through the parts; does not know any dispute, rule or wording of a result. */
import { dayToKeep, spoken } from "./deadline-view.js";
import { bringTo, button, el } from "./dom.js";
import { readDate, today } from "./fields.js";
import { calendarOf, daysBetween, lastDay } from "./rules.js";
import { clearErrors, copyText, focusFirstError, ready, toolData } from "./tool.js";

const BETWEEN = ".";
const PART = "_"; // ids of parts hold one, values never do
const COPIED = "链接已复制，只带选项，不带日期和个人信息";
const NOT_COPIED = "复制不了，请直接复制地址栏里的地址";

function run(flow, { rules, calendar }) {
  const parts = partsOf(flow);
  const known = calendarOf(calendar);
  const days = new Map(); // id of a date question → the day given; never leaves this page
  let kept = []; // the longest way walked so far: what a changed answer can go on with

  flow.classList.add("jl-flow--live");
  flow.querySelectorAll("[data-jl-way]").forEach((way) => way.remove()); // the way that the page could know; this file knows the real one
  for (const form of flow.querySelectorAll("[data-jl-date]")) startDate(form);
  addEventListener("hashchange", () => show(true));
  show(false);

  /** Bring the address in order, then show the part that it leads to. */
  function show(moved) {
    const wanted = answersIn(location.hash, parts, flow.dataset.start);
    const { turns, part } = walk(wanted, parts, flow.dataset.start);
    const answers = turns.map((turn) => turn.value);
    if (fragment(answers) !== location.hash) history.replaceState(null, "", fragment(answers) || location.pathname + location.search);
    if (!startsWith(kept, answers)) kept = answers;
    offer(part, answers);
    for (const other of parts.values()) other.toggleAttribute("data-shown", other === part);
    flow.querySelector("[data-jl-live-way]")?.remove();
    part.prepend(wayOf(turns));
    if (part.matches("[data-jl-outcome]")) complete(part);
    if (moved) arrive(part);
  }

  /** The part's choices lead on from these answers; what was chosen before is marked. */
  function offer(part, answers) {
    const before = kept[answers.length];
    for (const choice of choicesOf(part)) {
      choice.href = fragment(goOn(part, answers, choice.dataset.value));
      if (choice.dataset.value === before) choice.setAttribute("aria-current", "true");
      else choice.removeAttribute("aria-current");
    }
  }

  /** These answers and one more; and the old ones after it, as long as the new answer leads to the same question. */
  function goOn(part, answers, value) {
    const next = [...answers, value];
    const rest = startsWith(kept, answers) ? kept.slice(next.length) : [];
    return target(part, kept[answers.length]) === target(part, value) ? [...next, ...rest] : next;
  }

  function startDate(form) {
    const question = form.closest("[data-jl-question]");
    const rule = rules[form.dataset.jlDate];
    form.hidden = false;
    question.querySelector("[data-jl-date-or]").hidden = false;
    form.elements.day.max = today();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearErrors(form);
      const day = readDate(form.elements.day, `「${rule.from}」`, today());
      if (day === null) return focusFirstError(form);
      days.set(question.id, day);
      const choice = question.querySelector(`[data-when=${countOf(rule, day, known).over ? "after" : "within"}]`);
      location.hash = choice.hash;
    });
    // an answer chosen without a date forgets the date
    for (const choice of choicesOf(question)) choice.addEventListener("click", () => days.delete(question.id));
  }

  /** The answers so far, each to be changed. */
  function wayOf(turns) {
    const rows = turns.map(({ part, choice }, index) => {
      const ask = askOf(part);
      const change = el("a", { class: "jl-way__change", href: fragment(turns.slice(0, index).map((turn) => turn.value)) || "#", "aria-label": `改：${ask}` }, "改");
      return el("li", {}, el("span", { class: "jl-way__ask" }, ask), " ", el("span", { class: "jl-way__answer" }, answerOf(part, choice)), " ", change);
    });
    return el("nav", { class: "jl-way", "aria-label": "你的回答", "data-jl-live-way": true, hidden: rows.length === 0 }, el("ol", {}, rows));
  }

  /** What was answered, in words; for a date also the last day that it makes. */
  function answerOf(part, choice) {
    const label = choice.querySelector(".jl-choice__label").textContent;
    const day = days.get(part.id);
    if (day === undefined) return label;
    return `${spoken(day)}，${inWords(countOf(rules[part.querySelector("[data-jl-date]").dataset.jlDate], day, known))}`;
  }

  /** What a result has only with a script: its channels unfolded in place, and something to do with it. Once. */
  function complete(part) {
    if (part.querySelector("[data-jl-actions]") !== null) return;
    part.querySelectorAll("a[data-jl-channel]").forEach(unfold);
    addActions(part);
  }

  function addActions(part) {
    const said = flow.querySelector("[data-jl-said]");
    const seen = el("span", { class: "jl-copy__said", "aria-hidden": "true" });
    const copy = button("复制链接", async () => {
      said.textContent = seen.textContent = (await copyText(location.href)) ? COPIED : NOT_COPIED;
    });
    const again = el("a", { class: "jl-button jl-button--quiet", href: "#" }, "重新选");
    const row = el("p", { class: "jl-actions", "data-jl-actions": true }, copy, button("打印", () => print()), again, seen);
    part.querySelector(".jl-card").append(row);
  }
}

/**
 * Where a day's time limit ends: `last`, the day to hold on to; `moved`, a later day that can only be argued for, or null;
 * `left`, days from today to `last`, negative when past; `over`, also the later day is past; `sure`, the calendar knows every day that mattered.
 */
function countOf(rule, day, calendar) {
  const found = lastDay(rule.period, day, calendar);
  const last = dayToKeep(rule, found);
  const moved = found.movedTo === last ? null : found.movedTo;
  return { last, moved, left: daysBetween(today(), last), over: today() > (moved ?? last), sure: found.covered };
}

function inWords({ last, moved, left, sure }) {
  const words = [`最后一天 ${spoken(last)}`];
  words.push(left < 0 ? `过了 ${-left} 天` : left === 0 ? "就是今天" : `还剩 ${left} 天`);
  if (moved !== null) words.push(`碰上休息日，可以主张顺延到 ${spoken(moved)}，别拖`);
  if (!sure) words.push("那一年的放假安排还没有，以实际为准");
  return words.join("，");
}

// ---- the parts of the page

function partsOf(flow) {
  return new Map([...flow.querySelectorAll("[data-jl-question], [data-jl-outcome]")].map((part) => {
    for (const choice of choicesOf(part)) choice.dataset.target = choice.hash.slice(1);
    return [part.id, part];
  }));
}

const choicesOf = (part) => [...part.querySelectorAll("a[data-value]")];
const choiceOf = (part, value) => choicesOf(part).find((choice) => choice.dataset.value === value);
const target = (part, value) => choiceOf(part, value)?.dataset.target;
const askOf = (part) => part.querySelector(".jl-part__ask").textContent;
const fragment = (answers) => (answers.length > 0 ? `#${answers.join(BETWEEN)}` : "");
const startsWith = (whole, beginning) => beginning.every((value, index) => whole[index] === value);

/** As far as the answers lead: {turns: [{part, choice, value}], part: where they end}. An unknown answer ends the way there. */
function walk(answers, parts, start) {
  const turns = [];
  let part = parts.get(start);
  for (const value of answers) {
    const choice = choiceOf(part, value);
    if (choice === undefined) break;
    turns.push({ part, choice, value });
    part = parts.get(choice.dataset.target);
  }
  return { turns, part };
}

/** The answers that a fragment stands for. The id of a part (a link of the page without scripts) means the shortest way to it. */
function answersIn(hash, parts, start) {
  const text = hash.slice(1);
  if (!text.includes(PART)) return text.split(BETWEEN).filter(Boolean);
  const waiting = [[start, []]];
  for (const [id, answers] of waiting) {
    if (id === text) return answers;
    for (const choice of choicesOf(parts.get(id))) waiting.push([choice.dataset.target, [...answers, choice.dataset.value]]);
  }
  return [];
}

/** A link to a channel becomes a fold that holds what the page says of it; the first one, whom to ask first, is open. */
function unfold(link, index) {
  const about = document.getElementById(link.hash.slice(1)).querySelector("dl").cloneNode(true);
  const row = link.parentElement;
  row.replaceChildren(el("details", { open: index === 0 }, el("summary", {}, row.querySelector(".jl-who__order"), " ", el("strong", {}, link.textContent)), about));
}

/** Bring reader, keyboard and screen reader to a part. */
function arrive(part) {
  bringTo(part.closest("[data-jl-flow]"), part.querySelector("[tabindex='-1']"));
}

ready(() => {
  const flow = document.querySelector("[data-jl-flow]");
  if (flow !== null) run(flow, toolData());
});
