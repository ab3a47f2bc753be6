//! Characters that a field refuses because a reader cannot see what they do.

/// Why a character is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RefusedCharacter {
    /// A control character or a line break where none may stand.
    Control,
    /// A character that draws nothing or turns the direction of the text.
    Hidden,
}

/// Looks for the first character that must not stand in free text.
///
/// Joiners (U+200C, U+200D) spell words in some scripts and forge look-alikes in others, so they
/// stand only between two characters for which `takes_joiner` is true. A variation selector stands
/// only behind something that it can vary: Japanese names and emoji need it.
pub(super) fn inspect(
    text: &str,
    line_breaks: bool,
    takes_joiner: fn(char) -> bool,
) -> Result<(), RefusedCharacter> {
    let mut before: Option<char> = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let refused = match c {
            '\n' | '\t' if line_breaks => None,
            c if is_control(c) => Some(RefusedCharacter::Control),
            c if is_joiner(c) => {
                let joins = before.is_some_and(takes_joiner)
                    && rest.peek().copied().is_some_and(takes_joiner);
                (!joins).then_some(RefusedCharacter::Hidden)
            }
            c if is_variation_selector(c) => {
                let varies =
                    before.is_some_and(|b| !b.is_whitespace() && !is_variation_selector(b));
                (!varies).then_some(RefusedCharacter::Hidden)
            }
            c => is_hidden(c).then_some(RefusedCharacter::Hidden),
        };
        if let Some(refused) = refused {
            return Err(refused);
        }
        before = Some(c);
    }
    Ok(())
}

/// Control characters and the two separators that break lines like them.
pub(super) fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Characters that turn the direction of text, and those that draw nothing at all.
pub(super) fn is_hidden(c: char) -> bool {
    // All of them are above ASCII, which is nearly everything that is ever asked.
    !c.is_ascii()
        && matches!(c,
            // direction: marks, embeddings, overrides, isolates
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            // nothing to see: soft hyphen, fillers, zero-width space, byte order mark, annotations, tags
            | '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
            | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}

/// Zero-width non-joiner and joiner.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Characters that choose between glyphs of the one before.
pub(super) fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
