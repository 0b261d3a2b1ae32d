//! What is said about files.

use lending::{language::Language, texts};
use server::error::Refusal;

texts! {
    kinds = "PDF、XLSX、CSV、PNG、JPEG、HEIC", "PDF, XLSX, CSV, PNG, JPEG, HEIC";
    up_to(size: &str) = "不超过 {size}", "up to {size}";
    empty_file = "这个文件是空的。请检查后重新选择。", "This file is empty. Please check it and choose it again.";
    too_big(size: &str) = "文件太大，最大 {size}。可以分开上传，或者降低扫描精度。", "This file is too big; the limit is {size}. Scan it with fewer details, or split it.";
    far_too_big = "文件太大，没有收下。请选择小一些的文件。", "This file is far too big and was not taken. Please choose a smaller one.";
    file_name = "文件名里有看不见的字符，请改名后重新选择。", "The file’s name has hidden characters. Please rename it and choose it again.";
    unknown_type = "打不开这种文件。请用 PDF、XLSX、CSV、PNG、JPEG 或 HEIC，并且不要加密码。", "We can’t read this kind of file. Use PDF, XLSX, CSV, PNG, JPEG or HEIC, without a password.";
    type_differs(says: &str, is: &str) = "文件名写的是 {says}，内容却是 {is}。请核对后重新选择。", "Its name says {says}, but inside it is {is}. Please check and choose it again.";
    damaged_file = "文件不完整或已损坏。请重新导出后再选择。", "This file is incomplete or damaged. Please export it again.";
    two_in_one = "一个文件里藏着另一个文件，不能收下。请重新导出。", "There is a second file hidden in this one, so we can’t take it. Please export it again.";
    active_content = "文件里有宏、脚本或附件。请另存为不含宏的版本，或打印成 PDF 后再上传。", "This file contains macros, scripts or attachments. Save it without them, or print it to a PDF.";
    too_many_pixels = "图片的尺寸太大。请缩小后重新选择。", "This picture has too many pixels. Please make it smaller.";
    too_many_files(most: &str) = "24 小时内最多上传 {most} 个文件。请明天再试，或联系我们。", "At most {most} files in 24 hours. Try again tomorrow, or call us.";
    too_many_at_once = "一次选择的文件太多。", "Too many files at once.";
    uploads_at_once = "还有文件正在上传，请等它们完成后再试。", "Other uploads of yours are still under way. Try again when they are done.";
    upload_interrupted = "上传中断了，没有留下半个文件。请重新选择文件再试一次。", "The upload was interrupted. Nothing was kept by halves. Please choose the file and try again.";
    choose_file = "请选择文件。", "Please choose a file.";
    one_file = "一次只收一份文件：请只选一个。", "One file at a time: please choose only one.";
}

/// A refusal of [`server::files`] in words.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    let figure = |n: usize| refusal.figures.get(n).map_or("", String::as_str);
    Some(match refusal.code {
        "empty_file" => empty_file(l).to_owned(),
        "too_big" => too_big(l, &size(figure(0).parse().unwrap_or(0))),
        "far_too_big" => far_too_big(l).to_owned(),
        "file_name" => file_name(l).to_owned(),
        "unknown_type" => unknown_type(l).to_owned(),
        "type_differs" => type_differs(l, figure(0), figure(1)),
        "damaged_file" => damaged_file(l).to_owned(),
        "two_in_one" => two_in_one(l).to_owned(),
        "active_content" => active_content(l).to_owned(),
        "too_many_pixels" => too_many_pixels(l).to_owned(),
        "too_many_files" => too_many_files(l, figure(0)),
        "too_many_at_once" => too_many_at_once(l).to_owned(),
        "uploads_at_once" => uploads_at_once(l).to_owned(),
        "upload_interrupted" => upload_interrupted(l).to_owned(),
        "choose_file" => choose_file(l).to_owned(),
        "one_file" => one_file(l).to_owned(),
        _ => return None,
    })
}

/// Bytes as people say them: `243 B`, `820 kB`, `1.2 MB`. The same in both languages.
#[must_use]
pub fn size(bytes: u64) -> String {
    const KILO: u64 = 1024;
    const MEGA: u64 = KILO * KILO;
    if bytes < KILO {
        return format!("{bytes} B");
    }
    if bytes < MEGA {
        return format!("{} kB", bytes.div_ceil(KILO));
    }
    let tenths = (bytes.saturating_mul(10) + MEGA / 2) / MEGA;
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        tenth => format!("{}.{tenth} MB", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(size(243), "243 B");
        assert_eq!(size(1024), "1 kB");
        assert_eq!(size(1025), "2 kB");
        assert_eq!(size(20 * 1024 * 1024), "20 MB");
        assert_eq!(size(1_258_291), "1.2 MB");
    }
}
