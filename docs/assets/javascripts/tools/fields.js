/* Reading the form fields of tools: a value, or a clear sentence beside the field and nothing lost. Owns those sentences.
   Does not know which tool asks. */
import { isDate, parseMoney } from "./rules.js";
import { clearError, showError } from "./tool.js";

const EARLIEST = "1990-01-01"; // before it nothing here applies: a mistyped year

/** Sentences for days that cannot be. */
export const DATE = {
  half: "日期没有填完整，年、月、日都要填。",
  year: "年份看起来不对，请检查一下。",
};

/** Whether a text is a day on which anything of interest here can have happened. */
export const isPossible = (day) => isDate(day) && day >= EARLIEST;

/** Sentences for what parseMoney found wrong; `missing` names the field. */
export const MONEY = {
  missing: (name) => `还缺：${name}。`,
  text: () => "这里只填数字，例如 199 或 199.90。",
  negative: () => "金额不能是负数。",
  zero: () => "金额要大于零。",
  fraction: () => "最多写到分，也就是小数点后两位。",
  huge: () => "这个数太大了，请检查是不是多打了几位。",
};

/** Today on this device, 'YYYY-MM-DD'. */
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The amount of a field in 分; undefined for an empty field that may be empty; null when there is none (the field says why). */
export function readMoney(field, name, { optional = false } = {}) {
  clearError(field);
  const { cents, problem } = parseMoney(field.value);
  if (problem === undefined) return cents;
  if (problem === "missing" && optional) return undefined;
  showError(field, MONEY[problem](name));
  return null;
}

/** The day of a date field, not after `latest`; null when there is none (the field says why). */
export function readDate(field, name, latest) {
  clearError(field);
  const problem = dateProblem(field, name, latest);
  if (problem === null) return field.value.slice(0, 10);
  showError(field, problem);
  return null;
}

function dateProblem(field, name, latest) {
  if (field.validity.badInput) return DATE.half;
  const day = field.value.slice(0, 10);
  if (day === "") return `还缺：${name}的日期。`;
  if (!isPossible(day)) return DATE.year;
  return day > latest ? `这是以后的日期。这里填${name}那一天，要等发生了才能算。` : null;
}
