// A test with Chromium, and what no test may do unnoticed.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";

import { chromium } from "playwright-core";

import { nothing } from "./pool.mjs";
import { site } from "./sites.mjs";

/** Whether long sweeps run, and not only a share of them. */
export const nightly = process.env.KB_NIGHTLY === "1";

/** How long a test may take; a browser among eight other processes is slow. */
const LONGEST = nightly ? 1_800_000 : 300_000;
const PATIENCE = 60_000;

/** Chromium asks nobody for anything. */
export const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

const running = new Map();

/** The browser of this file of tests whose reader chose letters of this size. */
function browser(letters) {
  const args = [...QUIET, `--blink-settings=defaultFontSize=${letters}`];
  if (!running.has(letters)) running.set(letters, chromium.launch({ executablePath: program(), args }));
  return running.get(letters);
}
after(async () => {
  for (const one of running.values()) await (await one).close();
});

/** Where Chromium is: `KB_CHROMIUM`, or what the system calls it. */
export function program() {
  if (process.env.KB_CHROMIUM) return process.env.KB_CHROMIUM;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // It is not in this folder.
      }
    }
  }
  throw new Error("there is no chromium: `apt-get install chromium`");
}

/**
 * A test whose function gets `open(site, address, options)`, which opens a page of a site, and `blank(options)`, which opens
 * an empty one. It fails if any of its pages has an error on the console, breaks its content security policy, throws, asks for
 * what is not there, asks another server, or sets a cookie.
 *
 * Options: `width`, `height`, `scheme` ("light", "dark"), `contrast` ("active" for forced colours), `script: false`,
 * `media: "print"`, `touch: true`, `clipboard: true`, `letters` (the size the reader chose, 16), and `expect`: patterns of faults that are part of the test.
 */
export function browserTest(name, run) {
  test(name, { timeout: LONGEST }, async () => {
    nothing(await observe(run));
  });
}

/** Runs a function with `open` and `blank`, and says what the pages it opened did wrong. */
export async function observe(run) {
  const contexts = [];
  const faults = [];
  const blank = async (options = {}) => {
    const context = await (await browser(options.letters ?? 16)).newContext(settings(options));
    contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    if (options.media) await page.emulateMedia({ media: options.media });
    watch(context, options.expect ?? [], faults);
    return page;
  };
  const open = async (name, address = "", options = {}) => {
    const page = await blank(options);
    await page.goto((await site(name)).url + address);
    return page;
  };
  try {
    await run({ open, blank });
    for (const context of contexts) {
      for (const cookie of await context.cookies()) faults.push(`a cookie is set: ${cookie.name}`);
    }
  } finally {
    for (const context of contexts) await context.close();
  }
  return [...new Set(faults)];
}

/** The options of a test as Playwright calls them. */
function settings({ width = 1280, height = 900, scheme = "light", contrast = "none", script = true, touch = false, clipboard = false }) {
  return {
    viewport: { width, height },
    colorScheme: scheme,
    forcedColors: contrast,
    reducedMotion: "reduce",
    javaScriptEnabled: script,
    hasTouch: touch,
    permissions: clipboard ? ["clipboard-read", "clipboard-write"] : [],
  };
}

/** Notes what the pages of a context do wrong. */
function watch(context, expected, faults) {
  const fault = (page, text) => {
    if (!expected.some((pattern) => pattern.test(text))) faults.push(`${page?.url() ?? "?"}: ${text}`);
  };
  const follow = (page) => {
    page.on("pageerror", (error) => fault(page, `error: ${error.message}`));
  };
  context.pages().forEach(follow);
  context.on("page", follow);
  context.on("console", (line) => {
    if (line.type() === "error" || line.type() === "warning") fault(line.page(), `console: ${line.text()}`);
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = ["data:", "blob:", "file:", "about:"].includes(protocol) || hostname === "127.0.0.1";
    if (!own) fault(request.frame()?.page(), `asks another server: ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    // Whoever leaves a page ends what it still asks for.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") fault(null, `${request.url()} fails: ${why}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) fault(null, `${response.url()} is answered by ${response.status()}`);
    if (response.headers()["set-cookie"]) fault(null, `${response.url()} sets a cookie`);
  });
}
