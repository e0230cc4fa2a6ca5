// `kb serve`: a saved file is seen at once, the reader's place stays, and what is wrong is said beside the page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { audit } from "./harness/axe.mjs";
import { browserTest, nothing } from "./harness/index.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = resolve(process.env.KB_BIN ?? join(ROOT, "target/debug/kb"));

/** A copy of the golden site, served while `work` runs; then its pages are closed before the server is. */
async function served(blank, work, change = () => {}) {
  const pages = [];
  const open = async (address, options) => {
    const page = await blank(options);
    pages.push(page);
    await page.goto(address);
    // It follows changes from now on.
    await page.locator("html[data-kb-state]").waitFor();
    return page;
  };
  const site = mkdtempSync(join(tmpdir(), "kb-serve-"));
  for (const part of ["site.toml", "content", "themes"]) {
    try {
      cpSync(join(ROOT, "tests/golden", part), join(site, part), { recursive: true });
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
  const read = (path) => readFileSync(join(site, path), "utf8");
  // Beside its place, and then into it, as editors do.
  const save = (path, text) => {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, dirname(path), ".saving"), text);
    renameSync(join(site, dirname(path), ".saving"), join(site, path));
  };
  const edit = (path, from, to) => {
    assert.ok(read(path).includes(from), `${path} does not hold ${from}`);
    save(path, read(path).replace(from, to));
  };
  change({ save, edit });
  const server = spawn(PROGRAM, ["serve", "--site", site, "--port", "0", "--today", "2026-11-21", "--drafts"], { stdio: ["ignore", "ignore", "pipe"] });
  try {
    let url;
    for await (const line of createInterface({ input: server.stderr })) {
      url = /Serving (http:\S+)/.exec(line)?.[1];
      if (url) break;
    }
    server.stderr.resume();
    await work({ url, open, read, save, edit });
    for (const page of pages) await page.close();
  } finally {
    server.kill();
    rmSync(site, { recursive: true, force: true });
  }
}

const shows = (page, selector, words) => page.locator(selector).filter({ hasText: words }).first().waitFor();
const panel = (page) => page.locator("kb-dev .panel");
/** Remembers this document, and tells later whether it is still the same. */
const stay = (page) => page.evaluate("void (window.here = true)");
const stayed = (page) => page.evaluate("window.here === true");

const ROLE = "content/roles/product-owner.md";

browserTest("an edit of a role is seen in place", ({ blank }) =>
  served(blank, async ({ url, open, edit }) => {
    const page = await open(`${url}roles/product-owner/`, { height: 500 });
    await stay(page);
    const details = page.locator("main details");
    if (await details.count()) await details.first().evaluate((d) => { d.open = true });
    await page.evaluate("scrollTo(0, 400)");
    const at = await page.evaluate("scrollY");
    edit(ROLE, "---\n", "---\n# a comment\n");
    edit(ROLE, "summary: ", "summary: Quite new. ");
    await shows(page, "main .lead", "Quite new.");
    assert.ok(await stayed(page), "the document was loaded anew");
    assert.ok(Math.abs((await page.evaluate("scrollY")) - at) < 60, "the place is lost");
    if (await details.count()) assert.ok(await details.first().evaluate((d) => d.open), "what was open is closed");
    assert.ok(await panel(page).isHidden());
  }),
);

browserTest("a summary shown on many pages, a decision and the settings", ({ blank }) =>
  served(blank, async ({ url, open, edit }) => {
    const pages = [];
    for (const address of ["roles/", "roles/product-owner/", "decisions/", ""]) {
      const page = await open(url + address);
      pages.push(page);
    }
    const [roles, role, decisions, home] = pages;
    edit(ROLE, "summary: ", "summary: Quite new. ");
    await shows(roles, "main", "Quite new.");
    await shows(role, "main .lead", "Quite new.");
    edit("content/decisions.yaml", "decide: ", "decide: Quite new ");
    await shows(decisions, "main", "Quite new");
    edit("site.toml", "title = \"", "title = \"Quite new ");
    await shows(home, "header .brand", "Quite new");
    await shows(role, "header .brand", "Quite new");
  }),
);

