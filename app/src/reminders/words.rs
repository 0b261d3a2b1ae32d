//! Words of the reminders slice, both languages side by side.

use lending::{language::Language, texts};
use server::{
    error::Refusal,
    reminders::{gateway::Channel, status::Status, view::Part},
};

texts! {
    messages_title = "消息", "Messages";
    messages_lead = "我们发给您的每一条短信和邮件，以及为什么发。", "Every text message and e-mail we sent you, and why.";
    messages_none = "还没有消息", "No messages yet";
    messages_none_text = "每期还款前三天、当天，以及收到还款时，我们会告诉您。发出的内容都会留在这里。", "We write three days before a payment, on the day, and when a payment arrives. What we sent stays here.";
    messages_change = "语言与免打扰时间", "Language and quiet hours";
    sms = "短信", "Text message";
    email = "邮件", "E-mail";
    sent_to(to: &str) = "发到 {to}", "to {to}";
    because(reason: &str) = "为什么发：{reason}", "Why: {reason}";

    preferences_title = "联系方式与语言", "Contact and language";
    preferences_lead = "我们用什么语言、在什么时间联系您。", "In which language and at what hours we contact you.";
    preferences_saved = "已保存。之后的消息都会照此发送。", "Saved. From now on messages follow this.";
    field_language = "语言", "Language";
    chinese = "中文", "中文";
    english = "English", "English";
    field_time_zone = "所在时区", "Time zone";
    time_zone_hint = "“早上八点”按这个时区算。", "Decides when it is eight in the morning for you.";
    quiet_heading = "免打扰时间", "Quiet hours";
    quiet_hint = "这段时间里我们不发短信和邮件，到点再发。两个时间相同表示随时都可以。", "We send nothing between these hours; it goes out when they end. The same hour twice means any time is fine.";
    field_quiet_from = "从", "From";
    field_quiet_to = "到", "Until";
    save = "保存", "Save";
    contacts_heading = "我们怎样联系您", "How we reach you";
    contacts_hint(phone: &str) = "更换手机号或邮箱，请致电 {phone}；我们会先核实是您本人。", "To change a number or address, call {phone}; we first make sure it is you.";
    contact_none = "没有登记手机号或邮箱。请联系我们。", "No phone or e-mail on file. Please call us.";
    phone = "手机", "Phone";
    not_a_time = "请写成 21:00 这样的时间。", "Write a time such as 21:00.";
    unknown_time_zone = "请选择列表中的时区。", "Choose a time zone from the list.";
    unknown_language = "请选择中文或 English。", "Choose 中文 or English.";

    ledger_title = "消息台账", "Message ledger";
    ledger_lead = "发了什么、没发什么、为什么。", "What was sent, what was not, and why.";
    ledger_filter = "筛选", "Filter";
    ledger_part = "状态", "State";
    ledger_channel = "渠道", "Channel";
    any_channel = "全部渠道", "All channels";
    ledger_none = "这里没有消息", "Nothing here";
    ledger_none_text = "换一个状态或渠道看看。", "Try another state or channel.";
    ledger_who = "收件人", "Receiver";
    ledger_what = "内容", "What";
    ledger_where = "发到", "To";
    ledger_when = "时间", "When";
    ledger_state = "状态与原因", "State and reason";
    ledger_text = "原文", "Text";
    ledger_next(at: &str) = "{at} 再看", "looked at again {at}";
    ledger_attempts(n: i16) = "第 {n} 次", "try {n}";

    mailbox_title = "演示信箱", "Demo mailbox";
    mailbox_lead = "演示里没有一条消息真的发出去。短信和邮件都停在这里，最新的在前。", "Nothing leaves the demo. Every text message and e-mail stops here, newest first.";
    mailbox_none = "信箱是空的", "The mailbox is empty";
    mailbox_none_text = "登录时会收到验证码；把演示时钟往前拨一天，会看到还款提醒。", "Signing in sends a code; moving the demo clock a day forward brings reminders.";
    mailbox_to(to: &str) = "到 {to}", "to {to}";
}

#[must_use]
pub fn channel(l: Language, channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => sms(l),
        Channel::Email => email(l),
    }
}

#[must_use]
pub fn language_name(language: Language) -> &'static str {
    match language {
        Language::Chinese => "中文",
        Language::English => "English",
    }
}

texts! {
    created = "待发送", "Planned";
    queued = "等待时段", "Waits for its hour";
    sending = "正在发送", "Being sent";
    sent = "已发出", "Sent";
    delivered = "已送达", "Delivered";
    temporary_failure = "稍后重试", "Tried again soon";
    permanent_failure = "发送失败", "Failed";
    unconfirmed = "未确认", "Unconfirmed";
    cancelled = "已取消", "Cancelled";
    suppressed = "未发送", "Not sent";
}

#[must_use]
pub fn status(l: Language, status: Status) -> &'static str {
    match status {
        Status::Created => created(l),
        Status::Queued => queued(l),
        Status::Sending => sending(l),
        Status::Sent => sent(l),
        Status::Delivered => delivered(l),
        Status::TemporaryFailure => temporary_failure(l),
        Status::PermanentFailure => permanent_failure(l),
        Status::Unconfirmed => unconfirmed(l),
        Status::Cancelled => cancelled(l),
        Status::Suppressed => suppressed(l),
    }
}

