//! Words of the demo console.

use lending::{language::Language, texts};
use server::error::Refusal;

texts! {
    title = "演示控制台", "Demo console";
    lead = "这是一家虚构的贷款机构，人物和数据都是编造的。", "A made-up lender: people and figures are invented.";
    clock = "演示时钟", "Demo clock";
    clock_text = "时钟只能向前走。到了新的一天早上九点，该发的提醒会发出，罚息和逾期天数随之变化。", "The clock only goes forward. At nine on the new morning reminders go out, and penalty and days past due follow.";
    one_day = "前进一天", "One day on";
    one_week = "前进七天", "Seven days on";
    borrowers = "借款人", "Borrowers";
    borrowers_text = "用手机号登录，验证码在演示信箱里。", "Sign in with the phone number; the code is in the demo mailbox.";
    staff = "员工", "Staff";
    staff_text(password: &str) = "密码都是 {password}，动态码如下（每 30 秒更换，刷新本页查看）。", "The password of all is {password}; codes of their authenticators stand here (they change every 30 seconds: reload).";
    mailbox = "演示信箱", "Demo mailbox";
    sign_in = "借款人登录", "Borrowers sign in";
    desk_sign_in = "员工登录", "Staff sign in";
    email = "邮箱", "E-mail";
    phone = "手机号", "Phone";
    who = "姓名", "Name";
    role = "角色", "Role";
    code = "动态码", "Code";
    days_range(most: &str) = "时钟一次可以前进 1 到 {most} 天。", "The clock goes forward by 1 to {most} days at a time.";
    story = "看点", "What to see";
}

/// The refusal of the console in words.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    (refusal.code == "days_range").then(|| days_range(l, refusal.figures.first().map_or("", String::as_str)))
}
