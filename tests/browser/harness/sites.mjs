// The sites of the tests, built with the program under test: each once in a run, however many files of tests ask for it.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { kindOf } from "./kinds.mjs";
import { hard, many } from "./made_up.mjs";
import { serve } from "./server.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const PROGRAM = resolve(process.env.KB_BIN ?? join(ROOT, "target/debug/kb"));
/** The day on which all tests run. */
const TODAY = "2026-11-21";
const FILE = '\n[output]\nurls = "file"\n';

/** Where built sites are kept: of the whole run if its starter says where, else of this process. */
const SHELF = process.env.KB_SITES ?? mkdtempSync(join(tmpdir(), "kb-sites-"));
if (!process.env.KB_SITES) process.on("exit", () => rmSync(SHELF, { recursive: true, force: true }));

/**
 * What each site is made of: the folder it stands in (`from`), or its `files`; what is added to its `site.toml`; options of
 * `kb build`; and the path below which it is served. A test may add one of its own: `SITES.mine = { files: { … } }`.
 */
export const SITES = {
  handbook: { from: ROOT },
  golden: { from: join(ROOT, "tests/golden") },
  "handbook-file": { from: ROOT, settings: FILE },
  "golden-file": { from: join(ROOT, "tests/golden"), settings: FILE },
  "handbook-below": { from: ROOT, options: ["--base-url", "https://handbook.example/x/y/"], path: "/x/y/" },
  "golden-below": { from: join(ROOT, "tests/golden"), options: ["--base-url", "https://handbook.example/x/y/"], path: "/x/y/" },
  many: { files: many() },
  hard: { files: hard() },
};

const built = new Map();

/** A site, built and served: its `url`, its `folder`, and its `pages` with `address`, `file`, `kind` and `bytes`. */
export function site(name) {
  if (!built.has(name)) built.set(name, make(name));
  return built.get(name);
}

/** Of each kind of page in these sites the one with most in it, as `{ site, page }`. */
export async function onePerKind(...names) {
  const largest = new Map();
  for (const name of names) {
    const of = await site(name);
    for (const page of of.pages) {
      if (page.kind === "redirect") continue;
      if (!(largest.get(page.kind)?.page.bytes >= page.bytes)) largest.set(page.kind, { site: of, page });
    }
  }
  return [...largest.values()];
}

async function make(name) {
  const folder = join(SHELF, name);
  if (!existsSync(folder)) build(name, folder);
  const { url } = await serve(folder, SITES[name].path);
  const pages = files(folder).filter((file) => file.endsWith(".html")).map((file) => {
    const address = file.replace(/(^|\/)index\.html$/, "$1");
    const moved = /<meta http-equiv="refresh"/i.test(readFileSync(join(folder, file), "utf8"));
    return { address, file, kind: moved ? "redirect" : kindOf(address), bytes: statSync(join(folder, file)).size };
  });
  return { name, url, folder, pages, files: files(folder), path: SITES[name].path ?? "/" };
}

/** Builds beside the place and moves it there, so that another process sees the whole site or nothing. */
function build(name, folder) {
  const { from, files = {}, settings, options = [] } = SITES[name];
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`cargo build\`, or set KB_BIN to a built kb`);
  mkdirSync(SHELF, { recursive: true });
  const work = mkdtempSync(join(SHELF, ".work-"));
  try {
    let source = from;
    if (!from || settings) {
      source = join(work, "site");
      mkdirSync(source);
      for (const part of ["site.toml", "content", "themes"]) {
        if (from && existsSync(join(from, part))) cpSync(join(from, part), join(source, part), { recursive: true });
      }
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(source, path)), { recursive: true });
        writeFileSync(join(source, path), text);
      }
      if (!existsSync(join(source, "site.toml"))) writeFileSync(join(source, "site.toml"), 'title = "T"\n');
      if (settings) writeFileSync(join(source, "site.toml"), readFileSync(join(source, "site.toml"), "utf8") + settings);
    }
    const output = join(work, "out");
    const typed = ["build", "--site", source, "--output", output, "--today", TODAY, "--quiet", "--format", "short", ...options];
    execFileSync(PROGRAM, typed, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
    try {
      renameSync(output, folder);
    } catch (error) {
      // Another process was faster.
      if (!existsSync(folder)) throw error;
    }
  } catch (error) {
    throw new Error(`the site ${name} cannot be built: ${error.stdout || error.stderr || error.message}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** All files below a folder, in the order of their names. */
function files(folder) {
  const all = [];
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (!entry.name.startsWith(".")) all.push(relative(folder, path).split(sep).join("/"));
    }
  };
  walk(folder);
  return all.sort();
}
