// The role picker: what it shows is what the built pages show, and the address holds what is chosen.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { browserTest, inParallel, site, SITES } from "./harness/index.mjs";

/** Every way in which a cell, a row and a part in a decision can come about, in three accounts of which one builds on another. */
SITES.sides = {
  files: {
    "site.toml": 'title = "Sides & <more>"\n[house]\ntitle = "Our house"\n[compare]\nrows = ["primary_question", "focus", "owns", "works_with", "completeness"]\n',
    "content/roles/owner.yaml":
      "title: Owner <of> *things*\nabbr: OW\naka: [keeper]\nsummary: Keeps *it* & more [@book].\nprimary_question: What & why?\nfocus: [One, 'Two [@book]', '[](term:list)', Four, '<kbd>Five</kbd>']\n" +
      "owns: [list, A \"quoted\" thing]\nworks_with: [maker, users, lead]\ncompleteness: all\n" +
      "according_to:\n  old: {focus: [Old focus], primary_question: null}\n  new: {defined: true, owns: [List of new], summary: 'New summary [@old]'}\n",
    "content/roles/maker.yaml":
      "title: Maker\nsummary: Makes it.\nprimary_question: What & why?\nfocus: [One]\nmoved_from: [builder]\naccording_to:\n  new: {defined: false}\n  article: {focus: [Said in an article]}\n",
    "content/roles/lead.yaml": "title: Lead\nabbr: LD\nsummary: Leads.\nfocus: [One]\nworks_with: [maker, clerk]\ncompleteness: any\n",
    "content/roles/clerk.yaml": "title: Clerk\nsummary: Writes it down.\norder: 1\n",
    "content/parties.yaml": "users: {name: Users, can_decide: true}\n",
    "content/glossary.yaml": "list: {def: A list., kind: artefact}\n",
    "content/sources.yaml":
      "old: {title: Old book, short: Old, edition: '2001', frame: true}\nnew: {title: New book, short: New, edition: '2020', frame: true, extends: old}\nbook: {title: A *book*, authors: Some Body, date: '1999', url: 'https://book.example/'}\narticle: {title: An article, date: '2010'}\n",
    "content/decisions.yaml":
      "first: {decide: The first thing, accountable: owner, consulted: [maker], informed: [lead], according_to: {new: {accountable: lead}, old: {consulted: []}}}\n" +
      "second: {decide: The second, accountable: maker, responsible: [owner, maker], status: disputed, according_to: {old: {status: retired}, new: {status: null}}}\nthird: {decide: The third, accountable: users, order: 1}\n" +
      "fourth: {decide: The fourth, accountable: lead, according_to: {old: {responsible: [clerk], informed: [owner], status: disputed}, new: {status: agreed}}}\n",
    "content/comparisons/a.yaml":
      "roles: [owner, maker]\nsummary: Both, in short [@article].\ntakeaways: ['Remember [@book].', Also]\nrows:\n  - focus\n  - {field: owns, owner: Its own cell, note: 'The Lead says so [@old].'}\n" +
      "  - {label: 'Looks *like*', owner: This, maker: This, note: 'The Lead again, and `code`.'}\n  - summary\n  - horizon\n",
    "content/comparisons/b.yaml": "roles: [maker, owner, lead]\ntitle: All *three*\nframe: new\nrows: [focus, {field: primary_question, maker: Said here, note: Why.}, owns, summary, completeness]\n",
    "content/comparisons/c.yaml": "roles: [clerk, maker]\nframe: old\n",
    "content/comparisons/d.yaml": "roles: [owner, maker, lead, clerk]\n",
  },
};

