// Every published page is valid HTML: the Nu HTML Checker has nothing to say about any.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { relative } from "node:path";
import { test } from "node:test";

import { nothing, site } from "./harness/index.mjs";

const CHECKER = createRequire(import.meta.url)("vnu-jar");

/** It reads files, not a site, so it cannot tell what `'self'` is: whether the policy holds is seen in the browser. */
const NOT_FOR_FILES = /^Resource violates Content Security Policy/;

/** It takes data for a script: what is of another type than JavaScript is never run, and no browser reports it. */
const DATA = (m) => /^Inline script violates Content Security Policy/.test(m.message) && m.extract.includes('<script type="application/ld+json">');

test("every page is valid HTML", { timeout: 300_000 }, async () => {
  const sites = [];
  for (const name of ["handbook", "golden", "many", "hard", "golden-file"]) sites.push(await site(name));
  const typed = ["-Xss4m", "-jar", CHECKER, "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", ...sites.map((s) => s.folder)];
  const { messages } = JSON.parse(execFileSync("java", typed, { encoding: "utf8", maxBuffer: 1 << 28 }));
  const shelf = new URL(`file://${sites[0].folder}/..`).pathname;
  nothing(
    messages
      .filter((m) => !NOT_FOR_FILES.test(m.message) && !DATA(m))
      .map((m) => `${relative(shelf, new URL(m.url).pathname)}:${m.lastLine}: ${m.subType ?? m.type}: ${m.message}: ${(m.extract ?? "").trim()}`),
  );
});
