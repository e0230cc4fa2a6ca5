// The kinds of page, told by their address. A page of no kind fails every test that asks, so a new kind cannot be forgotten.

/** Kinds and the addresses of their pages, as `urls = "directory"` writes them. The first that fits counts. */
export const KINDS = [
  ["home", /^$/],
  ["not-found", /^404\.html$/],
  ["used-in", /\/used-in\/$/],
  ["roles", /^roles\/$/],
  ["role", /^roles\/[^/]+\/$/],
  ["compare", /^compare\/$/],
  ["comparison", /^compare\/[^/]+\/$/],
  ["decisions", /^decisions\/$/],
  ["role-decisions", /^decisions\/of\/[^/]+\/$/],
  ["decision", /^decisions\/[^/]+\/$/],
  ["faq", /^faq\/$/],
  ["role-faq", /^faq\/about(\/[^/]+|-other)\/$/],
  ["glossary", /^glossary\/$/],
  ["sources", /^sources\/$/],
  ["events", /^events\/$/],
  ["event", /^events\/[^/]+\/$/],
  ["people", /^people\/$/],
  ["person", /^people\/[^/]+\/$/],
  ["accounts", /^according-to\/$/],
  ["account", /^according-to\/[^/]+\/$/],
  ["tags", /^tags\/$/],
  ["tag", /^tags\/[^/]+\/$/],
  ["health", /^health\/$/],
  ["graph", /^graph\/$/],
  ["search", /^search\/$/],
  // Folders of guides may have any name: these are those of the sites of the tests.
  ["guides", /^(guides|checks)(\/accounts)?\/$/],
  ["guide", /^(guides|checks)\/.+\/$/],
];

/** The kind of the page at an address of the site, whichever way its addresses are written. */
export function kindOf(address) {
  const plain = address === "404.html" ? address : address.replace(/(^|\/)index\.html$/, "$1").replace(/\.html$/, "/");
  const found = KINDS.find(([, pattern]) => pattern.test(plain));
  if (!found) throw new Error(`no kind of page is known for ${address}: add it to harness/kinds.mjs`);
  return found[0];
}
