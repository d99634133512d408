"use strict";
// What pages do beside showing what the server wrote: search while typing, edit a cell, follow the trial of the draft.

const base = document.body.dataset.base;
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

async function post(page, fields = {}) {
  return fetch(base + page, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
}

// Search

const box = $("#q"), list = $("#found");
let asked = 0, waiting;
async function seek() {
  const words = box.value.trim(), mine = ++asked;
  if (!words) { list.hidden = true; return; }
  const answer = await fetch(`${base}search?part=1&q=${encodeURIComponent(words)}`);
  const html = await answer.text();
  if (mine !== asked) return;
  list.innerHTML = html;
  list.dataset.words = words;
  list.hidden = false;
  list.scrollTop = 0;
  $("a", list)?.classList.add("chosen");
}
box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(seek, 120); });
box.addEventListener("keydown", (event) => {
  const links = all("a", list), at = links.findIndex((each) => each.classList.contains("chosen"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (list.hidden || !links.length) return;
    event.preventDefault();
    links[at]?.classList.remove("chosen");
    const next = links[(at + (event.key === "ArrowDown" ? 1 : -1) + links.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % links.length];
    next.classList.add("chosen");
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && at >= 0 && !list.hidden && list.dataset.words === box.value.trim()) {
    event.preventDefault();
    location.assign(links[at].href);
  } else if (event.key === "Escape") {
    list.hidden = true;
    box.blur();
  }
});
document.addEventListener("click", (event) => { if (!event.target.closest(".seek")) list.hidden = true; });

// The draft beside the table

const panel = $("#panel"), sheet = $(".sheet");
let following = 0;
async function follow() {
  const mine = ++following;
  if (!panel) return;
  for (;;) {
    const answer = await fetch(base + "draft/panel");
    const html = await answer.text();
    if (mine !== following) return;
    if (panel.dataset.html !== html) {
      const doing = panel.contains(document.activeElement) ? document.activeElement.dataset.do : null;
      panel.innerHTML = panel.dataset.html = html;
      if (doing) $(`[data-do=${doing}]`, panel)?.focus();
      markProblems();
    }
    const steps = answer.headers.get("X-Steps"), count = $(".count");
    count.textContent = steps;
    count.hidden = steps === "0";
    if (answer.headers.get("X-Done") === "1") return;
    await new Promise((done) => setTimeout(done, 250));
  }
}
function markProblems() {
  if (!sheet) return;
  all(".cell.wrong[data-live]", sheet).forEach((each) => { each.classList.remove("wrong"); delete each.dataset.live; });
  all(".problems .error[data-file]", panel).forEach((each) => {
    if (each.dataset.file !== sheet.dataset.file) return;
    const cell = $(`tr[data-r="${each.dataset.row}"] .cell[data-c="${each.dataset.column}"]`, sheet);
    if (cell) { cell.classList.add("wrong"); cell.dataset.live = "1"; }
  });
}
async function act(what) {
  if (what === "undo" || !sheet) keepPlace();
  await post(`draft/${what}`);
  if (what === "undo" || !sheet) { location.reload(); return; }
  panel.hidden = false;
  await follow();
  if ($(".saved", panel)) all(".cell.changed", sheet).forEach((each) => each.classList.remove("changed"));
}
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.dataset.ask && !confirm(button.dataset.ask)) { event.preventDefault(); return; }
  if (!panel || !sheet || !button?.dataset.do) return;
  event.preventDefault();
  act(button.dataset.do);
});
function keepPlace() {
  const cell = sheet && document.activeElement?.closest?.(".cell");
  const place = { y: scrollY, top: $(".sheet-scroll")?.scrollTop, left: $(".sheet-scroll")?.scrollLeft, page: location.pathname };
  if (cell) Object.assign(place, { r: cell.closest("tr").dataset.r, c: cell.dataset.c });
  sessionStorage.setItem("place", JSON.stringify(place));
}
function returnToPlace() {
  const kept = sessionStorage.getItem("place");
  sessionStorage.removeItem("place");
  if (!kept) return;
  const place = JSON.parse(kept);
  if (place.page !== location.pathname) return;
  scrollTo(0, place.y);
  $(".sheet-scroll")?.scrollTo(place.left || 0, place.top || 0);
  if (place.r) $(`tr[data-r="${place.r}"] .cell[data-c="${place.c}"]`)?.focus({ preventScroll: true });
}

// Cells

