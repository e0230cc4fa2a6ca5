// A site may stand below a path of its host: every address in it still leads somewhere.

import assert from "node:assert/strict";
import { test } from "node:test";

import { browserTest, inParallel, nothing, site } from "./harness/index.mjs";

test("every link, image, style and script of every page is there", { timeout: 120_000 }, async () => {
  const { url, pages } = await site("handbook-below");
  const origin = new URL(url).origin;
  const wanted = new Map();
  await inParallel(pages, 4, async () => null, async ({ address }) => {
    const answer = await fetch(url + address);
    const text = await answer.text();
    for (const [, , quoted] of text.matchAll(/\s(href|src|action|poster|data)="([^"]*)"/g)) {
      const href = quoted.replaceAll("&amp;", "&");
      const target = new URL(href, url + address);
      if (target.origin === origin) wanted.set(target.href.split("#")[0], address);
    }
  });
  const found = [];
  await inParallel(wanted, 8, async () => null, async ([href, from]) => {
    if (!href.startsWith(url)) found.push(`${from} leads out of the site: ${href}`);
    else if (!(await fetch(href, { method: "HEAD" })).ok) found.push(`${from}: ${href} is not there`);
  });
  assert.ok(wanted.size > 150, `only ${wanted.size} addresses`);
  nothing(found);
});

browserTest("the page for what is not there works at any depth", async ({ blank }) => {
  const { url } = await site("golden-below");
  const page = await blank({ expect: [/404/] });
  for (const lost of ["gone", "roles/gone/", "a/b/c/d/"]) {
    const answer = await page.goto(url + lost);
    assert.equal(answer.status(), 404);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), "0px", "it has its style");
    await page.locator("a.brand").click();
    await page.waitForURL(url);
  }
});

browserTest("a reader walks through it", async ({ open }) => {
  const page = await open("handbook-below");
  await page.locator("main a[href*='roles/']").first().click();
  await page.waitForURL(/\/x\/y\/roles\//);
  await page.locator(".crumbs a").first().click();
  await page.waitForURL(/\/x\/y\/$/);
});
