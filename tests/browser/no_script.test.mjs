// Without JavaScript everything is there to read and to open.

import assert from "node:assert/strict";

import { browserTest, inParallel, nothing, onePerKind } from "./harness/index.mjs";

browserTest("every kind of page has its content", async ({ blank }) => {
  const found = [];
  const pages = await onePerKind("handbook", "golden", "many");
  const words = (tab) => tab.locator("main").evaluate((main) => main.textContent.replace(/\s+/g, " ").trim().length);
  await inParallel(pages, 2, async () => ({ plain: await blank({ script: false }), full: await blank() }), async ({ site, page }, { plain, full }) => {
    await Promise.all([plain.goto(site.url + page.address), full.goto(site.url + page.address)]);
    const [without, with_] = [await words(plain), await words(full)];
    // Script may add what only it can do, such as a filter, but no content.
    if (without < 40 || without < with_ * 0.75) found.push(`${site.name}/${page.address}: ${without} letters without script, ${with_} with it`);
  });
  nothing(found);
});

browserTest("the menu opens and closes", async ({ open }) => {
  const page = await open("handbook", "roles/product-owner/", { width: 390, script: false });
  const menu = page.locator("#nav");
  assert.ok(!(await menu.isVisible()));
  await page.locator("button.menu").click();
  assert.ok(await menu.isVisible());
  await menu.locator("button.close").click();
  assert.ok(!(await menu.isVisible()));
});

browserTest("questions open, by themselves and by their address", async ({ open }) => {
  const page = await open("handbook", "faq/", { script: false });
  const closed = page.locator("details.q:not([open])").first();
  const id = await closed.getAttribute("id");
  await page.locator(`[id="${id}"] > summary`).click();
  assert.ok(await page.locator(`[id="${id}"] > div`).isVisible());
  const theirs = await page.locator("details.q:not([open])").first().getAttribute("id");
  await page.goto(`${page.url().split("#")[0]}#${theirs}`);
  assert.ok(await page.locator(`[id="${theirs}"] > summary`).isVisible());
  assert.ok(await page.locator(`[id="${theirs}"] > div`).isVisible());
});

browserTest("columns of a comparison are chosen", async ({ open }) => {
  const page = await open("handbook", "compare/product-owner-vs-product-manager-vs-project-manager/", { script: false, width: 390 });
  const columns = () => page.locator("table.vs thead th:visible").count();
  const all = await columns();
  await page.locator(".pick input.p2").uncheck();
  assert.equal(await columns(), all - 1);
});

browserTest("only the differences of a comparison are shown", async ({ open }) => {
  const page = await open("handbook", "compare/product-owner-vs-product-manager/", { script: false });
  const rows = () => page.locator("main .same:visible").count();
  const only = page.locator(".only input").first();
  await only.uncheck();
  assert.ok(await rows());
  await only.check();
  assert.equal(await rows(), 0);
});
