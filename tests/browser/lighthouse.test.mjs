// Lighthouse, as a phone on a slow network: a role and a comparison are fast, accessible, well made, and found.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { program, QUIET } from "./harness/browser.mjs";
import { nightly, nothing, site } from "./harness/index.mjs";

const PAGES = ["roles/product-owner/", "compare/product-owner-vs-project-manager/"];
/** How fast a page seems depends on what else the machine does, which by night is nothing. */
const TRIES = 3;
const LEAST = { performance: nightly ? 98 : 85, accessibility: 100, "best-practices": 100, seo: 100 };

test("a role and a comparison have full marks", { timeout: 600_000 }, async () => {
  const { url } = await site("handbook");
  const profile = mkdtempSync(join(tmpdir(), "kb-lighthouse-"));
  const chrome = await launch({ chromePath: program(), chromeFlags: ["--headless", ...QUIET], userDataDir: profile, logLevel: "silent" });
  const found = [];
  try {
    for (const page of PAGES) {
      const audit = async () => (await lighthouse(url + page, { port: chrome.port, logLevel: "silent", output: "json" })).lhr;
      let lhr = await audit();
      // a page is as fast as it was at its best: what else the machine did can only slow it down
      for (let n = 1; n < TRIES && lhr.categories.performance.score * 100 < LEAST.performance; n++) {
        const again = await audit();
        if (again.categories.performance.score > lhr.categories.performance.score) lhr = again;
      }
      const score = (id) => Math.round(lhr.categories[id].score * 100);
      const told = (id) => lhr.audits[id].displayValue;
      console.log(`${page}: ${Object.keys(LEAST).map((id) => `${id} ${score(id)}`).join(", ")}; LCP ${told("largest-contentful-paint")}, CLS ${told("cumulative-layout-shift")}, TBT ${told("total-blocking-time")}`);
      for (const [id, least] of Object.entries(LEAST)) {
        if (score(id) >= least) continue;
        const low = lhr.categories[id].auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score < 1).map(({ id }) => id);
        found.push(`${page}: ${id} ${score(id)}: ${low.join(", ")}`);
      }
      if (lhr.runtimeError) found.push(`${page}: ${lhr.runtimeError.message}`);
    }
  } finally {
    await chrome.kill();
    rmSync(profile, { recursive: true, force: true });
  }
  nothing(found);
});
