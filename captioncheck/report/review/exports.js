// What the decisions are worth outside this page: a baseline, and a labelled set.

// The letters alone, as the baseline compares captions: two findings that it cannot tell apart are one entry.
function letters(text) {
  return text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").replace(/[^\p{L}\p{N}]/gu, "");
}

function byCodePoint(one, other) {
  const [a, b] = [Array.from(one, (c) => c.codePointAt(0)), Array.from(other, (c) => c.codePointAt(0))];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at] - b[at];
  return a.length - b.length;
}

function loud(level) {
  return level === "error" || level === "warning";
}

function baselineOf(data, decisions) {
  const entries = new Map();
  let unknown = 0;
  for (const finding of data.findings) {
    if (decisions[finding.number] !== "reject") continue;
    const article = data.articles[finding.article];
    for (const rule of finding.rules) {
      if (rule.suppressed || !loud(rule.level || finding.level)) continue;
      if (finding.cut) { unknown += 1; continue; }
      const caption = finding.verdict === "article" ? rule.evidence[0] || "" : finding.text;
      const picture = finding.verdict === "article" ? null : finding.picture;
      const parts = [article.base, article.record || "", letters(caption), picture || "", rule.code];
      const known = entries.get(JSON.stringify(parts));
      if (known) known.entry.count += 1;
      else entries.set(JSON.stringify(parts), { parts, entry: { path: article.base, record: article.record || null, rule: rule.code, caption, picture, count: 1 } });
    }
  }
  const rows = [...entries.values()].sort((one, other) => {
    for (let at = 0; at < one.parts.length; at += 1) {
      const order = byCodePoint(one.parts[at], other.parts[at]);
      if (order) return order;
    }
    return 0;
  });
  const document = { captioncheck: "baseline", version: 1, findings: rows.map((row) => row.entry) };
  return { count: rows.reduce((sum, row) => sum + row.entry.count, 0), unknown, text: `${JSON.stringify(document, null, 2)}\n` };
}

function labelsOf(data, decisions) {
  const records = new Map();
  const doubtful = new Set();
  for (const finding of data.findings) {
    const decision = decisions[finding.number];
    if (!decision || finding.verdict === "article") continue;
    const article = data.articles[finding.article];
    const id = article.record === null ? article.path : article.record;
    if (!records.has(id)) records.set(id, { id, title: article.headline, captions: new Map() });
    const captions = records.get(id).captions;
    const label = decision === "accept" ? "elsewhere" : "belongs";
    const before = captions.get(letters(finding.text));
    if (before && before.label !== label) doubtful.add(before);
    else if (!before) captions.set(letters(finding.text), { text: finding.text, label });
  }
  const lines = [];
  let count = 0;
  for (const record of records.values()) {
    const captions = [...record.captions.values()].filter((caption) => !doubtful.has(caption));
    count += captions.length;
    if (captions.length) lines.push(JSON.stringify({ id: record.id, title: record.title, captions }));
  }
  return { count, doubtful: doubtful.size, text: lines.map((line) => `${line}\n`).join("") };
}

function download(name, type, text) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
