/* Elements from words: text is always text, never HTML. */

/** The last line of every result that is copied. */
export const DISCLAIMER = "由讲理在本机推算，不是法律意见。";

/** el("p", {class: "jl-small"}, "text", el("a", {href}, "link")); attributes that are false, null or undefined are left out. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Rows of [term, ...contents] as a description list; rows without content are left out. */
export function facts(rows) {
  const kept = rows.filter(([, ...contents]) => contents.flat().some(Boolean));
  return el("dl", { class: "jl-facts" }, kept.map(([term, ...contents]) => el("div", {}, el("dt", {}, term), el("dd", {}, ...contents))));
}

/** Articles as links, with their status where it is not the ordinary one. */
export function basisLinks(basis) {
  return basis.flatMap(({ law, place, url, status }, index) => [
    index > 0 && "、",
    el("a", { href: url }, `《${law}》${place}`),
    status !== "现行" && `（${status}）`,
  ]);
}

/** Articles as one piece of text, for what is copied. */
export const basisWords = (basis) => basis.map(({ law, place }) => `《${law}》${place}`).join("、");

/** A button that does something here. */
export function button(words, act) {
  const element = el("button", { type: "button", class: "jl-button" }, words);
  element.addEventListener("click", act);
  return element;
}

/** Show a result in its place and bring reader, keyboard and screen reader to it. */
export function showResult(place, ...children) {
  place.replaceChildren(...children.filter(Boolean));
  place.hidden = false;
  bringTo(place);
}

/** Bring reader, keyboard and screen reader to `place`; the focus goes to `target` in it. */
export function bringTo(place, target = place) {
  target.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  place.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

/** Say in the place for it, [data-jl-said], what has been done; screen readers hear it. */
export function say(parent, text) {
  parent.querySelector("[data-jl-said]").textContent = text;
}

/** Hide a result that no longer belongs to what the form says. */
export function hideResult(place) {
  place.replaceChildren();
  place.hidden = true;
}
