// The search engine: `kb.search(text, { kinds, role, limit })`, a promise of what is found. Loaded when it is asked for; it
// shows nothing. It fetches a few of the files in data/search/, which src/search/ writes and explains.
(() => {
  const common = "t:query.common", calls = { decision: "t:query.decides", comparison: "t:query.compares" };
  // As in src/search/words.rs: scripts without spaces, pictures, and letters, digits and marks.
  const dense = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}";
  const picture = "\u2600-\u27bf\u{1f000}-\u{1faff}", letters = `(?:(?![${dense}${picture}])[\\p{Alphabetic}\\p{M}\\p{N}\xad])+`;
  const run = new RegExp(`[${dense}]+|[${picture}]|${letters}(?:(?:['’\\-‐‑&]|(?<=\\d)[.,](?=\\d))${letters})*`, "gu");
  const spaceless = new RegExp(`^[${dense}]`, "u");
  // As in chunk.rs, by `Rank`; and what a kind of record is worth.
  const weights = [.3, 1, 1.4, 2.5, 4, 6, 5, 6, 7.5, 9, 11, 13];
  const worth = { role: 1.3, decision: 1.15, question: 1.1, comparison: 1.05, term: 1.2, source: .8, page: .8 };
  const special = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", þ: "th" };
  const fold = (w) => w.normalize("NFKD").replace(/(?<=[иу])\u0306|([\u0300-\u036f])/g, (m, mark) => mark ? "" : m)
    .replace(/[ßæœøłđðıþ]/g, (c) => special[c]).normalize("NFC");
  const long = (w) => w.length > 2;

  // The words of a text, each with its place. Of a compound: for a query its parts, or the whole where it begins `e-`.
  const words = (text, asked) => {
    const found = [];
    for (const { 0: piece, index } of text.matchAll(run)) {
      const add = (w, at = 0, size = piece.length) => w && found.push({ w, at: index + at, end: index + at + size });
      if (spaceless.test(piece)) {
        const all = [...piece];
        for (let i = 0, at = 0; i < all.length; at += all[i++].length) {
          const pair = all[i] + (all[i + 1] || "");
          if (!i || all[i + 1]) add(pair, at, pair.length);
        }
        continue;
      }
      const parts = piece.replace(/\xad/g, "").normalize("NFKC").toLowerCase().replace(/[’ʼ]/g, "'").split(/[-‐&]/)
        .map((part) => [...(part.split("'").filter(long).join("") || part.replace(/'/g, ""))].slice(0, 40).join(""));
      const whole = parts[1] && !parts[3] && (!asked || !long(parts[0]));
      if (!asked || !whole) parts.forEach((part) => add(part));
      if (whole) add(parts.join(""));
    }
    return found;
  };

  // Numbers written by code.rs.
  const numbers = (text) => {
    const found = [];
    let value = 0, shift = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i), bits = code - (code > 92 ? 36 : 35);
      value |= (bits & 31) << shift;
      if (bits & 32) shift += 5; else { found.push(value); value = shift = 0 }
    }
    return found;
  };
  const steps = (text) => { let sum = 0; return numbers(text).map((step) => sum += step) };
  // The last of these that is not behind `value`.
  const before = (list, value) => Math.max(0, list.findLastIndex((first) => first <= value));

  // The manifest, what was made of it, and what was fetched since.
  let started, site, kept;
  const keep = (name, make) => kept[name] ||= make();
  const get = async (path, cache) => {
    const answer = await fetch(`${kb.root}data/search/${path}`, { cache });
    if (!answer.ok) throw Error(path);
    return (await answer.text()).split("\n");
  };
  const file = (name) => keep(name, () => get(`${site.folder}/${name}`));
  // One line of the files of a letter: `first` has the number of the first line in each, or each has 64.
  const line = async (letter, number, first) => {
    const n = first ? before(first, number) : number >> 6;
    return (await file(`${letter}${n}.txt`))[number - (first ? first[n] : n << 6)];
  };
  // The folder is named after its content, so that only this one file can be stale.
  const start = () => started ||= get("index.json", "no-cache").then(([json]) => {
    site = JSON.parse(json);
    kept = {};
    for (const key of ["terms", "places", "records"]) site[key] = steps(site[key]);
    Object.assign(site, { first: [], of: [], fame: [] });
    numbers(site.units).forEach((sections, n) => { site.first.push(site.of.length); while (sections-- >= 0) site.of.push(n) });
  });

  // The words that begin so, from at most so many files.
  const spelled = async (prefix, most) => {
    const from = before(site.words, prefix), to = Math.min(before(site.words, prefix + "\uffff"), from + most - 1), lists = [];
    for (let n = from; n <= to && site.words.length; n++) lists.push(keep(n, async () => {
      let w = "", next = site.terms[n];
      return [...(await file(`w${n}.txt`))[0].matchAll(/([#-@])([^A-Z]*)([A-Y]|Z\d+;)/gu)].map(([, shared, rest, mark]) => {
        const code = mark.charCodeAt() - 65;
        w = w.slice(0, shared.charCodeAt() - 35) + rest;
        if (code < 16) site.fame[next] = code;
        return { w, f: fold(w), term: code < 16 ? next++ : next - (mark[1] ? +mark.slice(1, -1) : code - 15) };
      });
    }));
    return (await Promise.all(lists)).flat().filter(({ f }) => f.startsWith(prefix));
  };

  // The terms a word may mean, each with how likely; `typing`: more of it may follow. A letter or two may become nearly
  // everything: then some of it, and after other words nothing but itself.
  const meant = async ({ w, at, end, typing }, n) => {
    const f = fold(w), most = [0, n ? 0 : 3, 6][spaceless.test(w) ? 3 : f.length] ?? 16, terms = new Map(), forms = new Set(), near = await spelled(f, f[1] ? 4 : 2);
    const take = (entry, share) => {
      forms.add(entry.f);
      if (share > (terms.get(entry.term) || 0)) terms.set(entry.term, share);
    };
    const fame = ({ term }) => site.fame[term] || 0, sorted = (list) => list.sort((a, b) => a.far - b.far || fame(b) - fame(a) || a.f.length - b.f.length);
    for (const entry of near) if (entry.f === f) take(entry, 1);
    // For a word that stands nowhere there is a script of its own.
    const instead = !terms.size && long(f) && !(typing && near[0]) && await (await kb.load("assets/guess.js"), kb.guess)({ w, f, typing, near }, { fold, spelled, sorted, take });
    if (typing || !terms.size) {
      const share = terms.size ? .4 : .75;
      for (const entry of sorted(near).slice(0, most)) take(entry, share * Math.sqrt(f.length / entry.f.length));
    }
    return { terms, forms, f, at, end, typing, instead };
  };

  // The places of a term, as `[unit, rank]`, one after the other; and in how many records they are.
  const places = (term) => keep(`t${term}`, async () => {
    const codes = numbers(await line("p", term, site.places)), found = [];
    let unit = 0, last, many = 0;
    for (let i = 0; i < codes.length; i++) {
      found.push(unit += codes[i] >> 1, codes[i] & 1 ? codes[++i] : 1);
      if (last !== (last = site.of[unit])) many++;
    }
    return { found, many };
  });

  const roles = () => start().then(() => file("roles.json")).then(([json]) => JSON.parse(json).map(([id, title]) => ({ id, title })));
  const joined = (list) => list.map(({ w }) => fold(w)).join(" "), plain = (text) => joined(words(text, 1));

  // At most `limit` records are fetched, `each` of one kind, and none once the question is `stale`; the groups tell how many there are.
  const search = async (query, { kinds, role, limit = 20, each = limit, stale }) => {
    await start();
    const all = words(query, 1).slice(0, 16), end = all.at(-1);
    if (end && /[^\s.?!,;:]$/.test(query)) end.typing = true;
    const telling = all.filter(({ w, typing }) => !common.includes(w) && !(typing && all[1] && common.some((other) => other.startsWith(w))));
    const topical = telling.filter(({ w }) => !Object.values(calls).flat().includes(w));
    const asked = topical[0] ? topical : telling[0] ? telling : all;
    const tokens = (await Promise.all(asked.map(meant))).filter(({ terms, f, typing }, n) => f[1] || terms.size || !(n && typing));
    const about = role && (await roles()).findIndex(({ id }) => id === role), only = role && new Set(about < 0 ? [] : steps(await line("a", about)));

    const count = site.first.length, room = (size) => new Float32Array(size), units = room(site.of.length), score = room(count), matched = room(count);
    for (const { terms } of tokens) {
      const inUnit = room(units.length), inRecord = room(count);
      await Promise.all([...terms].map(async ([term, share]) => {
        const { found: list, many } = await places(term), rare = share * Math.log(1 + count / many);
        for (let i = 0; i < list.length; i += 2) {
          const unit = list[i], n = site.of[unit], points = rare * weights[list[i + 1]];
          if (points > inUnit[unit]) inUnit[unit] = points;
          if (points > inRecord[n]) inRecord[n] = points;
        }
      }));
      inUnit.forEach((points, unit) => { units[unit] += points });
      inRecord.forEach((points, n) => { if (points) { score[n] += points; matched[n]++ } });
    }
    // All words in one record; where none has them all, some.
    let found = [];
    site.kinds.forEach(([kind, start, name], order) => {
      if (kinds?.[0] && !kinds.includes(kind)) return;
      const wanted = topical[0] && all.some(({ w }) => calls[kind]?.includes(w)), share = (worth[kind] || 1) * (wanted ? 2.5 : 1);
      for (let n = start; n < (site.kinds[order + 1]?.[1] ?? count); n++) {
        if (!matched[n] || (only && !only.has(n))) continue;
        const first = site.first[n], whole = matched[n] === tokens.length;
        let unit = first;
        for (let i = first; site.of[i] === n; i++) if (units[i] > units[unit]) unit = i;
        found.push({ n, kind, name, part: unit - first, whole, points: (score[n] + units[unit] / 2) * share * (matched[n] / tokens.length) ** 2 });
      }
    });
    if (found.some(({ whole }) => whole)) found = found.filter(({ whole }) => whole);
    found.sort((a, b) => b.points - a.points || a.n - b.n);

    // The places in a text that the words of the query stand for.
    const marks = (text) => words(text).filter(({ w }) => {
      const own = fold(w);
      return tokens.some(({ forms, typing, f }) => forms.has(own) || (typing && own.startsWith(f)));
    }).reduce((list, { at, end }) => {
      const last = list.at(-1);
      if (last && at <= last[1]) last[1] = Math.max(end, last[1]); else list.push([at, end]);
      return list;
    }, []);
    const phrase = plain(query), topic = joined(asked), totals = {}, seen = found.filter(({ kind }) => (totals[kind] = (totals[kind] || 0) + 1) <= each).slice(0, stale?.() ? 0 : limit);
    const hits = await Promise.all(seen.map(async ({ n, kind, name, part, points }) => {
      const [title, url, text, parts, context, abbr, aliases] = JSON.parse(await line("r", n, site.records));
      const [heading, opening, anchor] = part ? parts[part - 1] : [null];
      // Whoever types a whole name means it.
      const also = aliases || [], names = [title, ...also, kind === "decision" ? /([^/]*?)(\.html)?\/?$/.exec(url)[1] : ""].map(plain);
      const exact = names.findIndex((name) => name === phrase || name === topic), excerpt = opening || text, inTitle = marks(title);
      return {
        kind, title, heading, text: excerpt, context: context || name,
        href: kb.root + (part ? `${url.split("#")[0]}#${anchor || heading.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}` : url),
        marks: { title: inTitle, heading: part ? marks(heading) : [], text: marks(excerpt) },
        abbr: abbr || null, aka: also[exact - 1] || !inTitle[0] && also.find((name) => marks(name)[0]) || null,
        points: points * (!exact || (abbr && plain(abbr) === topic) ? 2 : exact > 0 ? 1.7 : ` ${names[0]} `.includes(` ${phrase} `) ? 1.3 : 1),
      };
    }));
    hits.sort((a, b) => b.points - a.points || (a.title < b.title ? -1 : 1));
    const groups = [...new Set([...hits, ...found].map(({ kind }) => kind))].map((kind) => ({ kind, total: totals[kind], hits: hits.filter((hit) => hit.kind === kind) }));
    const means = asked.map(({ w }) => ({ abbr: w.toUpperCase(), targets: hits.filter(({ abbr }) => abbr?.toLowerCase() === w) }));
    // From the last to the first, so that places stay.
    const right = tokens.reduceRight((said, { instead, at, end }) => instead ? said.slice(0, at) + instead + said.slice(end) : said, query);
    return { query, total: found.length, groups, suggestion: right === query ? null : right, means: means.filter(({ targets }) => targets[1]) };
  };

  // The site may have been published anew since the manifest was read: then once more from the beginning.
  kb.search = async (text, options = {}) => {
    const mine = start();
    try {
      const found = await search(text, options);
      if (mine === started) return found;
    } catch { if (mine === started) started = 0 }
    return search(text, options);
  };
  kb.search.roles = roles;
})();
