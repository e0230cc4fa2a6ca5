// Every kind of page opens without a fault: no error, nothing missing, no request to others, no cookie.

import assert from "node:assert/strict";

import { browserTest, inParallel, onePerKind } from "./harness/index.mjs";

browserTest("every kind of page opens without a fault", async ({ blank }) => {
  const pages = await onePerKind("handbook", "golden", "many", "hard");
  assert.ok(pages.length > 20, `only ${pages.length} kinds of page are built`);
  await inParallel(pages, 3, blank, async ({ site, page }, tab) => {
    await tab.goto(site.url + page.address);
    assert.ok(await tab.locator("h1").first().isVisible(), `${site.name}/${page.address} has no heading`);
  });
});
