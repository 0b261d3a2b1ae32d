//! What the pages of signing in say, both languages side by side.

use lending::{language::Language, texts};
use server::error::Refusal;

texts! {
    sign_in = "登录", "Sign in";
    contact = "手机号或邮箱", "Mobile number or e-mail";
    contact_hint = "用您在本机构预留的手机号或邮箱。我们会发一个 6 位验证码，不需要密码。", "Use the number or address you gave us. We will send a 6-digit code; there is no password.";
    send_code = "发送验证码", "Send the code";
    to_desk = "我是工作人员", "I work here";
    to_portal = "我是借款人", "I am a borrower";
    signed_out = "您已退出登录。", "You have signed out.";
    form_lost = "您已退出登录，刚才填的内容没能保存，请登录后再填一次。", "You were signed out and what you typed could not be kept. Sign in and fill it in once more.";
    form_kept = "为了安全，登录已过期。您刚才填的内容已替您保存，登录后就能看到。", "For your safety you were signed out. What you typed is kept: sign in and you will find it as it was.";
    to_go_on = "请先登录，再继续。", "Please sign in to go on.";

    code_title = "输入验证码", "Enter the code";
    code = "6 位验证码", "6-digit code";
    code_sent(contact: &str, at: &str) = "如果 {contact} 是预留的联系方式，验证码已在 {at} 发出，5 分钟内有效。", "If {contact} is on file, a code was sent at {at}. It works for 5 minutes.";
    code_expired = "这个验证码已过期，请重新发送。", "This code has run out. Ask for another one.";
    resend = "重新发送验证码", "Send another code";
    resend_wait = "秒后可以重新发送", "seconds until you can ask again";
    resend_after(at: &str) = "（请在 {at} 之后）", " (after {at})";
    other_contact = "换一个手机号或邮箱", "Use another number or address";
    no_code(phone: &str) = "没收到？请看垃圾邮件，或致电 {phone}，我们核对您预留的联系方式。", "Nothing came? Look among the junk mail, or call {phone} and we will check the contact we have for you.";

    desk_sign_in = "工作人员登录", "Staff sign-in";
    email = "工作邮箱", "Work e-mail";
    password = "密码", "Password";
    go_on = "继续", "Continue";
    second_title = "第二步验证", "Second step";
    second_code = "验证器上的 6 位数字", "6 digits of your authenticator";
    second_hint = "手机不在身边时，可以输入一个恢复码。", "Without your phone, enter one of your recovery codes.";
    enrol_title = "设置验证器", "Set up your authenticator";
    enrol_lead = "以后登录除了密码，还要验证器上的数字。", "From now on signing in takes your authenticator as well as your password.";
    enrol_scan = "用验证器应用（例如 Microsoft Authenticator、FreeOTP）扫描：", "Scan this with an authenticator app (such as Microsoft Authenticator or FreeOTP):";
    enrol_picture = "设置验证器的二维码", "QR code that sets up the authenticator";
    enrol_typed = "不能扫描？输入这串字符", "Can’t scan it? Type this instead";
    enrol_code = "验证器显示的 6 位数字", "The 6 digits it shows";
    enrol_done = "完成设置", "Finish";
    start_again = "重新登录", "Start again";
    recovery_title = "保存恢复码", "Keep your recovery codes";
    recovery_lead = "手机丢失时，每个恢复码可以登录一次。现在就打印或抄下来，离开这一页后不再显示。", "If you lose your phone, each of these signs you in once. Print or write them down now: they are not shown again.";
    recovery_kept = "我已保存，继续", "I have kept them, continue";

    security = "登录与设备", "Sign-in and devices";
    security_lead = "您在这些设备上登录着。不认识的，请让它退出。", "You are signed in on these devices. Sign out any that you don’t know.";
    devices = "已登录的设备", "Signed-in devices";
    this_device = "这台设备", "This device";
    device_seen(at: &str, address: &str) = "最近使用 {at} · {address}", "Last used {at} · {address}";
    device_since(at: &str) = "{at} 登录", "Signed in {at}";
    end_device = "退出", "Sign out";
    end_which(device: &str) = "：{device}", " {device}";
    end_others = "退出其他所有设备", "Sign out everywhere else";
    ended = "已退出。", "Signed out.";
    unknown_browser = "未知浏览器", "Unknown browser";
    recovery_codes = "恢复码", "Recovery codes";
    recovery_left(left: i32) = "还有 {left} 个恢复码可用。", "Recovery codes left: {left}.";
    recovery_renew = "换一批恢复码", "Make new recovery codes";
    recovery_renew_hint = "旧的恢复码随即失效。请输入验证器上的数字。", "The old ones stop working. Enter the digits of your authenticator.";

    act_for_title = "代表谁办理", "For whom do you act?";
    act_for_lead = "您看到的贷款、申请和报表都属于所选的借款人。", "Loans, requests and statements belong to the borrower you choose.";
    act_for_this = "切换", "Switch";
    act_for_now = "当前", "Current";
    company = "企业", "Company";
    individual = "个人", "Person";
}

/// The refusals of this slice in words.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    let figure = refusal.figures.first().map_or("", String::as_str);
    let zh = l == Language::Chinese;
    let text = match refusal.code {
        "phone_shape" if zh => "手机号不完整。内地号码是 11 位，其他地区请加国家代码，例如 +852。".to_owned(),
        "phone_shape" => {
            "This is not a whole number. Outside mainland China begin with the country code, such as +44.".to_owned()
        }
        "email_shape" if zh => "邮箱地址不完整，例如 name@example.com。".to_owned(),
        "email_shape" => "This is not a whole e-mail address, such as name@example.com.".to_owned(),
        "code_shape" if zh => "请输入 6 位数字。".to_owned(),
        "code_shape" => "Enter 6 digits.".to_owned(),
        "code_wrong" if zh => format!("数字不对，还可以试 {figure} 次。"),
        "code_wrong" => format!("That is not the code. Tries left: {figure}."),
        "code_gone" if zh => "验证码已失效，请重新发送。".to_owned(),
        "code_gone" => "This code no longer works. Ask for another one.".to_owned(),
        "no_borrower" if zh => "您目前没有可以代表的借款人，请联系我们。".to_owned(),
        "no_borrower" => "There is no borrower you act for at present. Please call us.".to_owned(),
        "wrong_credentials" if zh => "邮箱或密码不对。".to_owned(),
        "wrong_credentials" => "E-mail or password is wrong.".to_owned(),
        "flow_gone" if zh => "登录步骤已失效，请重新登录。".to_owned(),
        "flow_gone" => "This sign-in has run out. Please start again.".to_owned(),
        "second_wrong" if zh => "数字不对，或者已经用过。请等验证器显示新的数字。".to_owned(),
        "second_wrong" => "That is wrong or was used before. Wait for your authenticator’s next digits.".to_owned(),
        _ => return None,
    };
    Some(text)
}
