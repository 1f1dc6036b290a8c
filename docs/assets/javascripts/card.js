/* Owns the request for an answer card: a question goes out by POST (never in an address), one checked element comes back.
   Does not know where the card is shown. */

const STATIC_HOST = new Set([404, 405, 501]); // no service here at all

/** Why there is no card. `kind`: "away" (no service, no network, too slow), "long" (the question), "often" (too many). */
export class NoCard extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

/**
 * Fetch the card for a question from the service beside `askAddress` (the form's action, …/ask/).
 * `asTyped` asks not to correct its spelling. Rejects with NoCard, or with the AbortError of `signal` when the caller gave up.
 */
export async function fetchCard(askAddress, question, { asTyped = false, signal, timeout }) {
  const ending = new AbortController();
  const end = () => ending.abort();
  const limit = setTimeout(end, timeout);
  signal.addEventListener("abort", end);
  let response, html;
  try {
    response = await fetch(new URL("card", askAddress), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(asTyped ? { q: question, as_typed: true } : { q: question }),
      credentials: "same-origin",
      signal: ending.signal,
    });
    html = await response.text();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new NoCard("away");
  } finally {
    clearTimeout(limit);
    signal.removeEventListener("abort", end);
  }
  if (!response.ok) throw new NoCard(kindOf(response.status));
  // made by our own autoescaped template; a static host that answers everything with some page has no card in it
  const card = new DOMParser().parseFromString(html, "text/html").querySelector("article.jl-card");
  if (card === null) throw new NoCard("away");
  return document.adoptNode(card);
}

function kindOf(status) {
  if (status === 429) return "often";
  if (status >= 400 && status < 500 && !STATIC_HOST.has(status)) return "long";
  return "away";
}
