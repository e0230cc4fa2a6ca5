// A button at each block of code that copies it. Loaded by pages that have code.
(() => {
  const words = "t:code", said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  document.body.append(said);

  const select = (code) => {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  // Pages from a disk, and from servers without encryption, may not write to the clipboard: there the code is selected, which
  // most browsers let a script copy, and every reader with two keys.
  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
      return true;
    } catch {
      select(code);
      return document.execCommand("copy");
    }
  };

  document.querySelectorAll("pre").forEach((code) => {
    let frame = code.closest("figure.code"), back;
    if (!frame) {
      frame = document.createElement("figure");
      frame.className = "code";
      code.replaceWith(frame);
      frame.append(code);
    }
    const button = document.createElement("button");
    const rest = () => {
      button.textContent = words.copy;
      button.setAttribute("aria-label", words.copy_this);
    };
    button.type = "button";
    button.className = "ib copy";
    button.addEventListener("click", async () => {
      const done = await copy(code);
      button.removeAttribute("aria-label");
      button.textContent = done ? words.copied : words.selected;
      // The same words twice are read once: what is said has to change.
      said.textContent = "";
      requestAnimationFrame(() => { said.textContent = button.textContent });
      clearTimeout(back);
      back = setTimeout(() => { rest(); said.textContent = "" }, 3000);
    });
    rest();
    frame.append(button);
  });
})();
