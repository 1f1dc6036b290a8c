/* A complaint letter out of what the reader chose and typed: pure, without a page or a clock. Sentences, blanks and articles come
   from docs/_registry/letters, sums from rules.js. Does not judge what was typed (letter-check.js).

   choice: {dispute, form, values: {blank: text}, demands: [id], confirmed: [demand id], evidence: [id]}
   A line is a list of pieces: a text, or a gap {gap: what to fill, label}. */
import { claim, formatDay, formatMoney, parseMoney } from "./rules.js";

const NAMED = /\{([^{}]+)\}/;
const END = /[。；;，,.！!？?\s]+$/;
export const OPEN = "【";
export const CLOSE = "】";

/** The letter as lines of pieces. */
export function compose(data, choice) {
  const context = { data, choice, form: data.forms[choice.form], dispute: data.disputes[choice.dispute] };
  return context.form.parts
    .filter((part) => !part.if || choice.values[part.if])
    .flatMap((part) => linesOf(part.text, context));
}

/** Lines as plain text, gaps in 【】. */
export function textOf(lines) {
  return lines.map((line) => line.map((piece) => (piece.gap ? OPEN + piece.label + CLOSE : piece)).join("")).join("\n");
}

/** What is still to be filled, each once, in the order of the letter. */
export function gapsOf(lines) {
  const gaps = lines.flat().filter((piece) => piece.gap);
  return [...new Map(gaps.map((piece) => [piece.gap, piece])).values()];
}

/** Every blank that the choice asks for: {story, wanted: {demand: […]}, people}, each {id, label, hint, kind, required, …}. */
export function blanksOf(data, choice) {
  const { form, dispute } = { form: data.forms[choice.form], dispute: data.disputes[choice.dispute] };
  const blank = (id, required, own = {}) => ({ ...data.fields[id], ...own, id, required });
  const story = [
    ...dispute.fields.map((use) => blank(use.id, true, use)),
    ...data.closing.flatMap(namesIn).map((id) => blank(id, false)),
  ];
  const told = new Set(story.map(({ id }) => id));
  const wanted = {};
  for (const id of choice.demands) {
    const asked = namesOfDemand(data.demands[id]).filter((name) => !told.has(name));
    asked.forEach((name) => told.add(name));
    wanted[id] = asked.map((name) => blank(name, !(data.demands[id].optional ?? []).includes(name)));
  }
  const people = [...form.fields.map((id) => blank(id, true)), ...form.optional.map((id) => blank(id, false))];
  return { story, wanted, people: people.filter(({ id }) => !told.has(id)) };
}

/** All blanks of the choice in one list. */
export function allBlanks(data, choice) {
  const { story, wanted, people } = blanksOf(data, choice);
  return [...story, ...Object.values(wanted).flat(), ...people];
}

/** The sum of one demand: {cents}, a gap where something is missing or not confirmed, null where the demand is not about money. */
export function sumOf(data, choice, id) {
  const demand = data.demands[id];
  if (!demand.sum) return null;
  if (!demand.formula) return moneyOf(data, choice, demand.sum);
  if (!choice.confirmed.includes(id)) return { gap: `confirm-${id}`, label: "先确认条件" };
  const inputs = {};
  for (const [name, field] of Object.entries(demand.inputs)) {
    const found = moneyOf(data, choice, field);
    const mayBeEmpty = (demand.optional ?? []).includes(field) && !typed(choice, field);
    if (found.gap && !mayBeEmpty) return found;
    inputs[name] = found.cents;
  }
  const { amount, parts } = claim(demand.formula, inputs);
  return { cents: amount + (parts.excess ?? 0) };
}

/** {computed: 分 that the chosen demands come to, or null while one is open; asked: 分 that the reader wants instead, or null; count}. */
export function totals(data, choice) {
  const sums = choice.demands.map((id) => sumOf(data, choice, id)).filter((sum) => sum !== null);
  const open = sums.some((sum) => sum.gap);
  const { cents: asked } = parseMoney(typed(choice, "asked_total"));
  return { computed: open ? null : sums.reduce((all, { cents }) => all + cents, 0), asked: asked ?? null, count: sums.length };
}

// ---- sentences

function linesOf(text, context) {
  const block = text.startsWith("{") && BLOCKS[text.slice(1, -1)];
  if (block) return block(context);
  const line = pieces(text, context);
  return line === null ? [] : [line];
}

/* The pieces of a sentence; null where it only tells of blanks that may stay empty and are. */
function pieces(text, context) {
  const free = namesIn(text).filter((name) => context.data.fields[name] && !isRequired(name, context));
  if (free.length > 0 && free.every((name) => typed(context.choice, name) === "")) return null;
  return text.split(NAMED).flatMap((part, index) => (index % 2 ? valueOf(part, context) : part || []));
}

