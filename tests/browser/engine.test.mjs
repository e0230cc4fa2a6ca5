// The search engine over whole sites, in Node: what is found first, and that it reads words as the program does.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";

import { SITES, site } from "./harness/index.mjs";

const ROOT = "https://site.example/";

/** The engine of a site, reading its files from disk. `sent` is what it asked for; `publish` puts another site in its place. */
async function engine(name) {
  let { folder } = await site(name);
  const publish = async (other) => { ({ folder } = await site(other)) };
  const sent = [], gone = new Set();
  const read = (path) => {
    sent.push(path);
    if (gone.delete(path)) return null;
    return existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null;
  };
  const kb = { root: ROOT, load: async (path) => runInNewContext(read(path), context) };
  const fetch = async (url) => {
    const text = url.startsWith(ROOT) ? read(url.slice(ROOT.length)) : null;
    return { ok: text !== null, status: text === null ? 404 : 200, text: async () => text };
  };
  const context = { kb, fetch, performance };
  const script = readdirSync(join(folder, "assets")).find((file) => /^search\.\w+\.js$/.test(file));
  runInNewContext(read(`assets/${script}`), context);
  // What another context made is of other classes.
  const search = async (...asked) => JSON.parse(JSON.stringify(await kb.search(...asked)));
  return { kb, sent, gone, folder, publish, search };
}

const address = (hit) => hit.href.slice(ROOT.length);
const hits = (found) => found.groups.flatMap((group) => group.hits);
/** The hits that stand first, best group first. */
const first = (found, count = 1) => hits(found).slice(0, count).map(address);

/** Words typed, and the address of what has to stand first. */
const FIRST = {
  handbook: {
    PO: "roles/product-owner/",
    RTE: "roles/release-train-engineer/",
    "product owner": "roles/product-owner/",
    "Product Owners": "roles/product-owner/",
    "agile product owner": "roles/product-owner/",
    "tech lead": "roles/engineering-lead/",
    "team coach": "roles/scrum-master/",
    "scrum mastr": "roles/scrum-master/",
    "scurm master": "roles/scrum-master/",
    "who decides the release date": "decisions/release-date/",
    "who decides the relase date": "decisions/release-date/",
    "who decides whether a promised date moves": "decisions/release-date/",
    "who approves the budget": "decisions/budget-change/",
    "release date": "decisions/release-date/",
    "backlog order": "decisions/backlog-order/",
    backlog: "glossary/#product-backlog",
    "can one person be both": "faq/#can-one-person-be-both-product-owner-and-project-manager",
    "PO vs PM": "compare/product-owner-vs-project-manager/",
    "product owner vs business analyst": "compare/product-owner-vs-business-analyst/",
    "settle who decides": "guides/settle-who-decides/",
    deciding: "guides/settle-who-decides/",
    KB306: "checks/kb306/",
    "sprint plan": "events/sprint-planning/",
    "where yaml bites": "guides/how-to-write/#where-yaml-bites",
  },
  golden: {
    PO: "roles/product-owner/",
    "who decides the release date": "decisions/release-date/",
    "who decides when something ships": "faq/#who-decides-when-something-ships",
    "one person both": "faq/#can-one-person-be-both-product-owner-and-project-manager",
  },
  german: {
    "wer entscheidet das Budget": "decisions/budget/",
    PL: "roles/leitung/",
    entscheidungen: "guides/aenderung/",
    Aenderungen: "guides/aenderung/",
    anderung: "guides/aenderung/",
    strasse: "guides/aenderung/#die-straße",
    projektleiterin: "roles/leitung/",
  },
  odd: {
    "1.10": "guides/odd/#version-110",
    "e-mail": "guides/odd/#by-email",
    email: "guides/odd/#by-email",
    "🚀": "guides/odd/#launch-",
    релиз: "guides/odd/#релиз",
    елка: "guides/odd/#релиз",
    産品: "guides/odd/#中文",
    負責: "guides/odd/#中文",
    産: "guides/odd/#中文",
    "l'équipe": "guides/odd/#café",
    cafe: "guides/odd/#café",
    "what does C mean": "faq/#what-does-c-mean",
    "team's": "guides/odd/#quotes",
    "team’s": "guides/odd/#quotes",
    "handbook.example": "guides/odd/#links",
  },
};

