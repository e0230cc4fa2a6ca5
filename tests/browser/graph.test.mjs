// The graph of roles: complete without script; with it a role alone, kinds on and off, from the keyboard too.

import assert from "node:assert/strict";

import { browserTest } from "./harness/index.mjs";

/** How many parts of the drawing are there and not pale. */
const strong = (page, what) =>
  page.locator(`.graph ${what}`).evaluateAll((all) => all.filter((e) => e.getClientRects().length && !e.classList.contains("off")).length);

const field = (page, name) => page.getByRole("combobox", { name, exact: true });

browserTest("every role is a link in the drawing, and every line stands in the table", async ({ open }) => {
  const page = await open("handbook", "graph/", { script: false });
  const roles = await page.locator(".graph > a").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  assert.ok(roles.length >= 10);
  for (const href of roles) assert.match(href, /^\.\.\/roles\/[a-z-]+\/$/);
  assert.equal(await page.locator("table.ties tbody").count(), roles.length);
  // Each line is told from both of its ends.
  const lines = await page.locator(".graph g path").evaluateAll((all) =>
    all.flatMap((line) => { const [from, to] = line.dataset.of.split(" "); return [[from, to], [to, from]] }),
  );
  const missing = await page.evaluate((lines) => {
    const nodes = [...document.querySelectorAll(".graph > a")];
    return lines.filter(([from, to]) => {
      const told = document.querySelector(`table.ties tbody[data-id="${nodes[from].dataset.id}"]`);
      return ![...told.querySelectorAll("td a")].some((a) => a.href === nodes[to].href.baseVal || a.getAttribute("href") === nodes[to].getAttribute("href"));
    });
  }, lines);
  assert.deepEqual(missing, []);
  assert.equal(await page.locator(".ties input:visible, .ties select:visible").count(), 0, "no control without script");
});

browserTest("no box covers another, and no line ends in nothing", async ({ open }) => {
  for (const site of ["handbook", "many", "hard"]) {
    const page = await open(site, "graph/");
    const overlaps = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll(".graph > a")].map((a) => [a.dataset.id, a.querySelector("rect").getBoundingClientRect(), a]);
      const found = [];
      for (const [i, [id, a, link]] of boxes.entries()) {
        for (const text of link.querySelectorAll("text")) {
          const t = text.getBoundingClientRect();
          if (t.left < a.left || t.right > a.right || t.top < a.top || t.bottom > a.bottom) found.push(`${id}: its name leaves the box`);
        }
        for (const [other, b] of boxes.slice(i + 1)) {
          if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`${id} ${other}`);
        }
      }
      return found;
    });
    assert.deepEqual(overlaps, [], site);
  }
});

browserTest("a role is shown alone with its neighbours: by choice, by focus, by pointer", async ({ open }) => {
  const page = await open("handbook", "graph/");
  const all = await strong(page, "> a");
  await field(page, "Role").selectOption("business-analyst");
  assert.equal(new URL(page.url()).search, "?role=business-analyst");
  const near = await strong(page, "> a");
  assert.ok(near > 1 && near < all, `${near} of ${all}`);
  assert.match(await page.getByRole("status").textContent(), new RegExp(`^Business Analyst: \\d+ lines, ${near - 1} other roles$`));
  await page.goBack();
  assert.equal(await strong(page, "> a"), all);

  const link = page.locator(".graph > a").nth(3);
  await link.focus();
  const focused = await strong(page, "g path");
  assert.ok(focused > 0 && focused < (await page.locator(".graph g path").count()));
  await page.keyboard.press("Tab");
  await field(page, "Role").focus();
  assert.equal(await strong(page, "> a"), all, "without the focus all are shown again");

  await link.hover();
  assert.equal(await strong(page, "g path"), focused);
  await page.mouse.move(0, 0);
  assert.equal(await strong(page, "> a"), all);
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/roles\/[a-z-]+\/$/);
});

browserTest("kinds of relation can be left out, and the address says which", async ({ open }) => {
  const page = await open("handbook", "graph/");
  const lines = await strong(page, "g path");
  const few = await page.locator(".graph .works-with path").count();
  const box = page.getByRole("checkbox", { name: /Works with/ });
  await box.focus();
  await page.keyboard.press("Space");
  assert.equal(await strong(page, "g path"), lines - few);
  assert.equal(new URL(page.url()).searchParams.get("without"), "works-with");
  await page.reload();
  assert.equal(await box.isChecked(), false);
  assert.equal(await strong(page, "g path"), lines - few);
  await field(page, "Role").selectOption("product-owner");
  const search = new URL(page.url()).search;
  const again = await open("handbook", `graph/${search}`);
  assert.equal(await again.getByRole("status").textContent(), await page.getByRole("status").textContent());
  const odd = await open("handbook", "graph/?role=nobody&without=x,y");
  assert.equal(await strong(odd, "g path"), lines);
});

browserTest("of many roles the best connected are drawn, and the page says so", async ({ open }) => {
  const page = await open("many", "graph/");
  assert.equal(await page.locator(".graph > a").count(), 40);
  assert.equal(await page.locator("table.ties tbody").count(), 40);
  assert.ok(await page.getByText(/Of 42 roles, these are the 40/).isVisible());
});

for (const options of [{ width: 320 }, { width: 390 }, { width: 1280, media: "print" }]) {
  browserTest(`the drawing scrolls, and not the page: ${JSON.stringify(options)}`, async ({ open }) => {
    for (const site of ["handbook", "hard"]) {
      const page = await open(site, "graph/", options);
      const over = await page.evaluate(() => { const page = document.querySelector(".page"); return page.scrollWidth - page.clientWidth });
      assert.ok(over <= 0 || options.media, `${site}: ${over} pixels too wide`);
      assert.ok(await page.locator(".graph").isVisible());
    }
  });
}

browserTest("kinds of line differ without colour", async ({ open }) => {
  const page = await open("handbook", "graph/", { contrast: "active" });
  const forms = await page.locator(".graph g").evaluateAll((all) =>
    all.map((g) => { const s = getComputedStyle(g.firstElementChild); return [s.strokeDasharray, s.strokeWidth, g.hasAttribute("marker-end")].join("/") }),
  );
  assert.equal(new Set(forms).size, forms.length, forms.join("\n"));
});

browserTest("the pointer shows other roles and says nothing, and a role that has the focus stays shown", async ({ open }) => {
  const page = await open("handbook", "graph/?role=business-analyst");
  const chosen = await strong(page, "> a");
  await page.evaluate(() => {
    window.said = 0;
    new MutationObserver(() => { window.said++ }).observe(document.querySelector(".shown"), { childList: true, characterData: true, subtree: true });
  });
  const owner = page.locator(".graph > a[data-id=product-owner]");
  await owner.hover();
  const near = await strong(page, "> a");
  assert.ok(near > chosen);
  await page.mouse.move(1, 1);
  assert.equal(await strong(page, "> a"), chosen);
  assert.equal(await page.evaluate(() => window.said), 0);
  await owner.focus();
  await page.locator(".graph > a[data-id=business-analyst]").hover();
  assert.equal(await strong(page, "> a"), chosen);
  await page.mouse.move(1, 1);
  assert.equal(await strong(page, "> a"), near);
  await owner.blur();
  assert.equal(await strong(page, "> a"), chosen);
});
