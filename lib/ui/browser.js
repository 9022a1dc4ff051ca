// Words are told to the page when typing rests, as if the field had been left: guess, price and draft follow them.
// A click on [data-copy] copies the file at that address. Where the side bar lies over the page, a choice in it closes it.
const REST = 600;
const TOLD = 1500;
const NARROW = 768;

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

  document.addEventListener("input", typed);
  document.addEventListener("click", chosen);
  document.addEventListener("click", clicked);
  return () => {
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
