// Searching as readers do: with the keyboard, on the page, with filters, and without a script.

import assert from "node:assert/strict";

import { browserTest, site } from "./harness/index.mjs";

const ROLE = "roles/product-owner/";
const field = (page) => page.getByRole("combobox", { name: "What are you looking for?" });
const options = (page) => page.locator("dialog [role=option]");
const chosen = (page) => page.locator("dialog [role=option][aria-selected=true]");
const opened = (page) => page.locator("dialog[open]");

/** Opens the search with a key and asks it. */
async function ask(page, text) {
  if (!(await opened(page).count())) await page.keyboard.press("/");
  await opened(page).waitFor();
  await field(page).fill(text);
  await page.waitForFunction((asked) => document.querySelector(".sd .hits").dataset.asked === asked, text);
}

// What is asked, and what a reader of the handbook expects to stand first.
const FIRST = {
  "who decides the release date": "decisions/release-date/",
  "when do we ship": "faq/#who-decides-when-something-ships",
  "product owner": "roles/product-owner/",
  "product ownr": "roles/product-owner/",
  RTE: "roles/release-train-engineer/",
  "product owner vs product manager": "compare/product-owner-vs-product-manager/",
  "definitions of done": "glossary/#definition-of-done",
  "sprint review": "events/sprint-review/",
  "settle who decides": "guides/settle-who-decides/",
  KB302: "checks/kb302/",
};
for (const [asked, address] of Object.entries(FIRST)) {
  browserTest(`“${asked}” finds ${address} first`, async ({ open }) => {
    const page = await open("handbook", ROLE);
    await ask(page, asked);
    const { url } = await site("handbook");
    assert.equal(await options(page).first().getAttribute("href"), url + address);
  });
}

browserTest("PM offers both roles before all else", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await ask(page, "PM");
  const both = page.getByRole("group", { name: "PM can mean" });
  assert.deepEqual(await both.getByRole("option").locator("b").allTextContents(), ["Product Manager", "Project Manager"]);
  assert.equal(await options(page).first().innerText(), await both.getByRole("option").first().innerText());
});

browserTest("the search is walked with the keyboard alone", async ({ open }) => {
  const page = await open("handbook", ROLE);
  const link = page.getByRole("link", { name: "Search", exact: true });
  await link.focus();
  await page.keyboard.press("Enter");
  await opened(page).waitFor();
  assert.equal(await field(page).evaluate((it) => it === document.activeElement), true);
  assert.equal(await field(page).getAttribute("aria-expanded"), "false");
  await ask(page, "release");
  assert.equal(await field(page).getAttribute("aria-expanded"), "true");
  const active = async () => {
    const id = await field(page).getAttribute("aria-activedescendant");
    assert.equal(await chosen(page).getAttribute("id"), id);
    return Number(id.replace(/\D+/, ""));
  };
  const last = (await options(page).count()) - 1;
  assert.ok(last > 3);
  assert.equal(await active(), 0);
  for (const [key, at] of [["ArrowDown", 1], ["ArrowDown", 2], ["ArrowUp", 1], ["End", last], ["ArrowDown", 0], ["ArrowUp", last], ["Home", 0]]) {
    await page.keyboard.press(key);
    assert.equal(await active(), at, key);
  }
  assert.equal(await field(page).evaluate((it) => it === document.activeElement), true);
  // Whoever types moves in what is typed.
  await page.keyboard.type("s");
  await page.keyboard.press("Home");
  assert.equal(await field(page).evaluate((it) => it.selectionStart), 0);
  await page.keyboard.press("Escape");
  await opened(page).waitFor({ state: "hidden" });
  assert.equal(await link.evaluate((it) => it === document.activeElement), true, "the focus is back on what opened the search");
});

browserTest("Enter opens the first result, at once or when it is found, and Control with it a new tab", async ({ open }) => {
  const page = await open("handbook", ROLE);
  const { url } = await site("handbook");
  await page.keyboard.press("Control+k");
  await opened(page).waitFor();
  await page.keyboard.insertText("scrum master");
  await page.keyboard.press("Enter");
  await page.waitForURL(url + "roles/scrum-master/");
  await ask(page, "delivery manager");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), page.keyboard.press("Control+Enter")]);
  await tab.waitForURL(url + "roles/delivery-manager/");
  assert.equal(page.url(), url + "roles/scrum-master/");
  assert.equal(await opened(page).count(), 1);
});

