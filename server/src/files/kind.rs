//! The kinds of file we take, told by what is inside and never by the name.

use super::zip;

/// A kind of file we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Pdf,
    Xlsx,
    Csv,
    Png,
    Jpeg,
    Heic,
}

/// A picture of more pixels than this is refused: it would take gigabytes to look at.
const MOST_PIXELS: u64 = 100_000_000;

impl FileKind {
    pub const ALL: &'static [Self] = &[Self::Pdf, Self::Xlsx, Self::Csv, Self::Png, Self::Jpeg, Self::Heic];

    /// The media type it is given back with.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Heic => "image/heic",
        }
    }

    #[must_use]
    pub fn parse(media_type: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.media_type() == media_type)
    }

    /// What people call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Xlsx => "XLSX",
            Self::Csv => "CSV",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Heic => "HEIC",
        }
    }

    /// How names of this kind may end; the first is the usual one.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Xlsx => &["xlsx"],
            Self::Csv => &["csv"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Heic => &["heic", "heif"],
        }
    }
}

/// What the content is, or the code of the refusal.
pub(super) fn recognise(content: &[u8]) -> Result<FileKind, &'static str> {
    if content.starts_with(b"PK\x03\x04") {
        return xlsx(content);
    }
    let kind = if content.starts_with(b"%PDF-") {
        pdf(content)?
    } else if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(content)?
    } else if content.starts_with(&[0xff, 0xd8, 0xff]) {
        FileKind::Jpeg
    } else if is_heic(content) {
        FileKind::Heic
    } else if is_csv(content) {
        FileKind::Csv
    } else {
        return Err("unknown_type");
    };
    // A picture or paper with an archive behind it is two files in one, and one of them is hidden.
    if zip::end(content).is_some() { Err("two_in_one") } else { Ok(kind) }
}

fn xlsx(content: &[u8]) -> Result<FileKind, &'static str> {
    let names = zip::names(content).ok_or("damaged_file")?;
    let has = |wanted: &str| names.contains(&wanted);
    if !has("[Content_Types].xml") || !has("xl/workbook.xml") {
        return Err("unknown_type");
    }
    if names.iter().any(|n| n.ends_with("vbaProject.bin") || n.starts_with("xl/macrosheets/")) {
        return Err("active_content");
    }
    Ok(FileKind::Xlsx)
}

fn pdf(content: &[u8]) -> Result<FileKind, &'static str> {
    let tail = &content[content.len().saturating_sub(64 * 1024)..];
    if !contains(tail, b"%%EOF") {
        return Err("damaged_file");
    }
    // Names of actions and attachments; what hides in compressed objects is for a scanner to find.
    let active: [&[u8]; 4] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"];
    if active.iter().any(|name| contains(content, name)) { Err("active_content") } else { Ok(FileKind::Pdf) }
}

fn png(content: &[u8]) -> Result<FileKind, &'static str> {
    let side = |at: usize| {
        content.get(at..at + 4).and_then(|b| <[u8; 4]>::try_from(b).ok()).map(|b| u64::from(u32::from_be_bytes(b)))
    };
    match (content.get(12..16), side(16), side(20)) {
        (Some(b"IHDR"), Some(wide), Some(high)) if wide * high > MOST_PIXELS => Err("too_many_pixels"),
        (Some(b"IHDR"), Some(1..), Some(1..)) => Ok(FileKind::Png),
        _ => Err("damaged_file"),
    }
}

fn is_heic(content: &[u8]) -> bool {
    let Some((b"ftyp", brands)) = content.get(4..64.min(content.len())).and_then(|b| b.split_at_checked(4)) else {
        return false;
    };
    let coded = |brand: &[u8]| matches!(brand, b"heic" | b"heix" | b"hevc" | b"heim" | b"heis");
    match brands.get(..4) {
        Some(b"mif1" | b"msf1") => brands.chunks_exact(4).any(coded),
        Some(major) => coded(major),
        None => false,
    }
}

/// Text in UTF-8 or GB 18030 (what Excel saves in China) that has columns and is no markup.
fn is_csv(content: &[u8]) -> bool {
    let text = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let is_control = |b: u8| (b < 0x20 && !matches!(b, b'\t' | b'\r' | b'\n')) || b == 0x7f;
    if text.iter().copied().any(is_control) || !(std::str::from_utf8(text).is_ok() || is_gb18030(text)) {
        return false;
    }
    let begin = text[..text.len().min(4096)].to_ascii_lowercase();
    let markup: [&[u8]; 6] = [b"<!", b"<?", b"<html", b"<script", b"<svg", b"<body"];
    let program = begin.starts_with(b"#!") || begin.starts_with(b"{\\rtf");
    let columns = begin.split(|b| *b == b'\n').any(|line| line.iter().any(|b| matches!(b, b',' | b';' | b'\t')));
    columns && !program && !markup.iter().any(|tag| contains(&begin, tag))
}

/// Whether the bytes form characters of GB 18030: one, two or four bytes each.
fn is_gb18030(mut text: &[u8]) -> bool {
    loop {
        text = match text {
            [] => return true,
            [0..=0x7f, rest @ ..] => rest,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] => rest,
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, rest @ ..] => rest,
            _ => return false,
        };
    }
}

fn contains(content: &[u8], wanted: &[u8]) -> bool {
    let Some((first, rest)) = wanted.split_first() else {
        return true;
    };
    content.iter().enumerate().any(|(at, byte)| byte == first && content[at + 1..].starts_with(rest))
}
