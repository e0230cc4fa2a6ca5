// Work on many pages at once, and what was found on them.

/** Calls `work` for each item, `lanes` at a time; each lane keeps what `lane()` gave it, such as an open page. */
export async function inParallel(items, lanes, lane, work) {
  const left = [...items].reverse();
  const run = async () => {
    if (!left.length) return;
    const own = await lane();
    while (left.length) await work(left.pop(), own);
  };
  await Promise.all(Array.from({ length: lanes }, run));
}

/** Fails with what was found, a line each, if anything was. */
export function nothing(found) {
  if (!found.length) return;
  const fault = new Error(found.join("\n"));
  // Where it was thrown tells nothing.
  fault.stack = fault.message;
  throw fault;
}
