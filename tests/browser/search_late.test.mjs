// The search on a slow or broken network, and asked for what nobody expects.

import assert from "node:assert/strict";

import { browserTest, site } from "./harness/index.mjs";

const ROLE = "roles/product-owner/";
const field = (page) => page.getByRole("combobox", { name: "What are you looking for?" });
const options = (page) => page.locator("dialog [role=option]");
const opened = (page) => page.locator("dialog[open]");
const shown = (page, text) => page.waitForFunction((asked) => document.querySelector(".sd .hits")?.dataset.asked === asked, text);
const alert = (page) => page.getByRole("alert").filter({ hasText: "did not load" });

/** Opens a page on which the scripts and files with such names come when they are released. */
async function slow(blank, names, options) {
  const page = await blank(options);
  let release;
  const released = new Promise((done) => { release = done });
  await page.route(names, async (route) => { await released; await route.continue() });
  await page.goto((await site("handbook")).url + ROLE);
  return { page, release };
}

browserTest("what is typed while the script still loads is found when it has come", async ({ blank }) => {
  const { page, release } = await slow(blank, "**/assets/find.*.js");
  await page.keyboard.type("/who decides the release");
  assert.equal(await page.locator("dialog[open] input").inputValue(), "who decides the release");
  release();
  await shown(page, "who decides the release");
  assert.ok((await options(page).count()) > 1);
  await page.keyboard.type(" date");
  await shown(page, "who decides the release date");
  assert.equal(await options(page).first().getAttribute("href"), (await site("handbook")).url + "decisions/release-date/");
});

browserTest("Enter typed before the script has come opens the first result", async ({ blank }) => {
  const { page, release } = await slow(blank, "**/assets/{find,search}.*.js");
  await page.keyboard.type("/scrum master");
  await page.keyboard.press("Enter");
  release();
  await page.waitForURL(/\/roles\/scrum-master\/$/);
});

browserTest("a search that was closed before its script has come stays closed, and opens again", async ({ blank }) => {
  const { page, release } = await slow(blank, "**/assets/find.*.js");
  const link = page.getByRole("link", { name: "Search", exact: true });
  await link.focus();
  await page.keyboard.press("Enter");
  await opened(page).waitFor();
  await page.keyboard.press("Escape");
  await opened(page).waitFor({ state: "hidden" });
  release();
  await page.waitForFunction(() => window.kb.finder);
  assert.equal(await opened(page).count(), 0);
  assert.equal(await link.evaluate((it) => it === document.activeElement), true);
  await page.keyboard.press("/");
  assert.equal(await field(page).evaluate((it) => it === document.activeElement), true);
});

browserTest("without its script the search leads to its page, with what was typed", async ({ blank }) => {
  const page = await blank({ expect: [/find\.\w+\.js|Failed to load resource/] });
  await page.route("**/assets/find.*.js", (route) => route.abort(), { times: 1 });
  await page.goto((await site("handbook")).url + ROLE);
  await page.keyboard.press("/");
  await page.waitForURL(/\/search\/\?q=/);
  await page.route("**/assets/find.*.js", (route) => route.abort());
  await page.goto((await site("handbook")).url + "search/?q=release");
  await alert(page).waitFor();
  assert.ok(await page.locator("#lists").isVisible());
});

browserTest("a slow answer does not replace that to a later question", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await page.keyboard.type("/owner");
  await shown(page, "owner");
  await page.evaluate(() => {
    const { search } = window.kb, late = new Promise((done) => { window.release = done });
    const slowly = async (text, options) => {
      const found = await search(text, options);
      if (text === "backlog") await late;
      return found;
    };
    window.kb.search = Object.assign(slowly, search);
  });
  await field(page).fill("backlog");
  await field(page).fill("scrum master");
  await shown(page, "scrum master");
  const first = await options(page).first().innerText();
  await page.evaluate(async () => { window.release(); await new Promise(requestAnimationFrame) });
  assert.equal(await options(page).first().innerText(), first);
  assert.match(first, /^Scrum Master/);
});

browserTest("letters typed without a pause end in the answer to all of them", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await page.keyboard.type("/who decides the relase date");
  await shown(page, "who decides the relase date");
  await page.getByRole("button", { name: "who decides the release date" }).click();
  await shown(page, "who decides the release date");
  assert.match(await options(page).first().getAttribute("href"), /decisions\/release-date\/$/);
});

browserTest("a network that fails in the middle is told, and the next letter tries again", async ({ blank }) => {
  const page = await blank({ expect: [/data\/search|search\.\w+\.js|Failed to load resource/] });
  await page.goto((await site("handbook")).url + ROLE);
  await page.route("**/assets/search.*.js", (route) => route.abort(), { times: 1 });
  await page.keyboard.type("/b");
  await alert(page).waitFor();
  await page.keyboard.type("acklog");
  await shown(page, "backlog");
  await options(page).first().waitFor();
  await page.route("**/data/search/**", (route) => route.abort());
  await field(page).fill("scrum master quality gate");
  await alert(page).waitFor();
  await page.unroute("**/data/search/**");
  await field(page).fill("scrum master");
  await shown(page, "scrum master");
  assert.match(await options(page).first().innerText(), /^Scrum Master/);
  assert.equal(await alert(page).count(), 0);
});

const ODD = [
  "__proto__", "constructor", "hasOwnProperty toString", "(a+)+$ [^]*", "\\", "$&", "$1 $$", "%", "%zz", "the of and", "?!…—", "\u202eshalom", "שלום עולם", "مرحبا",
  "👩🏽‍💻🚀", "\ud83d", "\udc00x", "\u0000\u0007", "a".repeat(5000), "x ".repeat(3000), "<b>&amp;</b>", "{q} {n}", "' OR 1=1 --", "ﬁ ǆ İ ß",
];
browserTest("odd questions are only words", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await page.keyboard.press("/");
  for (const text of ODD) {
    await field(page).fill("");
    await shown(page, "");
    await field(page).fill(text);
    const asked = await field(page).evaluate((it) => it.value.trim().replace(/\s+/g, " ").slice(0, 200));
    await shown(page, asked);
    assert.equal(await page.locator("dialog [role=alert]").count(), 0, text);
    if (!(await options(page).count())) await page.getByRole("status").filter({ hasText: asked }).waitFor();
  }
});

browserTest("a kind and a role that are not there are left out of the address", async ({ open }) => {
  for (const wrong of ["kind=constructor&role=nobody", "kind=__proto__", "role=__proto__"]) {
    const page = await open("handbook", `search/?q=release&${wrong}`);
    await page.waitForURL(/\/search\/\?q=release$/);
    await page.locator("#found [role=status]").filter({ hasText: /^\d+ results$/ }).waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Role" }).inputValue(), "");
    assert.equal(await page.getByRole("button", { name: /^All/ }).getAttribute("aria-pressed"), "true");
  }
  const page = await open("handbook", "search/?q=$%26+%ud83d%zz");
  await page.getByRole("status").filter({ hasText: "$&" }).waitFor();
});

browserTest("a tap beside the results leaves the search open, one outside it closes it", async ({ open }) => {
  const small = await open("handbook", ROLE, { width: 390, height: 844, touch: true });
  await small.getByRole("link", { name: "Search", exact: true }).tap();
  await field(small).fill("zzzzqqq");
  await shown(small, "zzzzqqq");
  await small.touchscreen.tap(200, 700);
  assert.equal(await opened(small).count(), 1);
  const wide = await open("handbook", ROLE);
  await wide.keyboard.press("/");
  await field(wide).waitFor();
  await wide.mouse.click(5, 5);
  await opened(wide).waitFor({ state: "hidden" });
});
