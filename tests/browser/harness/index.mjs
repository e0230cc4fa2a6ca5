// What a browser test imports.

export { browserTest, nightly, observe } from "./browser.mjs";
export { KINDS, kindOf } from "./kinds.mjs";
export { inParallel, nothing } from "./pool.mjs";
export { serve } from "./server.mjs";
export { onePerKind, site, SITES } from "./sites.mjs";
