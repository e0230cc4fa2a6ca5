// The graph of roles: a role alone with its neighbours, kinds of relation on and off, and what is chosen in the address.
// Without this file the whole drawing and its table are there.
(() => {
  const graph = document.querySelector(".graph"), form = document.querySelector(".ties"), shown = document.querySelector(".shown");
  if (!graph || !form) return;
  const each = (from, what) => [...from.querySelectorAll(what)];
  const role = form.querySelector("select"), kinds = each(form, "input"), nodes = each(graph, "a");
  const groups = kinds.map((kind) => graph.querySelector("g." + kind.name));
  const index = (id) => nodes.findIndex((node) => node.dataset.id === id);

  // Shows one role and its neighbours, or all.
  const isolate = (at) => {
    const near = new Set([at]);
    let n = 0;
    groups.forEach((group, i) => {
      group.toggleAttribute("hidden", !kinds[i].checked);
      for (const line of group.children) {
        const ends = line.dataset.of.split(" ").map(Number), mine = at < 0 || ends.includes(at);
        line.classList.toggle("off", !mine);
        if (mine && kinds[i].checked) { n += 1; ends.forEach((end) => near.add(end)) }
      }
    });
    nodes.forEach((node, i) => node.classList.toggle("off", at >= 0 && !near.has(i)));
    return { n, others: near.size - 1 };
  };
  const apply = () => {
    const at = index(role.value), { n, others } = isolate(at);
    const said = "t:graph.isolated".replace("{n}", n).replace("{others}", others);
    shown.textContent = at < 0 ? "" : said.replace("{role}", () => role.selectedOptions[0].text);
  };
  const read = () => {
    const query = new URLSearchParams(location.search), without = (query.get("without") || "").split(",");
    role.value = query.get("role") || "";
    if (role.selectedIndex < 0) role.value = "";
    for (const kind of kinds) kind.checked = !without.includes(kind.name);
    apply();
  };
  form.addEventListener("change", () => {
    apply();
    const query = new URLSearchParams(location.search), off = kinds.filter((kind) => !kind.checked).map((kind) => kind.name);
    role.value ? query.set("role", role.value) : query.delete("role");
    off.length ? query.set("without", off) : query.delete("without");
    try { history.pushState(null, "", location.pathname + (String(query) && "?" + query)) } catch {} // not from disk
  });
  // The pointer or the focus on a role shows it for as long as it is there; what is said stays with the choice.
  const node = (e) => nodes.indexOf(e.target.closest("a"));
  const back = () => {
    const focused = nodes.indexOf(document.activeElement);
    isolate(focused < 0 ? index(role.value) : focused);
  };
  for (const type of ["pointerover", "focusin"]) graph.addEventListener(type, (e) => node(e) < 0 || isolate(node(e)));
  for (const type of ["pointerout", "focusout"]) graph.addEventListener(type, back);
  addEventListener("popstate", read);
  addEventListener("pageshow", read); // the browser may have filled in the controls again
  each(form, "[hidden]").forEach((control) => { control.hidden = false });
  read();
})();
