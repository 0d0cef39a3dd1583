// The list, its filters, the keys, and what was decided. Cards are made as they are scrolled to.

const FIRST = 30, MORE = 60;
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const store = `captioncheck:review:${data.digest}`;
const plural = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

data.findings.forEach((finding, number) => { finding.number = number; });

// ---- what is kept: decisions, the way back, theme and keys
let keeps = true;
function kept(key, fallback) {
  try { return JSON.parse(localStorage.getItem(key)) ?? fallback; } catch (error) { keeps = false; return fallback; }
}
function keep(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch (error) { keeps = false; warn(); }
}
function warn() {
  if (keeps) return;
  $("warning").hidden = false;
  $("warning").textContent = "This browser keeps nothing for this page: export your decisions before you close it.";
}
const state = kept(store, null) || {};
const isRecord = (value) => value && typeof value === "object" && !Array.isArray(value);
const decisions = isRecord(state.decisions) ? state.decisions : {};
const past = Array.isArray(state.past) ? state.past : [];
const preferences = kept("captioncheck:review", null) || {};
const save = () => keep(store, { decisions, past: past.slice(-500) });

// ---- what is shown
const TABS = [
  ["findings", "Findings", (f) => !f.suppressed && (f.verdict === "mismatch" || f.verdict === "article")],
  ["unverifiable", "Unverifiable", (f) => f.verdict === "unverifiable"],
  ["consistent", "Consistent", (f) => f.verdict === "consistent"],
  ["suppressed", "Suppressed", (f) => f.suppressed],
  ["all", "All", () => true],
];
let tab = "findings";
let shown = [];
let made = 0;
let current = -1;

function words(finding) {
  if (finding.words === undefined) {
    const article = data.articles[finding.article];
    const rules = finding.rules.flatMap((rule) => [rule.code, rule.name, rule.message, ...rule.evidence]);
    finding.words = [finding.text, article.headline, finding.reason || "", ...rules].join("\n").toLowerCase();
  }
  return finding.words;
}

function filtered() {
  const inTab = TABS.find(([name]) => name === tab)[2];
  const [text, path] = [$("text").value.trim().toLowerCase(), $("path").value.trim().toLowerCase()];
  const [rule, level, language, decision] = ["rule", "level", "language", "decision"].map((id) => $(id).value);
  const found = data.findings.filter((finding) =>
    inTab(finding)
    && (!rule || finding.rules.some((row) => row.code === rule))
    && (!level || finding.level === level)
    && (!language || (finding.language || "?") === language)
    && (!decision || (decisions[finding.number] || "open") === decision)
    && (!path || place(data.articles[finding.article], finding.line).toLowerCase().includes(path))
    && (!text || words(finding).includes(text)));
  const order = { fit: 1, "-fit": -1 }[$("sort").value];
  const fit = (finding) => (finding.fit === null ? 2 : finding.fit);
  return order ? found.sort((one, other) => order * (fit(one) - fit(other)) || one.number - other.number) : found;
}

function refresh() {
  shown = filtered();
  made = 0;
  current = -1;
  $("list").replaceChildren();
  more(FIRST);
  const on = ["path", "rule", "level", "language", "decision"].filter((id) => $(id).value.trim()).length;
  $("more-on").textContent = on ? ` (${on})` : "";
  $("clear").hidden = !on && !$("text").value.trim();
  const name = TABS.find(([one]) => one === tab)[1].toLowerCase();
  const total = data.findings.filter(TABS.find(([one]) => one === tab)[2]).length;
  const what = tab === "all" ? "findings and captions" : tab === "findings" ? "findings" : `${name} captions`;
  $("count").textContent = `${shown.length.toLocaleString("en")} of ${total.toLocaleString("en")} ${what} shown`;
  $("empty").hidden = shown.length > 0;
  $("empty").textContent = total ? "Nothing matches these filters." : tab === "findings" ? data.none : `No ${what}.`;
  for (const button of $("tabs").children) button.setAttribute("aria-pressed", String(button.dataset.tab === tab));
  counted();
}

