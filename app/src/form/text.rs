//! Text as forms and addresses bring it: what is no text is taken out before anything else is done.

/// Characters of a file's name that are shown.
const SHOWN: usize = 60;

/// The text with one character for the end of a line (a browser sends two, and counts one), without
/// control characters: no page, table or letter can hold a null byte.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| is_text(*c)).collect()
}

/// Whether something in the text is no text.
pub(super) fn has_other(text: &str) -> bool {
    text.chars().any(|c| !is_text(c) && c != '\r')
}

fn is_text(c: char) -> bool {
    !c.is_control() || matches!(c, '\n' | '\t')
}

/// A file's name for people to read: nothing in it can hide what it is, or fill the page.
#[must_use]
pub fn shown_name(name: &str) -> String {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown = name.chars().filter(|c| !hides(*c));
    let begin: String = shown.by_ref().take(SHOWN).collect();
    if shown.next().is_some() { format!("{begin}…") } else { begin }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_and_what_is_no_text_goes() {
        assert_eq!(plain("a\0b\u{7}c\r\nd\re\tf"), "abc\nd\ne\tf");
        for kept in ["家人生病 👨‍👩‍👧", "العقد \u{200f}مؤجل", "\u{feff}"] {
            assert_eq!(plain(kept), kept);
            assert!(!has_other(kept), "{kept}");
        }
        assert!(has_other("\u{85}") && has_other("\u{1b}[31m") && !has_other("a\r\nb"));
    }

    #[test]
    fn a_shown_name_reads_as_it_is() {
        assert_eq!(shown_name("q3\u{202e}fdp.exe"), "q3fdp.exe");
        assert_eq!(shown_name("q3\0.pdf"), "q3.pdf");
        assert_eq!(shown_name(&"长".repeat(5_000)).chars().count(), SHOWN + 1);
    }
}