SITES.german = {
  files: {
    "site.toml": 'title = "Unser Handbuch"\nlanguage = "de"\n',
    "content/roles/leitung.md": "---\ntitle: Projektleitung\nabbr: PL\naka: [Projektleiter]\nsummary: Hält das Versprechen.\n---\n",
    "content/decisions.yaml": 'budget: {decide: "Ob sich das Budget ändert", accountable: leitung}\nziel: {decide: "Das Ziel", accountable: leitung}\n',
    "content/guides/aenderung.md": "---\ntitle: Eine Änderung entscheiden\nsummary: Wie man vorgeht.\n---\n\nZuerst das Budget.\n\n## Die Straße\n\nSie ist lang.\n",
  },
};
SITES.odd = {
  files: {
    "site.toml": 'title = "Odd"\n',
    "content/faq.yaml": '- {q: "What does C mean?", a: "Consulted: asked before."}\n- {q: "What does A mean?", a: "Accountable."}\n',
    "content/guides/odd.md": [
      "# Odd words", "Begin.", "## Version 1.10", "It is newer than 1.9.", "## By email", "Write an e-mail.", "## Launch 🚀", "We go.",
      "## Релиз", "Ёлка стоит.", "## 中文", "産品負責人決定。", "## Café", "Pour l’équipe.", "## Quotes", "The team’s “own” words.",
      "## Links", "See <https://handbook.example/roles/>.",
    ].join("\n\n"),
  },
};
SITES.one = { files: { "site.toml": 'title = "One"\n', "content/index.md": "# One page\n\nThat is all.\n" } };

for (const [name, queries] of Object.entries(FIRST)) {
  for (const [query, expected] of Object.entries(queries)) {
    test(`${name}: "${query}" finds ${expected}`, async () => {
      const { search } = await engine(name);
      const found = await search(query, {});
      assert.equal(first(found)[0], expected, JSON.stringify(first(found, 5)));
    });
  }
}

test("an abbreviation of two roles offers both", async () => {
  const { search } = await engine("handbook");
  const found = await search("PM", {});
  assert.deepEqual(first(found, 2).sort(), ["roles/product-manager/", "roles/project-manager/"]);
  assert.deepEqual(found.means.map(({ abbr, targets }) => [abbr, targets.length]), [["PM", 2]]);
});

test("results are of the kinds and the role asked for", async () => {
  const { kb, search, folder } = await engine("handbook");
  const all = await search("date", { limit: 400 }), some = await search("date", { kinds: ["decision", "question"] });
  assert.deepEqual([...new Set(hits(some).map(({ kind }) => kind))].sort(), ["decision", "question"]);
  assert.ok(some.total > 1 && some.total < all.total);
  const hers = await search("date", { role: "delivery-manager", limit: 400 });
  assert.ok(hers.total > 1 && hers.total < all.total);
  const { decisions } = JSON.parse(readFileSync(join(folder, "data/kb.json"), "utf8"));
  const takesPart = decisions.filter((it) => JSON.stringify(it).includes('"delivery-manager"')).map(({ id }) => `decisions/${id}/`);
  const decided = (found) => found.groups.find(({ kind }) => kind === "decision").hits.map(address).sort();
  assert.deepEqual(decided(hers), decided(all).filter((path) => takesPart.includes(path)));
  assert.ok(decided(hers).length > 0 && decided(hers).length < decided(all).length);
  assert.equal((await search("date", { role: "nobody" })).total, 0);
  const roles = await kb.search.roles();
  assert.ok(roles.some(({ id, title }) => id === "product-owner" && title === "Product Owner"));
});

test("no kind takes all the room, all are counted, and what nobody waits for fetches no records", async () => {
  const { search, sent } = await engine("handbook");
  const all = await search("date", { limit: 400 }), some = await search("date", { limit: 12, each: 3 });
  assert.ok(hits(some).length <= 12 && some.groups.every((group) => group.hits.length <= 3));
  assert.ok(new Set(hits(some).map(({ kind }) => kind)).size > 3);
  const counts = ({ groups }) => groups.map(({ kind, total }) => `${kind} ${total}`).sort();
  assert.deepEqual(counts(some), counts(all));
  sent.length = 0;
  const late = await search("retrospective", { stale: () => true });
  assert.ok(late.total > 0 && hits(late).length === 0);
  assert.deepEqual(sent.filter((path) => /\/r\d+\.txt$/.test(path)), []);
});

test("a letter after other words takes nothing away, and alone it finds names", async () => {
  const { search } = await engine("handbook");
  assert.ok((await search("s", {})).total > 0);
  const found = await search("release d", {}), before = await search("release", {});
  assert.ok(found.total > 0 && found.total <= before.total);
  assert.equal((await search("release я", {})).total, before.total);
});

