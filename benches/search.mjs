// What the search of a built site costs its readers: `node search.mjs FOLDER PAGES`. It fails when that is more than allowed.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";

const [folder, pages] = process.argv.slice(2);
const packed = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;
const row = (name, value) => console.log(`  ${name.padEnd(17)}${value}`);
/** What a first query may fetch, and what each page may add to the index, in bytes. */
const BUDGET = { query: 120_000, page: 1_200 };
/** What the dialog asks for. */
const DIALOG = { limit: 20, each: 8 };
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** An engine that has read nothing yet, and what it reads. */
function engine() {
  const sent = [];
  const read = (path) => {
    sent.push(path);
    return existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null;
  };
  const kb = { root: "x:/", load: async (path) => runInNewContext(read(path), context) };
  const fetch = async (url) => {
    const text = read(url.slice(kb.root.length));
    return { ok: text !== null, status: text === null ? 404 : 200, text: async () => text };
  };
  const context = { kb, fetch, performance };
  const script = readdirSync(join(folder, "assets")).find((file) => /^search\.\w+\.js$/.test(file));
  runInNewContext(read(`assets/${script}`), context);
  return { search: kb.search, sent };
}

const QUERIES = [
  "product owner", "who decides the release date", "release plan", "scrum mastr", "backlog order", "PM", "budget", "what a team needs",
  "who approves the budget", "coordinating", "decision", "why we review", "planning meeting", "e-mail", "1.10", "owner of the roadmap", "delivery",
  "risk register", "weekly review", "quality gate", "stakeholder", "how to measure", "forecasts", "relase", "handover", "retrospective",
  "team", "accountable", "dependencies", "vision", "r", "t", "de",
];

const files = readdirSync(join(folder, "data/search"), { recursive: true }).filter((file) => /\.\w+$/.test(file));
const sizes = files.map((file) => packed(`data/search/${file}`));
const total = sizes.reduce((sum, size) => sum + size, 0);
const faults = [];
const within = (what, bytes, budget) => {
  if (bytes > budget) faults.push(`${what}: ${bytes.toFixed(0)} bytes, and ${budget} are allowed`);
  return `of ${budget}`;
};
row("all files", `${files.length}, ${kB(total)} packed, ${(total / pages).toFixed(0)} bytes a page of ${pages} (${within("a page", total / pages, BUDGET.page)}); the largest ${kB(Math.max(...sizes))}`);

const fetched = (sent) => sent.map(packed).reduce((sum, size) => sum + size, 0);
const firsts = [];
for (const query of QUERIES) {
  const { search, sent } = engine();
  await search(query, DIALOG);
  firsts.push({ query, count: sent.length, bytes: fetched(sent) });
}
firsts.sort((a, b) => a.bytes - b.bytes);
const middle = firsts[firsts.length >> 1], most = firsts[firsts.length - 1];
const budget = within(`the first query "${most.query}"`, most.bytes, BUDGET.query);
row("first query", `${kB(middle.bytes)} in ${middle.count} files (median), at most ${kB(most.bytes)} in ${most.count} for "${most.query}" (${budget}); scripts included`);

// Whoever types on does not wait: what is asked for in between fetches no records.
const typed = [];
for (const query of QUERIES) {
  const { search, sent } = engine();
  for (let n = 1; n <= query.length; n++) await search(query.slice(0, n), { ...DIALOG, stale: () => n < query.length });
  typed.push(fetched(sent));
}
typed.sort((a, b) => a - b);
row("letter by letter", `${kB(typed[typed.length >> 1])} (median), at most ${kB(typed.at(-1))}`);

const { search } = engine();
const times = [];
for (let round = 0; round < 2; round++) {
  for (const query of QUERIES) {
    for (let typed = 1; typed <= query.length; typed++) {
      // Time on the processor: what else the machine does is no matter.
      const begun = process.cpuUsage();
      await search(query.slice(0, typed), DIALOG);
      const { user, system } = process.cpuUsage(begun);
      if (round) times.push((user + system) / 1000);
    }
  }
}
times.sort((a, b) => a - b);
const share = (part) => `${times[Math.floor(times.length * part)].toFixed(1)} ms`;
row("a keystroke", `${share(0.5)} (median), ${share(0.95)} (19 of 20), ${share(0.999)} at most, once its files are there`);

for (const fault of faults) console.error(`over its budget: ${fault}`);
process.exitCode = faults[0] ? 1 : 0;