const BLOCKS = {
  facts: (context) => [factsOf(context)],
  demands: (context) => numbered(demandsOf(context)),
  evidence: (context) => numbered(evidenceOf(context)),
  total: totalOf,
};

const INLINE = {
  facts: factsOf,
  demands_inline: (context) => joined(demandsOf(context), "；"),
  evidence_inline: (context) => joined(evidenceOf(context), "、"),
  bases: basesOf,
};

function valueOf(name, context) {
  if (INLINE[name]) return INLINE[name](context);
  if (name === "sum") return written(sumOf(context.data, context.choice, context.demand));
  const { kind } = context.data.fields[name];
  const text = typed(context.choice, name);
  if (kind === "money") return written(moneyOf(context.data, context.choice, name, labelOf(name, context)));
  if (text === "") return [{ gap: name, label: labelOf(name, context) }];
  return [kind === "date" ? formatDay(text) : oneLine(text)];
}

function factsOf(context) {
  const sentences = [...context.dispute.facts, ...context.data.closing];
  return sentences.map((sentence) => pieces(sentence, context)).filter((line) => line !== null).flat();
}

function demandsOf(context) {
  const { choice, data } = context;
  if (choice.demands.length === 0) return [[{ gap: "demands", label: "勾一项要求" }]];
  return choice.demands.map((demand) => pieces(data.demands[demand].text, { ...context, demand }));
}

function evidenceOf({ choice, data }) {
  if (choice.evidence.length === 0) return [[{ gap: "evidence", label: "勾手上有的证据" }]];
  return choice.evidence.map((id) => [data.evidence[id].what]);
}

/* 《X》第一条、第二条，《Y》第三条: each law is named once. */
function basesOf({ choice, data, dispute, form }) {
  if (choice.demands.length === 0) return [{ gap: "demands", label: "勾一项要求" }];
  const places = new Map();
  for (const cite of new Set(choice.demands.flatMap((demand) => dispute.demands[demand]))) {
    const { law, title, place } = data.cites[cite];
    const name = form.formal ? title : law;
    places.set(name, [...(places.get(name) ?? []), place]);
  }
  return [[...places].map(([name, found]) => `《${name}》${found.join("、")}`).join("，")];
}

function totalOf({ choice, data }) {
  const { computed, asked, count } = totals(data, choice);
  if (computed === null || count === 0) return [];
  const differs = asked !== null && asked !== computed;
  if (count < 2 && !differs) return [];
  const sentence = `以上合计${formatMoney(differs ? asked : computed)}元`;
  if (!differs || asked < computed) return [[`${sentence}。`]];
  const why = oneLine(typed(choice, "extra_basis"));
  return [[`${sentence}，其中${formatMoney(asked - computed)}元的依据是：`, why || { gap: "extra_basis", label: data.fields.extra_basis.label }, "。"]];
}

function isRequired(name, { data, choice }) {
  return allBlanks(data, choice).find(({ id }) => id === name)?.required ?? false;
}

function labelOf(name, { data, choice }) {
  return gapLabel(allBlanks(data, choice).find(({ id }) => id === name)?.label ?? data.fields[name].label);
}

const gapLabel = (label) => label.replace(/（元）$/, "");
const namesIn = (text) => [...text.matchAll(new RegExp(NAMED, "g"))].map((found) => found[1]);
const typed = (choice, name) => (choice.values[name] ?? "").trim();
const written = (sum) => [sum.gap ? sum : formatMoney(sum.cents)];
const numbered = (lines) => lines.map((line, index) => [`${index + 1}. `, ...line, ...(lines.length > 1 ? [index + 1 < lines.length ? "；" : "。"] : ["。"])]);
const joined = (lines, mark) => lines.flatMap((line, index) => (index ? [mark, ...line] : line));

function namesOfDemand(demand) {
  const inputs = Object.values(demand.inputs ?? {});
  const own = demand.sum && !demand.formula ? [demand.sum] : [];
  return [...new Set([...inputs, ...own, ...(demand.fields ?? [])])];
}

function moneyOf(data, choice, name, label = gapLabel(data.fields[name].label)) {
  const { cents } = parseMoney(typed(choice, name));
  return cents === undefined ? { gap: name, label } : { cents };
}

/* What was typed as part of a sentence: one line, without its own full stop. */
function oneLine(text) {
  return text.trim().split(/\s*\n+\s*/).map((line) => line.replace(END, "")).filter(Boolean).join("；").replace(/ {2,}/g, " ");
}
