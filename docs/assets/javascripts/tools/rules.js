/* The arithmetic of time limits and claims: pure, exact, without a clock or a page. The same rules stand in search/rules.py;
   tests/golden/rules/cases.yml is run through both. Numbers of a law come in with the rule (from the registries), never from here.
   Dates are 'YYYY-MM-DD', moments 'YYYY-MM-DDTHH:MM', money is an integer in 分.

   period:   {start: "next_day" | "same_day", length, unit: "day" | "workday" | "month" | "year", moves: "法定节假日" | "法定休假日" | null}
   calendar: {first_year, last_year, holidays: [date], workdays: [date]} (make-up workdays); outside these years only weekends are known
   formula:  {name, times, loss_times, floor (元), cap_percent} */

const DAY = 86_400_000; // ms; every date is taken as midnight UTC, where a day has no other length
const HOUR = 3_600_000;
const SATURDAY = 6;
const SUNDAY = 0;
const MOST_MONEY = 10_000_000_000; // 分: above it somebody has mistyped
const HUNDRED = 100;

// ---- dates

const at = (day) => Date.parse(`${day}T00:00:00Z`);
const written = (time) => new Date(time).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar, written YYYY-MM-DD. */
export function isDate(text) {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at(text)) && written(at(text)) === text;
}

/** The day `count` days after `day`. */
export const addDays = (day, count) => written(at(day) + count * DAY);

/** Days from one day to another; negative when `to` comes first. */
export const daysBetween = (from, to) => Math.round((at(to) - at(from)) / DAY);

/** 0 for Sunday … 6 for Saturday. */
export const weekday = (day) => new Date(at(day)).getUTCDay();

/** Calendar data with its days made quick to find; give the result to the functions below. */
export function calendarOf({ first_year, last_year, holidays, workdays }) {
  return { first_year, last_year, holidays: new Set(holidays), workdays: new Set(workdays) };
}

/** Whether the arrangements of the day's year are published and known. */
export function isCovered(day, calendar) {
  const year = Number(day.slice(0, 4));
  return calendar.first_year <= year && year <= calendar.last_year;
}

/** Monday to Friday and make-up workdays, without published days off. */
export function isWorkday(day, calendar) {
  const weekend = weekday(day) === SATURDAY || weekday(day) === SUNDAY;
  return calendar.workdays.has(day) || (!weekend && !calendar.holidays.has(day));
}

/** 法定节假日: published days off (days off in lieu included); 法定休假日: weekends too. */
export function isRestDay(day, words, calendar) {
  return words === "法定节假日" ? calendar.holidays.has(day) : !isWorkday(day, calendar);
}

/** {day: last day as counted, movedTo: where a day off pushes it or null, covered: the calendar knows every day that mattered}. */
export function lastDay(period, event, calendar) {
  if (period.unit === "workday") return lastWorkday(period, event, calendar);
  const day = period.unit === "day"
    ? addDays(event, period.length - (period.start === "same_day" ? 1 : 0))
    : sameDayLater(event, period.length * (period.unit === "year" ? 12 : 1), period.start);
  const moved = period.moves ? afterRest(day, period.moves, calendar) : day;
  const covered = !period.moves || (isCovered(day, calendar) && isCovered(moved, calendar));
  return { day, movedTo: moved === day ? null : moved, covered };
}

function lastWorkday(period, event, calendar) {
  let day = period.start === "same_day" ? event : addDays(event, 1);
  let left = period.length - (isWorkday(day, calendar) ? 1 : 0);
  while (left > 0) {
    day = addDays(day, 1);
    if (isWorkday(day, calendar)) left -= 1;
  }
  return { day, movedTo: null, covered: isCovered(event, calendar) && isCovered(day, calendar) };
}

/* The day of the same number months later; the month's end where there is none. Counted from the event itself, it is a day less. */
function sameDayLater(event, months, start) {
  const [year, month, number] = event.split("-").map(Number);
  const index = year * 12 + month - 1 + months;
  const longest = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  const day = written(Date.UTC(Math.floor(index / 12), index % 12, Math.min(number, longest)));
  return start === "same_day" && number <= longest ? addDays(day, -1) : day;
}

