//! What a site adds to the style sheet: what its publisher sets in `[style]`, and its name on printed pages.

use crate::config::{Colour, Config};

/// What text stands on in a scheme, as in the tokens of the style sheet.
struct Grounds {
    bg: &'static str,
    sunk: &'static str,
}

const LIGHT: Grounds = Grounds { bg: "#fff", sunk: "#f5f7f9" };
const DARK: Grounds = Grounds { bg: "#111417", sunk: "#1a1e22" };

/// The least contrast of text with its ground (WCAG 2.2, 1.4.3).
const LEAST: f32 = 4.5;

/// How much of the accent is in the tint.
const TINT: f32 = 0.09;

/// The rules of a site.
pub(super) fn own_style(config: &Config) -> String {
    let style = &config.style;
    let mut rules = String::new();
    if let Some(accent) = &style.accent {
        // One setting serves both schemes: on dark ground the same hue, lighter.
        let light = readable(accent, &LIGHT, -0.005);
        let dark = readable(&accent.at(accent.lightness().max(0.8), 0.1), &DARK, 0.005);
        rules += &format!("--accent-light:{light};--accent-dark:{dark};");
    }
    for (name, value) in [("measure", &style.width), ("font", &style.font)] {
        if let Some(value) = value {
            rules += &format!("--{name}:{value};");
        }
    }
    if !rules.is_empty() {
        rules = format!(":root:root{{{}}}", rules.trim_end_matches(';'));
    }
    // A printed page says what it is from, where there is room for it.
    rules + &format!("@page{{@bottom-left{{content:{}}}}}", quoted(&config.title))
}

/// A text as a string of a style sheet: whatever could end it or the sheet is written as a number.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '{' | '}' | ';' => out += &format!("\\{:x} ", c as u32),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out + "\""
}

/// The colour, made darker or lighter by `step` until text in it can be read on every ground of a scheme.
fn readable(colour: &Colour, grounds: &Grounds, step: f32) -> Colour {
    let mut lightness = colour.lightness();
    let mut shown = colour.clone();
    while least_contrast(&shown, grounds) < LEAST && (0.0..=1.0).contains(&lightness) {
        lightness += step;
        shown = colour.at(lightness, f32::MAX);
    }
    shown
}

