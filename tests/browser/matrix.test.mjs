// The matrix: what its filters show, that the address keeps them, and that its headings stay where they are read.

import assert from "node:assert/strict";

import { browserTest } from "./harness/index.mjs";

const ALL = "decisions/";
const visible = (page) => page.locator("#matrix tbody tr:not(.grp):visible");
const names = (page) => visible(page).evaluateAll((rows) => rows.map((row) => row.id));
const total = (page) => page.locator("#matrix tbody tr:not(.grp)").count();
const field = (page, name) => page.getByRole(name === "Words" ? "searchbox" : "combobox", { name, exact: true });
const part = (page, id, role) =>
  page.evaluate(([id, role]) => {
    const at = [...document.querySelectorAll("#matrix thead th")].findIndex((th) => th.dataset.of === role);
    return document.getElementById(id).cells[at].textContent;
  }, [id, role]);

browserTest("a filter shows what it says, and nothing else", async ({ open }) => {
  const page = await open("handbook", ALL);
  const all = await total(page);
  assert.equal(await visible(page).count(), all);

  await field(page, "Role").selectOption("product-owner");
  const some = await names(page);
  assert.ok(some.length > 0 && some.length < all);
  for (const id of some) assert.notEqual(await part(page, id, "product-owner"), "", id);

  await field(page, "Part").selectOption({ label: "Accountable" });
  const answers = await names(page);
  assert.ok(answers.length > 0 && answers.length < some.length);
  for (const id of answers) assert.match(await part(page, id, "product-owner"), /^A: Accountable/, id);
  assert.equal(await page.locator("#matrix tbody:visible").count(), 1, "groups without rows vanish");
  assert.equal(await page.getByRole("status").textContent(), `${answers.length} of ${all} decisions: Product Owner · Accountable`);

  // Whoever is accountable may do the work as well: the letter in the square is not the whole part.
  await field(page, "Part").selectOption({ label: "Responsible" });
  assert.ok((await names(page)).some((id) => answers.includes(id)));

  await page.getByRole("button", { name: "Clear" }).click();
  assert.equal(await visible(page).count(), all);
  assert.equal(new URL(page.url()).search, "");
});

browserTest("a letter alone, an event and words filter too", async ({ open }) => {
  const page = await open("handbook", ALL);
  const all = await total(page);
  await field(page, "Part").selectOption("i");
  const told = await page.locator("#matrix tbody tr").filter({ hasText: ": Informed" }).count();
  assert.ok(told > 0);
  assert.equal(await visible(page).count(), told);
  await field(page, "Part").selectOption("");
  await field(page, "Taken at").selectOption("sprint-planning");
  const there = await names(page);
  assert.ok(there.length > 0 && there.length < all);
  await field(page, "Taken at").selectOption("");
  await field(page, "Words").fill("  DÀTE promised ");
  const worded = await visible(page).locator("th").allTextContents();
  assert.ok(worded.length > 0 && worded.length < all);
  for (const text of worded) assert.match(text, /promised.*date|date.*promised/i);
  await field(page, "Words").fill("nothing says this");
  assert.equal(await page.locator("#matrix tbody:visible").count(), 0);
  assert.match(await page.getByRole("status").textContent(), new RegExp(`^0 of ${all} decisions: “nothing says this”$`));
});

browserTest("the address keeps what is chosen, and back undoes it", async ({ open }) => {
  const page = await open("handbook", `${ALL}?role=product-owner&letter=a`);
  const first = await names(page);
  assert.equal(await field(page, "Role").inputValue(), "product-owner");
  assert.equal(await field(page, "Part").inputValue(), "a");
  await field(page, "Part").selectOption("c");
  assert.equal(new URL(page.url()).search, "?role=product-owner&letter=c");
  assert.notDeepEqual(await names(page), first);
  await page.goBack();
  assert.deepEqual(await names(page), first);
  assert.equal(await field(page, "Part").inputValue(), "a");

  await field(page, "Words").pressSequentially("next");
  assert.equal(new URL(page.url()).searchParams.get("q"), "next");
  await page.reload();
  assert.equal(await field(page, "Words").inputValue(), "next");

  const odd = await open("handbook", `${ALL}?role=nobody&letter=x&at=%3Cb%3E`);
  assert.equal(await visible(odd).count(), await total(odd), "what does not exist filters nothing");
});

