// On paper: the text of every kind of page, all of it, and nothing to click.

import { browserTest, inParallel, nothing, onePerKind } from "./harness/index.mjs";

browserTest("every kind of page prints its content and no furniture", async ({ blank }) => {
  const found = [];
  const pages = await onePerKind("handbook", "golden", "many");
  await inParallel(pages, 3, () => blank({ media: "print" }), async ({ site, page }, tab) => {
    await tab.goto(site.url + page.address);
    // Within the margins of A4, which wide tables turn to its side.
    const turned = await tab.evaluate(() => [...document.querySelectorAll("body, table")].some((t) => getComputedStyle(t).page !== "auto"));
    await tab.setViewportSize({ width: turned ? 1000 : 672, height: 900 });
    const faults = await tab.evaluate(() => {
      const shown = (e) => e.checkVisibility({ contentVisibilityAuto: true }) && e.getClientRects().length > 0;
      const furniture = [...document.querySelectorAll(".skip, .top button, .nav, .crumbs, main button, main input:not(.task *), .toc, dialog")].filter(shown);
      const closed = [...document.querySelectorAll("main details:not(.toc details) > :not(summary)")].filter((e) => e.textContent.trim() && !shown(e));
      const text = document.querySelector("main").innerText.trim();
      return [
        ...furniture.map((e) => `is printed: ${e.outerHTML.slice(0, 100)}`),
        ...closed.map((e) => `is not printed: ${e.outerHTML.slice(0, 100)}`),
        ...(text.length < 20 ? ["prints nothing"] : []),
        ...(document.querySelector("main").getBoundingClientRect().width < innerWidth * 0.9 ? ["leaves paper unused"] : []),
        ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ["is wider than the paper"] : []),
      ];
    });
    for (const fault of faults.slice(0, 5)) found.push(`${site.name}/${page.address} ${fault}`);
  });
  nothing(found);
});