function more(number) {
  const rows = document.createDocumentFragment();
  for (const finding of shown.slice(made, made + number)) {
    const row = cardOf(finding, data, decide);
    mark(row.firstChild, decisions[finding.number]);
    rows.append(row);
  }
  made = Math.min(shown.length, made + number);
  $("list").append(rows);
}

function counted() {
  const all = Object.keys(decisions).length;
  const wrong = Object.values(decisions).filter((one) => one === "reject").length;
  $("progress").textContent = all ? `${all} decided: ${all - wrong} right, ${wrong} false` : "";
}

function say(text, hint) {
  $("said").textContent = text;
  if (hint) $("said").append(make("span", { class: "key" }, ` ${hint}`));
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $("said").textContent = ""; }, 4000);
}

// ---- moving and deciding
const cardAt = (position) => $("list").children[position]?.firstChild;

function point(position) {
  cardAt(current)?.removeAttribute("aria-current");
  current = position;
  cardAt(current)?.setAttribute("aria-current", "true");
}

const bar = () => Math.max(0, document.querySelector(".controls").getBoundingClientRect().bottom);

function go(position) {
  if (!shown.length) return;
  const target = Math.max(0, Math.min(shown.length - 1, position));
  if (target >= made) more(target - made + MORE);
  point(target);
  cardAt(target).focus({ preventScroll: true });
  const { top, bottom } = cardAt(target).getBoundingClientRect();
  // Of a card that is not in sight whole, the caption comes first.
  if (top < bar() || bottom > innerHeight) cardAt(target).scrollIntoView();
}

function set(number, decision) {
  if (decision) decisions[number] = decision;
  else delete decisions[number];
  const card = $(`f${number}`);
  if (card) mark(card, decision);
  save();
  counted();
}

function decide(number, decision) {
  const before = decisions[number] || null;
  const next = before === decision ? null : decision;
  past.push([number, before]);
  set(number, next);
  say(next ? `Marked as ${NAMES[next]}.` : "Decision taken back.", next && "u takes it back.");
  point(shown.findIndex((finding) => finding.number === number));
}

function decideHere(decision) {
  if (current < 0) { go(0); return; }
  const number = shown[current].number;
  if (decisions[number] !== decision) decide(number, decision);
  if (current + 1 < shown.length) go(current + 1);
}

function undo() {
  const last = past.pop();
  if (!last) { say("Nothing to undo."); return; }
  const [number, before] = last;
  set(number, before);
  const position = shown.findIndex((finding) => finding.number === number);
  if (position >= 0) go(position);
  say(before ? `Back to ${NAMES[before]}.` : "Undone: undecided again.");
}

// ---- export and help
function openExport() {
  const [baseline, labels] = [baselineOf(data, decisions), labelsOf(data, decisions)];
  const lost = baseline.unknown ? ` ${plural(baseline.unknown, "finding")} on pictures within the page can't be told from results; --format html writes a page that can.` : "";
  $("baseline-what").textContent = (baseline.count ? `${plural(baseline.count, "finding")} marked as false alarms.` : "No finding is marked as a false alarm.") + lost;
  $("baseline").disabled = !baseline.count;
  const doubt = labels.doubtful ? ` ${plural(labels.doubtful, "caption")} decided both ways left out.` : "";
  $("labels-what").textContent = (labels.count ? `${plural(labels.count, "caption")} with a label.` : "Nothing is decided.") + doubt;
  $("labels").disabled = !labels.count;
  $("export").showModal();
}
function openHelp() {
  $("kept").textContent = keeps ? "Decisions are kept in this browser, for these results." : "This browser keeps no decisions: export them.";
  $("help").showModal();
}
$("baseline").addEventListener("click", () => download("captioncheck-baseline.json", "application/json", baselineOf(data, decisions).text));
$("labels").addEventListener("click", () => download("captioncheck-labels.jsonl", "application/jsonl", labelsOf(data, decisions).text));
$("export-open").addEventListener("click", openExport);
$("help-open").addEventListener("click", openHelp);
$("shortcuts").checked = preferences.keys !== false;
$("shortcuts").addEventListener("change", () => { preferences.keys = $("shortcuts").checked; keep("captioncheck:review", preferences); });