browserTest("a style sheet is swapped, a template is followed", ({ blank }) =>
  served(blank, async ({ url, open, save }) => {
    const page = await open(`${url}roles/product-owner/`);
    await stay(page);
    save("themes/handbook/style.css", `${readFileSync(join(ROOT, "themes/handbook/style.css"), "utf8")}\nh1 { letter-spacing: 7px }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).letterSpacing === "7px");
    assert.ok(await stayed(page), "the document was loaded anew");
    save("themes/handbook/role.html", '{% extends "base.html" %}{% block content %}<p class="mine">Quite new</p>{% endblock content %}');
    await shows(page, "main .mine", "Quite new");
  }),
);

browserTest("what is wrong stands beside the page, and goes when it is put right", ({ blank }) =>
  served(blank, async ({ url, open, read, save, edit }) => {
    const page = await open(`${url}roles/product-owner/`);
    const good = read(ROLE), lead = await page.locator("main .lead").textContent();
    const wrongs = [
      [ROLE, good.replace("---\n", "---\ntitle: [\n")],
      [ROLE, good.replace("summary: ", "sumary: ")],
      [ROLE, `${good}\n[nobody](role:nobody) and [nothing](#nothing)\n`],
      ["themes/handbook/role.html", "{% block"],
      ["site.toml", "title ="],
    ];
    for (const [path, text] of wrongs) {
      const before = path.startsWith("themes/") ? readFileSync(join(ROOT, path), "utf8") : read(path);
      await page.locator("main .lead").focus().catch(() => {});
      const focus = await page.evaluate("document.activeElement.tagName");
      save(path, text);
      await panel(page).waitFor();
      await shows(page, "kb-dev .panel pre", path);
      assert.ok((await page.locator("kb-dev .panel details summary").count()) > 0, "no explanation");
      assert.equal(await page.locator("main .lead").textContent(), lead, "the page is not as it was");
      assert.equal(await page.evaluate("document.activeElement.tagName"), focus, "it takes the focus");
      assert.match(await page.locator("kb-dev [role=status]").textContent(), /error/);
      await page.keyboard.press("Escape");
      await page.locator("kb-dev .pill").waitFor();
      assert.ok(await panel(page).isHidden(), "Escape does nothing");
      await page.locator("kb-dev .pill").click();
      await panel(page).waitFor();
      save(path, before);
      await panel(page).waitFor({ state: "hidden" });
    }
    edit(ROLE, "summary: ", "summary: Quite new. ");
    await shows(page, "main .lead", "Quite new.");
  }),
);

browserTest("the panel is for everybody", ({ blank }) =>
  served(blank, async ({ url, open, save, read }) => {
    for (const [width, scheme] of [[390, "dark"], [1280, "light"]]) {
      // axe tries styles on what it measures in a shadow tree.
      const page = await open(`${url}roles/product-owner/`, { width, scheme, expect: [/Applying inline style/] });
      const good = read(ROLE);
      save(ROLE, good.replace("summary: ", "sumary: "));
      await panel(page).waitFor();
      nothing(await audit(page, { width, scheme }));
      save(ROLE, good);
      await panel(page).waitFor({ state: "hidden" });
      await page.close();
    }
  }),
);

browserTest("the one open tab is offered the page that changed", ({ blank }) =>
  served(blank, async ({ url, open, edit }) => {
    const page = await open(url);
    edit(ROLE, "summary: ", "summary: Quite new. ");
    const offer = page.locator("kb-dev .offer a");
    await offer.waitFor();
    assert.equal(new URL(page.url()).pathname, "/");
    await offer.click();
    await page.waitForURL(`${url}roles/product-owner/`);
  }),
);

browserTest("drafts say so, and every page leads to its source", ({ blank }) =>
  served(
    blank,
    async ({ url, open }) => {
      const page = await open(`${url}guides/in-work/`);
      await shows(page, "kb-dev .notes", "Draft");
      await shows(page, "kb-dev .notes .source", "content/guides/in-work.md");
    },
    ({ save }) => save("content/guides/in-work.md", "---\ntitle: In work\nsummary: It is not done.\nstatus: draft\n---\n\nText.\n"),
  ),
);
