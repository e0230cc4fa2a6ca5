// What helps while reading: colours, the menu, previews of links, questions that are linked to, copying code.

import assert from "node:assert/strict";

import { browserTest, site } from "./harness/index.mjs";

const ROLE = "roles/product-owner/";
const preview = (page) => page.locator(".pv");
const theme = (page) => page.evaluate(() => document.documentElement.dataset.theme);
/** A link of the text to a page or entry. */
const link = (page, to) => page.locator(`main :is(p, dd, td, li) > a[href*="${to}"]:not(.m)`).first();

browserTest("the chosen colours hold on the next page", async ({ open }) => {
  const page = await open("handbook", ROLE);
  const button = page.getByRole("button", { name: "Dark theme" });
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await page.goto((await site("handbook")).url + "faq/");
  assert.equal(await theme(page), "dark");
  assert.equal(await page.getByRole("button", { name: "Dark theme" }).getAttribute("aria-pressed"), "true");
});

browserTest("where nothing may be kept, the colours change all the same", async ({ blank }) => {
  const page = await blank();
  await page.addInitScript(() => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError") } }));
  await page.goto((await site("handbook")).url + ROLE);
  await page.getByRole("button", { name: "Dark theme" }).click();
  assert.equal(await theme(page), "dark");
  await page.keyboard.press("/");
  await page.locator("dialog[open]").waitFor();
});

browserTest("the menu is opened, walked and closed with the keyboard", async ({ open }) => {
  const page = await open("handbook", ROLE, { width: 390, height: 800 });
  const button = page.getByRole("button", { name: "Menu" });
  await button.focus();
  await page.keyboard.press("Enter");
  const nav = page.locator("#nav");
  await nav.waitFor();
  await page.waitForFunction(() => document.querySelector("main").inert);
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("#nav")));
  }
  await page.keyboard.press("Escape");
  await nav.waitFor({ state: "hidden" });
  assert.equal(await button.evaluate((it) => it === document.activeElement), true);
  assert.equal(await page.evaluate(() => document.querySelector("main").inert), false);
});

browserTest("a question that is linked to is open", async ({ open }) => {
  const faq = await open("handbook", "faq/");
  const ids = await faq.locator(".q:not([open])").evaluateAll((all) => all.map((it) => it.id));
  assert.ok(ids.length > 2);
  const page = await open("handbook", `faq/#${ids[1]}`);
  await page.waitForFunction((id) => document.getElementById(id).open, ids[1]);
  await page.evaluate((id) => { location.hash = id }, ids[2]);
  await page.waitForFunction((id) => document.getElementById(id).open, ids[2]);
});

browserTest("a link shows what it leads to while the pointer is on it or on what it shows", async ({ open }) => {
  const page = await open("handbook", ROLE);
  const at = link(page, "glossary/#");
  await at.hover();
  await preview(page).waitFor();
  assert.match(await preview(page).innerText(), /^Term\n/);
  assert.equal(await at.getAttribute("aria-describedby"), await preview(page).getAttribute("id"));
  assert.equal(await preview(page).locator("[id], [href], [style]").count(), 0);
  await preview(page).hover();
  // Longer than it takes to leave: what it shows stays under the pointer.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
  assert.equal(await preview(page).isVisible(), true);
  await page.keyboard.press("Escape");
  await preview(page).waitFor({ state: "hidden" });
  await at.hover();
  await preview(page).waitFor();
  await page.mouse.move(1, 1);
  await preview(page).waitFor({ state: "hidden" });
  assert.equal(await at.getAttribute("aria-describedby"), null);
});

browserTest("a link that the keyboard reaches shows it too, and Escape leaves the focus where it is", async ({ open }) => {
  const page = await open("handbook", ROLE);
  const at = link(page, "decisions/");
  await at.evaluate((it) => it.focus({ focusVisible: true }));
  await preview(page).waitFor();
  assert.match(await preview(page).innerText(), /^Decision\n[^]*Accountable: /);
  await page.keyboard.press("Escape");
  await preview(page).waitFor({ state: "hidden" });
  assert.equal(await at.evaluate((it) => it === document.activeElement), true);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  await preview(page).waitFor();
  await at.evaluate((it) => it.blur());
  await preview(page).waitFor({ state: "hidden" });
});

browserTest("a preview stays in the window, at every width", async ({ open }) => {
  for (const width of [320, 768, 1280]) {
    const page = await open("handbook", "guides/settle-who-decides/", { width, height: 500 });
    const links = page.locator('main .md a[href*="roles/"], main .md a[href*="decisions/"]');
    const count = Math.min(4, await links.count());
    assert.ok(count > 0);
    for (let i = 0; i < count; i++) {
      await links.nth(i).evaluate((it) => { it.scrollIntoView({ block: "end" }); it.focus({ focusVisible: true }) });
      await preview(page).waitFor();
      const box = await preview(page).boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
      await page.keyboard.press("Escape");
      await preview(page).waitFor({ state: "hidden" });
    }
  }
});

browserTest("code is copied as it stands", async ({ open }) => {
  const page = await open("handbook", "guides/how-to-write/", { clipboard: true });
  const button = page.getByRole("button", { name: "Copy this code" }).first();
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  const code = await page.locator("pre").first().evaluate((it) => it.textContent.replace(/\n$/, ""));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code);
});

browserTest("where the clipboard is out of reach the code is selected", async ({ blank }) => {
  const page = await blank();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await page.goto((await site("handbook")).url + "guides/how-to-write/");
  await page.getByRole("button", { name: "Copy this code" }).first().click();
  await page.getByRole("status").filter({ hasText: "Selected" }).waitFor();
  const code = await page.locator("pre").first().evaluate((it) => it.textContent.trim());
  assert.equal(await page.evaluate(() => getSelection().toString().trim()), code);
});

browserTest("the link of a heading has a name and is reached by keyboard", async ({ open }) => {
  const page = await open("handbook", "guides/how-to-write/");
  const anchor = page.locator(".md h2 .anchor").first();
  assert.match(await anchor.getAttribute("aria-label"), /^Link to this section: ./);
  await anchor.evaluate((it) => it.focus({ focusVisible: true }));
  assert.equal(await anchor.evaluate((it) => getComputedStyle(it).opacity), "1");
  await page.keyboard.press("Enter");
  assert.ok(new URL(page.url()).hash.length > 1);
});

browserTest("under a finger the links of headings are seen", async ({ open }) => {
  const seen = async (page) => page.locator(".md h2 .anchor").first().evaluate((it) => getComputedStyle(it).opacity);
  assert.equal(await seen(await open("handbook", "guides/how-to-write/")), "0");
  assert.equal(await seen(await open("handbook", "guides/how-to-write/", { touch: true })), "1");
});

browserTest("a page is printed from its foot", async ({ open }) => {
  const page = await open("handbook", ROLE);
  await page.evaluate(() => { window.print = () => { document.title = "printed" } });
  const button = page.getByRole("button", { name: "Print" });
  await button.click();
  assert.equal(await page.title(), "printed");
  await page.emulateMedia({ media: "print" });
  assert.equal(await button.isVisible(), false);
});
