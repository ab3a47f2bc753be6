//! What people write: names, telephone numbers, lines and paragraphs.

use super::Almost;
use proptest::prelude::*;
use registration_core::model::{InvalidName, InvalidPhone, Locale, PersonName};

fn word() -> impl Strategy<Value = String> + Clone {
    prop_oneof![5 => "[A-Z][a-z]{0,9}", 1 => "[A-Z][äöüéñ]{1,4}", 1 => "[一-九]{1,4}", 1 => "O'[A-Z][a-z]{1,6}"]
}

/// The name of a person, who may have only one; shrinks to `A`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::PersonName;
/// use registration_testkit::strategies::text::person_name;
///
/// proptest!(|(name in person_name())| {
///     prop_assert_eq!(PersonName::new(name.first(), name.last()), Ok(name));
/// });
/// ```
pub fn person_name() -> impl Strategy<Value = PersonName> + Clone {
    (word(), prop_oneof![1 => Just(String::new()), 4 => word()])
        .prop_map(|(first, last)| PersonName::new(&first, &last).expect("it is a name"))
}

/// A first name that one defect keeps from being one.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::PersonName;
/// use registration_testkit::strategies::text::almost_name;
///
/// proptest!(|(almost in almost_name())| {
///     prop_assert_eq!(PersonName::new(&almost.typed, "Lee"), Err(almost.reason));
/// });
/// ```
pub fn almost_name() -> impl Strategy<Value = Almost<InvalidName>> + Clone {
    let defects: &[fn(&str) -> Almost<InvalidName>] = &[
        |_| Almost::new(" \t", InvalidName::Empty),
        |_| Almost::new("A".repeat(65), InvalidName::TooLong),
        |word| Almost::new(format!("{word}\r\nBcc: a"), InvalidName::ControlCharacter),
        |word| Almost::new(format!("{word}\u{202E}a"), InvalidName::HiddenCharacter),
        |word| Almost::new(format!("{word}\u{200D}a"), InvalidName::HiddenCharacter),
        |word| {
            Almost::new(
                format!("{word} https://evil.example"),
                InvalidName::WebAddress,
            )
        },
        |word| Almost::new(format!("{word} www.evil.example"), InvalidName::WebAddress),
    ];
    ("[A-Z][a-z]{0,9}", prop::sample::select(defects)).prop_map(|(word, defect)| defect(&word))
}

/// A telephone number as people write it; shrinks to three digits.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::phone;
/// use registration_testkit::strategies::text::phone_number;
///
/// proptest!(|(number in phone_number())| prop_assert_eq!(phone(&number), Ok(number)));
/// ```
pub fn phone_number() -> impl Strategy<Value = String> + Clone {
    "(\\+[1-9][0-9] )?(\\(0\\))?[0-9]{3}([ /.-][0-9]{2,4}){0,2}( ext\\. [0-9]{1,3})?"
}

/// A text that is no telephone number.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::phone;
/// use registration_testkit::strategies::text::almost_phone_number;
///
/// proptest!(|(almost in almost_phone_number())| prop_assert_eq!(phone(&almost.typed), Err(almost.reason)));
/// ```
pub fn almost_phone_number() -> impl Strategy<Value = Almost<InvalidPhone>> + Clone {
    let defects: &[fn(&str) -> String] = &[
        |_| String::new(),
        |digits| format!("{digits} ext"),
        |digits| format!("={digits}"),
        |digits| format!("{digits}\n{digits}"),
        |digits| format!("call {digits}"),
        |_| "1".repeat(41),
    ];
    ("[0-9]{3,6}", prop::sample::select(defects))
        .prop_map(|(digits, defect)| Almost::new(defect(&digits), InvalidPhone))
}

/// One line of one to eight words; shrinks to `A`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::text::line;
///
/// proptest!(|(text in line())| {
///     prop_assert_eq!(registration_core::model::line(&text, 120), Ok(text));
/// });
/// ```
pub fn line() -> impl Strategy<Value = String> + Clone {
    prop::collection::vec(word(), 1..8).prop_map(|words| words.join(" "))
}

/// One to three lines; shrinks to `A`.
///
/// ```
/// use proptest::prelude::*;
/// use registration_testkit::strategies::text::paragraph;
///
/// proptest!(|(text in paragraph())| {
///     prop_assert_eq!(registration_core::model::paragraph(&text, 400), Ok(text));
/// });
/// ```
pub fn paragraph() -> impl Strategy<Value = String> + Clone {
    prop::collection::vec(line(), 1..4).prop_map(|lines| lines.join("\n"))
}

/// A language that somebody wishes for; shrinks to none.
///
/// ```
/// use proptest::prelude::*;
/// use registration_core::model::Locale;
/// use registration_testkit::strategies::text::locale;
///
/// proptest!(|(locale in locale())| {
///     prop_assert!(locale.is_none_or(|locale| locale.as_str().parse() == Ok(locale)));
/// });
/// ```
pub fn locale() -> impl Strategy<Value = Option<Locale>> + Clone {
    let tags = prop::sample::select(&["de", "en-GB", "pt-BR", "ja", "zh-Hant-TW"][..]);
    prop::option::of(tags.prop_map(|tag| tag.parse().expect("it is a language")))
}
