// axe, run within a page.

import axe from "axe-core";

/** What axe finds on a page, or `within` a part of it, at a width, in a scheme, in forced colours: a line for each element. */
export async function audit(page, { width, scheme, contrast = "none", within }) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme, forcedColors: contrast });
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  // Sizes of targets are part of WCAG 2.2, which axe asks for only when told to.
  const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  const { violations } = await page.evaluate(([within, options]) => window.axe.run(within ?? document, options), [within, options]);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)} (${failureSummary.split("\n").slice(1).join(" ").trim()})`),
  );
}