/** What an element is made of: its elements with what readers and styles know of them, and its words. */
const shape = (elements) => elements.map((top) => {
  const KNOWN = ["class", "href", "id", "scope", "role", "tabindex", "title", "type", "aria-label", "aria-labelledby", "aria-hidden"];
  const LOOSE = ["TABLE", "THEAD", "TBODY", "TR", "UL", "FIELDSET"];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      return LOOSE.includes(node.parentNode.tagName) && !node.data.trim() ? "" : node.data.replace(/\s+/g, " ");
    }
    const value = (name) => {
      const written = node.getAttribute(name);
      // The headings of a comparison lead to the same pages, from another depth.
      if (name === "href" && !written.startsWith("#")) return node.href;
      // The page of the picker may have sources of its own.
      return written.replace(/^(#?)picked-s/, "$1s");
    };
    const attributes = KNOWN.filter((name) => node.hasAttribute(name)).map((name) => ` ${name}="${value(name)}"`).join("");
    return `\n<${node.tagName.toLowerCase()}${attributes}>${[...node.childNodes].map(walk).join("")}</>`;
  };
  top.normalize();
  return walk(top);
});

/** The parts of a comparison that both pages have. */
async function parts(page) {
  const within = page.locator(await page.locator("#picked").count() ? "#picked" : "main");
  const of = (selector) => within.locator(selector).evaluateAll(shape);
  const each = (selector, get) => within.locator(selector).evaluateAll(get);
  return {
    heading: await page.locator("h1").evaluateAll(shape),
    table: await of("table.vs:not(.letters)"),
    regions: await each(".scroll:has(> .vs)", (all) => all.map((e) => `${e.className} ${e.getAttribute("role")} ${e.tabIndex}`)),
    boxes: await of(".pick, .only"),
    checked: await each(".pick input, .only input", (all) => all.map((e) => e.checked)),
    notes: await of("section[aria-labelledby=glance] > .foot, section[aria-labelledby=who] > .foot"),
    who: await of("table.letters"),
    key: await of("section[aria-labelledby=who] > .key"),
    takeaways: await of(".take"),
    sources: await of(".src"),
  };
}

for (const name of ["golden", "handbook", "sides"]) {
  browserTest(`what is picked is what is built: ${name}`, async ({ open, blank }) => {
    const of = await site(name);
    const data = JSON.parse(readFileSync(join(of.folder, "data/kb.json"), "utf8"));
    assert.ok(data.comparisons.length > 0, "there is nothing to compare");
    await inParallel(data.comparisons, 3, blank, async (comparison, page) => {
      await page.goto(of.url + comparison.url);
      const built = await parts(page);
      assert.ok(built.table.length === 1 && built.table[0].includes("<td>"), "the built page has no table");
      const frame = comparison.account ? `&frame=${comparison.account}` : "";
      await page.goto(`${of.url}compare/?roles=${comparison.roles}${frame}`);
      await page.locator("#picked table").first().waitFor();
      const picked = await parts(page);
      // Sources that only other parts of the built page cite stand behind those of the table.
      const cited = picked.sources.map((list) => list.replace(/<\/>$/, ""));
      assert.ok(cited.every((list, i) => built.sources[i]?.startsWith(list)), `${comparison.id}: ${cited}\n${built.sources}`);
      delete built.sources;
      delete picked.sources;
      assert.deepEqual(picked, built, comparison.id);
    });
  });
}

browserTest("roles are picked, swapped, added and removed with the keyboard, and the address follows", async ({ open }) => {
  const page = await open("golden", "compare/");
  await page.locator("#picker").waitFor();
  const told = page.locator("#told");
  const one = page.getByLabel("Role 1"), two = page.getByLabel("Role 2");
  await one.focus();
  await page.keyboard.type("Product Owner");
  await told.getByText("Choose another role").waitFor();
  await two.focus();
  await page.keyboard.type("Project Manager");
  await page.waitForURL("**/compare/?roles=product-owner,project-manager");
  assert.equal(await page.locator("h1").innerText(), "Product Owner vs Project Manager");
  assert.match(await page.title(), /^Product Owner vs Project Manager · /);
  assert.match(await told.textContent(), /Product Owner vs Project Manager, according to How we work/);
  assert.equal(await page.locator("#picked .take").count(), 1, "the authored comparison has takeaways");
  assert.equal(await page.locator("#picked > .foot a").getAttribute("href"), (await site("golden")).url + "compare/product-owner-vs-project-manager/");

  await page.getByRole("button", { name: "Swap with Product Owner" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/?roles=project-manager,product-owner");
  assert.deepEqual(await page.locator("#picked table.vs").first().locator("thead th").allInnerTexts(), ["Project Manager", "Product Owner"]);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Swap/);

  await page.getByRole("button", { name: "Add a role" }).press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.name), "role2");
  await page.keyboard.type("Product Manager");
  await page.waitForURL("**/?roles=project-manager,product-owner,product-manager");
  assert.equal(await page.locator("#picked .pick").count(), 1);
  await page.getByRole("button", { name: "Remove Project Manager" }).press("Enter");
  await page.waitForURL("**/?roles=product-owner,product-manager");

  await page.goBack();
  await page.waitForURL("**/?roles=project-manager,product-owner,product-manager");
  await page.locator("#picked table.w3").first().waitFor();
  await page.goBack();
  await page.goBack();
  await page.locator("h1").getByText("Product Owner vs Project Manager").waitFor();
  await page.goForward();
  await page.locator("h1").getByText("Project Manager vs Product Owner").waitFor();
});

