// Small comforts on top of plain forms and htmx: sending with Enter, the waiting state, drafts.
"use strict";

const byId = (id) => document.getElementById(id);
const calmly = matchMedia("(prefers-reduced-motion: reduce)");

// --- The question box -------------------------------------------------------------------------

const isComposing = (event) => event.isComposing || event.keyCode === 229; // Safari ends with 229

function sendOnEnter(event) {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

function grow(box) {
  box.rows = Math.min(8, Math.max(1, box.value.split("\n").length));
}

// On a phone, focus would open the keyboard over what there is to read.
function focusWithKeyboard(box) {
  if (matchMedia("(pointer: fine)").matches) box.focus();
}

function setUpQuestionBox(box) {
  box.addEventListener("keydown", sendOnEnter);
  box.addEventListener("input", () => { grow(box); byId("ask-problem").replaceChildren(); });
  grow(box);
}

// --- Waiting for an answer --------------------------------------------------------------------

const asks = (detail) => detail.ctx.request.action === "/ask";

function showPending(question) {
  const pending = byId("pending").content.cloneNode(true);
  pending.querySelector(".text").textContent = question;
  for (const node of pending.children) node.dataset.pending = "";
  byId("thread").append(pending);
  byId("welcome")?.remove();
  scrollToEnd();
}

function scrollToEnd() {
  byId("thread").lastElementChild?.scrollIntoView({ block: "end" });
}

function removePending() {
  document.querySelectorAll("[data-pending]").forEach((node) => node.remove());
}

// The option that was chosen, if it was one: its value is for the server, its label for people.
function chosen(question) {
  return [...document.querySelectorAll(".options button")].find((one) => one.value === question);
}

function startAsking(ctx) {
  const box = byId("question");
  const question = ctx.request.body.get("question") ?? "";
  const longest = Number(box.dataset.longest);
  if (!question.trim() || question.length > longest) return; // the server says what is wrong
  const option = chosen(question);
  if (!option) ctx.asked = question;
  if (box.value === question) box.value = "";
  grow(box);
  setBusy(true);
  showPending(option?.textContent.trim() ?? question);
}

function finishAsking(ctx) {
  removePending();
  foldAsides();
  setBusy(false);
  const box = byId("question");
  const failed = ctx.status !== "swapped" || ctx.response.status >= 400;
  if (failed && ctx.asked && !box.value) box.value = ctx.asked;
  if (ctx.status.startsWith("error")) {
    byId("ask-problem").replaceChildren(byId("failed").content.cloneNode(true));
  }
  grow(box);
  focusWithKeyboard(box);
  const last = [...document.querySelectorAll(".message.mine")].at(-1);
  if (!failed) last?.scrollIntoView({ block: "start", behavior: calmly.matches ? "auto" : "smooth" });
}

// Contents and earlier questions are folded where they would push the page down.
function foldAsides() {
  if (!matchMedia("(max-width: 800px)").matches) return;
  document.querySelectorAll("aside details").forEach((fold) => { fold.open = false; });
}

function setBusy(busy) {
  byId("thread").setAttribute("aria-busy", String(busy));
  document.querySelectorAll("#ask button, .options button, .examples button, .feedback button").forEach((button) => {
    button.disabled = busy;
  });
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const looksForNews = ctx.sourceElement.hasAttribute("data-poll");
  if (looksForNews && document.hidden) event.preventDefault();
  if (asks(event.detail)) startAsking(ctx);
});

document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  if (asks(event.detail)) finishAsking(ctx);
  // Who waits for a person from now on looks for the reply more often.
  else if (ctx.request.action.startsWith("/exchanges/")) htmx.trigger("#news", "look");
});

// --- Drafts: what was typed survives a reload ---------------------------------------------------

function keepDraft(box) {
  const key = `draft:${box.dataset.draft}`;
  const kept = localStorage.getItem(key);
  if (kept !== null) {
    box.value = kept;
    // Once htmx listens too: what depends on the text follows it.
    setTimeout(() => box.dispatchEvent(new Event("input", { bubbles: true })));
  }
  box.addEventListener("input", () => localStorage.setItem(key, box.value));
}

// In a field of several lines Enter begins a new one.
document.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event);
  if (!sends || !event.target.matches("[data-submit-on-ctrl-enter]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("DOMContentLoaded", () => {
  const box = byId("question");
  if (box && byId("thread")) {
    setUpQuestionBox(box);
    focusWithKeyboard(box);
    scrollToEnd();
  }
  document.querySelectorAll("[data-forget-draft]").forEach((mark) => {
    localStorage.removeItem(`draft:${mark.dataset.forgetDraft}`);
  });
  document.querySelectorAll("[data-draft]").forEach(keepDraft);
  document.querySelectorAll("[data-select]").forEach((field) => {
    field.addEventListener("focus", () => field.select());
  });
  foldAsides();
});
