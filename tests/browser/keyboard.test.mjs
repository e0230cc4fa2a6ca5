// Everything is reached by keyboard, and what has the focus is seen.

import assert from "node:assert/strict";

import { browserTest, inParallel, nothing, onePerKind } from "./harness/index.mjs";

const focused = (page) => page.evaluate(() => document.activeElement.matches("body") ? "" : document.activeElement.outerHTML.slice(0, 100));

browserTest("the skip link comes first and leads to the content", async ({ open }) => {
  const page = await open("handbook", "roles/product-owner/");
  await page.keyboard.press("Tab");
  const skip = page.locator("a.skip");
  assert.ok(await skip.evaluate((a) => a === document.activeElement));
  const box = await skip.boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0 && box.height >= 24, "it is seen while it has the focus");
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("main").evaluate((main) => main === document.activeElement));
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)));
});

browserTest("the menu opens, keeps the focus, and gives it back", async ({ open }) => {
  const page = await open("handbook", "roles/product-owner/", { width: 390 });
  const menu = page.locator("#nav");
  await page.locator("button.menu").focus();
  await page.keyboard.press("Enter");
  await page.locator("#nav:popover-open").waitFor();
  // The page below is out of reach from the toggle event on, which comes after the menu is shown.
  await page.waitForFunction(() => document.querySelector("main").inert);
  await page.keyboard.press("Tab");
  const reached = new Set();
  for (let i = 0; i < 60; i++) {
    const inside = await menu.evaluate((nav) => nav.contains(document.activeElement) || document.activeElement === document.body);
    assert.ok(inside, `the focus leaves the open menu: ${await focused(page)}`);
    reached.add(await focused(page));
    await page.keyboard.press("Tab");
  }
  assert.ok(reached.size > 8, "its links are reached");
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  assert.ok(await page.locator("button.menu").evaluate((button) => button === document.activeElement), "the focus is back at the button");
  await page.keyboard.press("Tab");
  assert.ok(!(await page.locator("main").evaluate((main) => main.inert)), "the page is within reach again");
});

/** Tabs through a page, forwards or backwards, and tells where the focus is hidden by something that lies above it. */
async function hiddenFocus(page, key, most) {
  const found = [];
  let last = "";
  for (let i = 0; i < most; i++) {
    await page.keyboard.press(key);
    const { at, hidden } = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return { at: "", hidden: false };
      const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
      const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
      const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
      const seen = points.some(([x, y]) => {
        const top = inside(x, y) && document.elementFromPoint(x, y);
        return top && (element.contains(top) || top.contains(element));
      });
      return { at: element.outerHTML.slice(0, 120), hidden: !seen };
    });
    if (!at && last) break;
    last = at;
    if (hidden) found.push(`${key}: ${at}`);
  }
  return found;
}

browserTest("the focus is never hidden, forwards or backwards", async ({ blank }) => {
  const found = [];
  const pages = (await onePerKind("handbook")).filter(({ page }) => ["role", "comparison", "decisions", "faq", "glossary"].includes(page.kind));
  assert.equal(pages.length, 5);
  await inParallel(pages, 2, blank, async ({ site, page }, tab) => {
    for (const width of [1280, 390]) {
      await tab.setViewportSize({ width, height: 640 });
      await tab.goto(site.url + page.address);
      for (const key of ["Tab", "Shift+Tab"]) {
        for (const fault of await hiddenFocus(tab, key, 70)) found.push(`${page.address} at ${width} ${fault}`);
      }
    }
  });
  nothing(found);
});

browserTest("the search opens by its keys wherever nothing is typed", async ({ open }) => {
  const page = await open("golden", "decisions/");
  const dialog = page.locator("dialog[open]");
  for (const [focused, key, opens] of [
    ["select", "/", true],
    ["select", "Control+k", true],
    ["input:not([type=checkbox])", "/", false],
    ["input:not([type=checkbox])", "Control+k", true],
  ]) {
    await page.locator(`form ${focused}`).first().focus();
    await page.keyboard.press(key);
    if (opens) {
      await dialog.waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
    } else {
      assert.equal(await dialog.count(), 0, `${key} in ${focused}`);
      await page.locator(`form ${focused}`).first().fill("");
    }
  }
  const graph = await open("golden", "graph/");
  await graph.locator("input[type=checkbox]").first().focus();
  await graph.keyboard.press("/");
  await graph.locator("dialog[open]").waitFor();
});
