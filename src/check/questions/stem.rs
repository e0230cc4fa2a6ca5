//! Words of one stem: plurals and a few endings, and no more. A stemmer that takes "production" for "product" would make
//! one question of two.

/// A language whose endings are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
    Other,
}

impl Language {
    /// The language of a BCP 47 tag.
    pub(super) fn of(tag: &str) -> Self {
        match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Self::English,
            "de" => Self::German,
            _ => Self::Other,
        }
    }

    /// The stem of a word in lower case.
    pub(super) fn stem(self, word: &str) -> &str {
        match self {
            Self::English => english(word),
            Self::German => german(word),
            Self::Other => word,
        }
    }

    /// Words that carry nothing. The first row of English is the rule of the checks; the rest are their forms.
    pub(super) fn is_small(self, word: &str) -> bool {
        match self {
            Self::English => {
                matches!(word, "a" | "the" | "one" | "single" | "both" | "can" | "do" | "an" | "does" | "did" | "could" | "please")
            }
            Self::German => matches!(
                word,
                "der"
                    | "die"
                    | "das"
                    | "den"
                    | "dem"
                    | "des"
                    | "ein"
                    | "eine"
                    | "einer"
                    | "eines"
                    | "einem"
                    | "einen"
                    | "einzige"
                    | "einziger"
                    | "einzelne"
                    | "beide"
                    | "beides"
                    | "kann"
                    | "können"
                    | "könnte"
                    | "bitte"
            ),
            Self::Other => false,
        }
    }

    /// Words that make another question: never dropped, and never a small difference.
    pub(super) fn is_mark(self, word: &str) -> bool {
        let english = matches!(
            word,
            "who"
                | "whom"
                | "whose"
                | "what"
                | "when"
                | "where"
                | "why"
                | "how"
                | "not"
                | "no"
                | "never"
                | "without"
                | "before"
                | "after"
                | "until"
                | "first"
                | "last"
                | "more"
                | "less"
                | "most"
                | "least"
                | "many"
                | "much"
                | "only"
                | "except"
                | "still"
                | "yet"
        );
        let german = matches!(
            word,
            "wer"
                | "wen"
                | "wem"
                | "wessen"
                | "was"
                | "wann"
                | "wo"
                | "warum"
                | "weshalb"
                | "wie"
                | "nicht"
                | "kein"
                | "keine"
                | "nie"
                | "ohne"
                | "vor"
                | "nach"
                | "bis"
                | "erst"
                | "mehr"
                | "weniger"
                | "viele"
                | "viel"
                | "nur"
                | "außer"
                | "noch"
        );
        match self {
            Self::English => english,
            Self::German => german,
            Self::Other => english || german,
        }
    }
}

/// Harman's three rules: "policies", "boxes" and "owners" become one, "status" and "process" stay.
fn english(word: &str) -> &str {
    if word.len() < 4 || word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    for ending in ["sses", "xes", "ches", "shes", "zes"] {
        if word.ends_with(ending) {
            return &word[..word.len() - 2];
        }
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        // "policies" and "policy" meet in "polic".
        return stem;
    }
    let word = word.strip_suffix('s').unwrap_or(word);
    word.strip_suffix('y').filter(|stem| stem.len() > 2 && !stem.ends_with(['a', 'e', 'o', 'u'])).unwrap_or(word)
}

/// The endings of cases and plurals, from long words only.
fn german(word: &str) -> &str {
    for ending in ["innen", "ern", "en", "er", "em", "es", "e", "n", "s"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 4) {
            return stem;
        }
    }
    word
}
