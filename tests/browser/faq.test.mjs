// The field on the page of questions: with script it finds them there, without it the search of the site does.

import assert from "node:assert/strict";
import { SITES, browserTest } from "./harness/index.mjs";

const shown = (page) => page.locator(".body .q:visible h3").allTextContents();

browserTest("typing leaves the questions with these words", async ({ open }) => {
  const page = await open("golden", "faq/");
  assert.equal((await shown(page)).length, 4);
  await page.getByLabel("Find a question").fill("both ONE");
  await page.getByText("1 of 4 questions").waitFor();
  assert.deepEqual(await shown(page), ["Can one person be both product owner and project manager?"]);
  assert.equal(await page.getByRole("heading", { level: 2, name: "Decisions" }).isVisible(), false);
  assert.equal(await page.getByRole("heading", { level: 2, name: "Sources" }).isVisible(), true);
});

browserTest("Enter opens the first question that was found, Escape brings all back", async ({ open }) => {
  const page = await open("golden", "faq/");
  await page.getByLabel("Find a question").fill("scrum have");
  await page.keyboard.press("Enter");
  await page.locator("#scrum-product-manager[open]").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.localName), "summary");
  await page.getByLabel("Find a question").focus();
  await page.keyboard.press("Escape");
  assert.equal((await shown(page)).length, 4);
});

browserTest("what is not among the questions is looked for everywhere", async ({ open }) => {
  const page = await open("golden", "faq/");
  await page.getByLabel("Find a question").fill("roadmap");
  await page.getByText("None of the 4 questions has these words.").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/\?q=roadmap&kind=question/);
});

browserTest("without script the field asks the search of the site", async ({ open }) => {
  const page = await open("golden", "faq/", { script: false });
  assert.equal(await page.locator("#find").getAttribute("action"), "../search/");
  assert.equal(await page.getByLabel("Find a question").isVisible(), true);
});

browserTest("a link to a question shows it each time it is followed, whatever was looked for or closed", async ({ open }) => {
  const page = await open("golden", "faq/#scrum-product-manager");
  const asked = page.locator("#scrum-product-manager");
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), { href: "#scrum-product-manager", textContent: "once more" });
    document.querySelector("main").prepend(link);
  });
  await page.getByLabel("Find a question").fill("both one");
  await asked.waitFor({ state: "hidden" });
  await page.getByRole("link", { name: "once more" }).click();
  await asked.waitFor();
  assert.equal(await asked.getAttribute("open"), "");
  await asked.locator("summary").click();
  assert.equal(await asked.getAttribute("open"), null);
  await page.getByRole("link", { name: "once more" }).click();
  await page.locator("#scrum-product-manager[open]").waitFor();
});

browserTest("an address that is no address of a question does no harm", async ({ open }) => {
  const page = await open("golden", "faq/#%E0%A4%A");
  await page.evaluate(() => { location.hash = "#%" });
  await page.getByLabel("Find a question").fill("both ONE");
  await page.getByText("1 of 4 questions").waitFor();
});

SITES.strasse = {
  files: {
    "site.toml": 'title = "Fragen"\nlanguage = "de"\n',
    "content/faq.yaml": ["Wo ist die Straße?", "Wer geht?", "Wann?", "Wie groß ist das Maß?"].map((q) => `- {q: "${q}", a: "So."}\n`).join(""),
  },
};

browserTest("what is written with other letters is found", async ({ open }) => {
  const page = await open("strasse", "faq/");
  const find = page.locator("#find [name=q]");
  for (const [typed, found] of [["strasse", "Wo ist die Straße?"], ["STRAẞE", "Wo ist die Straße?"], ["gross mass", "Wie groß ist das Maß?"]]) {
    await find.fill(typed);
    assert.deepEqual(await shown(page), [found], typed);
  }
});

SITES.find = {
  files: {
    "content/roles/owner.yaml": "title: Owner\nsummary: Decides.\n",
    "content/faq.yaml": "- {id: find, q: Where do I find it?, a: There., about: [owner]}\n- {id: found, q: Who found it?, a: The owner., about: [owner]}\n",
  },
};

browserTest("a question may be called as the form is, or as the results of the search", async ({ open }) => {
  const page = await open("find", "faq/");
  await page.getByLabel("Find a question").fill("who");
  await page.getByText("1 of 2 questions").waitFor();
  assert.deepEqual(await shown(page), ["Who found it?"]);
  await page.locator("a.find").click();
  await page.locator("dialog[open]").waitFor();
});
