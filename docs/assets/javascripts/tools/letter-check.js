/* What is wrong with a letter, as clear sentences for the field that it belongs to: pure. Missing, impossible dates, amounts that are
   none, more money than the law or a promise gives, words that sound like a threat. Does not change what was typed. */
import { DATE, isPossible, MONEY } from "./fields.js";
import { formatDay, formatMoney, parseMoney } from "./rules.js";
import { allBlanks, CLOSE, compose, gapsOf, OPEN, textOf, totals } from "./letter-text.js";

const MARKS = new RegExp(`[${OPEN}${CLOSE}]`);

/** Problems of what has been typed so far: [{field, text}]. Empty blanks are no problem yet. `today`: 'YYYY-MM-DD'. */
export function problemsOf(data, choice, today) {
  const blanks = [...allBlanks(data, choice), ...moneyBlanks(data)];
  const wrong = blanks.map((blank) => ({ field: blank.id, text: problemOf(data, choice, blank, today) })).filter(({ text }) => text);
  return [...wrong, ...tooMuch(data, choice)];
}

/** What stands between the letter and leaving this page: problems, then everything that is `missing`. Empty when it may leave. */
export function reasonsToStay(data, choice, today) {
  const problems = problemsOf(data, choice, today);
  const told = new Set(problems.map(({ field }) => field));
  const lines = compose(data, choice);
  const missing = gapsOf(lines)
    .filter(({ gap }) => !told.has(gap))
    .map(({ gap, label }) => ({ field: gap, text: `还缺：${label}。`, missing: true }));
  const reasons = [...problems, ...missing];
  if (reasons.length === 0 && MARKS.test(textOf(lines))) return [{ field: "more", text: `信里还有${OPEN}${CLOSE}，先把它换成实际内容。` }];
  return reasons;
}

const moneyBlanks = (data) => ["asked_total", "extra_basis"].map((id) => ({ ...data.fields[id], id }));

function problemOf(data, choice, blank, today) {
  const text = (choice.values[blank.id] ?? "").trim();
  if (text === "") return null;
  if (blank.kind === "money") return moneyProblem(data, choice, blank, text);
  if (blank.kind === "date") return dateProblem(data, choice, blank, text, today);
  return blank.kind === "tick" ? null : wordProblem(data, blank, text);
}

function moneyProblem(data, choice, blank, text) {
  const { cents, problem } = parseMoney(text);
  if (problem) return MONEY[problem](blank.label);
  const most = blank.at_most && parseMoney(choice.values[blank.at_most] ?? "").cents;
  if (most === undefined || most === "" || cents <= most) return null;
  return `这里比「${data.fields[blank.at_most].label}」的 ${formatMoney(most)} 元还多，请核对。`;
}

function dateProblem(data, choice, blank, day, today) {
  if (!isPossible(day)) return DATE.year;
  if (blank.past && day > today) return `${formatDay(day)}还没有到，这里填已经发生的日期。`;
  const before = blank.after && (choice.values[blank.after] || today);
  return before && day <= before ? `要晚于${data.fields[blank.after].label}（${formatDay(before)}）。` : null;
}

function wordProblem(data, blank, text) {
  if (MARKS.test(text)) return `${OPEN}${CLOSE}是没填完的记号，换成实际内容或者删掉。`;
  if (blank.max && text.length > blank.max) return `写了 ${text.length} 字，最多 ${blank.max} 字，删短一些更容易被看完。`;
  if (blank.quotes) return null;
  for (const { pattern, say } of data.wording) {
    const found = text.match(new RegExp(pattern, "u"));
    if (found) return `「${found[0]}」：${say}`;
  }
  return null;
}

function tooMuch(data, choice) {
  const { computed, asked } = totals(data, choice);
  if (computed === null || asked === null || asked <= computed || (choice.values.extra_basis ?? "").trim()) return [];
  const more = formatMoney(asked - computed);
  return [{ field: "extra_basis", text: `比算出来的 ${formatMoney(computed)} 元多 ${more} 元。写明这部分凭什么，或者把总数改低。` }];
}