browserTest("an account and the differences alone are part of the address", async ({ open }) => {
  const page = await open("sides", "compare/?roles=owner,lead&frame=new&only=differences");
  const table = page.locator("#picked table.vs").first();
  await table.waitFor();
  assert.equal(await page.getByRole("combobox", { name: "According to" }).inputValue(), "new");
  assert.match(await table.locator("caption").innerText(), /according to New 2020/);
  assert.ok(await table.locator("td .ours").count() > 0, "what is ours says so");
  await page.goto((await site("sides")).url + "compare/?roles=maker,lead&only=differences");
  const same = page.locator("#picked table.vs tr.same").first();
  await same.waitFor({ state: "attached" });
  assert.ok(await same.isHidden());
  await page.getByLabel("Show only what differs").uncheck();
  await page.waitForURL("**/compare/?roles=maker,lead");
  assert.ok(await same.isVisible());
  await page.getByRole("combobox", { name: "According to" }).selectOption("new");
  await page.waitForURL("**/?roles=maker,lead&frame=new");
  assert.ok(await page.getByText("no such role", { exact: true }).count() > 0);
});

browserTest("names that lead nowhere are told, with what may be meant", async ({ open }) => {
  const page = await open("sides", "compare/?roles=ownr,lead");
  const told = page.locator("#told");
  await told.getByText("There is no role “ownr”.").waitFor();
  await told.getByRole("link", { name: /^Owner/ }).click();
  await page.locator("#picked table").first().waitFor();
  assert.ok(page.url().endsWith("?roles=owner,lead"));
  const said = async (query) => {
    await page.goto((await site("sides")).url + "compare/?" + query);
    await told.locator("p").first().waitFor({ state: "attached" });
    return told.innerText();
  };
  assert.match(await said("roles=LD,owner"), /Did you mean Lead\?/);
  assert.match(await said("roles=owner,owner"), /Owner .* was named twice[\s\S]*Choose another role/);
  assert.match(await said("roles=owner,maker,lead,clerk,users"), /There is no role “users”/);
  assert.match(await said("roles=owner,lead&frame=nobody"), /There is no account “nobody”/);
  assert.doesNotMatch(await said("roles=owner,builder"), /no role/);
  assert.match(await page.locator("h1").innerText(), /^Owner .* vs Maker$/);
  const hostile = "<img src=x onerror=alert(1)>".repeat(50);
  assert.match(await said(`roles=${encodeURIComponent(hostile)},lead`), /There is no role “<img/);
  assert.equal(await page.locator("main img").count(), 0);
  await page.goto((await site("handbook")).url + "compare/?roles=product-owner,project-manager,scrum-master,product-manager,ux-designer");
  await page.locator("#picked table.w4").first().waitFor();
  assert.match(await told.innerText(), /Left out: UX Designer/);
});

browserTest("without a script the comparisons are links, and pairs that work together have pages", async ({ open }) => {
  const page = await open("sides", "compare/", { script: false });
  assert.ok(await page.locator("#picker").isHidden());
  assert.equal(await page.locator(".cards h3 a").count(), 4);
  const pairs = page.locator("section[aria-labelledby=pairs] li a");
  assert.deepEqual(await pairs.allInnerTexts(), ["Lead vs Maker", "Lead vs Clerk", "Owner things vs Lead"]);
  await pairs.first().click();
  assert.ok(await page.locator("table.vs").first().isVisible());
  assert.equal(await page.locator("meta[name=robots]").getAttribute("content"), "noindex");
});

