// The switch of accounts: another account's words in the place of ours, and ours marked.

import assert from "node:assert/strict";

import { browserTest, SITES } from "./harness/index.mjs";

SITES.accounts = {
  files: {
    "site.toml": 'title = "T"\n[house]\ntitle = "How we work"\n',
    "content/sources.yaml": "guide: {title: The Guide, short: Guide, edition: '2', frame: true}\nbig: {title: Big, date: 2021, frame: true, extends: guide}\n",
    "content/roles/alpha.yaml": `title: Alpha
summary: Begins.
primary_question: What first?
focus: [One, Two]
horizon: A week
responsibilities: [Starting]
works_with: [beta]
according_to:
  guide:
    primary_question: What next?
    focus: [Guided, Counted, Many, "[things](decision:order)"]
    success: It is done.
    responsibilities: [Guiding]
    note: They say so themselves.
  big: {horizon: null}
`,
    "content/roles/beta.yaml": "title: Beta\nsummary: Follows.\nfocus: [Three]\nhorizon: A day\naccording_to:\n  big: {defined: false}\n",
    "content/comparisons/both.yaml": "roles: [alpha, beta]\nrows: [focus, horizon]\n",
    "content/decisions.yaml": "order: {decide: What comes first, accountable: alpha, consulted: [beta], according_to: {guide: {accountable: beta, informed: [alpha]}}}\n",
  },
};

const tab = (page, name) => page.locator(".acc li a").filter({ hasText: name });
const value = (page, label) => page.locator("main dl > div").filter({ has: page.locator("dt", { hasText: new RegExp(`${label}$`) }) }).first().locator("dd");
const current = (page) => page.locator(".acc [aria-current]").innerText();

browserTest("an account speaks in the place of ours, and back again", async ({ open }) => {
  const page = await open("accounts", "roles/alpha/");
  const before = await page.locator("main").innerHTML();
  await tab(page, "Guide").click();
  await page.waitForURL(/\?according-to=guide$/);
  await page.locator(".acc + [role=status]").waitFor();
  assert.equal(await value(page, "Asks").innerText(), "What next?");
  assert.match(await value(page, "Focus").innerText(), /Guided/);
  assert.equal(await value(page, "Horizon").innerText(), "A week our practice");
  assert.match(await page.locator(".lead").innerText(), /our practice/);
  assert.match(await page.locator("section[aria-labelledby=responsibilities]").innerText(), /Guiding/);
  assert.match(await page.locator("#works-with").innerText(), /our practice/);
  const told = await page.locator(".acc + [role=status]").innerText();
  assert.match(told, /Guide 2/);
  assert.match(told, /It is done/, "a field without a place of its own is told as well");
  assert.match(told, /They say so themselves/);
  assert.equal(await value(page, "Focus").locator("a").evaluate((a) => new URL(a.href).pathname), "/decisions/order/");
  assert.equal(await current(page), "Guide 2");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Guide 2");
  await tab(page, "How we work").click();
  await page.waitForURL(/alpha\/$/);
  await page.waitForFunction(() => !document.querySelector("main .ours"));
  assert.equal(await page.locator("main").innerHTML(), before);
});

browserTest("the choice stands in the address", async ({ open }) => {
  const page = await open("accounts", "roles/alpha/?according-to=guide");
  await page.locator(".acc + [role=status]").waitFor();
  await tab(page, "Big").click();
  await page.waitForURL(/=big$/);
  await page.waitForFunction(() => /Big/.test(document.querySelector(".acc + [role=status]")?.textContent));
  assert.equal(await value(page, "Horizon").innerText(), "says nothing about this");
  assert.match(await value(page, "Focus").innerText(), /According to Guide 2/, "what it took over says from whom");
  await page.goBack();
  await page.waitForFunction(() => /Guide 2 says/.test(document.querySelector(".acc + [role=status]")?.textContent));
  assert.equal(await current(page), "Guide 2");
});

browserTest("a role that an account does not have is ours throughout", async ({ open }) => {
  const page = await open("accounts", "roles/beta/");
  await tab(page, "Big").click();
  await page.locator(".acc + [role=status]").waitFor();
  assert.match(await page.locator(".acc + [role=status]").innerText(), /Has no such role/);
  assert.match(await value(page, "Focus").innerText(), /Three\s+our practice/);
});

browserTest("a decision and a comparison in the words of an account", async ({ open }) => {
  const page = await open("accounts", "decisions/order/");
  await tab(page, "Guide").click();
  await page.locator(".acc + [role=status]").waitFor();
  assert.match(await page.locator(".answer").innerText(), /Beta$/);
  assert.match(await value(page, "Consulted").innerText(), /our practice/);
  assert.match(await page.locator(".acc + [role=status]").innerText(), /Informed\s+Alpha/);
  const table = await open("accounts", "compare/both/");
  await tab(table, "Big").click();
  await table.locator(".acc + [role=status]").waitFor();
  const cells = await table.locator("section[aria-labelledby=glance] td:not(.c1)").allInnerTexts();
  assert.match(cells[0], /Guided[\s\S]*According to Guide 2/);
  assert.deepEqual(cells.slice(1), ["no such role", "says nothing about this", "no such role"]);
  assert.match(await table.locator("section[aria-labelledby=glance] caption").innerText(), /Big/);
});

browserTest("where the account's page cannot be read, its name leads to it", async ({ open }) => {
  const page = await open("accounts", "roles/alpha/");
  await page.evaluate(() => { window.fetch = () => Promise.reject(new TypeError("offline")) });
  await tab(page, "Guide").click();
  await page.waitForURL(/according-to\/guide\/#role-alpha$/);
});
