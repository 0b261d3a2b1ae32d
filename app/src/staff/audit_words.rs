//! Words of the audit trail.

use lending::{language::Language, request::RequestStatus, texts};
use serde_json::Value;
use server::{Role, error::Refusal, staff::trail::Entry};

use crate::requests::words as requests;

texts! {
    audit = "审计", "Audit";
    lead = "谁在什么时候对什么做了什么，最新的在前。查看这一页也会记录。", "Who did what, when, to which thing; newest first. Reading this page is kept as well.";
    who_field = "何人", "Who";
    who_hint = "姓名或邮箱的一部分，或编号", "Part of a name or e-mail address, or an id";
    action_field = "动作", "Action";
    any_action = "全部动作", "Any action";
    borrower_field = "借款人", "Borrower";
    borrower_hint = "姓名的一部分、贷款号或编号", "Part of a name, a loan number or an id";
    borrower_hint_id = "借款人编号（bor_…）", "The borrower’s id (bor_…)";
    day_field = "日期", "Day";
    filter = "筛选", "Filter";
    all = "全部记录", "All rows";
    export = "导出 CSV", "Export CSV";
    none = "没有这样的记录", "No such rows";
    none_text = "换一个条件，或查看全部记录。", "Try other conditions, or look at all rows.";

    column_when = "时间", "When";
    column_who = "何人", "Who";
    column_what = "做了什么", "What";
    column_thing = "对象", "To which thing";
    column_borrower = "借款人", "Borrower";
    only_this = "只看此人", "only theirs";

    by_public = "登录前", "Before signing in";
    by_person = "借款人一方", "The borrower’s side";
    by_staff = "同事", "A colleague";
    by_system = "系统", "The system";

    thing_session = "登录", "Session";
    thing_person = "人员", "Person";
    thing_staff = "同事", "Colleague";
    thing_borrower = "借款人", "Borrower";
    thing_payment = "还款", "Payment";
    thing_request = "申请", "Request";
    thing_statement = "财务报表", "Financial statement";
    thing_file = "文件", "File";
    thing_audit = "审计记录", "Audit trail";
    thing_portfolio = "贷款数据", "Portfolio";
    thing_covenant = "报表约定", "Covenants";
    thing_other = "其他", "Other";

    moved(from: &str, to: &str) = "{from} → {to}", "{from} → {to}";
    filed_as(to: &str) = "{to}", "{to}";
    imported(borrowers: u64, loans: u64, events: u64) = "借款人 {borrowers}，贷款 {loans}，入账 {events}", "{borrowers} borrowers, {loans} loans, {events} events";
    asked_for(parts: &str) = "筛选条件：{parts}", "filtered by {parts}";

    csv_actor = "身份", "Actor";
    csv_who_id = "何人编号", "Id";
    csv_action = "动作代码", "Action code";
    csv_subject = "对象类型", "Subject";
    csv_subject_id = "对象编号", "Subject id";
    csv_borrower_id = "借款人编号", "Borrower id";
    csv_detail = "细节", "Detail";
}

/// An action of [`server::audit::ACTIONS`] in words.
#[must_use]
pub fn action(l: Language, code: &str) -> Option<&'static str> {
    let (zh, en) = match code {
        "signed_in" => ("登录", "Signed in"),
        "sign_in_refused" => ("登录被拒：密码", "Sign-in refused: password"),
        "second_factor_enrolled" => ("启用第二因素", "Set up the second factor"),
        "second_factor_refused" => ("验证被拒：第二因素", "Refused: second factor"),
        "recovery_codes_renewed" => ("更换恢复码", "Renewed recovery codes"),
        "signed_out" => ("退出登录", "Signed out"),
        "signed_out_elsewhere" => ("退出其他设备", "Signed out everywhere else"),
        "acts_for" => ("切换所代表的借款人", "Acts for another borrower"),
        "staff_created" => ("新增同事", "Created a colleague"),
        "preferences_saved" => ("修改联系偏好", "Saved preferences"),
        "payment_started" => ("发起还款", "Started a payment"),
        "payment_posted" => ("还款入账", "Posted a payment"),
        "payment_reversed" => ("撤销还款", "Took a payment back"),
        "payment_cancelled" => ("放弃还款", "Gave a payment up"),
        "request.submit" => ("提交申请", "Filed a request"),
        "request.claim" => ("领取申请", "Claimed a request"),
        "request.release" => ("放回申请", "Released a request"),
        "request.ask" => ("要求补充信息", "Asked for information"),
        "request.answer" => ("补充信息", "Answered"),
        "request.propose" => ("提出方案", "Proposed a counter-offer"),
        "request.accept" => ("接受方案", "Accepted the offer"),
        "request.decline" => ("不接受方案", "Declined the offer"),
        "request.approve_first" => ("批准（第一人）", "Approved, first of two"),
        "request.approve_last" => ("批准", "Approved"),
        "request.return" => ("退回复核", "Sent back for review"),
        "request.apply" => ("变更生效", "Applied the change"),
        "request.reject" => ("拒绝申请", "Rejected a request"),
        "request.withdraw" => ("撤回申请", "Withdrew a request"),
        "request.expire" => ("申请过期", "Let a request expire"),
        "statement_uploaded" => ("上传财务报表", "Uploaded a financial statement"),
        "statement_accepted" => ("接受财务报表", "Accepted a financial statement"),
        "statement_returned" => ("退回财务报表", "Returned a financial statement"),
        "file_opened" => ("打开文件", "Opened a file"),
        "borrower.look" => ("查看借款人", "Looked at a borrower"),
        "audit.read" => ("查看审计记录", "Read the audit trail"),
        "audit.export" => ("导出审计记录", "Exported the audit trail"),
        "import" => ("导入数据", "Imported data"),
        "demo_covenants" => ("生成演示用的报表约定", "Made up covenants of the demo"),
        _ => return None,
    };
    Some(match l {
        Language::Chinese => zh,
        Language::English => en,
    })
}

