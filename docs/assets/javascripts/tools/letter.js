/* The letter tool's page: shows the blanks that the choice asks for, the letter as it grows, and lets it leave only when it is whole.
   The letter itself is letter-text.js, its faults letter-check.js. What was typed once stays, whatever is chosen afterwards. */
import { basisLinks, el, say } from "./dom.js";
import { DATE, today } from "./fields.js";
import { problemsOf, reasonsToStay } from "./letter-check.js";
import { allBlanks, blanksOf, compose, gapsOf, sumOf, textOf, totals } from "./letter-text.js";
import { formatMoney } from "./rules.js";
import { clearError, clearErrors, copyText, download, focusFirstError, ready, remember, showError, toolData } from "./tool.js";

const KEY = "letter";
const SETTLE = 200; // ms: a sentence that appears while a finger is on its way would move the target of the tap
const ROOT = "../../"; // of the site, seen from this page

ready(() => start(document.querySelector("[data-jl-letter]"), toolData()));

function start(form, data) {
  const page = { form, data, values: { written_on: today() }, shown: "", missing: new Set() };
  page.kept = remember(form, KEY);
  preselect(page);
  draw(page);
  if (page.kept.restore()) {
    readForm(page);
    draw(page); // ticks that were kept ask for more blanks
    page.kept.restore();
  }
  form.hidden = false;
  refresh(page);
  listen(page);
}

function listen(page) {
  const { form } = page;
  form.addEventListener("input", ({ target }) => {
    if (target.name === "demand") excludeOthers(page, target);
    refresh(page);
    if (target.getAttribute("aria-invalid")) judge(page, target.id);
  });
  form.addEventListener("change", ({ target }) => setTimeout(() => judge(page, target.id), SETTLE));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => empty(page)));
  form.addEventListener("click", (event) => {
    const { jlGap, jlDo } = event.target.dataset;
    if (jlDo) leave(page, jlDo);
    if (!jlGap) return;
    event.preventDefault();
    goTo(form, jlGap);
  });
}

/** `?dispute=…&form=…` choose, `?guide=…` of a guide does too; `#evidence=a,b` ticks what the checklist handed over. Nothing personal stands in an address. */
function preselect({ form, data, values }) {
  const asked = new URLSearchParams(location.search);
  const { dispute, form: kind } = { ...data.guides[asked.get("guide")], ...Object.fromEntries(asked) };
  if (dispute in data.disputes) form.elements.dispute.value = dispute;
  if (kind in data.forms) form.elements.form.value = kind;
  const handed = new URLSearchParams(location.hash.slice(1)).get("evidence");
  if (handed) values.evidence = handed.split(",").filter((id) => id in data.evidence);
}

function empty(page) {
  page.values = { written_on: today() };
  page.shown = "";
  for (const place of page.form.querySelectorAll("[data-jl-place]")) place.replaceChildren();
  refresh(page);
  say(page.form, "都清空了。");
}

// ---- what the form says

/** Everything that was ever typed or ticked here; blanks that are not shown keep their value. */
function readForm({ form, values }) {
  for (const field of form.querySelectorAll("[data-jl-blank]")) {
    values[field.name] = field.type === "checkbox" ? (field.checked ? field.value : "") : field.value;
  }
  for (const [name, group] of [["demand", "demands"], ["confirm", "confirmed"], ["evidence", "evidence"]]) {
    const boxes = [...form.querySelectorAll(`input[name=${name}]`)];
    const there = new Set(boxes.map((box) => box.value));
    const hidden = (values[group] ?? []).filter((value) => !there.has(value));
    values[group] = [...boxes.filter((box) => box.checked).map((box) => box.value), ...hidden];
  }
}

function choiceOf({ form, data, values }) {
  const dispute = form.elements.dispute.value;
  const possible = data.disputes[dispute];
  const demands = (values.demands ?? []).filter((id) => id in possible.demands);
  const confirmed = demands.filter((id) => (data.demands[id].ticks ?? []).every((_, index) => (values.confirmed ?? []).includes(`${id}-${index}`)));
  const wanted = new Set(values.evidence ?? []);
  const evidence = [...possible.evidence, ...Object.keys(data.evidence)].filter((id, index, all) => wanted.has(id) && all.indexOf(id) === index);
  return { dispute, form: form.elements.form.value, values, demands, confirmed, evidence };
}

function excludeOthers({ form, data }, box) {
  if (!box.checked) return;
  for (const other of data.demands[box.value].excludes) {
    const rival = form.querySelector(`#demand-${other}`);
    if (rival?.checked) rival.checked = false;
  }
}

// ---- drawing

function refresh(page) {
  readForm(page);
  draw(page);
  const choice = choiceOf(page);
  const lines = compose(page.data, choice);
  drawPaper(page, choice, lines);
  drawSums(page, choice);
}

