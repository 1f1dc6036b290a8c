/* How the last day of a time limit is shown and said. Gets everything from the caller; knows no form and no clock. */
import { basisLinks, basisWords, DISCLAIMER, el, facts } from "./dom.js";
import { addDays, daysBetween, formatDay, isRestDay, isWorkday, weekday } from "./rules.js";

const WEEKDAYS = ["日", "一", "二", "三", "四", "五", "六"];
const LONGEST_SHEET = 35; // days that are drawn one by one; longer periods are told in three lines
const URGENT = 3; // days left

/** 2026-11-08 → 2026年11月8日（星期日）. */
export function spoken(day) {
  return `${formatDay(day)}（星期${WEEKDAYS[weekday(day)]}）`;
}

/** The day to hold on to: a day off moves it only where an article says so itself. */
export function dayToKeep(rule, found) {
  return found.movedTo !== null && rule.rest_day.sure ? found.movedTo : found.day;
}

/** How long is left, in words that differ for the reader's own limits and for those of others. */
export function daysLeft(rule, day, today) {
  const left = daysBetween(today, day);
  const mine = rule.whose.startsWith("你");
  if (left === 0) return mine ? "就是今天" : "今天到期";
  if (left < 0) return `${mine ? "已经过了" : "已经超过"} ${-left} 天`;
  return mine ? `还剩 ${left} 天，不算今天` : `还有 ${left} 天到期`;
}

/** How near: past, near, far (a word for the style; the sentence says it too). */
export function nearness(day, today) {
  const left = daysBetween(today, day);
  if (left < 0) return "past";
  return left <= URGENT ? "near" : "far";
}

/** What a day off does to the last day: one sentence, or null when it does nothing. */
export function restSentence(rule, period, found, calendar) {
  if (period.unit === "workday" || !isRestDay(found.day, "法定休假日", calendar)) return null;
  const kind = isRestDay(found.day, "法定节假日", calendar) ? "放假" : "周末";
  const start = `数到的 ${spoken(found.day)} 是${kind}。`;
  if (!rule.rest_day) return `${start}没有核对到这个期限能不能顺延，要办的事提前办。`;
  const article = `《${rule.rest_day.by.law}》${rule.rest_day.by.place}`;
  if (found.movedTo === null) return `${start}${article}说的是法定节假日，普通周末不顺延，提前办更稳。`;
  if (rule.rest_day.sure) return `${start}按${article}，顺延到 ${spoken(found.movedTo)}。`;
  return `${start}可以依${article}主张顺延到 ${spoken(found.movedTo)}，但这是推出来的，别拖到那天。`;
}

/** An honest word about days that nobody has published yet, or null. */
export function coverageSentence(found, calendar) {
  if (found.covered) return null;
  return `放假安排只有 ${calendar.first_year}—${calendar.last_year} 年的，超出的日子只按周末推算。等国务院公布那一年的安排后再算一次，结果可能不同。`;
}

/** The whole result as elements: {heading, sheet, notes, facts}. */
export function resultOf({ rule, period, event, found, calendar, today }) {
  const day = dayToKeep(rule, found);
  return [
    heading(rule, day, today),
    notes(rule, period, found, calendar),
    daysBetween(event, found.movedTo ?? found.day) <= LONGEST_SHEET ? sheet({ rule, period, event, found, calendar }) : steps(rule, period, event, found),
    details(rule),
  ];
}

function heading(rule, day, today) {
  return el("div", { class: "jl-result__head" },
    el("h2", { class: "jl-result__label", id: "jl-result-title" }, `${rule.whose}的最后一天`),
    el("p", { class: "jl-result__main" }, el("strong", {}, formatDay(day)), el("span", { class: "jl-result__side" }, `星期${WEEKDAYS[weekday(day)]}`)),
    el("p", { class: "jl-result__chip", "data-near": nearness(day, today) }, daysLeft(rule, day, today)),
    el("p", { class: "jl-result__what" }, rule.label));
}

function notes(rule, period, found, calendar) {
  const sentences = [restSentence(rule, period, found, calendar), coverageSentence(found, calendar)].filter(Boolean);
  return sentences.length > 0 && el("div", { class: "jl-result__notes" }, sentences.map((sentence) => el("p", {}, sentence)));
}

function details(rule) {
  return facts([
    ["怎么数", rule.end_rule],
    ["过期会怎样", rule.effect_if_missed],
    ["说明", rule.note],
    ["依据", basisLinks(rule.basis)],
  ]);
}

// ---- day by day

function sheet({ rule, period, event, found, calendar }) {
  const end = found.movedTo ?? found.day;
  const days = Array.from({ length: daysBetween(event, end) + 1 }, (_, index) => addDays(event, index));
  const count = counter(period, event, found, calendar);
  const cells = days.map((day, index) => cell(day, count(day), index === 0 ? weekday(day) : null, day === dayToKeep(rule, found)));
  return el("div", { class: "jl-sheet" },
    el("div", { class: "jl-sheet__week", "aria-hidden": "true" }, ["一", "二", "三", "四", "五", "六", "日"].map((name) => el("span", {}, name))),
    el("ol", { class: "jl-sheet__days" }, cells));
}

function cell(day, { word, kind }, column, last) {
  const [, month, number] = day.split("-").map(Number);
  const label = number === 1 || column !== null ? `${month}/${number}` : String(number);
  return el("li", { class: "jl-day", "data-kind": last ? "last" : kind, "data-column": column === null ? null : column || 7 },
    el("span", { class: "jl-day__date" }, label), el("span", { class: "jl-day__word" }, last ? "截止" : word));
}

/* What each day is: not counted, the n-th, a day off that is not counted, the day that the last day may move to. */
function counter(period, event, found, calendar) {
  let counted = 0;
  return (day) => {
    if (day === event && period.start === "next_day") return { word: "不算", kind: "start" };
    if (day > found.day) return day === found.movedTo ? { word: "顺延", kind: "moved" } : { word: "休", kind: "rest" };
    if (period.unit === "workday" && !isWorkday(day, calendar)) return { word: "休", kind: "rest" };
    counted += 1;
    return { word: `第${counted}天`, kind: "count" };
  };
}

function steps(rule, period, event, found) {
  const start = period.start === "next_day" ? addDays(event, 1) : event;
  return el("ol", { class: "jl-turns" },
    start !== event && el("li", {}, el("strong", {}, spoken(event)), `${rule.from}，这天不算`),
    el("li", {}, el("strong", {}, spoken(start)), "第一天"),
    el("li", {}, el("strong", {}, spoken(found.day)), "数到这天"),
    found.movedTo !== null && el("li", {}, el("strong", {}, spoken(found.movedTo)), rule.rest_day.sure ? "顺延到这天" : "可以主张顺延到这天"));
}

/** The result as plain text, to copy or to put into a calendar. */
export function textOf({ rule, period, event, found, calendar }) {
  const sentences = [
    `${rule.label}：${rule.whose}的最后一天是 ${spoken(dayToKeep(rule, found))}。`,
    `${rule.from}：${spoken(event)}。`,
    restSentence(rule, period, found, calendar),
    coverageSentence(found, calendar),
    `过期会怎样：${rule.effect_if_missed}。`,
    `依据：${basisWords(rule.basis)}。`,
    DISCLAIMER,
  ];
  return sentences.filter(Boolean).join("\n");
}

