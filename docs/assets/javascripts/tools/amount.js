/* The amount calculator: conditions first, then the number, then how to prove it and where to ask. */
import { basisLinks, basisWords, DISCLAIMER, el, facts, showResult } from "./dom.js";
import { actionsOf, startCalculator } from "./calculator.js";
import { readMoney } from "./fields.js";
import { claim, formatMoney } from "./rules.js";
import { ready, showError, toolData } from "./tool.js";

const MOST_TIMES = 100_000; // hundredths: a promise of more than a thousand times has been mistyped
const yuan = (cents) => `${formatMoney(cents)} 元`;

ready(() => startCalculator({ form: document.getElementById("jl-amount"), key: "amount", rules: toolData().rules, describe, read, show }));

function describe(form, rules) {
  const chosen = form.elements.rule.value;
  for (const part of form.querySelectorAll("[data-jl-rule]")) part.hidden = part.dataset.jlRule !== chosen;
  form.querySelector("[data-jl-do]").hidden = !(chosen in rules);
  if (chosen in rules) form.querySelector("[data-jl-rule-text]").textContent = rules[chosen].text;
}

/** What the form says → {rule, inputs}; null when a condition is open or a number is missing (its field says so). */
function read(form, rules) {
  const rule = rules[form.elements.rule.value];
  if (rule === undefined) {
    showError(form.elements.rule, "还缺：想算哪一种。");
    return null;
  }
  const part = form.querySelector(`[data-jl-rule="${form.elements.rule.value}"]`);
  const met = conditionsMet(part.querySelector("fieldset"));
  const inputs = readInputs(part, rule);
  return met && inputs !== null ? { rule, inputs } : null;
}

function conditionsMet(ticks) {
  const open = [...ticks.querySelectorAll("input")].filter((tick) => !tick.checked).length;
  if (open > 0) showError(ticks, `还有 ${open} 条没有勾。条件不全，就不算数字；拿不准的先去找证据，或者问一问。`);
  return open === 0;
}

function readInputs(part, rule) {
  const fields = [...part.querySelectorAll("[data-jl-input]")];
  const inputs = {};
  for (const field of fields) {
    const name = field.dataset.jlInput;
    const value = readMoney(field, rule.inputs[name], { optional: rule.optional.includes(name) });
    if (value === null) inputs.wrong = true;
    else if (value !== undefined) inputs[name] = value;
  }
  const together = inputs.wrong ? null : TOGETHER[rule.formula.name]?.(inputs, rule);
  if (together) showError(fields.find((field) => field.dataset.jlInput === together.at), together.text);
  return inputs.wrong || together ? null : inputs;
}

/* What has to fit between the fields of one formula: {at: field, text} when it does not. */
const TOGETHER = {
  deposit_double: ({ deposit, total }) => deposit > total && { at: "deposit", text: "定金比合同总价还多，请检查两个数。" },
  actual_loss: ({ lost, extra }, { inputs }) => lost === undefined && extra === undefined && { at: "lost", text: `${inputs.lost}和${inputs.extra}，至少填一项。` },
  promise: promiseProblem,
};

function promiseProblem({ promised, multiple, price }) {
  if (promised !== undefined && multiple !== undefined) return { at: "multiple", text: "固定金额和倍数只填一项，承诺的是哪样填哪样。" };
  if (promised === undefined && multiple === undefined) return { at: "promised", text: "还缺：承诺赔的固定金额，或者承诺赔的倍数。" };
  if (multiple > MOST_TIMES) return { at: "multiple", text: "这个倍数太大了，请检查一下。" };
  return multiple !== undefined && price === undefined && { at: "price", text: "还缺：实际付的价款。按倍数算要用它。" };
}

// ---- result

function show(place, { rule, inputs }) {
  const found = claim(rule.formula, inputs);
  const working = WORKING[rule.formula.name](rule.formula, inputs, found);
  const title = found.isCeiling ? "条件都成立时，最多可以主张" : "条件都成立时，可以主张";
  showResult(place,
    el("div", { class: "jl-result__head" },
      el("h2", { class: "jl-result__label", id: "jl-result-title" }, title),
      el("p", { class: "jl-result__main" }, el("strong", {}, yuan(found.amount))),
      el("p", { class: "jl-result__chip" }, "不是自动到账：要商家同意，或经调解、判决")),
    el("ul", { class: "jl-working" }, working.map((line) => el("li", {}, line))),
    facts([
      ["怎么证明", el("ul", {}, rule.evidence.map(({ what, how }) => el("li", {}, el("strong", {}, what), `：${how}`)))],
      ["去哪里要", el("ol", {}, rule.channels.map(({ name, how }) => el("li", {}, el("strong", {}, name), `：${how}`)))],
      ["注意", rule.caution],
      ["依据", basisLinks(rule.basis)],
    ]),
    actions(rule, title, found, working));
}

function actions(rule, title, found, working) {
  return actionsOf([
    `${rule.label}：${title} ${yuan(found.amount)}。`,
    ...working,
    `条件：${rule.condition}。`,
    `注意：${rule.caution}。`,
    `依据：${basisWords(rule.basis)}。`,
    DISCLAIMER,
  ].join("\n"), el("a", { class: "jl-button", href: "../letter/" }, "写进投诉信"));
}

/* How the number came about, one line a step. */
const WORKING = {
  triple: timesWorking,
  tenfold: timesWorking,
  loss_twice: ({ loss_times }, { loss }) => [`损失 ${yuan(loss)} × ${loss_times}。这是上限，具体多少由法院定；实际损失另外主张。`],
  deposit_double: depositWorking,
  actual_loss: (_, { lost = 0, extra = 0 }) => [`${yuan(lost)} ＋ ${yuan(extra)}。每一笔都要对得上单据。`],
  promise: promiseWorking,
};

function timesWorking({ times, loss_times, floor }, { price, loss }, { decidedBy, parts }) {
  return [
    `价款 ${yuan(price)} × ${times} ＝ ${yuan(parts.times)}`,
    parts.loss_times !== undefined && `损失 ${yuan(loss)} × ${loss_times} ＝ ${yuan(parts.loss_times)}`,
    parts.loss_times !== undefined && "价款和损失两种算法选一种，这里取多的。",
    decidedBy === "floor" && `不足 ${floor} 元，按 ${floor} 元算。`,
    "这是加赔的部分；退回价款、赔偿损失是另外的请求，要写清楚。",
  ].filter(Boolean);
}

function depositWorking({ times, cap_percent }, { total }, { parts }) {
  return [
    `能算定金的是 ${yuan(parts.valid)}${parts.excess > 0 ? `：总价 ${yuan(total)} 的 ${cap_percent}% 以内` : ""}`,
    `${yuan(parts.valid)} × ${times}，里面已经包含退回的定金。`,
    parts.excess > 0 && `多付的 ${yuan(parts.excess)} 不算定金，不加倍，可以另外要求退。`,
  ].filter(Boolean);
}

function promiseWorking(_, { promised, multiple, price }) {
  if (promised !== undefined) return ["按承诺的固定金额。"];
  return [`价款 ${yuan(price)} × ${multiple / 100} 倍。承诺原话有没有包含本金，以原话为准。`];
}
