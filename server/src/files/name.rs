//! The names of files: a sender's claim, shown to people, never a path of ours.

use super::FileKind;

/// Characters of a name that are kept.
const MOST_CHARACTERS: usize = 120;
/// Ends of names of things that run; none may stand inside a name either (`report.exe.pdf`).
const RUNS: &[&str] = &[
    "apk", "bat", "cmd", "cpl", "dll", "dmg", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk", "msi", "php",
    "ps1", "py", "scr", "sh", "svg", "vbe", "vbs", "wsf", "xhtml", "xll", "xlsm",
];

/// The sent name without folders; none when it has characters that hide what it is.
pub(super) fn clean(sent: &str) -> Option<String> {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default().trim().trim_end_matches('.');
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if last.chars().any(hides) {
        return None;
    }
    Some(if last.is_empty() { "file".to_owned() } else { last.to_owned() })
}

/// What a name says of its kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// Its end is one of the kind's, or it has none.
    Agrees,
    /// It ends otherwise, or something that runs stands inside it.
    Differs(String),
}

pub(super) fn claim(name: &str, kind: FileKind) -> Claim {
    let mut parts = name.split('.').skip(1).map(str::to_ascii_lowercase).collect::<Vec<_>>();
    let last = parts.pop();
    if let Some(inner) = parts.into_iter().find(|part| RUNS.contains(&part.as_str())) {
        return Claim::Differs(inner);
    }
    match last {
        Some(end) if kind.extensions().contains(&end.as_str()) => Claim::Agrees,
        Some(end) if is_extension(&end) => Claim::Differs(end),
        _ => Claim::Agrees,
    }
}

/// `Q3` in `report 2026.Q3` is a quarter, `docx` is a claim.
fn is_extension(end: &str) -> bool {
    let known = RUNS.contains(&end) || FileKind::ALL.iter().any(|kind| kind.extensions().contains(&end));
    known
        || ((3..=5).contains(&end.len())
            && end.bytes().all(|b| b.is_ascii_alphanumeric())
            && end.bytes().any(|b| b.is_ascii_alphabetic()))
}

/// The name as kept: not too long, and with an end that tells what it is.
pub(super) fn kept(name: &str, kind: FileKind) -> String {
    let end = name
        .rsplit_once('.')
        .map(|(_, end)| end.to_ascii_lowercase())
        .filter(|end| kind.extensions().contains(&end.as_str()));
    let stem = match &end {
        Some(end) => &name[..name.len() - end.len() - 1],
        None => name,
    };
    let stem: String = stem.chars().take(MOST_CHARACTERS).collect();
    format!("{stem}.{}", end.as_deref().unwrap_or(kind.extensions()[0]))
}
