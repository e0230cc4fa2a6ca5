// The list of shortcuts at the foot of the search, and the way to switch off those that are a single key.
(() => {
  const kb = window.kb, t = "t:keys", command = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
  const keys = [
    [["/", `${command} K`], t.find], [["?"], t.keys], [["↓", "↑"], t.move],
    [["Enter"], t.open], [[`${command} Enter`], t.tab], [["Esc"], t.close],
  ];
  kb.keys = (place, el) => {
    if (place.childElementCount > 1) return;
    const single = el("input", { type: "checkbox" });
    single.checked = kb.kept("keys") !== "off";
    single.addEventListener("change", () => kb.kept("keys", single.checked ? "on" : "off"));
    const rows = keys.map(([names, means]) => el("div", {}, el("dt", {}, ...names.flatMap((name) => [el("kbd", {}, name), " "])), el("dd", {}, means)));
    place.append(el("dl", {}, ...rows), el("label", {}, single, t.single));
  };
})();
