/* The deadline calculator: reads the form, asks rules.js, lets deadline-view.js show it. */
import { button, el, facts, basisLinks, showResult } from "./dom.js";
import { actionsOf, startCalculator } from "./calculator.js";
import { readDate, today } from "./fields.js";
import { icsOf } from "./ics.js";
import { calendarOf, lastDay, lastMoment } from "./rules.js";
import { download, ready, showError, toolData } from "./tool.js";
import { dayToKeep, resultOf, spoken, textOf } from "./deadline-view.js";

const LONGEST = { hour: 8760, day: 3660, workday: 2500, month: 240, year: 20 }; // an agreed limit beyond these has been mistyped

ready(() => {
  const form = document.getElementById("jl-deadline");
  const data = toolData();
  const calendar = calendarOf(data.calendar);
  form.elements.date.max = today();
  startCalculator({ form, key: "deadline", rules: data.rules, describe, read, show: (place, input) => show(place, input, calendar) });
});

function describe(form, rules) {
  const rule = rules[form.elements.rule.value];
  const own = rule !== undefined && rule.period === null;
  form.querySelector("[data-jl-own]").hidden = !own;
  form.querySelector("[data-jl-time]").hidden = !(own && form.elements.unit.value === "hour");
  form.querySelector("[data-jl-date-label]").textContent = rule ? `「${rule.from}」是哪一天` : "从哪一天算起";
  if (rule) form.querySelector("[data-jl-rule-text]").textContent = rule.text;
}

/** What the form says → {rule, period, event, time?}; null when something is missing (its field says so). */
function read(form, rules) {
  const rule = rules[form.elements.rule.value];
  if (rule === undefined) showError(form.elements.rule, "还缺：要算哪个期限。");
  const event = readDate(form.elements.date, rule ? `「${rule.from}」` : "起算", today());
  if (rule === undefined) return null;
  const period = rule.period ?? readOwnPeriod(form);
  const time = period?.unit === "hour" ? readTime(form.elements.time) : "";
  return event === null || period === null || time === null ? null : { rule, period, event, time };
}

function readOwnPeriod(form) {
  const unit = form.elements.unit.value;
  const field = form.elements.long;
  const typed = field.value.normalize("NFKC").trim();
  const length = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  if (typed === "") showError(field, "还缺：说好的是多长。");
  else if (length === 0) showError(field, "这里填一个整数，例如 3 或 48。");
  else if (length > LONGEST[unit]) showError(field, "这个期限太长了，请检查数字和单位。");
  else return { start: "next_day", length, unit, moves: "法定休假日" };
  return null;
}

function readTime(field) {
  if (field.value !== "") return field.value;
  showError(field, "还缺：从几点几分起算。");
  return null;
}

function show(place, input, calendar) {
  if (input.period.unit === "hour") {
    showResult(place, ...momentOf(input));
    return;
  }
  const shown = { ...input, calendar, today: today(), found: lastDay(input.period, input.event, calendar) };
  showResult(place, ...resultOf(shown), actions(shown));
}

function momentOf({ rule, period, event, time }) {
  const [day, clock] = lastMoment(`${event}T${time}`, period.length).split("T");
  return [
    el("div", { class: "jl-result__head" },
      el("h2", { class: "jl-result__label", id: "jl-result-title" }, `${rule.whose}的最后时刻`),
      el("p", { class: "jl-result__main" }, el("strong", {}, clock), el("span", { class: "jl-result__side" }, spoken(day))),
      el("p", { class: "jl-result__what" }, `从 ${spoken(event)} ${time} 起 ${period.length} 小时`)),
    facts([["怎么数", rule.end_rule], ["过期会怎样", rule.effect_if_missed], ["依据", basisLinks(rule.basis)]]),
  ];
}

function actions(shown) {
  const save = () => download(`讲理-${shown.rule.label}.ics`, icsOf({
    day: dayToKeep(shown.rule, shown.found),
    title: `最后一天：${shown.rule.label}`,
    text: textOf(shown),
    stamp: new Date(),
  }), "text/calendar");
  return actionsOf(textOf(shown), button("存进日历（.ics）", save));
}
