//! Pictures that we draw ourselves: the one beside the forms, and covers for playbooks that have
//! none, and the mark that stands for a logo.

use std::{
    fmt::Write as _,
    hash::{DefaultHasher, Hash, Hasher},
};

/// A letter in a round mark.
pub(super) fn mark(letter: &str, hue: u16) -> String {
    let letter = letter.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="8" fill="oklch(0.455 0.125 {hue})"/><text x="14" y="19.2" text-anchor="middle" font-family="Inter,system-ui,sans-serif" font-size="15" font-weight="650" fill="#fff">{letter}</text></svg>"##
    )
}

/// Rings in the brand's hue.
pub(super) fn art(hue: u16) -> String {
    let hue = f64::from(hue % 360);
    rings(900, 1100, (1010, 140), 900, hue, 12)
}

/// A pattern that is the same for the same seed: its hue, its place and its shape come from it.
pub(super) fn cover(seed: &str) -> String {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    let bits = hasher.finish();
    let part = |shift: u32, of: u64| (bits >> shift) % of;
    let hue = part(0, 360) as f64;
    let (x, y) = (part(9, 960) as i64, part(19, 540) as i64);
    if part(40, 2) == 0 {
        rings(960, 540, (x, y), 700, hue, 9)
    } else {
        steps(hue, part(29, 5) + 5, part(33, 2) == 0)
    }
}

fn rings(width: i64, height: i64, (x, y): (i64, i64), reach: i64, hue: f64, count: i64) -> String {
    let mut svg = begin(width, height, hue);
    for ring in 0..count {
        let radius = reach - ring * reach / (count + 1);
        let _ = write!(
            svg,
            r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{}"/>"#,
            shade(hue, ring + 1, count)
        );
    }
    svg + "</svg>"
}

fn steps(hue: f64, count: u64, falling: bool) -> String {
    let mut svg = begin(960, 540, hue);
    let width = 960 / count;
    for step in 0..count {
        let rank = if falling { count - step } else { step + 1 };
        let height = 540 * rank / (count + 1);
        let _ = write!(
            svg,
            r#"<rect x="{}" y="{}" width="{}" height="{height}" fill="{}"/>"#,
            step * width,
            540 - height,
            width + count,
            shade(hue, rank as i64, count as i64)
        );
    }
    svg + "</svg>"
}

fn begin(width: i64, height: i64, hue: f64) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="xMidYMid slice"><rect width="{width}" height="{height}" fill="{}"/>"#,
        shade(hue, 0, 1)
    )
}

/// From dark to bright in one hue; white text is readable on the darker half.
fn shade(hue: f64, rank: i64, count: i64) -> String {
    let share = rank as f64 / count as f64;
    let (lightness, chroma) = (0.26 + 0.42 * share, 0.05 + 0.09 * share);
    format!(
        "oklch({lightness:.3} {chroma:.3} {:.0})",
        hue + 22.0 * share
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_has_one_picture_and_seeds_differ() {
        assert_eq!(cover("a"), cover("a"));
        assert_ne!(cover("a"), cover("b"));
        assert!(cover("\"><script>").starts_with("<svg "));
        assert!(!cover("\"><script>").contains("script"));
    }
}
