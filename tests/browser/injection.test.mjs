// What a stranger writes stays text: no page of a site full of attempts runs a script of theirs.

import assert from "node:assert/strict";
import { browserTest, nightly, site, SITES } from "./harness/index.mjs";

/** What each attempt would do if it ran. */
const RUN = "window.__ran=1";

/** Raw HTML, addresses and breaks out of attributes, of JSON, of SVG, of styles and comments. */
const PAYLOADS = [
  `<script>${RUN}</script>`, `<ScRiPt>${RUN}</sCrIpT>`, `<script/x>${RUN}</script>`, `<script\n>${RUN}</script\n>`, `<<script>${RUN}//<</script>`,
  `<script src="data:text/javascript,${RUN}"></script>`, `<script type=module>${RUN}</script>`, `</script><script>${RUN}</script>`,
  `<img src=x onerror=${RUN}>`, `<img src=x onerror="${RUN}">`, `<img src=x oNeRrOr=${RUN}>`, `<img/src=x/onerror=${RUN}>`, `<img src="x\`\` onerror=${RUN}">`,
  `<img """><script>${RUN}</script>">`, `<IMG SRC=javascript:${RUN}>`, `<img src=x:x onerror\n=${RUN}>`, `<img srcset="x 1x, y 2x" onerror=${RUN}>`,
  `<svg onload=${RUN}>`, `<svg/onload=${RUN}>`, `<svg><script>${RUN}</script></svg>`, `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>x</text></a></svg>`, `<svg><set attributeName=href to=javascript:${RUN}>`, `<svg><foreignObject><body onload=${RUN}>`,
  `<svg><use href="data:image/svg+xml,<svg id=x onload=${RUN}>#x"/></svg>`, `<svg><style><img src=x onerror=${RUN}></style></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`, `<math href="javascript:${RUN}">x</math>`, `<math><maction actiontype="statusline#" xlink:href="javascript:${RUN}">x`,
  `<body onload=${RUN}>`, `<body onpageshow=${RUN}>`, `<html onmouseover=${RUN}>`, `<frameset onload=${RUN}>`, `<iframe src="javascript:${RUN}">`, `<iframe srcdoc="<script>parent.${RUN}</script>">`,
  `<iframe onload=${RUN}>`, `<object data="javascript:${RUN}">`, `<object data="data:text/html,<script>parent.${RUN}</script>">`, `<embed src="javascript:${RUN}">`,
  `<applet code="javascript:${RUN}">`, `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, `<meta http-equiv="Content-Security-Policy" content="script-src *">`,
  `<base href="javascript:${RUN}//">`, `<link rel=stylesheet href="javascript:${RUN}">`, `<link rel=import href="data:text/html,<script>${RUN}</script>">`, `<link rel=preload as=script href=x onload=${RUN}>`,
  `<style>@import "javascript:${RUN}";</style>`, `<style onload=${RUN}>`, `<div style="background:url(javascript:${RUN})">`, `<div style="width:expression(${RUN})">`, `<style><!--</style><script>${RUN}</script>-->`,
  `<form action="javascript:${RUN}"><input type=submit autofocus>`, `<form><button formaction="javascript:${RUN}">x`, `<input autofocus onfocus=${RUN}>`, `<select autofocus onfocus=${RUN}>`, `<textarea autofocus onfocus=${RUN}>`,
  `<button autofocus onfocus=${RUN}>x`, `<keygen autofocus onfocus=${RUN}>`, `<isindex action="javascript:${RUN}">`, `<input type=image src=x onerror=${RUN}>`,
  `<video onerror=${RUN}><source src=x></video>`, `<video><source onerror=${RUN} src=x></video>`, `<audio src=x onerror=${RUN}>`, `<video poster="javascript:${RUN}">`,
  `<details open ontoggle=${RUN}>`, `<details open ontoggle="${RUN}"><summary>x</summary></details>`, `<marquee onstart=${RUN}>x`, `<dialog open onclose=${RUN}>`, `<x onfocus=${RUN} tabindex=1 autofocus>`,
  `<a href="javascript:${RUN}" autofocus onfocus=${RUN}>x</a>`, `<a href="jAvAsCrIpT:${RUN}">x</a>`, `<a href="java\tscript:${RUN}">x</a>`, `<a href="java&#10;script:${RUN}">x</a>`, `<a href=" &#14; javascript:${RUN}">x</a>`,
  `<a href="javascript&colon;${RUN}">x</a>`, `<a href="&#x6a;avascript:${RUN}">x</a>`, `<a href="data:text/html,<script>${RUN}</script>">x</a>`, `<a href="vbscript:${RUN}">x</a>`, `<a href='x' onclick='${RUN}'>x</a>`,
  `<a href="x" ping="javascript:${RUN}" onpointerenter=${RUN}>x</a>`, `<area href="javascript:${RUN}" onfocus=${RUN}>`, `<p onanimationstart=${RUN} class=x>`, `<p onwheel=${RUN}>x`, `<b onpointerrawupdate=${RUN}>x</b>`,
  `<!--><script>${RUN}</script>-->`, `<!-- --!><script>${RUN}</script>`, `<!--<img src="--><img src=x onerror=${RUN}//">`, `<![CDATA[<script>${RUN}</script>]]>`, `<?xml version="1.0"?><script>${RUN}</script>`, `<!DOCTYPE x [<!ENTITY y "<script>${RUN}</script>">]>&y;`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`, `<title><img src=x onerror=${RUN}></title>`, `</title><script>${RUN}</script>`, `</textarea><script>${RUN}</script>`, `<textarea></textarea><img src=x onerror=${RUN}>`, `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<plaintext><script>${RUN}</script>`, `<noembed><img src="</noembed><img src=x onerror=${RUN}>">`, `<template><script>${RUN}</script></template>`, `<template shadowrootmode=open><img src=x onerror=${RUN}></template>`, `<slot onslotchange=${RUN}>`, `<portal src="javascript:${RUN}">`,
  `"><script>${RUN}</script>`, `'><script>${RUN}</script>`, `" onfocus=${RUN} autofocus x="`, `' onfocus=${RUN} autofocus x='`, `\`onfocus=${RUN} autofocus\``, `"><img src=x onerror=${RUN}>`, `' onerror='${RUN}`, `--><script>${RUN}</script>`, `]]><script>${RUN}</script>`,
  `"};${RUN};//`, `\\"};${RUN};//`, `</script><img src=x onerror=${RUN}>`, `\\u003c/script\\u003e\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`, `<\\/script><script>${RUN}<\\/script>`, `\u2028${RUN}\u2028`, `<!--<script>${RUN}`, `*/${RUN}/*`, `\${${RUN}}`, `{{ ${RUN} }}`, `{% raw %}<script>${RUN}</script>`,
  `{{ "<script>${RUN}</script>" | safe }}`, `{{constructor.constructor("${RUN}")()}}`, `&lt;script&gt;${RUN}&lt;/script&gt;`, `&#60;script&#62;${RUN}&#60;/script&#62;`, `%3Cscript%3E${RUN}%3C/script%3E`, `\uff1cscript\uff1e${RUN}\uff1c/script\uff1e`, `<scr<script>ipt>${RUN}</scr</script>ipt>`, `<scr\u0131pt>${RUN}</script>`, `<\u200bscript>${RUN}</script>`,
  `[x](javascript:${RUN})`, `[x](JAVASCRIPT:${RUN})`, `[x](<java\tscript:${RUN}>)`, `[x](javascript&colon;${RUN})`, `[x](&#106;avascript:${RUN})`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](vbscript:${RUN})`, `[x](x "\" onfocus=${RUN} autofocus x=\"")`, `[x](x '" onfocus=${RUN} autofocus')`, `![x](javascript:${RUN})`,
  `![" onerror=${RUN} x="](x.png)`, `![x](x.png "\" onerror=${RUN} x=\"")`, `![x](data:image/svg+xml,<svg onload=${RUN}>)`, `<javascript:${RUN}>`, `<https://x" onfocus=${RUN} autofocus>`, `https://x/"onfocus=${RUN}`, `https://x/<script>${RUN}</script>`, `a@b.example"onfocus=${RUN}`, `[x]: javascript:${RUN}`, `[^x]: <img src=x onerror=${RUN}>`,
  `\`\`\`"><script>${RUN}</script>\nx\n\`\`\``, `\`\`\`html title="<script>${RUN}</script>"\nx\n\`\`\``, `~~~ x" onfocus=${RUN} autofocus="\nx\n~~~`, `\`<script>${RUN}</script>\``, `    <script>${RUN}</script>`, `# <img src=x onerror=${RUN}>`, `# x {#"onfocus=${RUN}}`, `# x {onfocus=${RUN} autofocus=x}`, `| <img src=x onerror=${RUN}> |\n|-|\n| <svg onload=${RUN}> |`, `- [ ] <img src=x onerror=${RUN}>`, `> [!NOTE]\n> <img src=x onerror=${RUN}>`, `x\n: <img src=x onerror=${RUN}>`,
];

