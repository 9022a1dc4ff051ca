// Words are told to the page when typing rests, as if the field had been left: guess, price and draft follow them.
// A click on [data-copy] copies the file at that address. Where the side bar lies over the page, a choice in it closes it.
// Who sends words to a conversation stands at its end, from where the page follows the answer.
const REST = 600;
const TOLD = 1500;
const NARROW = 768;
const ENDLESS = 1e9;

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
    if (!field || !meant || event.isComposing) return;
    document.querySelector("[data-testid=stAppScrollToBottomContainer]")?.scrollTo(0, ENDLESS);
  };

  document.addEventListener("keydown", sent);
  document.addEventListener("click", sent);
  document.addEventListener("input", typed);
  document.addEventListener("click", chosen);
  document.addEventListener("click", clicked);
  return () => {
    document.removeEventListener("keydown", sent);
    document.removeEventListener("click", sent);
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
