// What a word may mean that stands nowhere: another form of it, or one that is spelled almost so. Loaded by search.js when
// somebody asks for such a word. Takes the words it finds, and returns what should have been typed.
(() => {
  // How many letters must be changed, added, left out or swapped; `open`: to make what the other word begins with.
  const distance = (a, b, most, open) => {
    let last, row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], last[j - 2] + 1);
      }
      if (Math.min(...next) > most) return 9;
      [last, row] = [row, next];
    }
    return open ? Math.min(...row) : row[b.length];
  };

  kb.guess = async ({ w, f, typing, near }, { fold, spelled, sorted, take }) => {
    await kb.load("assets/stem.js");
    const plain = !/\d/.test(w), size = f.length, stem = (word) => fold(plain ? kb.stem(word) : word), key = stem(w);
    let same = 0, found;
    while (key[same] && key[same] === f[same]) same++;
    for (const entry of await spelled(f.slice(0, Math.max(2, same - !key[same])), 4)) if (stem(entry.w) === key) take(entry, found = .9);
    const most = size < 4 || !plain ? 0 : size < 8 ? 1 : 2;
    for (const beginnings of [[f.slice(0, 2)], [f[0], f[1] + f[0], f.slice(1, 3)]]) {
      if (found || near[0] || !most) return;
      const close = [];
      for (const entry of (await Promise.all(beginnings.map((b) => spelled(b, 8)))).flat()) {
        if (entry.f.length < 4 || entry.f.length < size - most || (!typing && entry.f.length > size + most)) continue;
        let far = distance(f, entry.f, most);
        if (far > most && typing) far = distance(f, entry.f, 1, true) + .5;
        if (far <= most) close.push({ ...entry, far });
      }
      const best = sorted(close).filter(({ far }) => far < close[0].far + .5).slice(0, 6);
      for (const entry of best) take(entry, found = .45 - entry.far / 10);
      if (found) return best[0].w;
    }
  };
})();
