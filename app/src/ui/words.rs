//! Words that all pages share, both languages side by side.

use lending::{language::Language, texts};

texts! {
    skip_to_content = "跳到正文", "Skip to content";
    places = "主要页面", "Main pages";
    other_places = "其他", "More";
    desk = "工作台", "Desk";
    home = "首页", "Home";
    requests = "我的申请", "Requests";
    financials = "财务报表", "Statements";
    messages = "消息", "Messages";
    documents = "单据", "Documents";
    preferences = "联系方式与语言", "Contact and language";
    security = "登录与设备", "Sign-in and devices";
    sign_out = "退出登录", "Sign out";
    acting_for(name: &str) = "当前代表：{name}，更换", "Acting for {name}, change";
    form_restored = "登录曾过期。您填的内容都还在，请核对后再提交。", "You had been signed out. All you typed is still here: check it and send it again.";
    optional = "（选填）", " (optional)";
    desk_queue = "待办", "Queue";
    desk_financials = "财务报表", "Statements";
    desk_borrowers = "借款人", "Borrowers";
    desk_messages = "消息台账", "Messages";
    desk_audit = "审计", "Audit";
    other_language = "English", "中文";
    help_line(phone: &str) = "客服 {phone}", "Help: {phone}";
    demo_banner = "演示环境：数据均为虚构。", "Demo lender: everything here is made up.";
    demo_link = "演示控制台", "Demo console";

    not_found = "找不到这个页面", "We can’t find this page";
    not_found_text = "地址可能有误，或者内容已不存在。您的数据没有变化。", "The address may be wrong, or the page is gone. Nothing of yours has changed.";
    forbidden = "您没有权限", "You can’t do this";
    forbidden_text = "您的角色不能执行此操作。没有任何变化。", "Your role does not allow this. Nothing has changed.";
    stale = "内容已有更新", "This has changed";
    stale_text = "您打开页面之后，情况有了变化。请返回查看最新内容再操作，没有任何丢失。", "Things moved on after you opened this page. Go back, look at what is true now, and try again. Nothing was lost.";
    refused = "无法完成", "That could not be done";
    refused_text = "请检查填写的内容。没有任何丢失。", "Please check what was entered. Nothing was lost.";
    fault = "我们这边出了问题", "Something went wrong on our side";
    fault_text = "您提交的内容没有被部分处理。请稍后再试；如仍不行，请把下面的编号告诉我们。", "Nothing was done by halves. Please try again in a moment; if it goes on, tell us the reference below.";
    reference = "编号", "Reference";
    to_home = "回到首页", "Back to home";

    paging = "翻页", "Pages";
    on_this_page(n: usize) = "本页 {n} 条", "{n} on this page";
    first_page = "回到开头", "Back to the start";
    next_page = "下一页", "Next";
    newest = "回到最新的", "Back to the newest";
    older = "更早的", "Older";

    errors_heading = "请更正以下内容", "Please correct the following";
    nothing_lost = "您填写的内容都还在。", "What you typed is still here.";
    kept_text = "您写的内容", "What you wrote";
    kept_text_hint = "这里已不能提交，内容还在，可以复制。", "It can’t be sent here any more. It is still here, to be copied.";
    choose_files_again(names: &str) = "请重新选择文件：{names}", "Please choose your files again: {names}";
}

/// A refusal in words. Slices add their own codes in their `words` modules; what none of them knows
/// gets the general sentence.
#[must_use]
pub fn refusal(l: Language, refusal: &server::error::Refusal) -> String {
    let of_a_slice = [
        crate::demo::words::refusal,
        crate::files::words::refusal,
        crate::documents::words::refusal,
        crate::financials::words::refusal,
        crate::identity::words::refusal,
        crate::payments::words::refusal,
        crate::reminders::words::refusal,
        crate::requests::words::refusal,
        crate::staff::audit_words::refusal,
    ]
    .iter()
    .find_map(|words| words(l, refusal));
    if let Some(text) = of_a_slice {
        return text;
    }
    let figure = |n: usize| refusal.figures.get(n).map_or("", String::as_str);
    match (refusal.code, l) {
        ("stale", Language::Chinese) => "您打开页面之后情况有了变化，请按最新内容再确认一次。".to_owned(),
        ("stale", Language::English) => {
            "Things moved on after you opened this page. Look at what is true now and confirm again.".to_owned()
        }
        ("too_many", Language::Chinese) => format!("尝试次数过多，请在{}后再试。", wait(l, figure(0))),
        ("too_many", Language::English) => format!("Too many attempts. Try again in {}.", wait(l, figure(0))),
        ("null_byte", Language::Chinese) => "内容含有无法识别的字符，已去掉，请核对。".to_owned(),
        ("null_byte", Language::English) => {
            "There was a character that is no text. It was taken out; please check.".to_owned()
        }
        ("form_too_long", Language::Chinese) => "填写的内容太长，超出的部分没有收下。请缩短后再提交。".to_owned(),
        ("form_too_long", Language::English) => {
            "That is more text than a form takes, and the end of it was cut off. Please shorten it and send it again."
                .to_owned()
        }
        ("required", Language::Chinese) => "请填写此项。".to_owned(),
        ("required", Language::English) => "Please fill this in.".to_owned(),
        ("too_long", Language::Chinese) => format!("内容过长，最多 {} 个字符。", figure(0)),
        ("too_long", Language::English) => format!("Too long: at most {} characters.", figure(0)),
        (_, Language::Chinese) => "此项无法接受，请检查。".to_owned(),
        (_, Language::English) => "This can’t be accepted. Please check it.".to_owned(),
    }
}

/// Seconds as a person says them.
fn wait(l: Language, seconds: &str) -> String {
    let seconds: u64 = seconds.parse().unwrap_or(60);
    let (count, of) = match seconds {
        0..100 => (seconds, ["秒", "second"]),
        100..5400 => (seconds.div_ceil(60), ["分钟", "minute"]),
        _ => (seconds.div_ceil(3600), ["小时", "hour"]),
    };
    match l {
        Language::Chinese => format!(" {count} {}", of[0]),
        Language::English => format!("{count} {}{}", of[1], if count == 1 { "" } else { "s" }),
    }
}
