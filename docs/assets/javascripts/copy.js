/* Owns the copy buttons on messages to send (quotes that begin with 可以直接发). Without it the text can be selected by hand. */
import { copyText } from "./tools/tool.js";

const PREFIX = /^\s*可以直接发[：:]\s*/;
const DONE = "已复制，发送前把〔 〕里的换成你的";
const FAILED = "已选中，请长按或按 Ctrl+C 复制";

for (const quote of document.querySelectorAll(".jl-text blockquote")) {
  if (PREFIX.test(quote.textContent)) addButton(quote);
}

function addButton(quote) {
  const message = quote.innerText.replace(PREFIX, "").trim();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jl-button jl-copy";
  button.textContent = "复制";
  const said = document.createElement("span");
  said.className = "jl-copy__said";
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = (await copyText(message)) ? DONE : select(quote);
  });
  const row = document.createElement("p");
  row.className = "jl-copy__row";
  row.append(button, said);
  quote.append(row);
}

function select(quote) {
  getSelection().selectAllChildren(quote.querySelector("p"));
  return FAILED;
}