/// What kind of thing it was done to.
#[must_use]
pub fn thing(l: Language, subject: &str) -> &'static str {
    match subject {
        "session" => thing_session(l),
        "person" => thing_person(l),
        "staff" => thing_staff(l),
        "borrower" => thing_borrower(l),
        "payment" => thing_payment(l),
        "request" => thing_request(l),
        "statement" => thing_statement(l),
        "file" => thing_file(l),
        "audit" => thing_audit(l),
        "portfolio" => thing_portfolio(l),
        "covenant" => thing_covenant(l),
        _ => thing_other(l),
    }
}

/// Who acted, when no name may or can be told.
#[must_use]
pub fn actor(l: Language, kind: &str) -> &'static str {
    match kind {
        "person" => by_person(l),
        "staff" => by_staff(l),
        "system" => by_system(l),
        _ => by_public(l),
    }
}

/// What the row keeps beside the action, where that is worth a line.
#[must_use]
pub fn detail(l: Language, entry: &Entry) -> Option<String> {
    let text = |name: &str| entry.detail.get(name).and_then(Value::as_str);
    let number = |name: &str| entry.detail.get(name).and_then(Value::as_u64).unwrap_or_default();
    let status = |name: &str| text(name).and_then(RequestStatus::parse).map(|s| requests::status(l, s).1);
    match entry.subject.as_str() {
        "request" => match (status("from"), status("to")) {
            (Some(from), Some(to)) if from != to => Some(moved(l, from, to)),
            (_, Some(to)) => Some(filed_as(l, to)),
            _ => None,
        },
        "staff" => {
            let codes = entry.detail.get("roles")?.as_array()?.iter().filter_map(Value::as_str);
            let roles: Vec<&str> = codes.filter_map(Role::parse).map(|role| requests::role(l, role)).collect();
            Some(roles.join(separator(l)))
        }
        "portfolio" => Some(imported(l, number("borrowers"), number("loans"), number("events"))),
        "audit" => {
            let fields = entry.detail.as_object()?;
            let names: Vec<&str> = fields.keys().filter_map(|name| field(l, name)).collect();
            (!names.is_empty()).then(|| asked_for(l, &names.join(separator(l))))
        }
        _ => None,
    }
}

fn separator(l: Language) -> &'static str {
    match l {
        Language::Chinese => "、",
        Language::English => ", ",
    }
}

fn field(l: Language, name: &str) -> Option<&'static str> {
    Some(match name {
        "who" => who_field(l),
        "action" => action_field(l),
        "borrower" => borrower_field(l),
        "day" => day_field(l),
        _ => return None,
    })
}

/// A refusal of the filter in words.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    let (zh, en) = match refusal.code {
        "unknown_action" => ("没有这样的动作，请从列表中选择。", "There is no such action. Choose one from the list."),
        _ => return None,
    };
    Some(
        match l {
            Language::Chinese => zh,
            Language::English => en,
        }
        .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_that_is_written_has_words_in_both_languages() {
        for code in server::audit::ACTIONS {
            for l in [Language::Chinese, Language::English] {
                assert!(action(l, code).is_some_and(|words| !words.is_empty()), "{code} in {l:?}");
            }
        }
    }
}