/** Draw the blanks again, but only where the choice asks for others than are shown. */
function draw(page) {
  allowForms(page);
  const choice = choiceOf(page);
  const wanted = JSON.stringify([choice.dispute, choice.form, choice.demands]);
  if (wanted === page.shown) return;
  const focused = document.activeElement?.id;
  const { story, wanted: byDemand, people } = blanksOf(page.data, choice);
  const dispute = page.data.disputes[choice.dispute];
  fill(page, "story", story.map((blank) => field(page, blank)));
  fill(page, "demands", Object.entries(dispute.demands).map(([id, cites]) => demand(page, id, cites, byDemand[id])));
  fill(page, "total", totalFields(page, choice));
  fill(page, "evidence", evidence(page, dispute));
  fill(page, "people", people.map((blank) => field(page, blank)));
  page.form.querySelector("[data-jl-tip]").replaceChildren(
    dispute.tip, " ", el("a", { href: ROOT + dispute.guide.url }, `看指南：${dispute.guide.title}`));
  page.form.querySelector("[data-jl-form-tip]").textContent = page.data.forms[choice.form].tip;
  page.form.querySelector("[data-jl-evidence-link]").hash = choice.dispute;
  page.shown = wanted;
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
  for (const { field: id } of problemsOf(page.data, choice, today())) judge(page, id);
}

/** Some disputes have no use for some forms: those cannot be chosen. */
function allowForms({ form, data }) {
  const { forms } = data.disputes[form.elements.dispute.value];
  for (const radio of form.elements.form) radio.disabled = !forms.includes(radio.value);
  if ([...form.elements.form].some((radio) => radio.checked && radio.disabled)) form.elements.form.value = forms[0];
}

function fill({ form }, name, children) {
  form.querySelector(`[data-jl-place=${name}]`).replaceChildren(...children);
}

function field({ values }, blank) {
  if (blank.kind === "tick") return tick({ id: blank.id, name: blank.id, value: "yes", on: values[blank.id] === "yes", blank: true }, blank.label);
  const hint = blank.hint && el("p", { class: "jl-field__hint", id: `${blank.id}-hint` }, blank.hint);
  const input = control(blank, Boolean(hint));
  input.value = values[blank.id] ?? "";
  const optional = !blank.required && el("span", { class: "jl-field__optional" }, "可以空着");
  return el("div", { class: `jl-field jl-field--${blank.kind}` },
    el("label", { class: "jl-field__label", for: blank.id }, blank.label, optional), input, hint);
}

function control({ id, kind }, hinted) {
  const shared = { class: "jl-field__input", id, name: id, "data-jl-blank": true, "aria-describedby": hinted && `${id}-hint` };
  if (kind === "long") return el("textarea", { ...shared, rows: "3" });
  if (kind === "date") return el("input", { ...shared, type: "date" });
  return el("input", { ...shared, type: "text", inputmode: kind === "money" && "decimal" });
}

function tick({ id, name, value, on, blank }, ...words) {
  return el("label", { class: "jl-tick", for: id },
    el("input", { type: "checkbox", id, name, value, checked: on, "data-jl-blank": blank }), el("span", {}, words));
}

function demand(page, id, cites, blanks) {
  const { label, ticks, caution } = page.data.demands[id];
  const on = blanks !== undefined;
  const box = tick({ id: `demand-${id}`, name: "demand", value: id, on }, label);
  const basis = el("p", { class: "jl-demand__basis" }, "依据：", basisLinks(cites.map((cite) => page.data.cites[cite])));
  if (!on) return el("div", { class: "jl-demand" }, box, basis);
  const confirmed = page.values.confirmed ?? [];
  const conditions = ticks && el("fieldset", { class: "jl-demand__ticks", id: `confirm-${id}` },
    el("legend", {}, "条件都成立才能要，逐条勾："),
    ticks.map((words, index) => tick({ id: `confirm-${id}-${index}`, name: "confirm", value: `${id}-${index}`, on: confirmed.includes(`${id}-${index}`) }, words)));
  return el("div", { class: "jl-demand jl-demand--on" }, box, basis,
    el("div", { class: "jl-demand__more" }, conditions, el("div", { class: "jl-fields" }, blanks.map((blank) => field(page, blank))),
      el("p", { class: "jl-demand__sum", id: `sum-${id}`, "data-jl-sum": id }), caution && el("p", { class: "jl-field__hint" }, `注意：${caution}。`)));
}

function totalFields(page, choice) {
  if (totals(page.data, choice).count === 0) return [];
  const own = (id, required) => field(page, { ...page.data.fields[id], id, required });
  return [own("asked_total", false), own("extra_basis", true)]; // the second is only shown where it is needed
}