function heat() {
  const box = cardAt(current)?.querySelector(".heat-box");
  if (box) box.click();
}
const KEYS = {
  j: () => go(current + 1), k: () => go(current < 0 ? 0 : current - 1),
  a: () => decideHere("accept"), r: () => decideHere("reject"), u: undo, h: heat, e: openExport,
  "/": () => { $("text").focus(); $("text").select(); }, "?": openHelp,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && typing) { typing.blur(); return; }
  if (typing || !$("shortcuts").checked || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});
$("list").addEventListener("focusin", (event) => {
  const row = event.target.closest("#list > li");
  if (row) point([...$("list").children].indexOf(row));
});
$("list").addEventListener("click", (event) => {
  const row = event.target.closest("#list > li");
  if (row) point([...$("list").children].indexOf(row));
});

// ---- theme
const THEMES = ["auto", "light", "dark"];
function theme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
  $("theme").textContent = `Theme: ${name}`;
  preferences.theme = name;
}
theme(THEMES.includes(preferences.theme) ? preferences.theme : "auto");
$("theme").addEventListener("click", () => {
  theme(THEMES[(THEMES.indexOf(preferences.theme) + 1) % THEMES.length]);
  keep("captioncheck:review", preferences);
});

// ---- the controls
const option = (value, label) => make("option", { value }, label);
function choices(id, values, label = (value) => value) {
  $(id).append(option("", "any"), ...[...new Set(values)].sort().map((value) => option(value, label(value))));
}
const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
function languageName(code) {
  try { return code === "?" ? "unknown" : languageNames.of(code); } catch (error) { return code; }
}
const rules = data.findings.flatMap((finding) => finding.rules);
const ruleNames = Object.fromEntries(rules.map((rule) => [rule.code, rule.name]));
choices("rule", rules.map((rule) => rule.code), (code) => `${code} ${ruleNames[code]}`);
choices("level", data.findings.map((finding) => finding.level));
choices("language", data.findings.map((finding) => finding.language || "?"), languageName);
for (const [name, label, inTab] of TABS) {
  const number = data.findings.filter(inTab).length;
  if (name === "suppressed" && !number) continue;
  $("tabs").append(make("button", { type: "button", "data-tab": name, on: { click: () => { tab = name; refresh(); } } }, `${label} `, make("span", { class: "n" }, number.toLocaleString("en"))));
}
$("more").addEventListener("click", () => {
  $("fields").hidden = !$("fields").hidden;
  $("more").setAttribute("aria-expanded", String(!$("fields").hidden));
});
let pause;
for (const id of ["text", "path"]) $(id).addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(refresh, 120); });
for (const id of ["rule", "level", "language", "decision", "sort"]) $(id).addEventListener("change", refresh);
$("clear").addEventListener("click", () => {
  for (const id of ["text", "path", "rule", "level", "language", "decision"]) $(id).value = "";
  refresh();
  $("text").focus();
});
const tail = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting) || made >= shown.length) return;
  more(MORE);
  tail.unobserve($("tail")); // asks again, should the tail still be in sight
  tail.observe($("tail"));
}, { rootMargin: "1500px" });
tail.observe($("tail"));
addEventListener("beforeprint", () => {
  more(shown.length);
  for (const one of document.querySelectorAll("#unread details")) one.open = true;
});

for (const element of document.querySelectorAll(".controls, .tools")) element.hidden = false;
warn();
refresh();
