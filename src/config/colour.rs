//! Colours as style sheets write them, and whether one can be read on another.

use std::fmt;

use csscolorparser::Color;

/// An opaque colour that a screen can show: its three bytes are what is published and what is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Colour(Color);

impl Colour {
    /// Reads any CSS colour: a name, `#184f92`, `rgb()`, `hsl()`, `oklch()` and so on. `None` for one that lets the ground through.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let colour = csscolorparser::parse(text.trim()).ok()?;
        let finite = [colour.r, colour.g, colour.b, colour.a].iter().all(|part| part.is_finite());
        (finite && colour.a >= 1.0).then(|| Self::shown(&colour))
    }

    /// The nearest that has three bytes.
    fn shown(colour: &Color) -> Self {
        let [r, g, b, _] = colour.to_rgba8();
        Self(Color::from_rgba8(r, g, b, 255))
    }

    /// How light it looks, from 0 to 1 (the L of OKLCH).
    #[must_use]
    pub fn lightness(&self) -> f32 {
        self.0.to_oklcha()[0]
    }

    /// The same hue at another lightness and with no more than this chroma.
    #[must_use]
    pub fn at(&self, lightness: f32, most_chroma: f32) -> Self {
        let [_, c, h, _] = self.0.to_oklcha();
        Self::shown(&Color::from_oklcha(lightness, c.min(most_chroma), h, 1.0))
    }

    /// A share of this colour in another, as `color-mix(in oklab, …)` makes it.
    #[must_use]
    pub fn mixed_into(&self, other: &Self, share: f32) -> Self {
        Self::shown(&other.0.interpolate_oklab(&self.0, share))
    }

    /// The contrast of two colours by WCAG 2, from 1 to 21.
    #[must_use]
    pub fn contrast(&self, other: &Self) -> f32 {
        let luminance = |colour: &Color| {
            let [r, g, b, _] = colour.to_linear_rgba();
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(&self.0) + 0.05, luminance(&other.0) + 0.05);
        if a > b { a / b } else { b / a }
    }

    /// How far two colours look apart; 0.02 is just noticeable (distance in `OKLab`).
    #[must_use]
    pub fn distance(&self, other: &Self) -> f32 {
        let ([l, a, b, _], [l2, a2, b2, _]) = (self.0.to_oklaba(), other.0.to_oklaba());
        ((l - l2).powi(2) + (a - a2).powi(2) + (b - b2).powi(2)).sqrt()
    }
}

/// As `#184f92`.
impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_css_hex().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::Colour;

    fn hex(text: &str) -> Option<String> {
        Colour::parse(text).map(|c| c.to_string())
    }

    #[test]
    fn every_way_to_write_a_colour_is_read() {
        let teal = Some("#008080".to_owned());
        for text in ["#008080", "teal", "TEAL", "rgb(0 128 128)", "rgb(0, 128, 128)", "hsl(180 100% 25.1%)", "hwb(180 0% 49.8%)"] {
            assert_eq!(hex(text), teal, "{text}");
        }
        // Values of the conversions by Björn Ottosson's matrices, as browsers compute them.
        assert_eq!(hex("oklch(0.628 0.2577 29.23)").as_deref(), Some("#ff0000"));
        assert_eq!(hex("oklch(1 0 0)").as_deref(), Some("#ffffff"));
        assert_eq!(hex("oklch(.22 .014 255)").as_deref(), Some("#161b21"));
        for text in ["", "no colour", "#12", "transparent", "#18293a80", "rgb(0 0 0 / 50%)", "var(--x)", "red; } body {"] {
            assert_eq!(hex(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |a: &str, b: &str| Colour::parse(a).zip(Colour::parse(b)).map(|(a, b)| a.contrast(&b));
        let near = |found: Option<f32>, wanted: f32| found.is_some_and(|found| (found - wanted).abs() < 0.01);
        assert!(near(contrast("#000", "#fff"), 21.0));
        assert!(near(contrast("#767676", "#fff"), 4.54));
        assert!(near(contrast("#fff", "#767676"), 4.54));
        assert!(near(contrast("#00f", "#fff"), 8.59));
    }
}
