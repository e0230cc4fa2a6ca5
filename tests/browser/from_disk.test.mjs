// A site with `urls = "file"` opens from disk, without a server.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { browserTest, nothing, site } from "./harness/index.mjs";

browserTest("pages have their style, and their links lead to pages", async ({ blank }) => {
  const { folder } = await site("handbook-file");
  const page = await blank();
  const seen = new Set();
  const found = [];
  const ahead = [pathToFileURL(join(folder, "index.html")).href];
  // The first links of each page lead to every section soon.
  while (ahead.length && seen.size < 30) {
    const at = ahead.shift();
    if (seen.has(at)) continue;
    seen.add(at);
    await page.goto(at);
    const { styled, links } = await page.evaluate(() => ({
      styled: getComputedStyle(document.body).marginTop === "0px",
      links: [...document.querySelectorAll("a[href]")].map((a) => a.href.split("#")[0]).filter((href) => href.startsWith("file:")),
    }));
    if (!styled) found.push(`${at} has no style`);
    for (const href of new Set(links)) {
      const file = fileURLToPath(href.split("?")[0]);
      if (!existsSync(file) || file.endsWith("/")) found.push(`${at} links to ${href}, which is no file`);
      else if (href.endsWith(".html")) ahead.push(href);
    }
    // Deep pages too, not only the sections.
    if (seen.size % 2) ahead.reverse();
  }
  nothing(found);
  assert.equal(seen.size, 30);
});

browserTest("a link is followed by clicking", async ({ blank }) => {
  const { folder } = await site("handbook-file");
  const page = await blank();
  await page.goto(pathToFileURL(join(folder, "index.html")).href);
  await page.locator("main a[href*='roles/']").first().click();
  await page.waitForURL(/\/roles\/[a-z-]+\.html$/);
  assert.ok(await page.locator("h1").isVisible());
});
