// Pages fit: on the narrowest phone, with letters twice as large, and with the spacing a reader may set.

import { SITES, browserTest, inParallel, nothing, onePerKind, site } from "./harness/index.mjs";

/** What is wider than the page, in a page that scrolls sideways. */
const wider = () => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 0.5 && !scrolls(e.parentElement));
  return [`${document.documentElement.scrollWidth} px wide`, ...wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))];
};

/** Text that is cut off because its box does not grow. */
const cut = () =>
  [...document.querySelectorAll("body *")]
    .filter((e) => {
      const style = getComputedStyle(e);
      const text = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
      const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      return text && hides && !e.matches(".vh") && e.clientWidth > 1 && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
    })
    .map((e) => `cut off: ${e.outerHTML.slice(0, 120)}`);

/** The spacing of WCAG 1.4.12. */
const SPACED = () => {
  const style = new CSSStyleSheet();
  style.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [style];
};

browserTest("no page scrolls sideways at 320 px", async ({ blank }) => {
  const found = [];
  for (const name of ["handbook", "golden", "many", "hard"]) {
    const { url, pages } = await site(name);
    const tab = await blank({ width: 320 });
    await tab.route("**/frames", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Frames</title>" }));
    await tab.goto(`${url}frames`);
    // Many pages at once, each in a frame as wide as a narrow phone, are several times faster than one after the other.
    const addresses = pages.filter((page) => page.kind !== "redirect").map((page) => page.address);
    for (let at = 0; at < addresses.length; at += 20) {
      const batch = addresses.slice(at, at + 20).map((address) => url + address);
      for (const fault of await tab.evaluate(framed, [batch, String(wider)])) found.push(`${name}: ${fault}`);
    }
  }
  nothing(found);
});

/** Opens each address in a frame of 320 px and says which are wider. */
async function framed([addresses, wider]) {
  const frames = addresses.map((address) => {
    const frame = document.createElement("iframe");
    frame.style = "width: 320px; height: 600px; border: 0";
    frame.src = address;
    const loaded = new Promise((done) => frame.addEventListener("load", done));
    document.body.append(frame);
    return loaded.then(() => {
      const { contentDocument: document, contentWindow } = frame;
      const faults = new Function("document", "getComputedStyle", `return (${wider})()`)(document, contentWindow.getComputedStyle);
      const opened = document.querySelector("h1") ? [] : ["is not opened"];
      return [...opened, ...faults].map((fault) => `${address}: ${fault}`);
    });
  });
  const found = (await Promise.all(frames)).flat();
  document.body.replaceChildren();
  return found;
}

/** Words of a usual length that are broken within, because something squeezes them. */
const broken = () => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest("code, pre, .vh")) continue;
    for (const { 0: word, index } of text.data.matchAll(/(?<!\p{L})\p{L}{2,12}(?!\p{L})/gu)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(`breaks ${word} in ${text.parentElement.outerHTML.slice(0, 100)}`);
    }
  }
  return found;
};

browserTest("no kind of page breaks a word of a usual length", async ({ blank }) => {
  const found = [];
  await inParallel(await onePerKind("handbook", "golden"), 3, blank, async ({ site, page }, tab) => {
    for (const width of [320, 768, 1280]) {
      await tab.setViewportSize({ width, height: 900 });
      await tab.goto(site.url + page.address);
      for (const fault of (await tab.evaluate(broken)).slice(0, 5)) found.push(`${site.name}/${page.address} at ${width}: ${fault}`);
    }
  });
  nothing(found);
});

browserTest("every kind of page takes the spacing a reader sets", async ({ blank }) => {
  const found = [];
  const pages = await onePerKind("handbook", "golden", "many");
  await inParallel(pages, 3, () => blank({ width: 320 }), async ({ site, page }, tab) => {
    for (const width of [320, 1280]) {
      await tab.setViewportSize({ width, height: 900 });
      await tab.goto(site.url + page.address);
      await tab.evaluate(SPACED);
      for (const fault of [...(await tab.evaluate(wider)), ...(await tab.evaluate(cut))]) found.push(`${site.name}/${page.address} at ${width}: ${fault}`);
    }
  });
  nothing(found);
});

browserTest("every kind of page takes letters twice as large", async ({ blank }) => {
  const found = [];
  const pages = await onePerKind("handbook", "golden", "many", "hard");
  await inParallel(pages, 3, () => blank({ width: 640, letters: 32 }), async ({ site, page }, tab) => {
    await tab.goto(site.url + page.address);
    for (const fault of [...(await tab.evaluate(wider)), ...(await tab.evaluate(cut))]) found.push(`${site.name}/${page.address}: ${fault}`);
  });
  nothing(found);
});

/** Four roles with names of one long word, compared in twos, threes and fours, and a logo that is a name. */
const LONG = ["Informationssicherheitsbeauftragter", "Qualitätsmanagementbeauftragter", "Datenschutzfolgenabschätzungsbeauftragter", "Arbeitssicherheitsbeauftragter"];
const IDS = LONG.map((_, n) => `r${n}`);
SITES.long = {
  files: {
    "site.toml": 'title = "Northlight role handbook"\nlanguage = "de"\n\n[style]\nlogo = "content/logo.svg"\n',
    "content/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="40" viewBox="0 0 320 40"><path d="M0 0h320v40H0z"/></svg>',
    ...Object.fromEntries(LONG.map((title, n) => {
      const others = IDS.filter((id) => id !== IDS[n]).join(", ");
      return [`content/roles/${IDS[n]}.yaml`, `title: ${title}\nsummary: Entscheidet.\nworks_with: [${others}]\n`];
    })),
    ...Object.fromEntries([2, 3, 4].map((n) => [`content/comparisons/c${n}.yaml`, `roles: [${IDS.slice(0, n).join(", ")}]\n`])),
  },
};

/** Links of a table that are wider than their cells. */
const wideLinks = () =>
  [...document.querySelectorAll("main :is(td, th) a")]
    .filter((a) => a.getBoundingClientRect().right > a.closest("td, th").getBoundingClientRect().right + 1)
    .map((a) => a.textContent);

browserTest("names of one long word stay in their cells, and a long logo in the header", async ({ open }) => {
  for (const width of [320, 390, 768, 960, 1280]) {
    for (const n of [2, 3, 4]) {
      const page = await open("long", `compare/c${n}/`, { width });
      nothing([...await page.evaluate(wideLinks), ...await page.evaluate(wider)].map((fault) => `${n} roles at ${width} px: ${fault}`));
      const header = await page.locator(".top").evaluate((top) => top.offsetHeight);
      if (header > (width < 390 ? 80 : 60)) throw new Error(`the header is ${header} px high at ${width} px`);
      await page.close();
    }
  }
});
