//! How large images are, as their first bytes tell: a page keeps the room free before the picture is there.
//!
//! Nothing is decoded, and a file that does not tell is published without a size.

use std::io::{BufReader, Read as _};

use imagesize::ImageError;

use super::door::{Door, refused};
use super::load::ASSET_LIMIT;
use crate::content::markdown::attributes;
use crate::source::{Fault, SitePath};

/// The first tag of a drawing stands within so many bytes.
const HEAD: u64 = 16_384;

/// The width and height of an image in pixels; `None` where it does not tell.
///
/// # Errors
/// When it cannot be read: a page would be published that is not the one of this image.
pub(super) fn pixels(door: &Door, path: &SitePath) -> Result<Option<(u32, u32)>, Fault> {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "avif" | "gif" | "jpeg" | "jpg" | "png" | "webp" => {
            let (file, _) = door.open(path, ASSET_LIMIT)?;
            match imagesize::reader_size(BufReader::new(file)) {
                Ok(size) => Ok(u32::try_from(size.width).ok().zip(u32::try_from(size.height).ok()).and_then(sensible)),
                Err(ImageError::IoError(e)) if e.raw_os_error().is_some() => Err(refused(&e)),
                Err(_) => Ok(None),
            }
        }
        "svg" => {
            let (file, _) = door.open(path, ASSET_LIMIT)?;
            let mut head = Vec::new();
            file.take(HEAD).read_to_end(&mut head).map_err(|e| refused(&e))?;
            Ok(drawing(&String::from_utf8_lossy(&head)))
        }
        _ => Ok(None),
    }
}

/// What no screen shows is a mistake in the file.
fn sensible((width, height): (u32, u32)) -> Option<(u32, u32)> {
    let fits = |length| (1..=100_000).contains(&length);
    (fits(width) && fits(height)).then_some((width, height))
}

/// The size an SVG has of itself: its width and height, else those of its view.
fn drawing(text: &str) -> Option<(u32, u32)> {
    let (_, tag) = text.split_once("<svg")?;
    let (tag, _) = tag.split_once('>')?;
    let value = |name: &str| attributes(tag).find(|attribute| attribute.name == name).and_then(|attribute| attribute.value);
    let length = |name: &str| whole(value(name)?.trim().trim_end_matches("px"));
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return sensible((width, height));
    }
    let view = value("viewBox")?;
    let mut numbers = view.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).skip(2).map(whole);
    sensible((numbers.next()??, numbers.next()??))
}

/// A length in pixels, which may have a fraction.
fn whole(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let up = fraction.bytes().all(|digit| digit.is_ascii_digit()).then(|| fraction.starts_with(['5', '6', '7', '8', '9']))?;
    Some(whole.parse::<u32>().ok()?.saturating_add(u32::from(up)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_tells_its_size() {
        assert_eq!(drawing("<?xml version='1.0'?>\n<svg width=\"640\" height='360px' viewBox='0 0 1 1'>"), Some((640, 360)));
        assert_eq!(drawing("<svg xmlns=\"a\" viewBox=\"0 0 99.5 30.25\">"), Some((100, 30)));
        assert_eq!(drawing("<svg width=\"100%\" height=\"auto\" viewBox=\"-5,-5,20,10\"/>"), Some((20, 10)));
        assert_eq!(drawing("<svg width=\"10\" height=\"1e9\">"), None);
        assert_eq!(drawing("<svg width=\"0\" height=\"0\">"), None);
        assert_eq!(drawing("<svg"), None);
        assert_eq!(drawing("no drawing"), None);
    }
}
