//! Files that are what they say, and files that are not.

use bytes::Bytes;

use super::browser::Filled;

/// A paper that may be kept.
pub fn pdf() -> Bytes {
    Bytes::from_static(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n")
}

pub fn file(name: &str, content: impl Into<Bytes>) -> Filled {
    Filled::File { name: name.to_owned(), content: content.into() }
}

pub fn valid() -> Filled {
    file("利润表 2026.pdf", pdf())
}

/// A file, what is wrong with it, and the name it is kept under when nothing is.
pub struct Sent {
    pub what: &'static str,
    pub file: Filled,
    pub kept_as: Option<String>,
}

pub fn all(limit_bytes: usize) -> Vec<Sent> {
    let refused = |what, name: &str, content: Bytes| Sent { what, file: file(name, content), kept_as: None };
    let kept = |what, name: &str, as_: String| Sent { what, file: file(name, pdf()), kept_as: Some(as_) };
    let of = |bytes: &'static [u8]| Bytes::from_static(bytes);
    let padded = |bytes: usize| {
        let mut content = pdf().to_vec();
        content.resize(bytes, b'\n');
        content.extend_from_slice(b"%%EOF\n");
        Bytes::from(content)
    };
    let long = "长".repeat(5_000);
    vec![
        refused("empty", "empty.pdf", Bytes::new()),
        refused("a program that says it is a paper", "q3.pdf", of(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff")),
        refused("a page that says it is a table", "q3.csv", of(b"<!doctype html><script>alert(1)</script>,1")),
        refused("a paper that says it is a picture", "q3.png", pdf()),
        refused(
            "a picture that says it is a paper",
            "q3.pdf",
            of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"),
        ),
        refused(
            "a drawing that can run",
            "q3.svg",
            of(b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ),
        refused("a paper cut off", "q3.pdf", of(b"%PDF-1.7\n1 0 obj\n")),
        refused("a paper that runs", "q3.pdf", of(b"%PDF-1.7\n/OpenAction /JavaScript\n%%EOF\n")),
        refused("an archive that is no workbook", "q3.xlsx", of(b"PK\x03\x04 nothing of the kind")),
        refused("a program's name within", "q3.exe.pdf", pdf()),
        refused("a name that reads backwards", "q3\u{202e}fdp.exe", pdf()),
        refused("a name with an invisible mark", "q3\u{200f}.pdf", pdf()),
        refused("one byte beyond the limit", "big.pdf", padded(limit_bytes - 5)),
        refused("twice the limit", "big.pdf", padded(limit_bytes * 2)),
        kept("a path", "../../etc/passwd.pdf", "passwd.pdf".to_owned()),
        kept("a path of Windows", "C:\\Users\\li\\报表.PDF", "报表.pdf".to_owned()),
        kept("a name of 5,000 characters", &format!("{long}.pdf"), format!("{}.pdf", "长".repeat(120))),
        kept("a name with markup", "<b>&\"q3\".pdf", "<b>&%22q3%22.pdf".to_owned()),
        kept("an emoji", "📄 报表.pdf", "📄 报表.pdf".to_owned()),
    ]
}
