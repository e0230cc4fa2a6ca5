// The search page: its field, its place for results, and its state, which is its address.
(() => {
  const found = document.getElementById("found"), field = document.getElementById("q"), lists = document.getElementById("lists");
  const kb = window.kb, title = document.title;
  let fresh = false, pause;
  const changed = (address, asked, settled) => {
    found.hidden = !asked;
    lists.hidden = !!asked;
    document.title = asked ? `${asked} · ${title}` : title;
    if (address === location.href) { fresh = true; return }
    // A search that stood a while is a step back; the letters typed on the way to it are none.
    history[settled !== "read" && (settled || fresh) && location.search ? "pushState" : "replaceState"](null, "", address);
    fresh = !!settled;
    clearTimeout(pause);
    pause = setTimeout(() => { fresh = true }, 1500);
  };
  kb.load("assets/find.js").then(() => {
    const more = (run, shown) => Object.assign(document.createElement("button"), {
      type: "button", textContent: "t:search.more",
      onclick: async () => { await run("more"); found.querySelectorAll(".hit")[shown]?.focus() },
    });
    const results = kb.finder(field, found, { changed, more });
    const read = () => results.set(new URLSearchParams(location.search));
    field.form.addEventListener("submit", (e) => { e.preventDefault(); fresh = true; results.run() });
    addEventListener("popstate", read);
    // What was typed before this script came counts as well.
    if (location.search) read(); else if (field.value) results.run();
  }).catch(() => {
    const alert = document.createElement("p");
    alert.role = "alert";
    alert.textContent = "t:search.failed";
    found.append(alert);
    found.hidden = false;
  });
})();