browserTest("a page from a folder says why roles cannot be picked", async ({ blank }) => {
  const { folder } = await site("golden-file");
  const page = await blank({ expect: [/kb\.json/, /CORS|fetch|ERR_FAILED/i] });
  await page.goto(pathToFileURL(join(folder, "compare/index.html")).href);
  await page.locator("#told").getByText("served as a site").waitFor();
  assert.ok(await page.locator("#picker").isHidden());
});

browserTest("on paper stands the table and not the picker", async ({ open }) => {
  const page = await open("golden", "compare/?roles=product-owner,project-manager,product-manager", { media: "print" });
  await page.locator("#picked table").first().waitFor();
  for (const gone of ["#picker", "#told", ".cards", "#picked .only", "#picked .pick"]) {
    for (const element of await page.locator(gone).all()) assert.ok(await element.isHidden(), `${gone} is printed`);
  }
  const paper = await page.pdf({ preferCSSPageSize: true });
  assert.match(paper.toString("latin1"), /\/MediaBox \[0 0 (8\d\d|79\d)[.\d]* (5|6)\d\d/, "no page lies on its side");
});

for (const width of [320, 390]) {
  browserTest(`four roles are readable at ${width} pixels`, async ({ open }) => {
    const page = await open("handbook", "compare/?roles=product-owner,product-manager,project-manager,scrum-master", { width, height: 700 });
    const region = page.locator("#picked .scroll").first();
    await region.waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page scrolls sideways");
    const first = region.locator("tbody th").first();
    const at = await first.boundingBox();
    assert.ok(at.width <= width * 0.4 + 1, `the first column is ${at.width} wide`);
    await region.evaluate((e) => { e.scrollLeft = 300; e.scrollTop = 120 });
    const [moved, head, box] = [await first.boundingBox(), await region.locator("thead th").first().boundingBox(), await region.boundingBox()];
    assert.ok(Math.abs(moved.x - at.x) < 1, "the first column scrolls away");
    assert.ok(head.y >= box.y - 1, "the head scrolls away");
  });
}

browserTest("a comparison speaks in its own account, and is our practice in another", async ({ open }) => {
  const page = await open("golden", "compare/?roles=product-owner,project-manager&frame=scrum-guide-2020");
  const cells = page.locator("#picked .vs:not(.letters) tbody tr", { hasText: "Looks" }).locator("td");
  await cells.first().waitFor();
  assert.match((await cells.allInnerTexts()).join(" | "), /^Outward.* our practice \| no such role$/);
  assert.equal(await page.locator("#picked .take, .lead:not(:empty)").count(), 0, "what is only said in our account stands above another");
  await page.getByRole("combobox", { name: "According to" }).selectOption("house");
  await page.locator("#picked .take").waitFor();
  assert.equal(await page.locator("#picked .vs .ours").count(), 0);
});

SITES.builtIn = {
  files: {
    "site.toml": 'title = "T"\n',
    "content/roles/constructor.yaml": "title: Constructor\nsummary: Builds.\nfocus: [Stone]\n",
    "content/roles/valueof.yaml": "title: Value\nsummary: Is worth it.\nfocus: [Gold]\n",
    "content/roles/keeper.yaml": "title: Keeper\nsummary: Keeps.\nfocus: [Keys]\n",
    "content/comparisons/a.yaml": "roles: [valueof, keeper]\nrows: [focus, {label: Looks, valueof: Outward, keeper: Inward}]\n",
  },
};

browserTest("roles may be called like what every object has", async ({ open }) => {
  const page = await open("builtIn", "compare/?roles=constructor,valueof,keeper");
  await page.locator("#picked table").first().waitFor();
  assert.match(await page.locator("#picked .vs tbody").first().innerText(), /Stone\s+Gold\s+Keys/);
});
