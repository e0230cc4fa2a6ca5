//! What a word was meant to be: the nearest of those that could stand there.

/// The key that was meant by an unknown one: the nearest, or the one that a plain word stands for.
pub(super) fn meant<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    meant_of(word, candidates).map(|(key, _)| key)
}

/// As [`meant`], and whether nothing else can have been meant.
pub(super) fn meant_of<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<(&'c str, bool)> {
    const PLAIN_WORDS: [(&str, &str); 8] = [
        ("question", "q"),
        ("answer", "a"),
        ("definition", "def"),
        ("description", "summary"),
        ("alias", "aka"),
        ("abbreviation", "abbr"),
        ("synonyms", "aka"),
        ("decision", "decide"),
    ];
    let folded = word.to_lowercase();
    let plain = PLAIN_WORDS.iter().find(|(plain, _)| *plain == folded).map(|(_, key)| *key);
    let mut candidates: Vec<&str> = candidates.into_iter().collect();
    if let Some(key) = candidates.iter().find(|c| **c == folded || Some(**c) == plain) {
        return Some((key, true));
    }
    // One letter is too little to be near to anything.
    candidates.retain(|c| c.len() > 2);
    nearest_of(word, candidates)
}

/// The candidate most like `word`: at most two edits away (one for short words), or made of the same letters.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest_of(word, candidates).map(|(near, _)| near)
}

/// As [`nearest`], and whether it can be written without asking: no other candidate is as near, it is one slip of the finger
/// away (two in a long word), and the numbers in it are the same. `owner` is no misspelt `order`, and the 2017 edition is not
/// the 2020 one.
#[must_use]
pub fn nearest_of<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<(&'c str, bool)> {
    let fold = |s: &str| s.to_lowercase().replace(['-', '_', ' '], "");
    let letters = |s: &str| {
        let mut letters: Vec<char> = fold(s).chars().collect();
        letters.sort_unstable();
        letters
    };
    let folded = fold(word);
    let limit = if folded.chars().count() <= 4 { 1 } else { 2 };
    let own = letters(word);
    let length = folded.chars().count();
    let mut best: Option<(usize, &str, bool)> = None;
    let near = candidates
        .into_iter()
        // Most candidates differ in length by more than a slip of the finger: no need to look closer.
        .filter(|c| fold(c).chars().count().abs_diff(length) <= limit)
        .filter_map(|c| {
            let distance = strsim::osa_distance(&folded, &fold(c));
            let near = distance <= limit || (own.len() > 2 && own == letters(c));
            near.then_some((distance, c))
        });
    for (distance, c) in near {
        best = Some(match best {
            Some((least, other, alone)) if least < distance || (least == distance && other == c) => (least, other, alone),
            Some((least, other, _)) if least == distance => (least, other.min(c), false),
            _ => (distance, c, true),
        });
    }
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
    let slips = if length < 8 { 1 } else { 2 };
    best.map(|(distance, c, alone)| (c, alone && distance <= slips && digits(c) == digits(word)))
}