function write(cell) {
  if (cell.querySelector("textarea, input")) return;
  const shown = [...cell.childNodes];
  const was = cell.classList.contains("above") || $(".ditto", cell) ? "" : cell.textContent;
  const head = $(`thead th[data-c="${cell.dataset.c}"]`, sheet), choices = `choices-${cell.dataset.c}`;
  const choosing = Boolean(document.getElementById(choices)) && !was.includes("\n");
  const area = document.createElement(choosing ? "input" : "textarea");
  area.value = was;
  if (choosing) area.setAttribute("list", choices);
  else area.rows = Math.min(8, Math.max(1, Math.ceil(was.length / 22)));
  area.setAttribute("aria-label", `${cell.dataset.label}，第 ${cell.closest("tr").dataset.r} 行`);
  cell.replaceChildren(area);
  if (head?.title) cell.append(Object.assign(document.createElement("span"), { className: "hint", textContent: head.title }));
  area.focus();
  area.select();
  let over = false;
  const back = () => { over = true; cell.replaceChildren(...shown); };
  const take = async (focus) => {
    if (over) return;
    if (area.value === was) { back(); if (focus) cell.focus(); return; }
    over = true;
    const row = cell.closest("tr").dataset.r;
    const answer = await post("edit", { file: sheet.dataset.file, row, column: cell.dataset.c, was, text: area.value });
    const told = await answer.json();
    if (!answer.ok) {
      const say = document.createElement("span");
      say.className = "say";
      say.setAttribute("role", "alert");
      say.textContent = told.problem;
      cell.replaceChildren(...shown, say);
      return;
    }
    cell.textContent = told.text;
    cell.classList.remove("above", "unpublished", "none");
    cell.classList.add("changed");
    panel.hidden = false;
    if (focus) { cell.focus(); cell.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    follow();
  };
  area.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") { back(); cell.focus(); }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); take(true); }
    if (event.key === "Tab") take(false);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); take(true).then(() => act("save")); }
  });
  area.addEventListener("blur", () => take(false));
}
// Where one can walk in a row: its number, its cases, its cells.
const STOPS = ".line, .cover, .cell";
function stopsOf(row) { return all(STOPS, row).filter((each) => each.offsetParent !== null && !each.disabled); }
function sameAs(stop) { return (each) => (stop.dataset.c ? each.dataset.c === stop.dataset.c : each.classList[0] === stop.classList[0]); }
function move(cell, key) {
  const row = cell.closest("tr"), stops = stopsOf(row), at = stops.indexOf(cell);
  if (key === "ArrowRight") return stops[at + 1];
  if (key === "ArrowLeft") return stops[at - 1];
  let next = row;
  do next = key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling; while (next && !stopsOf(next).length);
  return next && (stopsOf(next).find(sameAs(cell)) || stopsOf(next)[0]);
}
if (sheet) {
  const first = $(".cell", sheet);
  if (first) first.tabIndex = 0;
  sheet.addEventListener("focusin", (event) => {
    const cell = event.target;
    if (!cell.matches(STOPS)) return;
    all('[tabindex="0"]', sheet).forEach((each) => { each.tabIndex = -1; });
    cell.tabIndex = 0;
  });
  sheet.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches(STOPS)) return;
    if (cell.matches(".cell") && (event.key === "Enter" || event.key === "F2")) { event.preventDefault(); write(cell); }
    if (event.key.startsWith("Arrow")) {
      const next = move(cell, event.key);
      if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    }
  });
  sheet.addEventListener("dblclick", (event) => { const cell = event.target.closest(".cell"); if (cell) write(cell); });
  sheet.addEventListener("click", (event) => {
    const cell = event.target.closest(".cell");
    if (cell && document.activeElement === cell && matchMedia("(pointer: coarse)").matches) write(cell);
  });
  if (sheet.dataset.cover) cover();
  const hash = /^#r(\d+)(?:c(\d+))?$/.exec(location.hash);
  if (hash) {
    const row = $(`#r${hash[1]}`);
    const cell = row && (hash[2] ? $(`.cell[data-c="${hash[2]}"]`, row) : $(".cell", row));
    row?.scrollIntoView({ block: "center" });
    cell?.focus({ preventScroll: true });
  }
  returnToPlace();
}
if (panel && !panel.hidden) follow();
$("#show-empty")?.addEventListener("change", (event) => document.body.classList.toggle("all-columns", event.target.checked));

// Rows