browserTest("all that one answers for is one click away, also from the keyboard", async ({ open }) => {
  const page = await open("handbook", ALL);
  await page.getByRole("link", { name: "Decided by Project Manager" }).focus();
  await page.keyboard.press("Enter");
  assert.equal(new URL(page.url()).search, "?role=project-manager&letter=a");
  const rows = await names(page);
  assert.ok(rows.length > 0);
  for (const id of rows) assert.match(await part(page, id, "project-manager"), /^A/);
  // Marks are no stops on the way of the Tab key: each row has one, its decision.
  await page.getByRole("region", { name: /Decisions in rows/ }).focus();
  await page.getByRole("link", { name: "Decided by Project Manager" }).focus();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr").id), rows[0]);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr")?.id ?? ""), rows[1] ?? "");
});

browserTest("a role leads to its rows", async ({ open }) => {
  const page = await open("handbook", "roles/product-owner/");
  await page.getByRole("link", { name: "See them in the matrix" }).click();
  await page.getByRole("status").filter({ hasText: "Product Owner" }).waitFor();
  assert.ok((await visible(page).count()) < (await total(page)));
});

browserTest("without script the whole matrix is there, and no control that does nothing", async ({ open }) => {
  const page = await open("handbook", `${ALL}?role=product-owner`, { script: false });
  assert.equal(await visible(page).count(), await total(page));
  assert.equal(await page.locator(".filter").isVisible(), false);
  assert.ok(await page.getByRole("link", { name: "Decided by Product Owner" }).isVisible());
});

browserTest("the part of a role in a split matrix can be filtered as well", async ({ open }) => {
  const page = await open("many", "decisions/of/role-1/");
  const all = await total(page);
  await field(page, "Part").selectOption("a");
  await field(page, "Role").selectOption("role-1");
  const mine = await visible(page).count();
  assert.ok(mine > 0 && mine < all, `${mine} of ${all}`);
});

browserTest("printed, it says what is shown and has no controls", async ({ open }) => {
  const page = await open("handbook", `${ALL}?role=product-owner&letter=a`, { media: "print" });
  assert.equal(await page.locator(".filter").isVisible(), false);
  assert.ok(await page.getByText(/of \d+ decisions: Product Owner · Accountable/).isVisible());
  assert.equal(await page.locator("#matrix thead").evaluate((head) => getComputedStyle(head).display), "table-header-group");
  // All of it on paper of one direction: another one in between begins a page.
  assert.equal(await page.locator("body").evaluate((body) => getComputedStyle(body).page), "wide");
});

for (const width of [320, 390, 768, 1280]) {
  browserTest(`headings stay in sight at ${width} px, and the page does not scroll sideways`, async ({ open }) => {
    const page = await open("handbook", ALL, { width });
    const boxes = () =>
      page.evaluate(() => {
        const box = (element) => element.getBoundingClientRect().toJSON();
        const region = document.querySelector("#matrix").closest(".scroll");
        const rows = [...document.querySelectorAll("#matrix tbody tr:not(.grp)")];
        return { region: box(region), head: box(document.querySelector("#matrix thead th:last-child")), first: box(rows[15].cells[0]), cell: box(rows[15].cells[3]) };
      });
    await page.locator("#matrix").evaluate((table) => {
      const region = table.closest(".scroll");
      region.scrollIntoView({ block: "start" });
      region.scrollTo(100, 500);
    });
    const after = await boxes();
    assert.ok(Math.abs(after.head.top - after.region.top) <= 1, `the header is at ${after.head.top}, its region at ${after.region.top}`);
    assert.ok(Math.abs(after.first.left - after.region.left) <= 1, `the first column is at ${after.first.left}, its region at ${after.region.left}`);
    assert.ok(after.first.width <= width * 0.55, `the first column is ${after.first.width} wide`);
    assert.ok(after.cell.left < after.first.right + 120, "the columns have moved below the first one");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} wide`);
  });
}

browserTest("a small matrix needs no region of its own: its header sticks to the page", async ({ open }) => {
  const page = await open("golden", ALL, { width: 1280, height: 400 });
  await page.locator("#matrix tbody").last().scrollIntoViewIfNeeded();
  const [head, bar] = await page.evaluate(() =>
    ["#matrix thead th", ".top"].map((s) => document.querySelector(s).getBoundingClientRect()).map(({ top, bottom }) => ({ top, bottom })),
  );
  assert.ok(Math.abs(head.top - bar.bottom) <= 2, `the header is at ${head.top}, the bar ends at ${bar.bottom}`);
});