function afterRest(day, words, calendar) {
  return isRestDay(day, words, calendar) ? afterRest(addDays(day, 1), words, calendar) : day;
}

/** The end of a period in hours, which runs from the moment itself. */
export function lastMoment(event, hours) {
  return new Date(Date.parse(`${event}:00Z`) + hours * HOUR).toISOString().slice(0, 16);
}

// ---- money

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const PLAIN = /^(\d+(\.\d*)?|\.\d+)$/;

/**
 * An amount in 元 as people type it (199, １９９.９, ¥1,299.00, 1299元) → {cents}; what is no amount → {problem}, one of
 * missing, text, negative, zero, fraction (more than two decimals), huge.
 */
export function parseMoney(text) {
  const typed = text.normalize("NFKC").replace(/\s/g, "").replaceAll("。", ".").replace(/^([-−]?)¥/, "$1").replace(/元$/, "");
  if (typed === "") return { problem: "missing" };
  const negative = /^[-−]/.test(typed);
  const digits = negative ? typed.slice(1) : typed;
  if (!PLAIN.test(digits) && !GROUPED.test(digits)) return { problem: "text" };
  if (negative) return { problem: "negative" };
  const [whole, decimals = ""] = digits.replaceAll(",", "").split(".");
  if (decimals.length > 2) return { problem: "fraction" };
  const cents = Number(whole) * HUNDRED + Number(decimals.padEnd(2, "0"));
  if (cents === 0) return { problem: "zero" };
  return cents > MOST_MONEY ? { problem: "huge" } : { cents };
}

/** 分 → 元 as it is written: 129900 → "1,299.00". */
export function formatMoney(cents) {
  const whole = String(Math.floor(cents / HUNDRED)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${String(cents % HUNDRED).padStart(2, "0")}`;
}

/** A day as it is written: "2026-11-08" → 2026年11月8日. */
export function formatDay(day) {
  const [year, month, number] = day.split("-").map(Number);
  return `${year}年${month}月${number}日`;
}

// ---- claims

/**
 * The amount of a claim. `inputs`: {price, loss, deposit, total, lost, extra, promised} in 分; `multiple` in hundredths (1050 = 10.5 times).
 * → {amount, decidedBy, parts, isCeiling}: 分; decidedBy is one of times, loss_times, floor, cap, sum, promised.
 */
export function claim(formula, inputs) {
  return { parts: {}, isCeiling: false, ...CLAIMS[formula.name](formula, inputs) };
}

const CLAIMS = {
  triple: multiple,
  tenfold: multiple,
  loss_twice: (formula, { loss }) => ({ amount: loss * formula.loss_times, decidedBy: "loss_times", isCeiling: true }),
  deposit_double: deposit,
  actual_loss: (_, { lost = 0, extra = 0 }) => ({ amount: lost + extra, decidedBy: "sum" }),
  promise,
};

/* Times the price, or times the loss where the formula has it, whichever is more; never below the floor. */
function multiple(formula, { price, loss }) {
  const parts = { times: price * formula.times };
  if (formula.loss_times && loss !== undefined) parts.loss_times = loss * formula.loss_times;
  const decidedBy = (parts.loss_times ?? 0) > parts.times ? "loss_times" : "times";
  const floor = (formula.floor ?? 0) * HUNDRED;
  return parts[decidedBy] < floor ? { amount: floor, decidedBy: "floor", parts } : { amount: parts[decidedBy], decidedBy, parts };
}

/* Twice what counts as a deposit; what is above the cap was an ordinary payment. */
function deposit(formula, inputs) {
  const valid = Math.min(inputs.deposit, Math.floor((inputs.total * formula.cap_percent) / HUNDRED));
  const excess = inputs.deposit - valid;
  return { amount: valid * formula.times, decidedBy: excess > 0 ? "cap" : "times", parts: { valid, excess } };
}

function promise(_, { promised, multiple: hundredths, price }) {
  if (promised !== undefined) return { amount: promised, decidedBy: "promised" };
  return { amount: Math.round((price * hundredths) / HUNDRED), decidedBy: "times" };
}
