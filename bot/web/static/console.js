// The console: keys, drafts that are not lost, passages to cite.
"use strict";

// --- Keys ---------------------------------------------------------------------------------------

const fields = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const isTyping = (event) => event.target.matches?.(fields) || isComposing(event);

// A button is pressed, a field gets the focus, a fold is opened on its first field.
function act(element) {
  if (element.matches("summary")) {
    element.parentElement.open = true;
    element.parentElement.querySelector("select, input:not([type=hidden]), textarea")?.focus();
  } else if (element.matches(fields)) {
    element.focus();
  } else {
    element.click();
  }
}

function moveTo(step) {
  const links = [...document.querySelectorAll("[data-row] [data-open]")];
  const at = links.indexOf(document.activeElement?.closest("[data-row]")?.querySelector("[data-open]"));
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1)];
  next?.focus();
  next?.closest("[data-row]").scrollIntoView({ block: "nearest" });
}

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (document.querySelector("dialog[open]")) return;
  const steps = { j: 1, k: -1 };
  const row = document.activeElement?.closest("[data-row]");
  const key = CSS.escape(event.key);
  const element = row?.querySelector(`[data-row-key="${key}"]`)
    ?? document.querySelector(`[data-key="${key}"]`);
  if (element) act(element);
  else if (event.key in steps) moveTo(steps[event.key]);
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", pressKey);

// Enter on a box to tick must not send the form that the box belongs to.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("input[type=checkbox]")) event.preventDefault();
});

function sendOnCtrlEnter(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

// --- What was typed stays -----------------------------------------------------------------------

const replyForm = () => byId("reply");
const typedAndUnkept = () => [...document.querySelectorAll("[data-unkept]")].some((box) => box.value.trim());

let isLeaving = false; // because what was typed has arrived
let isSignedOut = false;

function say(template, place) {
  place.replaceChildren(byId(template).content.cloneNode(true));
  place.scrollIntoView({ block: "nearest" });
}

// Where a form says that it was not sent: beside its button, else at the top of the page.
const problemOf = (element) => element.closest("form")?.querySelector("[data-problem]") ?? byId("alert");

const endsSession = (ctx) => ctx.response?.headers.get("HX-Redirect") === "/sign-in";

document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (endsSession(ctx)) {
    event.preventDefault(); // leaving would lose what was typed
    isSignedOut = true;
    say("signed-out", byId("alert"));
  } else if (ctx.response?.headers.get("HX-Redirect")) {
    isLeaving = ctx.sourceElement === replyForm() || !typedAndUnkept();
    ctx.isDone = true;
    forgetDrafts(ctx.sourceElement);
  }
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  const isForm = ctx.sourceElement.matches("form, .make-draft");
  if (isForm && ctx.status.startsWith("error")) say(ctx.sourceElement.dataset.offline ?? "offline", problemOf(ctx.sourceElement));
  if (isForm && ctx.response?.status >= 400 && byId("alert").hasChildNodes()) {
    byId("alert").scrollIntoView({ block: "nearest" });
  }
  if (ctx.status.startsWith("error") || ctx.response?.status >= 400 || isSignedOut) isLeaving = false;
  if (!ctx.isDone) setSending(ctx, false); // else the next page is on its way
  showScripted(document);
});

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (!ctx.sourceElement.matches("form, .make-draft")) return;
  byId("alert").replaceChildren();
  problemOf(ctx.sourceElement).replaceChildren();
  setSending(ctx, true);
});

function setSending({ sourceElement }, busy) {
  if (sourceElement.matches("button")) sourceElement.disabled = busy;
  else sourceElement.querySelectorAll?.("button").forEach((button) => { button.disabled = busy; });
}

// Whoever comes back with the back button can send again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[hx-post]").forEach((form) => setSending({ sourceElement: form }, false));
});

// Who signed in anew in another tab has a new token: the forms of this page take it over.
async function takeNewToken() {
  if (!isSignedOut) return;
  const answer = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("main input[name=csrf], header input[name=csrf]")?.value;
  if (!token) return;
  document.querySelectorAll("input[name=csrf]").forEach((field) => { field.value = token; });
  isSignedOut = false;
  byId("alert").replaceChildren();
}

window.addEventListener("focus", takeNewToken);
document.addEventListener("visibilitychange", () => { if (!document.hidden) takeNewToken(); });

window.addEventListener("beforeunload", (event) => {
  if (!isLeaving && typedAndUnkept()) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  if (event.target === replyForm()) isLeaving = true; // without htmx the page leaves at once
});

