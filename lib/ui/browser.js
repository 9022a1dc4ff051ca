// Words are told to the page when typing rests, as if the field had been left: guess, price and draft follow them.
// A click on [data-copy] copies the file at that address. Where the side bar lies over the page, a choice in it closes it.
// Who sends words to a conversation stands at its end, from where the page follows the answer.
// Why a file was not taken stands beside it, in words that say what to do.
const REST = 600;
const TOLD = 1500;
const NARROW = 768;
const ENDLESS = 1e9;
const LOST = "It did not arrive: the connection was lost on the way. Take it out and give it again.";
const UNKNOWN = "Files of this kind cannot be read here. Take it out and give another.";
const TAKE_OUT = "Take it out and give ";
const CHARGED = " Nothing was charged.";

export default function () {
  let resting;

  const typed = (event) => {
    const field = event.target.closest?.("[data-testid=stTextArea] textarea");
    clearTimeout(resting);
    if (!field || event.isComposing) return;
    resting = setTimeout(() => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true })), REST);
  };

  const chosen = (event) => {
    const found = event.target.closest?.("[data-testid=stSidebarNavLink], .st-key-talks button:not(.st-key-talks_older *)");
    if (found && innerWidth < NARROW) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  };

  const clicked = async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    event.preventDefault();
    const answer = await fetch(button.dataset.copy);
    if (!answer.ok || !(await copied(await answer.text()))) return open(button.href, "_blank");
    button.dataset.copied = "";
    setTimeout(() => delete button.dataset.copied, TOLD);
  };

  const sent = (event) => {
    const field = event.target.closest?.("[data-testid=stChatInput]");
    const meant = event.type === "click" ? event.target.closest?.("button") : event.key === "Enter" && !event.shiftKey;
    if (!field || !meant || event.isComposing || !field.querySelector("textarea")?.value.trim()) return;
    document.querySelector("[data-testid=stAppScrollToBottomContainer]")?.scrollTo(0, ENDLESS);
  };

  // By the place of a chooser: the files that it did not take, each with why. Their chips go as soon as others arrive.
  const refused = new WeakMap();
  const place = (element) => element.closest?.("[class*=st-key-tall_inputs]");
  const chipOf = (element) => element.closest("[data-testid=stFileChip]")?.querySelector("[data-testid=stFileChipName]");

  const untaken = () => {
    for (const told of document.querySelectorAll("[data-testid=stFileChip] [role=alert]")) {
      const said = told.textContent.replace(/^Error: /, "");
      if (said.endsWith(CHARGED)) continue;
      const [first, ...others] = told.childNodes; // Streamlit's own text nodes stay: it takes them away again
      for (const other of others) other.data = "";
      first.data = (said.includes("AxiosError") ? LOST : said.includes("not allowed") ? UNKNOWN : said) + CHARGED;
      const box = place(told);
      if (box) refused.set(box, (refused.get(box) ?? new Map()).set(chipOf(told).title, first.data));
    }
    for (const box of document.querySelectorAll("[class*=st-key-tall_inputs]")) left(box);
  };

  // What is said of a file once its chip is gone.
  const left = (box) => {
    const shown = [...box.querySelectorAll("[data-testid=stFileChipName]")].map((name) => name.title);
    const gone = [...(refused.get(box) ?? [])].filter(([name]) => !shown.includes(name));
    const lines = gone.map(([name, why]) => `${name}: ${why.replace(TAKE_OUT, "Give ")}`);
    const there = [...box.querySelectorAll(".s-untaken")];
    if (there.map((line) => line.textContent).join() === lines.join()) return;
    for (const line of there) line.remove();
    const made = (text) => Object.assign(document.createElement("p"), { className: "s-refused s-untaken", role: "status", textContent: text });
    box.append(...lines.map(made));
  };

  const takenOut = (event) => {
    const button = event.target.closest?.("[data-testid=stFileChipDeleteBtn]");
    if (button) refused.get(place(button))?.delete(chipOf(button).title);
  };
  const given = (event) => {
    const box = event.target.type === "file" && place(event.target);
    if (box) refused.delete(box);
  };
  const watching = new MutationObserver(untaken);
  watching.observe(document.body, { childList: true, subtree: true });

  // Some before the page's own: it empties the field, and takes the chip away.
  document.addEventListener("keydown", sent, true);
  document.addEventListener("click", sent, true);
  document.addEventListener("input", typed);
  document.addEventListener("click", chosen);
  document.addEventListener("click", clicked);
  document.addEventListener("click", takenOut, true);
  document.addEventListener("change", given, true);
  return () => {
    watching.disconnect();
    document.removeEventListener("click", takenOut, true);
    document.removeEventListener("change", given, true);
    document.removeEventListener("keydown", sent, true);
    document.removeEventListener("click", sent, true);
    document.removeEventListener("input", typed);
    document.removeEventListener("click", chosen);
    document.removeEventListener("click", clicked);
  };
}

// Without TLS a browser keeps its clipboard from every address but this computer's own: there a selection is copied.
async function copied(text) {
  const kept = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  if (kept) return true;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
