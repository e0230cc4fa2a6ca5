// The harness itself: it notices what it promises to notice.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { KINDS, kindOf, observe, serve } from "./harness/index.mjs";

const folder = mkdtempSync(join(tmpdir(), "kb-harness-"));
const CSP = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`;
const PAGES = {
  "fine.html": "<p>Fine.",
  "policy.html": `${CSP}<p style="color: red">Styled.`,
  "throws.html": "<script>undefined.x</script>",
  "missing.html": '<img src="gone.png">',
  "away.html": '<img src="http://away.invalid/x.png">',
  "cookie.html": "<script>document.cookie = 'a=1'</script>",
  "says.html": "<script>console.error('oh')</script>",
};
let server;

before(async () => {
  for (const [name, text] of Object.entries(PAGES)) writeFileSync(join(folder, name), `<!doctype html><title>T</title><link rel="icon" href="data:,">${text}`);
  server = await serve(folder);
});
after(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const faults = (name, options) =>
  observe(async ({ blank }) => {
    const page = await blank(options);
    await page.goto(server.url + name, { waitUntil: "networkidle" });
  });

const NOTICED = {
  "policy.html": /Content Security Policy/,
  "throws.html": /error: /,
  "missing.html": /gone\.png is answered by 404/,
  "away.html": /asks another server: http:\/\/away\.invalid/,
  "cookie.html": /a cookie is set: a/,
  "says.html": /console: oh/,
};
for (const [name, fault] of Object.entries(NOTICED)) {
  test(`${name} is noticed`, async () => assert.match((await faults(name)).join("\n"), fault));
}

test("a page without a fault has none, and one that is expected is none", async () => {
  assert.deepEqual(await faults("fine.html"), []);
  assert.deepEqual(await faults("says.html", { expect: [/oh/] }), []);
});

test("an address of no kind is an error, and all kinds are told apart", () => {
  assert.throws(() => kindOf("new-section/x/"), /no kind of page/);
  assert.equal(kindOf("roles/product-owner.html"), "role");
  assert.equal(kindOf("roles/index.html"), "roles");
  assert.equal(new Set(KINDS.map(([kind]) => kind)).size, KINDS.length);
});
