// axe finds nothing on any kind of page, at the widths people have, light, dark and in forced colours.

import { audit } from "./harness/axe.mjs";
import { browserTest, inParallel, nightly, nothing, onePerKind, site } from "./harness/index.mjs";

/** Where each page is looked at; nightly at each width in each scheme. */
const LOOKS = nightly
  ? [320, 390, 768, 1280].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })))
  : [
      { width: 320, scheme: "light" },
      { width: 1280, scheme: "dark" },
    ];
const FORCED = { width: 768, scheme: "dark", contrast: "active" };

browserTest("axe finds nothing on any kind of page", async ({ blank }) => {
  const pages = await onePerKind("handbook", "golden", "many", "hard");
  const found = [];
  await inParallel(pages, 2, blank, async ({ site, page }, tab) => {
    await tab.goto(site.url + page.address);
    for (const look of [...LOOKS, FORCED]) {
      for (const fault of await audit(tab, look)) found.push(`${site.name}/${page.address} ${JSON.stringify(look)}: ${fault}`);
    }
  });
  nothing(found);
});

browserTest("axe finds nothing in the open menu", async ({ open }) => {
  const page = await open("handbook", "roles/product-owner/", { width: 390 });
  await page.locator("button.menu").click();
  await page.locator("#nav:popover-open").waitFor();
  // The rest of the page is out of reach while the menu is open, so only the menu is looked at.
  for (const scheme of ["light", "dark"]) nothing(await audit(page, { width: 390, scheme, within: "#nav" }));
});

if (nightly) {
  browserTest("axe finds nothing on any page", async ({ blank }) => {
    const found = [];
    for (const name of ["handbook", "golden"]) {
      const { url, pages } = await site(name);
      await inParallel(pages.filter((page) => page.kind !== "redirect"), 2, blank, async (page, tab) => {
        await tab.goto(url + page.address);
        for (const fault of await audit(tab, { width: 390, scheme: "light" })) found.push(`${name}/${page.address}: ${fault}`);
      });
    }
    nothing(found);
  });
}