// --- Drafts -------------------------------------------------------------------------------------

const draftOf = (name) => localStorage.getItem(`draft:${name}`)?.trim() ?? "";

// What has arrived is no draft any more.
function forgetDrafts(form) {
  form.querySelectorAll?.("[data-draft]").forEach((box) => localStorage.removeItem(`draft:${box.dataset.draft}`));
}

function markDrafts() {
  document.querySelectorAll("[data-has-draft]").forEach((mark) => {
    mark.hidden = !draftOf(mark.dataset.hasDraft);
  });
}

function showUnsent(panel) {
  const text = draftOf(panel.dataset.unsent);
  panel.hidden = !text;
  panel.querySelector("textarea").value = text;
  panel.querySelector("[data-discard]").addEventListener("click", () => {
    localStorage.removeItem(`draft:${panel.dataset.unsent}`);
    panel.hidden = true;
  });
}

// What is taken over stands below what was typed already.
function addToReply(text) {
  const box = byId("text");
  box.value = box.value.trim() ? `${box.value.trimEnd()}\n\n${text}` : text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.scrollIntoView({ block: "nearest" });
}

function takeOver(button) {
  const sentences = [...button.closest(".draft").querySelectorAll("[data-sentence]")];
  const ticked = sentences.filter((box) => box.checked);
  if (!ticked.length) { sentences[0].focus(); return; }
  addToReply(ticked.map((box) => box.nextElementSibling.textContent).join("\n"));
  ticked.forEach(({ dataset }) => {
    const source = dataset.cites && byId(`cite-${dataset.cites}`);
    if (source) source.checked = true;
  });
  showChosen();
}

// --- Passages to cite ---------------------------------------------------------------------------

// Ticked hits stay when the next search replaces the others.
function keepTicked(event) {
  if (event.detail.ctx.sourceElement.matches(".find")) {
    document.querySelectorAll("#hits .choice:has(:checked)").forEach((hit) => byId("ticked").append(hit));
  }
}

function dropDoubles() {
  document.querySelectorAll("#hits [name=cite]").forEach((box) => {
    if (document.querySelectorAll(`[name=cite][value="${CSS.escape(box.value)}"]`).length > 1) {
      box.closest(".choice").remove();
    }
  });
}

function showChosen() {
  const place = document.querySelector("[data-chosen]");
  if (!place) return;
  const items = [...document.querySelectorAll("[name=cite]:checked")].map((box) => {
    const item = document.createElement("li");
    item.textContent = box.dataset.named;
    return item;
  });
  place.querySelector("ul").replaceChildren(...items);
  place.hidden = !items.length;
}

document.addEventListener("htmx:before:swap", keepTicked);
document.addEventListener("htmx:after:swap", dropDoubles);
document.addEventListener("change", (event) => { if (event.target.name === "cite") showChosen(); });

// --- Buttons ------------------------------------------------------------------------------------

async function copy(button) {
  const box = byId(button.dataset.copy);
  box.select();
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    document.execCommand("copy"); // pages without https have no clipboard
  }
  button.textContent = byId("said").content.firstElementChild.dataset.copied;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) copy(button);
  if (button.dataset.use) addToReply(byId(button.dataset.use).textContent);
  if (button.dataset.opens) byId(button.dataset.opens).showModal();
  if ("takeOver" in button.dataset) takeOver(button);
});

// What only works with scripts is shown by them.
function showScripted(root) {
  root.querySelectorAll("[data-copy], [data-use], [data-opens], [data-take-over], .shortcut").forEach((element) => {
    element.hidden = false;
  });
}

// What was just done is said once, not again after a reload or on the way back.
function forgetWhatWasDone() {
  const address = new URL(location.href);
  if (!address.searchParams.has("done")) return;
  address.searchParams.delete("done");
  history.replaceState(history.state, "", address);
}

// Not by scrollIntoView, after which Tab would begin there and not at the skip link.
function showCurrentTab() {
  const tab = document.querySelector(".tab-list [aria-current]");
  if (!tab) return;
  const list = tab.closest(".tab-list");
  list.scrollLeft = tab.offsetLeft - list.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2;
}

document.addEventListener("DOMContentLoaded", () => {
  forgetWhatWasDone();
  showCurrentTab();
  showScripted(document);
  markDrafts();
  showChosen();
  document.querySelectorAll("[data-unsent]").forEach(showUnsent);
  byId("text")?.addEventListener("keydown", sendOnCtrlEnter);
});

window.addEventListener("pageshow", markDrafts);
window.addEventListener("storage", markDrafts);
