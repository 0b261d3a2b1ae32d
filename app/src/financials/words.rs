//! What is said about financial statements.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use lending::{
    language::{Language, date_in_year, month},
    texts,
};
use server::{
    clock::Clock,
    error::Refusal,
    financials::{Due, DueStatus, StatementKind},
};

use crate::ui::Mood;

texts! {
    title = "财务报表", "Financial statements";
    lead = "按合同约定定期提交。交来的每一份都由人看过，结果会告诉您。", "What your contract asks for, and when. A person looks at each one and tells you the result.";
    to_send = "要交的", "To send";
    nothing_to_send = "现在没有要交的报表。下一份到期前会在这里出现，也会提醒您。", "Nothing is due now. The next one will appear here before its day, and we will remind you.";
    in_review_heading = "正在审核", "In review";
    accepted_heading = "已收下", "Accepted";
    older = "更早的", "Older ones";
    empty_title = "没有要交的报表", "No statements to send";
    empty_text = "如果合同要求定期提交财务报表，它们会连同到期日一起出现在这里。", "If your contract asks for financial statements, they will appear here with the day they are due.";
    due_by(day: &str, relative: &str) = "{day}前提交，{relative}", "Due by {day}, {relative}";
    overdue_by(day: &str, days: i64) = "应在{day}前提交，已过 {days} 天", "Was due by {day}, {days} days ago";
    overdue_by_one(day: &str) = "应在{day}前提交，已过 1 天", "Was due by {day}, 1 day ago";
    sent_on(moment: &str) = "{moment} 提交", "Sent {moment}";
    accepted_on(moment: &str) = "{moment} 收下", "Accepted {moment}";
    returned_on(moment: &str) = "{moment} 退回", "Returned {moment}";
    returned_note(reason: &str) = "退回原因：{reason}", "Returned because: {reason}";
    send = "上传", "Upload";
    send_again = "重新上传", "Upload again";
    look = "查看", "View";

    seal_due = "待交", "To send";
    seal_overdue = "已逾期", "Overdue";
    seal_in_review = "审核中", "In review";
    seal_accepted = "已收下", "Accepted";
    seal_returned = "已退回", "Returned";

    balance_sheet = "资产负债表", "Balance sheet";
    income_statement = "利润表", "Income statement";
    cash_flow = "现金流量表", "Cash flow statement";
    bank_statements = "银行流水", "Bank statements";
    tax_return = "纳税申报表", "Tax return";
    management_accounts = "经营报表", "Management accounts";
    whole_year(year: i32) = "{year} 年度", "{year}";
    quarter(year: i32, number: u32) = "{year} 年第 {number} 季度", "Q{number} {year}";
    months_between(from: &str, to: &str) = "{from}至{to}", "{from} to {to}";
    named(kind: &str, period: &str) = "{period}{kind}", "{kind}, {period}";

    upload_title(name: &str) = "上传 {name}", "Upload: {name}";
    choose_title = "把文件拖到这里，或选择文件", "Drop the file here, or choose it";
    choose_label = "报表文件", "Statement file";
    photo_label = "或者用手机拍照", "Or take a photo";
    photo_hint = "拍清楚每个数字，一张照片放得下整页。", "Make every figure readable, the whole page in one picture.";
    submit = "提交", "Send";
    sending = "正在上传…", "Uploading…";
    working = "已传完，正在检查文件…", "Uploaded. Checking the file…";
    progress = "上传进度", "Upload progress";
    sent_title = "已收到，正在审核", "We have it, and it is in review";
    sent_text = "审核有了结果就会告诉您。在此之前，您可以换一份新的：以最新的一份为准。", "We will tell you the result. Until then you can replace it: the newest file counts.";
    accepted_title = "这份报表已收下", "This statement is accepted";
    accepted_text = "不需要再做什么。", "There is nothing more to do.";
    returned_title = "这份报表被退回，请重新上传", "This statement came back. Please send it again";
    replace = "换一份新的文件", "Replace the file";
    history = "提交记录", "What was sent";
    waiting = "等待审核", "Waiting for review";
    replaced = "已被新文件替换", "Replaced by a newer file";
    open_file = "下载", "Download";

    desk_title = "财务报表审核", "Statement review";
    tab_to_review = "待审核", "To review";
    tab_overdue = "逾期未交", "Overdue";
    scope = "范围", "Scope";
    column_borrower = "借款人", "Borrower";
    column_statement = "报表", "Statement";
    column_due = "到期日", "Due";
    column_sent = "提交时间", "Sent";
    column_state = "状态", "State";
    queue_empty = "没有待审核的报表", "Nothing to review";
    queue_empty_text = "借款人一提交，就会出现在这里。", "What borrowers send appears here at once.";
    overdue_empty = "没有逾期未交的报表", "Nothing is overdue";
    overdue_empty_text = "到期没有交的报表会列在这里。", "Statements that are not sent in time are listed here.";
    done_accepted = "已收下，借款人会收到通知。", "Accepted. The borrower will be told.";
    done_returned = "已退回，原因会发给借款人。", "Returned. The borrower will be told why.";
    decision = "决定", "Decision";
    accept = "收下", "Accept";
    accept_text = "内容完整、期间正确、看得清楚，就可以收下。", "Accept it when it is complete, of the right period and readable.";
    return_ = "退回", "Return";
    return_reason = "退回的原因", "Why it goes back";
    return_hint = "借款人会读到这段话。写清楚缺什么、怎样补。", "The borrower reads this. Say what is missing and how to mend it.";
    return_submit = "退回给借款人", "Return it";
    look_only = "您可以查看，但不能决定。", "You can look at it, but not decide.";
    not_newest = "借款人后来又交了一份，请审核最新的文件。", "The borrower has sent a newer file since. Please review that one.";
    to_newest = "打开最新的文件", "Open the newest file";
    decided = "已经作出决定。", "It has been decided.";
    newest_file = "最新的文件", "The newest file";
    this_file = "要审核的文件", "The file to review";
    period = "期间", "Period";
    due_on = "到期日", "Due";
    borrower = "借款人", "Borrower";
}