/// The contrast of an accent with the ground on which it is hardest to read.
fn least_contrast(accent: &Colour, grounds: &Grounds) -> f32 {
    let all = [grounds.bg, grounds.sunk].into_iter().filter_map(Colour::parse);
    let tint = Colour::parse(grounds.bg).map(|bg| accent.mixed_into(&bg, TINT));
    all.chain(tint).map(|ground| accent.contrast(&ground)).fold(f32::INFINITY, f32::min)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{DARK, Grounds, LEAST, LIGHT, least_contrast, readable};
    use crate::config::Colour;

    const CSS: &str = include_str!("../../themes/handbook/style.css");

    /// The colours of one scheme by name.
    type Tokens = BTreeMap<String, Colour>;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap_or_else(|| panic!("{text} is no colour"))
    }

    /// The declarations of custom properties between two texts.
    fn between<'a>(from: &str, to: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let start = CSS.find(from).unwrap_or_else(|| panic!("the style sheet has no {from}"));
        let block = &CSS[start..];
        let block = &block[..block.find(to).unwrap_or(block.len())];
        block.split(['{', ';', '}']).filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(':'))
    }

    fn fallback(from: &str) -> Tokens {
        between(from, "\n}").filter_map(|(name, value)| Some((name.to_owned(), Colour::parse(value)?))).collect()
    }

    /// The tokens as they are meant, in OKLCH: light and dark.
    fn meant() -> (Tokens, Tokens) {
        let (mut light, mut dark) = (Tokens::new(), Tokens::new());
        for (name, value) in between("@supports (color: light-dark", "\n}") {
            let value = value.trim();
            if let Some((a, b)) = value.strip_prefix("light-dark(").and_then(|v| v.strip_suffix(')')?.split_once("), ")) {
                // the accent is whatever its two halves are
                if name != "accent" {
                    light.insert(name.to_owned(), colour(&format!("{a})")));
                    dark.insert(name.to_owned(), colour(b));
                }
            } else if let Some(value) = Colour::parse(value) {
                match name {
                    "accent-light" => _ = light.insert("accent".to_owned(), value),
                    "accent-dark" => _ = dark.insert("accent".to_owned(), value),
                    other => panic!("--{other} has one colour for both schemes"),
                }
            }
        }
        for tokens in [&mut light, &mut dark] {
            let tint = tokens["accent"].mixed_into(&tokens["bg"], super::TINT);
            tokens.insert("tint".to_owned(), tint);
        }
        (light, dark)
    }

    #[test]
    fn tokens_can_be_read() {
        let (light, dark) = meant();
        for tokens in [light, dark] {
            assert!(tokens.len() >= 11, "{tokens:?}");
            let check = |name: &str, ground: &str, least: f32| {
                let found = tokens[name].contrast(&tokens[ground]);
                assert!(found >= least, "--{name} on --{ground}: {found}, not {least}");
            };
            for ground in ["bg", "sunk", "tint"] {
                check("ink", ground, 7.0);
                for name in ["mute", "accent", "tip", "important", "warning", "caution"] {
                    check(name, ground, 4.5);
                }
            }
            // What is written on the accent, and the ring of the focus.
            check("bg", "accent", 4.5);
            check("accent", "bg", 3.0);
        }
    }

    #[test]
    fn fallbacks_look_like_what_is_meant() {
        let (light, dark) = meant();
        let first = fallback(":root {");
        let accents = [(&light, "accent-light"), (&dark, "accent-dark")];
        let pairs = accents.map(|(tokens, name)| (name.to_owned(), &first[name], &tokens["accent"]));
        let named = |fallback: &'_ Tokens, meant: &'_ Tokens| -> Vec<(String, Colour, Colour)> {
            let all = fallback.iter().filter(|(name, _)| !name.starts_with("accent-"));
            all.map(|(name, colour)| (name.clone(), colour.clone(), meant[name].clone())).collect()
        };
        let mut all = named(&first, &light);
        all.extend(pairs.map(|(name, a, b)| (name, a.clone(), b.clone())));
        assert!(all.len() >= 12, "{all:?}");
        for (name, fallback, meant) in all {
            assert!(fallback.distance(&meant) < 0.02, "--{name}: {fallback} is not {meant}");
        }
    }

    #[test]
    fn grounds_are_those_of_the_style_sheet() {
        let (light, dark) = meant();
        for (grounds, tokens) in [(LIGHT, light), (DARK, dark)] {
            assert_eq!(colour(grounds.bg), tokens["bg"]);
            assert_eq!(colour(grounds.sunk), tokens["sunk"]);
        }
    }

    #[test]
    fn settings_follow_the_style_sheet() {
        let sources = crate::source::Sources::default();
        let options = crate::config::Options { drafts: false, today: jiff::civil::date(2026, 11, 21), base_url: None };
        let (mut config, _) = crate::config::read(&sources, &crate::content::Locator::new(&sources), &options);
        config.title = "T".to_owned();
        let page = "@page{@bottom-left{content:\"T\"}}";
        assert_eq!(super::own_style(&config), page);
        config.style.width = Some("66ch".to_owned());
        config.style.font = Some("Georgia, serif".to_owned());
        assert_eq!(super::own_style(&config), format!(":root:root{{--measure:66ch;--font:Georgia, serif}}{page}"));
        // Good as it is on light ground; yellow is not, and what is read keeps its hue.
        config.style = crate::config::Style { accent: Some(colour("#184f92")), ..Default::default() };
        assert!(super::own_style(&config).starts_with(":root:root{--accent-light:#184f92;--accent-dark:#"));
        let yellow = readable(&colour("#ffd400"), &LIGHT, -0.005);
        assert!(yellow.lightness() < 0.6 && yellow.distance(&colour("#7d6600")) < 0.05, "{yellow}");
    }

    #[test]
    fn titles_cannot_end_their_string() {
        assert_eq!(super::quoted("Who decides what"), "\"Who decides what\"");
        assert_eq!(super::quoted("a\"; } b\\ {<\n"), "\"a\\22 \\3b  \\7d  b\\5c  \\7b \\3c  \"");
    }

    #[test]
    fn every_accent_can_be_read() {
        let every = (0..16 * 16 * 16).map(|n| format!("#{n:03x}"));
        for text in every {
            let accent = colour(&text);
            let light = readable(&accent, &LIGHT, -0.005);
            let dark = readable(&accent.at(accent.lightness().max(0.8), 0.1), &DARK, 0.005);
            let read = |shown: &Colour, grounds: &Grounds| least_contrast(shown, grounds) >= LEAST;
            assert!(read(&light, &LIGHT) && read(&dark, &DARK), "{text}: {light} {dark}");
            assert!(!read(&accent, &LIGHT) || light == accent, "{text} was good as it was");
        }
    }
}
