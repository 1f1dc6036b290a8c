/* What every tool page shares: its data, error sentences beside fields, 记住在本机, copying, saving a file.
   Owns no rule and no wording of a rule. Makes no request; writes to this device only while 记住在本机 is ticked. */

const DATA = "jl-tool-data";
const KEPT = "jl-tool:"; // prefix of what is kept in localStorage
const LATER = 1000; // ms until a saved file's address is given back

/** Run `start` when the page is parsed (at once in a module script, which is deferred). */
export function ready(start) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
  else start();
}

/** The page's own data: what the site build wrote into its <script type="application/json">. Throws when there is none. */
export function toolData(id = DATA) {
  const holder = document.getElementById(id);
  if (holder === null) throw new Error(`no #${id} in this page`);
  return JSON.parse(holder.textContent);
}

/**
 * Say beside a field what is wrong with it. `field`: an input, select or textarea, or the fieldset of a group; needs an id.
 * The sentence stands at the end of the field's .jl-field (or right after the field) and is tied to it by aria-describedby.
 * Nothing that was typed is changed.
 */
export function showError(field, text) {
  const id = errorId(field);
  let line = document.getElementById(id);
  if (line === null) {
    line = document.createElement("p");
    line.id = id;
    line.className = "jl-field__error";
    const box = field.matches("fieldset") ? field : field.closest(".jl-field");
    if (box === null) field.after(line);
    else box.append(line);
  }
  line.textContent = text;
  field.setAttribute("aria-invalid", "true");
  describe(field, (ids) => ids.add(id));
}

/** Take back the sentence of one field. */
export function clearError(field) {
  const id = errorId(field);
  document.getElementById(id)?.remove();
  field.removeAttribute("aria-invalid");
  describe(field, (ids) => ids.delete(id));
}

/** Take back every error sentence in a form (or any element). */
export function clearErrors(form) {
  for (const field of form.querySelectorAll("[aria-invalid=true]")) clearError(field);
}

/** Bring the reader to the first field with an error. True when there was one. */
export function focusFirstError(form) {
  const field = form.querySelector("[aria-invalid=true]");
  if (field === null) return false;
  const target = field.matches("fieldset") ? field.querySelector("input, select, textarea, button") : field;
  (target ?? field).focus();
  return true;
}

function errorId(field) {
  if (!field.id) throw new Error(`a field without id: ${field.outerHTML.slice(0, 60)}`);
  return `${field.id}-error`;
}

function describe(field, change) {
  const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean));
  change(ids);
  if (ids.size > 0) field.setAttribute("aria-describedby", [...ids].join(" "));
  else field.removeAttribute("aria-describedby");
}

/**
 * 记住在本机: keep what is in `form` on this device under `key`, only while its checkbox [data-jl-remember] is ticked.
 * Unticking deletes it. Call it once; returns {restore, save, forget}: `restore()` fills the named fields that exist now
 * (call it again after adding fields; it returns whether anything was kept), `save()` keeps what a script has changed.
 */
export function remember(form, key) {
  const box = form.querySelector("[data-jl-remember]");
  const place = KEPT + key;
  const kept = { restore, save, forget };

  function restore() {
    const values = read(place);
    if (box === null || values === null) return false;
    box.checked = true;
    fill(form, values);
    return true;
  }
  function save() {
    if (box?.checked) write(place, { ...read(place), ...valuesOf(form) });
  }
  function forget() {
    write(place, null);
  }

  restore();
  form.addEventListener("input", save);
  form.addEventListener("change", (event) => {
    if (event.target === box && !box.checked) forget();
    else save();
  });
  form.addEventListener("reset", forget);
  return kept;
}

function namedFields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches("[data-jl-remember], button, fieldset, [type=file]"));
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";

/** Name → text, or for ticks the list of ticked values. */
function valuesOf(form) {
  const values = {};
  for (const field of namedFields(form)) {
    if (!isTick(field)) values[field.name] = field.value;
    else values[field.name] = [...(values[field.name] ?? []), ...(field.checked ? [field.value] : [])];
  }
  return values;
}

function fill(form, values) {
  for (const field of namedFields(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (isTick(field)) field.checked = value.includes(field.value);
    else field.value = value;
  }
}

function read(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null; // storage is closed to this page, or holds something else
  }
}

function write(place, values) {
  try {
    if (values === null) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(values));
  } catch {
    // storage is closed or full: the page works on without it
  }
}

/** Put text on the clipboard. Resolves to false when the browser does not allow it. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or not a secure address
  }
}

/** Save text as a file made here, e.g. download("投诉信.txt", text). Leaves the device in no way. */
export function download(name, text, type = "text/plain") {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), LATER);
}
