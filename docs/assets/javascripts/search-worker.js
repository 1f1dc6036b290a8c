/* Owns where the header search gets its hits: the service first, the theme's own worker (nested, with the theme's index) when
   the service does not answer. Speaks the theme's four messages, so the theme does not notice.
   The stock worker's file name comes in the query string, written by main.html. */
"use strict";

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
const PAUSE = 120; // ms: a superseded query is never sent
const TIMEOUT = 800;
const DOWN = 15000; // how long a service that did not answer is left alone
const LONGEST = 200; // characters of a query that are sent

const name = new URL(self.location.href).searchParams.get("stock") ?? "";
if (!/^search\.[\w.]+\.js$/.test(name)) throw new Error(`not a search worker: ${name}`);
const stock = new Worker(new URL(`workers/${name}`, self.location.href));
const site = new URL("../../", self.location.href);

let turn = 0; // of the newest query: what belongs to an older one is dropped
let sent = new AbortController();
let downUntil = 0;
const stockTurns = []; // the stock worker answers in order

self.addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) {
    stock.postMessage(message);
    self.postMessage({ type: READY });
  } else if (message.type === QUERY) query(message.data);
});

stock.addEventListener("message", ({ data: message }) => {
  if (message.type === RESULT && stockTurns.shift() === turn) self.postMessage(message);
});

async function query(text) {
  const mine = ++turn;
  sent.abort();
  if (!text.trim()) return answer([]);
  if (Date.now() < downUntil) return askStock(text);
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (mine !== turn) return;
  sent = new AbortController();
  const limit = setTimeout(() => sent.abort(), TIMEOUT);
  try {
    const results = await askService(text.slice(0, LONGEST), sent.signal);
    if (mine === turn) answer(grouped(results, text));
  } catch {
    if (mine !== turn) return;
    downUntil = Date.now() + DOWN;
    askStock(text);
  } finally {
    clearTimeout(limit);
  }
}

function answer(items) {
  self.postMessage({ type: RESULT, data: { items } });
}

function askStock(text) {
  stockTurns.push(turn);
  stock.postMessage({ type: QUERY, data: text });
}

async function askService(text, signal) {
  const response = await fetch(new URL("api/search", site), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ q: text }),
    signal,
  });
  if (!response.ok) throw new Error(`search: ${response.status}`);
  return (await response.json()).results;
}

/* Hits → the theme's groups, one a page. The best hit comes first (the theme shows what scores as high as the first and folds
   the rest); each group needs one item without # for its heading. */
function grouped(results, text) {
  const pages = new Map();
  const grams = bigramsOf(text);
  for (const result of results) {
    const location = result.url.replace(/^\//, "");
    const page = location.split("#")[0];
    if (!pages.has(page)) pages.set(page, []);
    pages.get(page).push({
      location,
      title: marked(location === page ? result.title : result.section, grams),
      text: marked(result.snippet, grams),
      score: result.score,
      terms: {},
      page: result.title,
    });
  }
  return [...pages].map(([page, hits]) => {
    const headed = hits.some((hit) => hit.location === page);
    const heading = { location: page, title: marked(hits[0].page, grams), text: "", score: 0, terms: {} };
    return headed ? hits : [hits[0], heading, ...hits.slice(1)];
  });
}

function bigramsOf(text) {
  const letters = [...text.toLowerCase()];
  return new Set(letters.slice(1).map((letter, i) => letters[i] + letter).filter((gram) => !/\s/.test(gram)));
}

/** Text as HTML, everything escaped; runs of letters that the question has too are marked. */
function marked(text, grams) {
  const letters = [...text];
  const hit = letters.map(() => false);
  for (let i = 0; i + 1 < letters.length; i++) {
    if (grams.has((letters[i] + letters[i + 1]).toLowerCase())) hit[i] = hit[i + 1] = true;
  }
  return letters.map((letter, i) => {
    const open = hit[i] && !hit[i - 1] ? "<mark>" : "";
    const close = hit[i] && !hit[i + 1] ? "</mark>" : "";
    return open + escaped(letter) + close;
  }).join("");
}

function escaped(letter) {
  return { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }[letter] ?? letter;
}