sheet?.addEventListener("click", (event) => {
  const line = event.target.closest(".line");
  if (!line) return;
  const row = line.closest("tr").dataset.r, held = popUp(line, `row${row}`);
  if (!held) return;
  for (const [act, said] of [["copy", "在下面抄一行"], ["delete", "删去这一行"]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain small", textContent: said });
    button.addEventListener("click", async () => {
      await post("row", { file: sheet.dataset.file, row, act });
      keepPlace();
      location.reload();
    });
    held.append(button, " ");
  }
  settle(held, line);
});

// Which cases reach which rows

async function cover() {
  const state = $(".cover-state");
  for (;;) {
    const answer = await fetch(base + "cover/" + sheet.dataset.file.split("/").map(encodeURIComponent).join("/"));
    const told = await answer.json();
    if (told.ready) { shade(told.rows, state); shadeCells(told.rows, told.cells); return; }
    await new Promise((done) => setTimeout(done, 500));
  }
}
function shade(rows, state) {
  const criteria = sheet.dataset.file.endsWith("criteria.csv");
  let hit = 0;
  const lines = all("tbody tr", sheet);
  for (const line of lines) {
    const seen = rows[line.dataset.r], button = $(".cover", line);
    line.classList.add(seen ? "hit" : "unhit");
    if (seen) hit += 1;
    if (!button) continue;
    button.hidden = false;
    const half = criteria && seen && !(seen.met && seen.not_met && seen.unknown);
    button.classList.toggle("half", Boolean(half));
    button.classList.toggle("unseen-by-cases", !seen);
    button.textContent = !seen ? "无案例" : `${seen.count} 例`;
    button.setAttribute("aria-label", !seen ? "没有案例用到这一行" : `${seen.count} 个案例用到这一行`);
    if (seen) button.addEventListener("click", () => bubble(button, seen, criteria));
    else button.disabled = true;
  }
  state.textContent = `案例用到 ${hit} / ${lines.length} 行`;
}
// A cell that a case rests on: it alone keeps a case from the row; as a figure of a card it deducts, counts or caps.
function shadeCells(rows, cells) {
  const said = { input: ["没有案例只因这一格不用这一行", "有案例只因这一格不用这一行"], fact: ["没有案例扣到、算到或封到它", "有案例扣到、算到或封到它"] };
  let seen = 0, total = 0;
  for (const [row, columns] of Object.entries(cells)) for (const [column, isSeen] of Object.entries(columns)) {
    const cell = $(`#r${row} .cell[data-c="${column}"]`, sheet);
    if (!cell) continue;
    const shown = Boolean(isSeen && rows[row]);
    total += 1; seen += shown;
    cell.classList.add(shown ? "rested" : "unrested");
    cell.title ||= said[cell.classList.contains("input") ? "input" : "fact"][Number(shown)];
  }
  if (total) $(".cover-state").textContent += `，因而不同的格 ${seen} / ${total}`;
}
function bubble(button, seen, criteria) {
  const held = popUp(button, `cases${button.closest("tr").dataset.r}`);
  if (!held) return;
  const head = document.createElement("b");
  head.textContent = criteria ? `满足 ${seen.met} 例，不满足 ${seen.not_met} 例，不知道 ${seen.unknown} 例` : `${seen.count} 个案例用到这一行`;
  const names = document.createElement("ul");
  names.append(...seen.cases.map((name) => Object.assign(document.createElement("li"), { textContent: name })));
  held.append(head, names);
  if (seen.count > seen.cases.length) held.append(`…… 共 ${seen.count} 例`);
  settle(held, button);
}
// Something said beside a button; pressing it again takes it away.
function popUp(button, of) {
  const open = $(".bubble");
  open?.remove();
  if (open?.dataset.of === of) return null;
  const held = document.createElement("div");
  held.className = "bubble";
  held.dataset.of = of;
  held.tabIndex = -1;
  return held;
}
function settle(held, button) {
  document.body.append(held);
  const at = button.getBoundingClientRect();
  held.style.left = `${Math.min(at.left, innerWidth - held.offsetWidth - 12)}px`;
  held.style.top = `${Math.min(at.bottom + 6, innerHeight - held.offsetHeight - 12)}px`;
  ($("button", held) || held).focus();
  held.addEventListener("keydown", (event) => { if (event.key === "Escape") { button.focus(); held.remove(); } });
  held.addEventListener("focusout", (event) => {
    const next = event.relatedTarget;
    if (next !== button && !held.contains(next) && held.isConnected) setTimeout(() => held.remove());
  });
}

// Forms

document.addEventListener("click", (event) => {
  const again = event.target.closest(".again");
  if (!again) return;
  const last = all(".times", again.parentElement).at(-1), copy = last.cloneNode(true), n = Number(last.dataset.n) + 1;
  copy.dataset.n = n;
  all("[name]", copy).forEach((each) => {
    each.name = each.name.replace(/^(f\.[^.]+)\.\d+/, `$1.${n}`);
    if (each.type !== "hidden" && each.tagName !== "SELECT") each.value = "";
    if (each.id) each.id = each.id.replace(/-\d+(?=-|$)/, `-${n}`);
  });
  all("label[for]", copy).forEach((each) => { each.htmlFor = each.htmlFor.replace(/-\d+(?=-|$)/, `-${n}`); });
  last.after(copy);
  $("input, select", copy).focus();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]'), target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target || target === $("#main")) return;
  const closed = target.closest("details:not([open])");
  if (closed) closed.open = true;
  const field = target.matches("input, select") ? target : $("input:not([type=hidden]), select, .cell", target);
  if (field) { event.preventDefault(); target.scrollIntoView({ block: "center" }); field.focus({ preventScroll: true }); }
});

// Keys

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !typing && panel) {
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) { event.preventDefault(); act("undo"); }
    if (key === "s") { event.preventDefault(); act("save"); }
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") { event.preventDefault(); box.focus(); box.select(); }
  if (event.key === "?") { event.preventDefault(); $("#keys").showModal(); }
});