/** An address that is refused stops a build, which other tests show: its attempt stands where it is no link. */
const isRefused = (text) => /\]\(\s*<?(j|&#106|data|vbs)|^\[x\]: j|^<javascript|<a href="( &#14;|java|jAv|&#x6a;|data|vbs)/i.test(text);

const quoted = (text) => JSON.stringify(text);
/** On one line, for titles, names and cells. */
const line = (text) => text.replace(/[\n\t\u2028]+/g, " ");

function attempts() {
  const checks = "[checks]\n" + ["KB102", "KB203", "KB405", "KB502", "KB602", "KB801", "KB806", "KB408", "KB403"].map((code) => `${code} = "off"\n`).join("");
  const files = { "site.toml": `title = ${quoted(`T ${line(PAYLOADS[0])}`)}\nbase_url = "https://handbook.example/"\n[dates]\ngit = false\n${checks}` };
  const escaped = (payload) => quoted(line(payload).replace(/[[\]()<>@!]/g, (c) => `\\${c}`));
  const guides = PAYLOADS.map((payload, n) => {
    const body = isRefused(payload) ? `\`\`\`text\n${payload}\n\`\`\`` : payload;
    files[`content/guides/p${n}.md`] = `---\ntitle: ${isRefused(payload) ? escaped(`P${n} ${payload}`) : quoted(`P${n} ${line(payload)}`)}\nsummary: ${escaped(`S${n} ${payload}`)}\ntags: [tag]\n---\n\nText before.\n\n${body}\n\nText behind.\n`;
    return `- [](guide:p${n})`;
  });
  files["content/index.md"] = `# Attempts\n\n${guides.join("\n")}\n`;
  const raw = (payload) => (isRefused(payload) ? escaped(payload) : quoted(line(payload)));
  files["content/glossary.yaml"] = PAYLOADS.map((p, n) => `word-${n}: {term: ${escaped(`W${n} ${p}`)}, def: ${raw(p)}}\n`).join("");
  files["content/faq.yaml"] = PAYLOADS.map((p, n) => `- {q: ${escaped(`Why ${n} ${p}?`)}, a: ${raw(p)}, id: q${n}, about: "term:word-${n}"}\n`).join("");
  files["content/roles/owner.yaml"] = `title: ${escaped(PAYLOADS[0])}\nsummary: ${escaped(PAYLOADS[8])}\nfocus:\n${PAYLOADS.map((p) => `  - ${raw(p)}\n`).join("")}`;
  files["content/decisions.yaml"] = PAYLOADS.slice(0, 60).map((p, n) => `d-${n}: {decide: ${escaped(`D${n} ${p}`)}, accountable: owner, note: ${raw(p)}}\n`).join("");
  files["content/a'onfocus=x autofocus.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`;
  return files;
}

SITES.attempts = { files: attempts(), options: ["--fail-on", "error"] };

browserTest("no attempt runs on any page", async ({ open }) => {
  assert.ok(PAYLOADS.length >= 150, `${PAYLOADS.length} payloads`);
  const built = await site("attempts");
  const pages = built.pages.filter((page) => page.kind !== "redirect");
  // every page of an attempt at night, else each eighth and all other kinds
  const chosen = pages.filter((page, n) => nightly || n % 8 === 0 || !/^(guides\/p|decisions\/d-)/.test(page.address));
  const page = await open("attempts", "", { width: 1280 });
  const ran = [];
  for (const { address } of chosen) {
    await page.goto(new URL(address, built.url).href, { waitUntil: "load" });
    await page.evaluate(() => {
      for (const element of document.querySelectorAll("main *")) {
        element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
        if (element.tabIndex >= 0) element.focus();
      }
    });
    // what would run when asked to, too
    const found = await page.evaluate(() => {
      const live = [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes].filter(({ name, value }) =>
        name.startsWith("on") || name === "style" || name === "srcdoc" ||
        (/^(href|src|action|formaction|data|xlink:href)$/.test(name) && /^(javascript|vbscript|data:(?!,$|image\/))/i.test(value.replace(/[\0-\x20]/g, "")))));
      return [...(window.__ran === undefined ? [] : ["it ran"]), ...live.map(({ name, value }) => `${name}=${value}`)];
    });
    if (found.length) ran.push(`${address}: ${found.join(", ")}`);
  }
  assert.deepEqual(ran, []);
  console.log(`${PAYLOADS.length} attempts in ${pages.length} pages, ${chosen.length} opened: none ran`);
});