test("what is found is marked where it stands, a slip is put right and typing finds the rest of a word", async () => {
  const { search } = await engine("handbook");
  const [hit] = hits(await search("scrum mas", {}));
  assert.deepEqual(hit.marks.title.map(([from, to]) => hit.title.slice(from, to)), ["Scrum", "Master"]);
  assert.equal((await search("scrum mastr", {})).suggestion, "scrum master");
  assert.equal((await search("scrum master", {})).suggestion, null);
  const [other] = hits(await search("tech lead", {}));
  assert.equal(other.aka, "tech lead");
  const [role] = hits(await search("PO", {}));
  assert.equal(role.abbr, "PO");
});

test("nothing, noise and long texts find nothing and do no harm", async () => {
  for (const name of ["handbook", "one"]) {
    const { search } = await engine(name);
    for (const query of ["", " ", "?!", "zzzzqqq", "\u0000", "[", "a".repeat(500), "<script>", "'", "-", "\ud800", "\udc00\ud800", "__proto__", "\u202e"]) {
      const found = await search(query, {});
      assert.ok(found.total >= 0 && found.query === query, query);
      if (query.length < 9 && query !== "<script>") assert.equal(found.total, 0, query);
    }
  }
  const { search } = await engine("one");
  assert.deepEqual(first(await search("page", {})), [""]);
});

test("every heading that is found is on its page", async () => {
  const { search, folder } = await engine("handbook");
  const found = await search("decision", { limit: 400 });
  let headings = 0;
  for (const hit of hits(found)) {
    const [path, anchor] = address(hit).split("#");
    const html = readFileSync(join(folder, path, "index.html"), "utf8");
    if (anchor) assert.ok(html.includes(`id="${anchor}"`), address(hit));
    headings += hit.heading ? 1 : 0;
  }
  assert.ok(headings > 5);
});

test("an index that cannot be fetched is an error, a site published anew is read anew", async () => {
  const { kb, search, sent, gone } = await engine("golden");
  const root = kb.root;
  kb.root = "https://gone.example/elsewhere/";
  await assert.rejects(search("backlog", {}));
  kb.root = root;
  await search("owner", {});
  const roles = sent.find((path) => path.endsWith("index.json")).replace("index.json", "");
  gone.add(`${roles}${JSON.parse(readFileSync(join((await site("golden")).folder, `${roles}index.json`), "utf8")).folder}/roles.json`);
  sent.length = 0;
  assert.ok((await search("backlog", { role: "product-owner" })).total > 0);
  assert.ok(sent.includes("data/search/index.json"));
});

test("questions that are asked while the site is published anew are answered from one index", async () => {
  const { search, publish, sent } = await engine("handbook");
  await search("owner", {});
  await publish("golden");
  sent.length = 0;
  const asked = ["forecasts", "scrum master", "release date", "zzzzqqq"], old = await engine("handbook"), fresh = await engine("golden");
  const found = await Promise.all(asked.map((query) => search(query, {})));
  for (const [i, query] of asked.entries()) {
    const allowed = await Promise.all([old, fresh].map(async ({ search }) => first(await search(query, {}), 30).join()));
    assert.ok(allowed.includes(first(found[i], 30).join()), `${query}: ${first(found[i], 30)}`);
  }
  assert.equal(sent.filter((path) => path.endsWith("index.json")).length, 1, "the index is read anew once");
  assert.ok(!hits(found[2]).some((hit) => hit.href.includes("/guides/")), "what is gone is not found");
});

test("nobody loads the forms of words before a word that stands nowhere is asked for", async () => {
  const { search, sent } = await engine("handbook");
  for (const query of ["r", "rel", "relea", "release da", "release date", "PM", "who decides the rel"]) await search(query, {});
  assert.deepEqual(sent.filter((path) => /guess|stem/.test(path)), []);
  await search("relase date", {});
  assert.equal(sent.filter((path) => /guess|stem/.test(path)).length, 2);
});

test("scripts and the files of a first query are small", async () => {
  const { search, sent, folder } = await engine("handbook");
  await search("who decides the release date", {});
  const size = (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;
  for (const path of sent) assert.ok(size(path) <= 40_000, path);
  const bytes = sent.reduce((sum, path) => sum + size(path), 0);
  assert.ok(bytes <= 75_000, `${bytes} bytes`);
});

test("stems are those of the program", async () => {
  for (const [language, pairs] of Object.entries(JSON.parse(readFileSync(new URL("stems.json", import.meta.url), "utf8")))) {
    const kb = {};
    runInNewContext(readFileSync(new URL(`../../themes/handbook/stem-${language}.js`, import.meta.url), "utf8"), { kb });
    for (const [word, stem] of Object.entries(pairs)) assert.equal(kb.stem(word), stem, `${language}: ${word}`);
  }
});