/// What a kind is called.
#[must_use]
pub fn kind(l: Language, kind: StatementKind) -> &'static str {
    match kind {
        StatementKind::BalanceSheet => balance_sheet(l),
        StatementKind::IncomeStatement => income_statement(l),
        StatementKind::CashFlow => cash_flow(l),
        StatementKind::BankStatements => bank_statements(l),
        StatementKind::TaxReturn => tax_return(l),
        StatementKind::ManagementAccounts => management_accounts(l),
    }
}

/// A period as accountants name it: a month, a quarter, a year, or from month to month.
#[must_use]
pub fn period_name(l: Language, from: NaiveDate, to: NaiveDate) -> String {
    let months = (to.year() - from.year()) * 12 + i32::try_from(to.month()).unwrap_or(0)
        - i32::try_from(from.month()).unwrap_or(0)
        + 1;
    let whole = from.day() == 1 && to.succ_opt().is_some_and(|next| next.day() == 1);
    match months {
        1 => month(l, from),
        3 if whole && from.month() % 3 == 1 => quarter(l, from.year(), from.month().div_ceil(3)),
        12 if whole && from.month() == 1 => whole_year(l, from.year()),
        _ => months_between(l, &month(l, from), &month(l, to)),
    }
}

/// `2026 年第 3 季度资产负债表`, `Balance sheet, Q3 2026`.
#[must_use]
pub fn statement_name(l: Language, of: StatementKind, from: NaiveDate, to: NaiveDate) -> String {
    named(l, kind(l, of), &period_name(l, from, to))
}

/// The same of one that is due.
#[must_use]
pub fn name(l: Language, due: &Due) -> String {
    statement_name(l, due.kind, due.period_from, due.period_to)
}

/// When it is or was due, beside today.
#[must_use]
pub fn when(l: Language, due_on: NaiveDate, today: NaiveDate) -> String {
    let day = date_in_year(l, due_on);
    match (today - due_on).num_days() {
        1 => overdue_by_one(l, &day),
        days @ 2.. => overdue_by(l, &day, days),
        _ => due_by(l, &day, &lending::language::relative(l, today, due_on)),
    }
}

/// The state as a stamped word.
#[must_use]
pub fn seal(l: Language, due: &Due, today: NaiveDate) -> (Mood, &'static str) {
    match due.status {
        DueStatus::Accepted => (Mood::Good, seal_accepted(l)),
        DueStatus::InReview => (Mood::Wait, seal_in_review(l)),
        DueStatus::Returned => (Mood::Late, seal_returned(l)),
        DueStatus::Due if due.is_overdue(today) => (Mood::Late, seal_overdue(l)),
        DueStatus::Due => (Mood::Plain, seal_due(l)),
    }
}

/// A moment in the lender's time zone: `2026年11月20日 10:42`.
#[must_use]
pub fn moment(l: Language, clock: &Clock, at: DateTime<Utc>) -> String {
    format!("{} {}", date_in_year(l, clock.day_of(at)), at.with_timezone(&clock.zone()).format("%H:%M"))
}

/// A refusal of this slice in words.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    match (refusal.code, l) {
        ("statement_accepted", Language::Chinese) => Some("这份报表已经收下，不能再换。".to_owned()),
        ("statement_accepted", Language::English) => {
            Some("This statement has been accepted and can’t be replaced.".to_owned())
        }
        ("unknown_decision", Language::Chinese) => Some("请选择收下或退回。".to_owned()),
        ("unknown_decision", Language::English) => Some("Please accept or return it.".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn periods_are_named_as_accountants_do() {
        let english = |from, to| period_name(Language::English, day(from), day(to));
        assert_eq!(english("2026-07-01", "2026-09-30"), "Q3 2026");
        assert_eq!(english("2026-01-01", "2026-12-31"), "2026");
        assert_eq!(english("2026-02-01", "2026-02-28"), "Feb 2026");
        assert_eq!(english("2026-02-01", "2026-04-30"), "Feb 2026 to Apr 2026");
        assert_eq!(period_name(Language::Chinese, day("2026-10-01"), day("2026-12-31")), "2026 年第 4 季度");
    }
}