browserTest("what was opened from the search is offered again, until it is forgotten", async ({ open }) => {
  const page = await open("handbook", ROLE);
  const { url } = await site("handbook");
  await ask(page, "scrum master");
  await page.keyboard.press("Enter");
  await page.waitForURL(url + "roles/scrum-master/");
  await page.keyboard.press("/");
  const group = page.getByRole("group", { name: "Opened from the search before" });
  await group.waitFor();
  assert.deepEqual(await group.locator("b").allTextContents(), ["Scrum Master"]);
  await page.getByRole("button", { name: "Forget these" }).click();
  assert.equal(await group.count(), 0);
  await page.reload();
  await page.keyboard.press("/");
  await opened(page).waitFor();
  assert.equal(await group.count(), 0);
});

browserTest("letters that are still being composed are neither searched nor entered", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await ask(page, "owner");
  const before = await options(page).count();
  await field(page).evaluate((it) => {
    it.value = "zzqq";
    it.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
  });
  assert.equal(await options(page).count(), before);
  await field(page).evaluate((it) => it.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true })));
  await page.getByRole("status").filter({ hasText: "zzqq" }).waitFor();
  assert.equal(await options(page).count(), 0);
});

browserTest("a query of a whole page, and one of markup, are only words", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await page.keyboard.press("/");
  await opened(page).waitFor();
  await field(page).fill("<img src=x onerror=alert(1)> ".repeat(2000));
  await page.getByRole("status").filter({ hasText: /./ }).waitFor();
  assert.equal(await page.locator("dialog img").count(), 0);
});

browserTest("results are narrowed by kind and by role", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await ask(page, "release");
  const chip = page.getByRole("group", { name: "Kind" }).getByRole("button", { name: /^Decisions/ });
  await chip.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("dialog [role=group][aria-labelledby]").length === 1);
  assert.equal(await chip.getAttribute("aria-pressed"), "true");
  assert.equal(await chip.evaluate((it) => it === document.activeElement), true, "the focus stays on the filter");
  for (const address of await options(page).evaluateAll((all) => all.map((it) => it.href))) assert.match(address, /\/decisions\//);
  const before = await options(page).count();
  await page.getByRole("combobox", { name: "Role" }).selectOption({ label: "Delivery Manager" });
  await page.waitForFunction((count) => document.querySelectorAll("dialog [role=option]").length < count, before);
});

browserTest("the keys are left to whoever types, and can be switched off", async ({ open, blank }) => {
  const page = await open("handbook", "search/");
  await page.locator("#q").focus();
  await page.keyboard.type("a/b?");
  assert.equal(await page.locator("#q").inputValue(), "a/b?");
  assert.equal(await opened(page).count(), 0);
  await page.goto((await site("handbook")).url + ROLE);
  await page.evaluate(() => {
    const box = document.querySelector("main").appendChild(document.createElement("div"));
    box.contentEditable = "true";
    box.focus();
  });
  await page.keyboard.type("/?");
  await page.keyboard.press("Control+k");
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "/?");
  await page.locator("h1").click();
  await page.keyboard.press("Alt+/");
  await page.keyboard.press("Control+Shift+k");
  await page.evaluate(() => document.activeElement.blur());
  assert.equal(await opened(page).count(), 0);
  await page.keyboard.press("?");
  await opened(page).waitFor();
  const keys = page.getByRole("checkbox", { name: "Use / and ? as shortcuts" });
  await keys.uncheck();
  await page.keyboard.press("Escape");
  await opened(page).waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.keyboard.press("Control+k");
  await opened(page).waitFor();
  assert.equal(await field(page).inputValue(), "", "the key was nobody's");
});

