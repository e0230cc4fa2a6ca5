// What the search of a built site costs its readers: `node search.mjs FOLDER PAGES`.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";

const [folder, pages] = process.argv.slice(2);
const packed = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;
const row = (name, value) => console.log(`  ${name.padEnd(17)}${value}`);
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
  "team", "accountable", "dependencies", "vision",
];

const files = readdirSync(join(folder, "data/search"), { recursive: true }).filter((file) => /\.\w+$/.test(file));
const sizes = files.map((file) => packed(`data/search/${file}`));
const total = sizes.reduce((sum, size) => sum + size, 0);
row("all files", `${files.length}, ${kB(total)} packed, ${(total / pages).toFixed(0)} bytes a page of ${pages}; the largest ${kB(Math.max(...sizes))}`);

const firsts = [];
for (const query of QUERIES) {
  const { search, sent } = engine();
  await search(query, { limit: 30 });
  firsts.push({ query, count: sent.length, bytes: sent.map(packed).reduce((sum, size) => sum + size, 0) });
}
firsts.sort((a, b) => a.bytes - b.bytes);
const middle = firsts[firsts.length >> 1], most = firsts[firsts.length - 1];
row("first query", `${kB(middle.bytes)} in ${middle.count} files (median), at most ${kB(most.bytes)} in ${most.count} for "${most.query}"; scripts included`);

const { search } = engine();
const times = [];
for (let round = 0; round < 2; round++) {
  for (const query of QUERIES) {
    for (let typed = 1; typed <= query.length; typed++) {
      // Time on the processor: what else the machine does is no matter.
      const begun = process.cpuUsage();
      await search(query.slice(0, typed), { limit: 30 });
      const { user, system } = process.cpuUsage(begun);
      if (round) times.push((user + system) / 1000);
    }
  }
}
times.sort((a, b) => a - b);
const share = (part) => `${times[Math.floor(times.length * part)].toFixed(1)} ms`;
row("a keystroke", `${share(0.5)} (median), ${share(0.95)} (19 of 20), ${share(0.999)} at most, once its files are there`);
