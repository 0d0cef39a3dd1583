// One finding as an element. Text only ever goes in as text: captions are somebody else's.
"use strict";

const VERDICTS = { mismatch: "Mismatch", unverifiable: "Unverifiable", consistent: "Consistent", article: "Article finding" };
const NAMES = { accept: "right", reject: "false alarm" };

function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function foreign(tag, name, text, language) {
  return make(tag, { class: name, dir: "auto", lang: language || null }, text);
}

function percent(share) {
  const value = share * 100;
  if (value > 0 && value < 0.1) return "< 0.1 %";
  if (value < 100 && value > 99.9) return "> 99.9 %";
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} %`;
}

function why(suppressed) {
  const places = { comment: "by a comment in the source", settings: "by the settings", baseline: "by the baseline" };
  const line = suppressed.line ? ` (line ${suppressed.line})` : "";
  return `suppressed ${places[suppressed.kind] || ""}${line}${suppressed.reason ? `: ${suppressed.reason}` : ""}`;
}

function place(article, line, column) {
  return `${article.path}${article.record ? ` [${article.record}]` : ""}:${line}${column ? `:${column}` : ""}`;
}

function reason(rule, level) {
  const body = make("div", {}, foreign("span", "", rule.message));
  const words = rule.evidence.filter((word) => !rule.message.includes(word));
  if (words.length) {
    const parts = words.flatMap((word, at) => (at ? [" · ", make("bdi", {}, word)] : [make("bdi", {}, word)]));
    body.append(make("span", { class: "words" }, ...parts));
  }
  const own = rule.level && rule.level !== level ? rule.level : "";
  if (own) body.append(make("span", { class: "words" }, `counts as ${own}`));
  if (rule.suppressed) body.append(foreign("span", "words", why(rule.suppressed)));
  const name = make("span", { class: "rule" }, make("b", {}, rule.code), ` ${rule.name}`);
  return make("li", { class: rule.suppressed ? "off" : null }, name, body);
}

function captionOf(finding) {
  const element = foreign("p", "caption", "", finding.language);
  const credit = finding.credit;
  if (credit && finding.text.endsWith(credit) && credit.length < finding.text.length) {
    element.append(finding.text.slice(0, -credit.length), make("span", { class: "credit" }, credit));
  } else element.append(finding.text);
  return element;
}

function pictureOf(finding, thumbs, number) {
  if (finding.thumb === null) return null;
  const figure = make("figure", { class: "picture" });
  const frame = make("span", { class: "frame" }, make("img", { src: thumbs[finding.thumb], alt: `The picture ${finding.image}`, loading: "lazy", decoding: "async" }));
  figure.append(frame);
  if (finding.heat !== null) {
    const heat = make("img", { class: "heat", src: thumbs[finding.heat], alt: "", hidden: true });
    const box = make("input", { type: "checkbox", id: `heat-${number}`, class: "heat-box", on: { change: () => { heat.hidden = !box.checked; } } });
    frame.append(heat);
    figure.append(make("label", { for: box.id }, box, " Heat map: bright where the caption finds support"));
  }
  figure.append(foreign("span", "where", finding.image));
  return figure;
}

function contextOf(finding, article) {
  const rows = [
    make("dt", {}, "Article"),
    make("dd", {}, foreign("span", "headline", article.headline || "(no headline)", article.language),
      foreign("span", "where", place(article, finding.line, finding.column))),
  ];
  if (finding.nearest) {
    const near = finding.nearest;
    const alike = `${percent(Math.max(0, near.similarity))} alike`;
    const passage = near.text === article.headline
      ? make("dd", {}, `the headline, ${alike}`)
      : make("dd", {}, foreign("span", "", near.text, article.language), make("span", { class: "where" }, `line ${near.line}, ${alike}`));
    rows.push(make("dt", {}, "Closest passage"), passage);
  }
  if (finding.note) rows.push(make("dt", {}, "Picture"), make("dd", {}, make("span", { class: "quiet-text" }, "not shown: "), foreign("span", "quiet-text", finding.note)));
  for (const note of article.notes) rows.push(make("dt", {}, "Note"), foreign("dd", "", note));
  return make("dl", { class: "context" }, ...rows);
}

function uncheckedOf(finding) {
  if (!finding.unchecked.length) return null;
  const items = finding.unchecked.map((row) => make("li", {}, `${row.codes.join(", ")}: ${row.reason}`));
  return make("details", { class: "unchecked" }, make("summary", {}, "Not checked"), make("ul", {}, ...items));
}

function decideOf(finding, number, act) {
  const flagged = finding.verdict === "mismatch" || finding.verdict === "article";
  const button = (what, words, key) =>
    make("button", { type: "button", "data-decide": what, "aria-pressed": "false", "aria-describedby": `v${number}`,
      on: { click: () => act(number, what) } }, words, " ", make("kbd", { "aria-hidden": "true" }, key));
  return make("div", { class: "decide" },
    button("accept", flagged ? "Right" : "Belongs elsewhere", "a"),
    button("reject", flagged ? "False alarm" : "Belongs here", "r"),
    make("span", { class: "made" }));
}

function cardOf(finding, data, act) {
  const article = data.articles[finding.article];
  const number = finding.number;
  const head = make("p", { class: `verdict ${finding.level}`, id: `v${number}` }, make("b", {}, VERDICTS[finding.verdict] || finding.verdict));
  if (finding.level === "error" || finding.level === "warning") head.append(" ", make("span", {}, finding.level));
  if (finding.fit !== null) head.append(" ", make("span", {}, `fit ${percent(finding.fit)}`));
  if (finding.confidence !== null && finding.confidence < 0.9) head.append(" ", make("span", {}, `${percent(finding.confidence)} sure that it is a caption`));
  if (finding.suppressed) head.append(" ", make("span", { class: "tag" }, "suppressed"));
  const lead = make("div", { class: "lead" }, head);
  if (finding.text) lead.append(captionOf(finding));
  const rest = make("div", { class: "rest" });
  if (finding.reason) rest.append(foreign("p", "", finding.reason));
  if (finding.rules.length) rest.append(make("ul", { class: "reasons", role: "list" }, ...finding.rules.map((rule) => reason(rule, finding.level))));
  rest.append(contextOf(finding, article));
  const unchecked = uncheckedOf(finding);
  if (unchecked) rest.append(unchecked);
  const picture = pictureOf(finding, data.thumbs, number);
  const card = make("article", { class: `finding${picture ? " pictured" : ""}`, id: `f${number}`, tabindex: "-1", "aria-labelledby": `v${number}` }, lead);
  if (picture) card.append(picture);
  card.append(rest, decideOf(finding, number, act));
  return make("li", {}, card);
}

function mark(card, decision) {
  card.classList.toggle("decided", Boolean(decision));
  for (const button of card.querySelectorAll("[data-decide]")) button.setAttribute("aria-pressed", String(button.dataset.decide === decision));
  card.querySelector(".made").textContent = decision ? `Decided: ${NAMES[decision]}` : "";
}