texts! {
    part_all = "全部", "All";
    part_sent = "已发出", "Sent";
    part_waiting = "等待中", "Waiting";
    part_unconfirmed = "未确认", "Unconfirmed";
    part_failed = "失败", "Failed";
    part_not_sent = "未发送", "Not sent";
}

#[must_use]
pub fn part(l: Language, part: Part) -> &'static str {
    match part {
        Part::All => part_all(l),
        Part::Sent => part_sent(l),
        Part::Waiting => part_waiting(l),
        Part::Unconfirmed => part_unconfirmed(l),
        Part::Failed => part_failed(l),
        Part::NotSent => part_not_sent(l),
    }
}

texts! {
    why_paid = "已还清", "paid by then";
    why_plan_changed = "还款计划已变更", "the plan had changed";
    why_too_late = "已过时", "its day had passed";
    why_not_late = "没有逾期", "not late";
    why_on_hold = "催收已暂停", "reminders are on hold";
    why_written_off = "贷款已核销", "the loan is written off";
    why_statement_sent = "报表已提交", "the statement was in by then";
    why_superseded = "情况已有变化", "things had moved on";
    why_not_posted = "还款未入账", "the payment was not posted";
    why_not_a_member = "已不是授权人", "no longer authorised";
    why_no_contact = "没有登记该联系方式", "no such contact on file";
    why_contact_refused = "该地址曾被拒收", "this address was refused before";
    why_no_gateway = "未配置该渠道", "the channel is not set up";
    why_cap_a_day = "达到每日上限", "the daily limit was reached";
    why_cap_a_week = "达到每周上限", "the weekly limit was reached";
    why_worker_lost = "发送中断，不知是否已发出", "interrupted; it may have gone out";
    why_fault = "内部错误", "a fault of ours";
    why_undelivered = "运营商报告未送达", "the network could not deliver it";
    why_refused_by_network = "运营商拒收", "the network refused it";
}

/// Why a message is where it is; what a relay said stands as it was said.
#[must_use]
pub fn why(l: Language, why: &str) -> Option<&'static str> {
    Some(match why {
        "paid" => why_paid(l),
        "plan_changed" => why_plan_changed(l),
        "too_late" => why_too_late(l),
        "not_late" => why_not_late(l),
        "on_hold" => why_on_hold(l),
        "written_off" => why_written_off(l),
        "statement_sent" => why_statement_sent(l),
        "superseded" => why_superseded(l),
        "not_posted" => why_not_posted(l),
        "not_a_member" => why_not_a_member(l),
        "no_contact" => why_no_contact(l),
        "contact_refused" => why_contact_refused(l),
        "no_gateway" => why_no_gateway(l),
        "cap_a_day" => why_cap_a_day(l),
        "cap_a_week" => why_cap_a_week(l),
        "worker_lost" => why_worker_lost(l),
        "fault" => why_fault(l),
        "undelivered" => why_undelivered(l),
        "refused_by_network" => why_refused_by_network(l),
        _ => return None,
    })
}

texts! {
    rule_due_in_3 = "还款日快到了", "a payment is coming up";
    rule_due_today = "还款日当天提醒", "the day a payment is due";
    rule_late_1 = "到期未收到还款", "a payment had not arrived";
    rule_statement_due_in_3 = "财务报表快到期了", "a statement is due soon";
    rule_statement_late_1 = "财务报表到期未提交", "a statement had not arrived";
    rule_statement_accepted = "财务报表审核结果", "your statement was accepted";
    rule_statement_returned = "财务报表需要补充", "your statement was returned";
    rule_payment_received = "收到还款", "a payment arrived";
    rule_request_received = "收到申请", "your request arrived";
    rule_request_question = "申请中有问题请您回答", "a question about your request";
    rule_request_approved = "申请结果", "your request was approved";
    rule_request_rejected = "申请结果", "your request was not approved";
    rule_request_returned = "申请再次审核", "your request is being looked at again";
    rule_request_withdrawn = "申请已撤回", "your request was withdrawn";
    rule_other = "与您的贷款有关", "it concerns your loan";
}

/// What a rule is for.
#[must_use]
pub fn rule(l: Language, code: &str) -> &'static str {
    match code {
        "due_in_3" => rule_due_in_3(l),
        "due_today" => rule_due_today(l),
        "late_1" => rule_late_1(l),
        "statement_due_in_3" => rule_statement_due_in_3(l),
        "statement_late_1" => rule_statement_late_1(l),
        "statement_accepted" => rule_statement_accepted(l),
        "statement_returned" => rule_statement_returned(l),
        "payment_received" => rule_payment_received(l),
        "request_received" => rule_request_received(l),
        "request_question" => rule_request_question(l),
        "request_approved" => rule_request_approved(l),
        "request_rejected" => rule_request_rejected(l),
        "request_returned" => rule_request_returned(l),
        "request_withdrawn" => rule_request_withdrawn(l),
        _ => rule_other(l),
    }
}

/// Refusals of this slice.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    Some(
        match refusal.code {
            "not_a_time" => not_a_time(l),
            "unknown_time_zone" => unknown_time_zone(l),
            "unknown_language" => unknown_language(l),
            _ => return None,
        }
        .to_owned(),
    )
}