function evidence(page, { evidence: likely }) {
  const chosen = new Set(page.values.evidence ?? []);
  const box = (id) => tick({ id: `evidence-${id}`, name: "evidence", value: id, on: chosen.has(id) }, page.data.evidence[id].what);
  const others = Object.keys(page.data.evidence).filter((id) => !likely.includes(id));
  return [
    el("div", { class: "jl-ticks jl-ticks--columns" }, likely.map(box)),
    el("details", { class: "jl-others", open: others.some((id) => chosen.has(id)) },
      el("summary", {}, "还有别的证据"), el("div", { class: "jl-ticks jl-ticks--columns" }, others.map(box))),
  ];
}

function drawPaper({ form, data }, choice, lines) {
  const gap = (piece) => el("a", { class: "jl-gap", href: `#${piece.gap}`, "data-jl-gap": piece.gap }, `【${piece.label}】`);
  const paragraphs = lines.map((line) => el("p", {}, line.map((piece) => (piece.gap ? gap(piece) : piece))));
  form.querySelector("[data-jl-paper]").replaceChildren(...paragraphs);
  const gaps = gapsOf(lines);
  const open = gaps.length;
  form.toggleAttribute("data-jl-unfinished", reasonsToStay(data, choice, today()).length > 0);
  form.querySelector("[data-jl-left]").textContent = open ? `还差 ${open} 处` : "填好了";
  for (const group of form.querySelectorAll("fieldset[aria-invalid=true]")) {
    if (!gaps.some((piece) => piece.gap === group.id)) clearError(group);
  }
  const { target } = data.forms[choice.form];
  const length = textOf(lines).length;
  form.querySelector("[data-jl-count]").textContent = length > target ? `${length} 字，长了些；${target} 字以内更容易被看完` : `${length} 字`;
}

function drawSums({ form, data }, choice) {
  for (const place of form.querySelectorAll("[data-jl-sum]")) {
    const sum = data.demands[place.dataset.jlSum].formula ? sumOf(data, choice, place.dataset.jlSum) : null;
    place.textContent = sum === null ? "" : sum.gap ? `条件勾全、金额填好，才写数字；现在还缺：${sum.label}。` : `可以主张 ${formatMoney(sum.cents)} 元，不是自动到账。`;
  }
  const total = form.querySelector("#asked_total");
  if (total === null) return;
  const { computed, asked } = totals(data, choice);
  total.placeholder = computed === null ? "" : `算出来是 ${formatMoney(computed)}`;
  const above = computed !== null && asked !== null && asked > computed;
  form.querySelector("#extra_basis").closest(".jl-field").hidden = !above;
}

// ---- judging and leaving

/** Say beside a field what is wrong with it now, or take the sentence back. A sum may also be wrong because of its neighbour. */
function judge(page, id) {
  const choice = choiceOf(page);
  const problems = problemsOf(page.data, choice, today());
  const watched = id === "asked_total" ? [id, "extra_basis"] : [id];
  for (const name of watched) {
    const place = document.getElementById(name);
    if (place === null || !place.matches("input, textarea, select")) continue;
    const problem = place.validity.badInput ? DATE.half : problems.find(({ field: at }) => at === name)?.text;
    if (problem) showError(place, problem);
    else if (place.value.trim() !== "" || !page.missing.has(name)) clearError(place);
  }
}

function goTo(form, id) {
  const place = document.getElementById(id);
  const target = place?.matches("fieldset") ? place.querySelector("input, select, textarea") : place;
  if (target === null || target === undefined) return;
  target.focus();
  target.scrollIntoView({ block: "center" });
}

async function leave(page, how) {
  const { form, data } = page;
  readForm(page);
  const choice = choiceOf(page);
  clearErrors(form);
  const reasons = reasonsToStay(data, choice, today());
  page.missing = new Set(reasons.filter(({ missing }) => missing).map(({ field: id }) => id));
  for (const { field: id, text } of reasons) {
    const place = document.getElementById(id);
    if (place !== null) showError(place, text);
  }
  if (reasons.length > 0) {
    say(form, `还有 ${reasons.length} 处要改，改好才能${WORDS[how]}，都标在格子旁边了。`);
    focusFirstError(form);
    return;
  }
  say(form, await LEAVING[how](textOf(compose(data, choice)), `${data.forms[choice.form].label}-${choice.values.written_on}.txt`));
}

const WORDS = { copy: "复制", save: "保存", print: "打印" };
const LEAVING = {
  copy: async (text) => ((await copyText(text)) ? "已复制。发之前再读一遍。" : select()),
  save: async (text, name) => {
    download(name, `${text}\n`);
    return `已存成 ${name}。`;
  },
  print: async () => {
    window.print();
    return "";
  },
};

function select() {
  getSelection().selectAllChildren(document.getElementById("paper"));
  return "浏览器不让复制，已经选中，请长按或按 Ctrl+C。";
}
