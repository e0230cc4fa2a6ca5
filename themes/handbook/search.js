// The search engine: `kb.search(text, { kinds, role, limit })`, a promise of what is found. Loaded when it is asked for; it
// shows nothing. It fetches a few of the files in data/search/, which src/search/ writes and explains.
(() => {
  const common = new Set("t:query.common"), decides = new Set("t:query.decides");
  // As in src/search/words.rs: scripts without spaces, pictures, and letters, digits and marks.
  const dense = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u30fa\\u30fc-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\u{20000}-\\u{3ffff}";
  const picture = "\\u2600-\\u27bf\\u{1f000}-\\u{1faff}", letters = `(?:(?![${dense}${picture}])[\\p{Alphabetic}\\p{M}\\p{N}\\xad])+`;
  const run = new RegExp(`([${dense}]+)|[${picture}]|${letters}(?:(?:['’\\-‐‑&]|(?<=\\d)[.,](?=\\d))${letters})*`, "gu");
  // As in chunk.rs, by `Rank`; and what a kind of record is worth.
  const weights = [.3, 1, 1.4, 2.5, 4, 6, 5, 6, 7.5, 9, 11, 13];
  const worth = { role: 1.3, decision: 1.15, question: 1.1, comparison: 1.05, term: 1.2, source: .8, page: .8 };
  const special = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ı: "i", þ: "th" };
  const fold = (word) => word.normalize("NFKD").replace(/(?<![иу])[\u0300-\u036f]|(?<=[иу])[\u0300-\u0305\u0307-\u036f]/g, "")
    .replace(/[ßæœøłđðıþ]/g, (c) => special[c]).normalize("NFC");
  const stem = (word) => /\d/.test(word) ? fold(word) : fold(kb.stem(word));
  const bare = (part) => part.split("'").filter((piece) => [...piece].length > 2).join("") || part.replace(/'/g, "");

  // The words of a text, each with its place. Of a compound they are its parts, for a query the parts or the whole.
  const words = (text, asked) => {
    const found = [];
    for (const { 0: piece, 1: chars, index } of text.matchAll(run)) {
      const add = (word, at = index, end = index + piece.length) => word && found.push({ word: [...word].slice(0, 40).join(""), at, end });
      if (chars) {
        const all = [...chars];
        let at = index;
        all.forEach((c, i) => {
          if (i + 1 < all.length || !i) add(c + (all[i + 1] || ""), at, at + c.length + (all[i + 1] || "").length);
          at += c.length;
        });
        continue;
      }
      const parts = piece.replace(/\xad/g, "").normalize("NFKC").toLowerCase().replace(/[’ʼ]/g, "'").split(/[-‐&]/).map(bare);
      const joined = parts.length > 1 && parts.length < 4 && parts.join("");
      if (!asked || !joined || parts.every((part) => part.length > 2)) parts.forEach((part) => add(part));
      if (joined && (!asked || parts.some((part) => part.length < 3))) add(joined);
    }
    return found;
  };

  // Numbers written by code.rs.
  const numbers = (text) => {
    const found = [];
    for (let i = 0, value = 0, shift = 0; i < text.length; i++) {
      let bits = text.charCodeAt(i) - 35;
      if (bits > 57) bits--;
      value |= (bits & 31) << shift;
      if (bits & 32) shift += 5; else { found.push(value); value = shift = 0 }
    }
    return found;
  };
  const steps = (text) => { let sum = 0; return numbers(text).map((step) => sum += step) };
  // The last of `firsts` that is not behind `value`.
  const before = (firsts, value) => {
    let low = 0, high = firsts.length;
    while (high - low > 1) { const mid = (low + high) >> 1; if (firsts[mid] <= value) low = mid; else high = mid }
    return low;
  };

  let started, files;
  const get = (path, options) => fetch(kb.root + "data/search/" + path, options).then((answer) => {
    if (!answer.ok) throw new Error(answer.status + " " + path);
    return answer.text();
  });
  const file = (index, name, read) => files[name] ||= get(index.folder + "/" + name).then(read);
  const start = () => started ||= (files = {}, Promise.all([
    // The folder is named after its content, so that only this one file can be stale.
    get("index.json", { cache: "no-cache" }).then(JSON.parse), kb.load("assets/stem.js"),
  ]).then(([index]) => {
    const sections = numbers(index.units), first = [], record = [];
    sections.forEach((count, i) => { first.push(record.length); for (let n = 0; n <= count; n++) record.push(i) });
    for (const key of ["terms", "places", "records"]) index[key] = steps(index[key]);
    return { ...index, first, record, fame: [], lists: [] };
  }));

  // The words that begin with `prefix`, from a few files.
  const spelled = async (index, prefix, most) => {
    if (!index.words.length) return [];
    const from = before(index.words, prefix), to = Math.min(before(index.words, prefix + "\uffff"), from + most - 1), shards = [];
    for (let n = from; n <= to; n++) shards.push(file(index, `w${n}.txt`, (text) => {
      const entries = [];
      let last = "", next = index.terms[n];
      for (const [, shared, rest, mark] of text.matchAll(/([#-@])([^A-Z]*)([A-Y]|Z\d+;)/gu)) {
        const code = mark.charCodeAt(0) - 65, word = last = last.slice(0, shared.charCodeAt(0) - 35) + rest;
        const term = code < 16 ? next++ : next - (mark[1] ? parseInt(mark.slice(1)) : code - 15);
        if (code < 16) index.fame[term] = code;
        entries.push({ word, folded: fold(word), term });
      }
      return entries;
    }));
    return (await Promise.all(shards)).flat().filter((entry) => entry.folded.startsWith(prefix));
  };

  // How many letters must be changed, added, left out or swapped; `open`: to make what the other word begins with.
  const distance = (a, b, most, open) => {
    let previous = [], row = [...Array(b.length + 1).keys()];
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
        if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], previous[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [previous, row] = [row, next];
    }
    return open ? Math.min(...row.slice(a.length - 1)) : row[b.length];
  };

  // The terms a word may mean, each with how likely; `typing`: more of it may follow.
  const meant = async (index, { word }, typing) => {
    const asked = fold(word), key = stem(word), terms = new Map(), forms = new Set();
    const take = (entry, share) => {
      forms.add(entry.folded);
      terms.set(entry.term, Math.max(share, terms.get(entry.term) || 0));
    };
    const best = (entries, count, share) => entries
      .sort((a, b) => b.rank - a.rank || (index.fame[b.term] || 0) - (index.fame[a.term] || 0) || a.folded.length - b.folded.length)
      .slice(0, count).forEach((entry) => take(entry, share(entry)));
    let same = 0;
    while (same < key.length && key[same] === asked[same]) same++;
    const base = asked.length < 3 ? asked : asked.slice(0, Math.max(2, same < key.length ? same : same - 1));
    const near = await spelled(index, base, asked.length < 3 ? 2 : 4), longer = [];
    for (const entry of near) {
      if (entry.folded === asked) take(entry, 1);
      else if (asked.length > 2 && stem(entry.word) === key) take(entry, .9);
      else if (entry.folded.startsWith(asked)) longer.push(entry);
    }
    if (typing || !terms.size) best(longer, 20, (entry) => .75 * Math.sqrt(asked.length / entry.folded.length));
    const most = asked.length < 4 || /\d/.test(asked) ? 0 : asked.length < 8 ? 1 : 2;
    let instead = null;
    for (const beginnings of [[asked.slice(0, 2)], [asked[0], asked[1] + asked[0], asked.slice(1, 3)]]) {
      if (terms.size || !most) break;
      const close = [];
      for (const beginning of beginnings) for (const entry of await spelled(index, beginning, 8)) {
        const { folded } = entry;
        if (folded.length < 4 || folded.length < asked.length - most || (!typing && folded.length > asked.length + most)) continue;
        let rank = distance(asked, folded, most);
        if (rank > most && typing) rank = distance(asked, folded, 1, true) + .5;
        if (rank <= most) close.push({ ...entry, rank: -rank });
      }
      const nearest = Math.max(...close.map((entry) => entry.rank));
      best(close.filter((entry) => entry.rank > nearest - .5), 6, () => .45 + nearest / 10);
      instead = close.length ? close[0].word : null;
      if (close.length) instead = close.sort((a, b) => b.rank - a.rank || (index.fame[b.term] || 0) - (index.fame[a.term] || 0))[0].word;
    }
    return { terms, forms, asked, typing, instead };
  };

  // The units a term stands in, and how.
  const places = async (index, term) => index.lists[term] ||= await (async () => {
    const n = before(index.places, term), lines = await file(index, `p${n}.txt`, (text) => text.split("\n"));
    const codes = numbers(lines[term - index.places[n]]), units = [], ranks = [];
    for (let i = 0, unit = 0; i < codes.length; i++) {
      units.push(unit += codes[i] >> 1);
      ranks.push(codes[i] & 1 ? codes[++i] : 1);
    }
    return { units, ranks };
  })();

  const show = async (index, number) => {
    const n = before(index.records, number);
    return (await file(index, `r${n}.txt`, (text) => text.trim().split("\n").map(JSON.parse)))[number - index.records[n]];
  };
  const roles = async () => (await file(await start(), "roles.json", JSON.parse)).map(([id, title]) => ({ id, title }));
  const about = async (index, role) => {
    const n = (await roles()).findIndex(({ id }) => id === role);
    if (n < 0) return new Set();
    return new Set(steps((await file(index, `a${n >> 6}.txt`, (text) => text.split("\n")))[n & 63]));
  };
  // The places in a text that the words of a query stand for.
  const marks = (text, tokens) => {
    const found = [];
    for (const { word, at, end } of words(text)) {
      const folded = fold(word);
      const hit = tokens.some((t) => t.forms.has(folded) || (t.typing && folded.startsWith(t.asked)));
      const last = found[found.length - 1];
      if (hit && last && at <= last[1]) last[1] = Math.max(end, last[1]); else if (hit) found.push([at, end]);
    }
    return found;
  };
  const plain = (text) => words(text, true).map(({ word }) => fold(word)).join(" ");

  const search = async (query, { kinds, role, limit = 30 }) => {
    const began = performance.now(), index = await start();
    const all = words(query, true).slice(0, 16), telling = all.filter(({ word }) => !common.has(word));
    const topical = telling.filter(({ word }) => !decides.has(word));
    const asked = topical.length ? topical : telling.length ? telling : all;
    const decision = asked === topical && all.some(({ word }) => decides.has(word));
    const open = /[^\s.?!,;:]$/.test(query);
    const tokens = await Promise.all(asked.map((token) => meant(index, token, open && token === all[all.length - 1])));
    const only = role && await about(index, role);
    const kind = (number) => { let n = index.kinds.length; while (index.kinds[--n][1] > number); return index.kinds[n] };

    const count = index.first.length, units = new Float32Array(index.record.length), score = new Float32Array(count);
    const matched = new Uint8Array(count), seen = [];
    for (const { terms } of tokens) {
      const inUnit = new Map(), inRecord = new Map();
      const lists = await Promise.all([...terms].map(async ([term, share]) => [share, await places(index, term)]));
      for (const [share, list] of lists) {
        const rare = Math.log(1 + count / list.units.length) * share;
        list.units.forEach((unit, i) => {
          const points = rare * weights[list.ranks[i]], number = index.record[unit];
          if (points > (inUnit.get(unit) || 0)) inUnit.set(unit, points);
          if (points > (inRecord.get(number) || 0)) inRecord.set(number, points);
        });
      }
      for (const [unit, points] of inUnit) units[unit] += points;
      for (const [number, points] of inRecord) {
        if (!matched[number]++) seen.push(number);
        score[number] += points;
      }
    }
    // All words; where no record has them all, some.
    const fits = (number) => (!kinds || !kinds.length || kinds.includes(kind(number)[0])) && (!only || only.has(number));
    const fitting = seen.filter(fits), whole = fitting.filter((number) => matched[number] === tokens.length);
    const found = (whole.length ? whole : fitting).map((number) => {
      const begin = index.first[number], end = index.first[number + 1] || index.record.length;
      let unit = begin;
      for (let n = begin; n < end; n++) if (units[n] > units[unit]) unit = n;
      const name = kind(number)[0];
      const points = (score[number] + units[unit] / 2) * (worth[name] || 1) * (matched[number] / tokens.length) ** 2;
      return { number, name, section: unit - begin, points: decision && name === "decision" ? points * 1.8 : points };
    }).sort((a, b) => b.points - a.points || a.number - b.number);

    const phrase = plain(query), topic = asked.map(({ word }) => fold(word)).join(" "), hits = [];
    await Promise.all(found.slice(0, limit).map(async (item) => {
      const [title, url, text, ids, sections, context, abbr, aliases] = await show(index, item.number);
      const part = item.section && sections[item.section - 1];
      // Whoever types a whole name means it.
      const names = [title, ...(aliases || [])], exact = names.findIndex((name) => [phrase, topic].includes(plain(name)));
      const points = item.points * (exact === 0 ? 2 : exact > 0 ? 1.7 : ` ${plain(title)} `.includes(` ${phrase} `) ? 1.3 : 1);
      const anchor = part && (part[2] || part[0].toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, ""));
      const excerpt = part && part[1] || text, aka = aliases && names.slice(1).find((name) => marks(name, tokens).length);
      hits.push({
        kind: item.name, title, href: kb.root + (part ? url.split("#")[0] + "#" + anchor : url), points,
        context: context || index.kinds.find(([name]) => name === item.name)[2], heading: part ? part[0] : null, text: excerpt,
        marks: { title: marks(title, tokens), heading: part ? marks(part[0], tokens) : [], text: marks(excerpt, tokens) },
        abbr: abbr || null, aka: aka && !marks(title, tokens).length ? aka : null, roles: ids || [],
      });
    }));
    const rank = (name) => index.kinds.findIndex(([other]) => other === name);
    hits.sort((a, b) => b.points - a.points || rank(a.kind) - rank(b.kind) || (a.title < b.title ? -1 : 1));
    const groups = [];
    for (const hit of hits) {
      let group = groups.find((group) => group.kind === hit.kind);
      if (!group) groups.push(group = { kind: hit.kind, total: found.filter(({ name }) => name === hit.kind).length, hits: [] });
      group.hits.push(hit);
    }
    const means = asked.map(({ word }) => ({
      abbr: word.toUpperCase(), targets: hits.filter(({ abbr }) => abbr && abbr.toLowerCase() === word),
    })).filter(({ targets }) => targets.length > 1);
    let suggestion = null;
    if (tokens.some(({ instead }) => instead)) {
      suggestion = query;
      for (let i = tokens.length; i--;) if (tokens[i].instead) {
        suggestion = suggestion.slice(0, asked[i].at) + tokens[i].instead + suggestion.slice(asked[i].end);
      }
    }
    return { query, total: found.length, took: performance.now() - began, groups, suggestion, means };
  };

  kb.search = async (text, options = {}) => {
    try { return await search(text, options) } catch {
      // The site may have been published anew since the index was read.
      started = null;
      return search(text, options);
    }
  };
  Object.assign(kb.search, { roles, ready: () => start().then(() => {}) });
})();
