/* What the calculators share: a form that chooses one rule (?rule=… in the address chooses it too), a result that is never older
   than the form. Does not know what is calculated. */
import { button, el, hideResult } from "./dom.js";
import { clearErrors, copyText, focusFirstError, remember } from "./tool.js";

/**
 * Start a calculator.
 * @param {object} parts `form` with a select named rule; `key` for 记住在本机; `rules` by id; `describe(form, rules)` shows what
 *   the form's choices need; `read(form, rules)` → input, or null when a field says what is wrong; `show(place, input)` the result
 */
export function startCalculator({ form, key, rules, describe, read, show }) {
  const place = document.getElementById("jl-result");
  remember(form, key);
  preselect(form.elements.rule, rules);
  describe(form, rules);
  form.addEventListener("input", (event) => {
    hideResult(place);
    if (event.target === form.elements.rule) clearErrors(form);
    describe(form, rules);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearErrors(form);
    const input = read(form, rules);
    if (input !== null) show(place, input);
    else {
      hideResult(place);
      focusFirstError(form);
    }
  });
}

function preselect(select, rules) {
  const asked = new URLSearchParams(location.search).get("rule");
  if (asked !== null && Object.hasOwn(rules, asked)) select.value = asked;
}

/** What can be done with a result: `first` of its own, then copy its `text` and print. */
export function actionsOf(text, ...first) {
  const said = el("span", { class: "jl-copy__said", role: "status" });
  const copy = async () => {
    said.textContent = (await copyText(text)) ? "已复制" : "没能复制，请长按选中上面的文字";
  };
  return el("p", { class: "jl-actions" }, ...first, button("复制结果", copy), button("打印", () => window.print()), said);
}
