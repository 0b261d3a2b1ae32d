//! What a person signs in with: a mobile number or an e-mail address, however it was typed.
//!
//! A normaliser of our own rather than a phone library's tables: a contact only has to equal the one
//! on file, and what is not on file is never written to.

use std::fmt;

use crate::{Error, Result, keys::Keys};

/// Longest text looked at; the longest e-mail address allowed has 254 characters.
const LONGEST: usize = 320;
const FIELD: &str = "contact";

/// A contact in the one form in which it is stored and compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// `+8613800000001`.
    Phone(String),
    /// `li.na@example.com`, all lower case.
    Email(String),
}

impl Contact {
    /// Reads what was typed: full-width characters, spaces, hyphens and a missing +86 are understood.
    ///
    /// # Errors
    /// A refusal of field `contact`: `required`, `too_long`, `phone_shape` or `email_shape`.
    pub fn parse(text: &str) -> Result<Self> {
        if text.chars().count() > LONGEST {
            return Err(Error::refused_with(FIELD, "too_long", vec![LONGEST.to_string()]));
        }
        let plain: String = text.chars().filter_map(half_width).collect();
        if plain.is_empty() {
            return Err(Error::refused(FIELD, "required"));
        }
        if plain.contains('@') { email(&plain) } else { phone(&plain) }
    }

    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Phone(_) => "phone",
            Self::Email(_) => "email",
        }
    }

    #[must_use]
    pub fn value(&self) -> &str {
        match self {
            Self::Phone(value) | Self::Email(value) => value,
        }
    }

    /// The keyed hash under which `sign_in_route` knows it.
    #[must_use]
    pub fn hash(&self, keys: &Keys) -> [u8; 32] {
        keys.hash("contact", &[self.kind().as_bytes(), self.value().as_bytes()])
    }

    /// Enough to recognise it by, too little to use it: `138****0001`, `l***@example.com`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(number) => {
                let shown = number.strip_prefix("+86").unwrap_or(number);
                let (head, tail) =
                    (shown.get(..3).unwrap_or(""), shown.get(shown.len().saturating_sub(4)..).unwrap_or(""));
                format!("{head}****{tail}")
            }
            Self::Email(address) => {
                let (name, host) = address.split_once('@').unwrap_or((address, ""));
                let first: String = name.chars().take(1).collect();
                format!("{first}***@{host}")
            }
        }
    }
}

/// As stored, so that an import may write it into a table.
impl fmt::Display for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.value())
    }
}

/// A full-width character as its plain twin; spaces and marks without a width vanish.
pub(super) fn half_width(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        '。' => Some('.'),
        '‐' | '‑' | '–' | '—' => Some('-'),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => None,
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

fn phone(text: &str) -> Result<Contact> {
    let refused = || Error::refused(FIELD, "phone_shape");
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | '(' | ')' | '.' | '/')).collect();
    let (international, digits) = match digits.strip_prefix('+').or_else(|| digits.strip_prefix("00")) {
        Some(rest) => (true, rest),
        None => (false, digits.as_str()),
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refused());
    }
    let mainland = |d: &str| d.len() == 11 && d.starts_with('1') && matches!(d.as_bytes().get(1), Some(b'3'..=b'9'));
    let without_86 = digits.strip_prefix("86").filter(|rest| mainland(rest));
    match (international, without_86) {
        (_, Some(rest)) => Ok(Contact::Phone(format!("+86{rest}"))),
        (false, None) if mainland(digits) => Ok(Contact::Phone(format!("+86{digits}"))),
        (true, None) if (8..=15).contains(&digits.len()) && !digits.starts_with('0') && !digits.starts_with("86") => {
            Ok(Contact::Phone(format!("+{digits}")))
        }
        _ => Err(refused()),
    }
}

fn email(text: &str) -> Result<Contact> {
    let lower = text.to_lowercase();
    let refused = || Error::refused(FIELD, "email_shape");
    let address: lettre::Address = lower.parse().map_err(|_| refused())?;
    let dotted = address.domain().split('.').count() > 1 && !address.domain().contains('[');
    if dotted && lower.len() <= 254 { Ok(Contact::Email(lower)) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> String {
        Contact::parse(text).map_or_else(|e| e.to_string(), |c| c.value().to_owned())
    }

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        for typed in [
            "13800000001",
            "138 0000 0001",
            "138-0000-0001",
            "+86 138 0000 0001",
            "8613800000001",
            "0086 13800000001",
            "１３８００００ ０００１",
            "＋８６１３８００００ ０００１",
            "\u{202a}138\u{a0}0000\u{a0}0001\u{202c}",
            " 138\t0000 0001 ",
        ] {
            assert_eq!(parsed(typed), "+8613800000001", "{typed}");
        }
        assert_eq!(parsed("+44 20 7946 0958"), "+442079460958");
    }

    #[test]
    fn an_address_is_the_same_however_it_is_typed() {
        for typed in ["li.na@example.com", " Li.Na@Example.COM ", "li.na＠example．com"] {
            assert_eq!(parsed(typed), "li.na@example.com", "{typed}");
        }
    }

    #[test]
    fn what_is_neither_is_refused_with_its_reason() {
        for typed in ["", "   ", "\u{200b}"] {
            assert!(parsed(typed).contains("required"), "{typed}");
        }
        for typed in [
            "1",
            "12345678901",
            "1380000000",
            "138000000011",
            "+",
            "+86 1",
            "😀",
            "138000x0001",
            "+0123456789",
            "0".repeat(300).as_str(),
        ] {
            assert!(parsed(typed).contains("phone_shape"), "{typed}");
        }
        for typed in ["@", "a@", "@b.cn", "a@b", "a@@b.cn", "a@b.cn\r\nBcc: c@d.cn@", "a@[127.0.0.1]"] {
            assert!(parsed(typed).contains("email_shape"), "{typed}");
        }
        assert!(parsed(&"9".repeat(1000)).contains("too_long"));
    }

    #[test]
    fn a_masked_contact_cannot_be_used() {
        assert_eq!(Contact::Phone("+8613812340001".to_owned()).masked(), "138****0001");
        assert_eq!(Contact::Email("li.na@example.com".to_owned()).masked(), "l***@example.com");
    }
}