browserTest("the search page keeps what is asked in its address, and steps back", async ({ open }) => {
  const page = await open("handbook", "");
  await page.locator("#q").fill("release");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/\?q=release$/);
  const count = page.locator("#found [role=status]").filter({ hasText: /^\d+ results$/ });
  await count.waitFor();
  assert.match(await page.title(), /^release · /);
  assert.equal(await page.locator("#lists").isVisible(), false);
  await page.getByRole("button", { name: /^Decisions/ }).click();
  await page.waitForURL(/\?q=release&kind=decision$/);
  const shared = page.url();
  await page.locator("#q").fill("scrum");
  await page.waitForURL(/\?q=scrum&kind=decision$/);
  await page.goBack();
  await page.waitForURL(shared);
  assert.equal(await page.locator("#q").inputValue(), "release");
  await page.goBack();
  await page.waitForURL(/\?q=release$/);
  await page.locator("#found").getByRole("heading", { name: "Roles" }).waitFor();
  await page.goto(shared);
  await page.locator("#found").getByRole("heading", { name: "Decisions" }).waitFor();
  assert.equal(await page.locator("#found h2").count(), 1);
});

browserTest("without a script the search leads to every list", async ({ open }) => {
  const page = await open("handbook", ROLE, { script: false });
  await page.getByRole("link", { name: "Search", exact: true }).click();
  assert.match(await page.locator("main noscript").textContent(), /need JavaScript/);
  const names = await page.locator("#lists .rows a").allTextContents();
  for (const name of ["Roles", "Decisions", "Questions", "Glossary", "Guides"]) assert.ok(names.includes(name), `${name} is missing from ${names}`);
  await page.locator("#lists").getByRole("link", { name: "Glossary" }).click();
  await page.getByRole("heading", { name: "Glossary", level: 1 }).waitFor();
});

browserTest("opened from a disk, the search says why it finds nothing", async ({ blank }) => {
  const { folder } = await site("handbook-file");
  const page = await blank();
  await page.goto(`file://${folder}/roles/product-owner.html`);
  await page.keyboard.press("/");
  await opened(page).waitFor();
  await field(page).fill("release");
  await page.getByRole("alert").filter({ hasText: "needs a web server" }).waitFor();
  await page.getByRole("link", { name: "list by list" }).click();
  await page.getByRole("heading", { name: "Search", level: 1 }).waitFor();
});

browserTest("an index that does not come is told, and the lists are there", async ({ blank }) => {
  const page = await blank({ expect: [/data\/search|Failed to load resource/] });
  await page.route("**/data/search/**", (route) => route.fulfill({ status: 503, body: "" }));
  await page.goto((await site("handbook")).url + ROLE);
  await page.keyboard.press("/");
  await opened(page).waitFor();
  await field(page).fill("release");
  await page.getByRole("alert").filter({ hasText: "did not load" }).waitFor();
});

browserTest("the dialog fits the smallest screen, and the page behind it is out of reach", async ({ open }) => {
  const page = await open("handbook", ROLE, { width: 320, height: 480 });
  await page.getByRole("link", { name: "Search", exact: true }).click();
  await ask(page, "who decides the release date");
  const wide = await page.evaluate(() => {
    const dialog = document.querySelector("dialog[open]");
    return { dialog: dialog.scrollWidth - dialog.clientWidth, page: document.documentElement.scrollWidth - innerWidth };
  });
  assert.ok(wide.dialog <= 0 && wide.page <= 0, JSON.stringify(wide));
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    // Between the last and the first the focus may pass the browser's own controls, never the page.
    assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("dialog")));
  }
});

browserTest("the search page shows more when it is asked to, and the focus goes on where it was", async ({ open }) => {
  const page = await open("handbook", "search/?q=release");
  const hits = page.locator("#found .hit:not(.sub)"), more = page.getByRole("button", { name: "Show more results" });
  await more.waitFor();
  assert.equal(await hits.count(), 20);
  const shown = await page.locator("#found .hit").count();
  await more.click();
  await page.waitForFunction((n) => document.querySelectorAll("#found .hit").length > n, shown);
  assert.ok((await hits.count()) > 40);
  await page.waitForFunction((n) => document.activeElement === document.querySelectorAll("#found .hit")[n], shown);
});
