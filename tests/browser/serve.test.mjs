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

// What is edited, where it is seen, and what stands there then.
const EDITS = [
  ["an article", "content/guides/long.md", "Paragraph 3 ", "Quite new ", "guides/long/"],
  ["a field of a role", ROLE, "title: Product Owner", "title: Product Owner, quite new", "roles/product-owner/"],
  ["a decision", "content/decisions.yaml", "decide: ", "decide: Quite new ", "decisions/"],
  ["a template", "themes/handbook/guide.html", "{{ <prose body_html /> }}", "<p>Quite new</p>{{ <prose body_html /> }}", "guides/long/"],
  ["the style", "themes/handbook/style.css", "", "h1::after { content: \"Quite new\" }\n", "guides/long/"],
];

const LONG = `---\ntitle: A long guide\nsummary: It has much to say.\n---\n\n## Part\n\n<details><summary>More</summary>\n\nIt is here.\n\n</details>\n\n${Array.from({ length: 60 }, (_, n) => `Paragraph ${n} says something, and something more.\n`).join("\n")}`;
const withLong = ({ save }) => {
  save("content/guides/long.md", LONG);
  for (const file of ["guide.html", "style.css"]) save(`themes/handbook/${file}`, readFileSync(join(ROOT, "themes/handbook", file), "utf8"));
};

browserTest("whatever is edited, the reader's place stays", ({ blank }) =>
  served(
    blank,
    async ({ url, open, read, save }) => {
      for (const [what, path, from, to, address] of EDITS) {
        const page = await open(url + address, { height: 400 });
        await stay(page);
        const details = page.locator("main details");
        const folds = await details.count();
        assert.ok(folds || address !== "guides/long/", "there is nothing to open");
        if (folds) await details.first().evaluate((d) => { d.open = true });
        await page.evaluate("scrollTo(0, 300)");
        assert.equal(await page.evaluate("scrollY"), 300, `${what}: there is nothing to scroll`);
        const before = read(path);
        assert.ok(before.includes(from), `${path} does not hold ${from}`);
        save(path, before.replace(from, to));
        if (what === "the style") await page.waitForFunction(() => getComputedStyle(document.querySelector("h1"), "::after").content.includes("Quite new"));
        else await page.waitForFunction(() => /quite new/i.test(document.querySelector("main").textContent));
        assert.ok(await stayed(page), `${what}: the document was loaded anew`);
        assert.ok(Math.abs((await page.evaluate("scrollY")) - 300) < 80, `${what}: the place is lost`);
        if (folds) assert.ok(await details.first().evaluate((d) => d.open), `${what}: what was open is closed`);
        assert.ok(await panel(page).isHidden(), `${what}: something is wrong`);
        save(path, before);
        await page.close();
      }
    },
    withLong,
  ),
);

browserTest("settings change the shell, and the reader's place stays all the same", ({ blank }) =>
  served(
    blank,
    async ({ url, open, edit }) => {
      const page = await open(`${url}guides/long/`, { height: 400 });
      await page.locator("main details").first().evaluate((d) => { d.open = true });
      await page.evaluate("scrollTo(0, 300)");
      edit("site.toml", "title = \"", "title = \"Quite new ");
      await shows(page, "header .brand", "Quite new");
      await page.locator("html[data-kb-state]").waitFor();
      await page.waitForFunction(() => document.querySelector("main details").open && Math.abs(scrollY - 300) < 80);
    },
    withLong,
  ),
);

browserTest("a name of a role that twenty pages show changes on all of them", ({ blank }) =>
  served(
    blank,
    async ({ url, open, edit }) => {
      const pages = [];
      for (let n = 0; n < 20; n++) pages.push(await open(`${url}guides/one-${n}/`));
      for (const page of pages) await stay(page);
      edit(ROLE, "title: Product Owner", "title: Product Owner, quite new");
      for (const page of pages) {
        await shows(page, "main", "Ask the Product Owner, quite new.");
        assert.ok(await stayed(page), "the document was loaded anew");
      }
    },
    ({ save }) => {
      for (let n = 0; n < 20; n++) save(`content/guides/one-${n}.md`, `---\ntitle: Guide ${n}\nsummary: It says ${n} things.\n---\n\nAsk the [](role:product-owner).\n`);
    },
  ),
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
      [ROLE, good.replace("---\n", "---\ntitle: [\n"), "KB101", "title: ["],
      [ROLE, good.replace("summary: ", "sumary: "), "KB102", "sumary: "],
      [ROLE, `${good}\nAsk [nobody](role:nobody).\n`, "KB201", "role:nobody"],
      [ROLE, `${good}\nSee [nothing](#nothing).\n`, "KB801", "#nothing"],
      ["themes/handbook/role.html", "{% block", "KB", "{% block"],
      ["site.toml", "title =", "KB", "title ="],
    ];
    for (const [path, text, code, frame] of wrongs) {
      const before = path.startsWith("themes/") ? readFileSync(join(ROOT, path), "utf8") : read(path);
      await page.locator("main .lead").focus().catch(() => {});
      const focus = await page.evaluate("document.activeElement.tagName");
      save(path, text);
      await panel(page).waitFor();
      await shows(page, "kb-dev .panel pre", path);
      const told = await page.locator("kb-dev .panel article > pre").first().textContent();
      for (const words of [code, frame, "━", "help:"]) assert.ok(told.includes(words), `${path}: no ${words} in ${told}`);
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

browserTest("what changes while a page is opened is offered too", ({ blank }) =>
  served(blank, async ({ url, edit }) => {
    const page = await blank();
    let listen;
    const changed = new Promise((resolve) => { listen = resolve });
    await page.route("**/events", async (route) => {
      await changed;
      await route.continue();
    });
    await page.goto(url);
    await page.locator("html[data-kb-state]").waitFor();
    edit(ROLE, "summary: ", "summary: Quite new. ");
    await page.waitForFunction(async () => (await (await fetch("/roles/product-owner/")).text()).includes("Quite new."));
    listen();
    await page.locator("kb-dev .offer a").waitFor();
    await page.close();
  }),
);

browserTest("of more tabs than a browser has connections each one follows, and none is offered another page", ({ blank }) =>
  served(blank, async ({ url, open, edit }) => {
    const first = await open(url), others = [];
    for (let n = 0; n < 8; n++) {
      const page = await first.context().newPage();
      await page.goto(`${url}roles/product-owner/`);
      await page.locator("html[data-kb-state]").waitFor();
      others.push(page);
    }
    edit(ROLE, "summary: ", "summary: Quite new. ");
    for (const page of others) await shows(page, "main .lead", "Quite new.");
    edit(ROLE, "summary: ", "sumary: ");
    for (const page of [first, ...others]) await panel(page).waitFor();
    assert.ok(await first.locator("kb-dev .offer").isHidden(), "a page is offered");
    // It was the one that listened.
    await first.close();
    edit(ROLE, "sumary: ", "summary: Newer still. ");
    for (const page of others) await shows(page, "main .lead", "Newer still.");
    for (const page of others) await page.close();
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
