// The field on the page of questions: with script it finds them there, without it the search of the site does.

import assert from "node:assert/strict";
import { browserTest } from "./harness/index.mjs";

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
