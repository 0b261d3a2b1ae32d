use super::*;

const LIMIT: u64 = 1024 * 1024;

fn answer(name: &str, content: &[u8]) -> std::result::Result<(&'static str, String), &'static str> {
    match check(LIMIT, name, &Bytes::copy_from_slice(content)) {
        Ok(checked) => Ok((checked.kind.word(), checked.name)),
        Err(Error::Refused(refusal)) => Err(refusal.code),
        Err(other) => panic!("{other}"),
    }
}

fn taken(name: &str, content: &[u8]) -> (&'static str, String) {
    answer(name, content).unwrap_or_else(|code| panic!("{name} was refused: {code}"))
}

fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".to_vec()
}

fn png(wide: u32, high: u32) -> Vec<u8> {
    [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &13_u32.to_be_bytes(),
        b"IHDR",
        &wide.to_be_bytes(),
        &high.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat()
}

fn jpeg() -> Vec<u8> {
    vec![0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9]
}

fn heic() -> Vec<u8> {
    b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic\0\0\0\x08mdat".to_vec()
}

/// An archive of stored entries: name, what its directory says it unpacks to.
fn zip(entries: &[(&str, u32)]) -> Vec<u8> {
    let (mut body, mut directory) = (Vec::new(), Vec::new());
    for (name, unpacked) in entries {
        let offset = u32::try_from(body.len()).expect("small");
        let length = u16::try_from(name.len()).expect("short");
        let sizes = [4_u32.to_le_bytes(), unpacked.to_le_bytes()].concat();
        body.extend(
            [
                b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice(),
                &sizes,
                &length.to_le_bytes(),
                &[0, 0],
                name.as_bytes(),
                b"data",
            ]
            .concat(),
        );
        directory.extend(
            [
                b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice(),
                &sizes,
                &length.to_le_bytes(),
                &[0; 12],
                &offset.to_le_bytes(),
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let count = u16::try_from(entries.len()).expect("few").to_le_bytes();
    let (size, begin) = (u32::try_from(directory.len()).expect("small"), u32::try_from(body.len()).expect("small"));
    [
        body.as_slice(),
        &directory,
        b"PK\x05\x06\0\0\0\0",
        &count,
        &count,
        &size.to_le_bytes(),
        &begin.to_le_bytes(),
        &[0, 0],
    ]
    .concat()
}

fn workbook_with(more: &[(&str, u32)]) -> Vec<u8> {
    zip(&[[("[Content_Types].xml", 4), ("xl/workbook.xml", 4)].as_slice(), more].concat())
}

#[test]
fn each_kind_is_told_by_its_content() {
    assert_eq!(taken("三季度.pdf", &pdf()), ("PDF", "三季度.pdf".to_owned()));
    assert_eq!(taken("a.XLSX", &workbook_with(&[])), ("XLSX", "a.xlsx".to_owned()));
    assert_eq!(taken("a.csv", "科目,金额\n现金,1".as_bytes()).0, "CSV");
    assert_eq!(taken("a.csv", b"\xbf\xc6\xc4\xbf,\xbd\xf0\xb6\xee\n1,2").0, "CSV", "what Excel saves in China");
    assert_eq!(taken("a.png", &png(4000, 3000)).0, "PNG");
    assert_eq!(taken("a.jpeg", &jpeg()).0, "JPEG");
    assert_eq!(taken("IMG_0001.HEIC", &heic()).0, "HEIC");
}

#[test]
fn a_name_without_an_end_gets_the_right_one() {
    assert_eq!(taken("scan", &pdf()).1, "scan.pdf");
    assert_eq!(taken("2026.Q3", &pdf()).1, "2026.Q3.pdf");
    assert_eq!(taken("", &jpeg()).1, "file.jpg");
    assert_eq!(taken("C:\\fakepath\\..\\..\\a.pdf", &pdf()).1, "a.pdf");
    assert_eq!(taken(&format!("{}.pdf", "长".repeat(500)), &pdf()).1.chars().count(), 124);
}

#[test]
fn a_file_that_lies_about_its_type_is_refused() {
    assert_eq!(answer("a.pdf", &png(1, 1)), Err("type_differs"));
    assert_eq!(answer("a.png", &jpeg()), Err("type_differs"));
    assert_eq!(answer("a.exe", &pdf()), Err("type_differs"));
    assert_eq!(answer("a.exe.pdf", &pdf()), Err("type_differs"));
    assert_eq!(answer("a.docx", &pdf()), Err("type_differs"));
    assert_eq!(answer("a.pdf", b"MZ\x90\0\x03\0\0\0"), Err("unknown_type"));
    assert_eq!(answer("a.pdf", b"\x7fELF\x02\x01\x01\0"), Err("unknown_type"));
    assert_eq!(answer("a.xlsx", &zip(&[("word/document.xml", 4), ("[Content_Types].xml", 4)])), Err("unknown_type"));
    assert_eq!(answer("a.jar", &zip(&[("META-INF/MANIFEST.MF", 4)])), Err("unknown_type"));
    assert_eq!(
        answer("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        Err("unknown_type"),
        "an old or password-protected workbook"
    );
}

#[test]
fn markup_and_programs_are_no_table() {
    for text in [
        "<!doctype html>\n<p>a,b",
        "a,b\n<script>alert(1)</script>",
        "<svg onload=x>,",
        "<?xml version=\"1.0\"?>,",
        "#!/bin/sh\na,b",
        "no columns at all",
    ] {
        assert_eq!(answer("a.csv", text.as_bytes()), Err("unknown_type"), "{text}");
    }
    assert_eq!(answer("a.csv", b"a,b\0c"), Err("unknown_type"));
    assert_eq!(answer("a.csv", b"a,b\xff\xff"), Err("unknown_type"));
}

#[test]
fn two_files_in_one_are_refused() {
    for (name, outer) in [("a.pdf", pdf()), ("a.png", png(1, 1)), ("a.jpg", jpeg()), ("a.heic", heic())] {
        let both = [outer, zip(&[("META-INF/MANIFEST.MF", 4)])].concat();
        assert_eq!(answer(name, &both), Err("two_in_one"), "{name}");
    }
    assert_eq!(answer("a.pdf", &[b"<html><script>x</script>".as_slice(), &pdf()].concat()), Err("unknown_type"));
    assert_eq!(answer("a.xlsx", &[workbook_with(&[]), pdf()].concat()), Err("damaged_file"));
}

#[test]
fn what_acts_by_itself_is_refused() {
    assert_eq!(
        answer("a.pdf", b"%PDF-1.7\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>\n%%EOF"),
        Err("active_content")
    );
    assert_eq!(answer("a.pdf", b"%PDF-1.7\n<</S /Launch /F(cmd.exe)>>\n%%EOF"), Err("active_content"));
    assert_eq!(answer("a.xlsx", &workbook_with(&[("xl/vbaProject.bin", 4)])), Err("active_content"));
}

#[test]
fn an_archive_built_to_do_harm_is_refused() {
    for name in ["../../etc/passwd", "/etc/passwd", "xl\\..\\x", "C:x"] {
        assert_eq!(answer("a.xlsx", &workbook_with(&[(name, 4)])), Err("damaged_file"), "{name}");
    }
    assert_eq!(answer("a.xlsx", &workbook_with(&[("xl/bomb", u32::MAX)])), Err("damaged_file"));
    let many: Vec<(&str, u32)> = std::iter::repeat_n(("x", 1), 3000).collect();
    assert_eq!(answer("a.xlsx", &workbook_with(&many)), Err("damaged_file"));
    let mut overlapping = workbook_with(&[("xl/a", 4)]);
    let last = overlapping.windows(4).rposition(|w| w == b"PK\x01\x02").expect("an entry");
    overlapping[last + 42..last + 46].copy_from_slice(&0_u32.to_le_bytes());
    assert_eq!(answer("a.xlsx", &overlapping), Err("damaged_file"));
}

#[test]
fn empty_too_big_cut_off_and_flooding_files_are_refused() {
    assert_eq!(answer("a.pdf", b""), Err("empty_file"));
    let big = [pdf(), vec![b' '; usize::try_from(LIMIT).expect("small")]].concat();
    assert_eq!(answer("a.pdf", &big), Err("too_big"));
    assert_eq!(answer("a.pdf", b"%PDF-1.7\n1 0 obj<<"), Err("damaged_file"));
    assert_eq!(answer("a.png", &png(50_000, 50_000)), Err("too_many_pixels"));
    let whole = workbook_with(&[]);
    assert_eq!(answer("a.xlsx", &whole[..whole.len() - 30]), Err("damaged_file"));
}

#[test]
fn a_name_that_hides_what_it_is_is_refused() {
    for name in ["a\0.pdf", "invoice\u{202e}fdp.exe", "a\n.pdf", "a\u{200b}.pdf"] {
        assert_eq!(answer(name, &pdf()), Err("file_name"), "{name:?}");
    }
}

#[test]
fn no_cut_of_a_workbook_makes_the_check_panic() {
    let whole = workbook_with(&[("xl/worksheets/sheet1.xml", 4)]);
    for cut in 1..whole.len() {
        assert!(answer("a.xlsx", &whole[..cut]).is_err());
        let mut bent = whole.clone();
        bent[cut] ^= 0xff;
        let _ = answer("a.xlsx", &bent);
    }
}
