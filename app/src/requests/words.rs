//! Words about requests: what borrowers ask for, and what colleagues decide.

use lending::{language::Language, modification::Change, request::RequestStatus, texts};
use server::{Role, error::Refusal};

use super::{what_if, what_if_words};
use crate::ui::Mood;

texts! {
    // the page of the change
    what_would_help = "怎样能帮到您？", "What would help?";
    what_would_help_lead(loan: &str, left: usize) = "{loan}还剩 {left} 期。下面都按您今天的真实余额算出。", "{loan} has {left} installments left. These are worked out on your real balance, today.";
    keep_plan = "不调整", "Keep the plan";
    option_extend(n: u32) = "延长 {n} 期", "{n} installments longer";
    option_defer(n: u32) = "暂缓 {n} 期", "A pause of {n} installments";
    option_defer_one = "暂缓 1 期", "A pause of one installment";
    can_ask = "可以申请", "possible";
    cannot_ask = "不能申请", "not possible";
    each_next = "下一期", "Next installment";
    last_payment = "最后一期", "Last payment";
    interest_left = "还要付的利息", "Interest still to pay";
    pick = "选这个", "Choose this";
    ask_title = "申请调整", "Ask for a change";
    work_it_out = "算一下", "Work it out";
    worked_out = "已按您选的重新计算。", "Worked out again for what you chose.";
    reason = "为什么需要调整", "Why you need it";
    reason_hint = "写发生了什么、预计何时好转，最多 2,000 字。", "What happened, and when you expect it to get better. At most 2,000 characters.";
    documents = "证明材料", "Papers that show it";
    documents_hint = "例如收入证明、停工通知、病历。PDF、图片、XLSX、CSV，最多 5 个文件。", "For example proof of income, a notice from work, a doctor’s letter. PDF, pictures, XLSX or CSV; at most 5 files.";
    optional = "（选填）", "(optional)";
    submit = "提交申请", "Send the request";
    submit_hint = "提交后一般两个工作日内答复。您可以随时撤回。", "You get an answer within two working days as a rule. You can withdraw it at any time.";
    policy_title = "规定怎么说", "What policy says";
    open_already = "这笔贷款已有一份在办的申请", "A request for this loan is being worked on";
    open_already_text(number: &str) = "申请 {number} 还没有结果。要改内容，可以先撤回它。", "Request {number} is not decided yet. To ask for something else, withdraw it first.";
    see_request = "查看这份申请", "See the request";
    no_change_here = "这笔贷款的还款计划不能在这里变更", "The plan of this loan cannot be changed here";
    no_change_here_text = "还款有困难，请直接联系您的贷款机构，越早越好。", "If paying is hard, please talk to your lender; the sooner the better.";
    loan_closed = "这笔贷款没有要还的期数", "Nothing is left to pay on this loan";
    loan_closed_text = "已结清或已关闭的贷款不需要调整还款计划。", "A loan that is settled or closed has no plan to change.";
    back_to_loan = "返回贷款", "Back to the loan";

    // the borrower's requests
    my_requests = "我的申请", "My requests";
    no_request = "还没有申请", "No request yet";
    no_request_text = "需要展期或暂缓还款时，可以在贷款页面申请，进展会显示在这里。", "When you need more time to pay, ask on your loan’s page. You can follow it here, step by step.";
    to_my_loans = "查看我的贷款", "See my loans";
    filed_on(when: &str) = "{when} 提交", "filed {when}";
    request_over(kind: &str, number: &str, when: &str) = "{kind} {number} · {when} 提交", "{kind} {number} · filed {when}";
    kind_extension = "展期申请", "Extension request";
    kind_other = "变更申请", "Request for a change";
    answer_due(when: &str) = "我们会在 {when} 前答复。", "You get an answer by {when}.";
    progress = "进展", "How it stands";
    next_decision = "决定", "Decision";
    next_review = "审核", "Review";
    next_answer = "您的回复", "Your answer";
    question_title = "我们有一个问题", "We have a question";
    your_answer = "您的回复", "Your answer";
    your_answer_hint = "最多 2,000 字。", "At most 2,000 characters.";
    send_answer = "发送回复", "Send the answer";
    more_documents = "补充材料", "More papers";
    withdraw_open = "撤回这份申请", "Withdraw this request";
    withdraw_text = "撤回后不能恢复，但可以重新申请。撤回不影响您的还款计划。", "It cannot be brought back, but you can ask again. Your plan stays as it is.";
    withdraw_sure = "确认撤回", "Yes, withdraw it";
    you_wrote = "您写的原因", "What you wrote";
    papers = "材料", "Papers";
    no_papers = "没有附材料。", "No papers came with it.";
    open_file = "打开", "Open";
    plans = "新旧计划逐期对照", "Old and new plan, row by row";
    plans_lead = "按提交时的余额计算。", "Worked out on the balance when you filed it.";
    say_you = "您", "You";
    say_we = "我们", "We";
    rejected_because = "没有批准的原因", "Why it was not approved";
    applied_text = "新的还款计划已经生效，提醒会按新计划发送。", "The new plan is in force. Reminders follow it.";
    see_plan = "查看还款计划", "See the plan";

    // timeline
    step_submit = "已提交", "Filed";
    step_ask = "我们提了一个问题", "We asked a question";
    step_answer = "已收到您的回复", "Your answer came in";
    step_approve_first = "通过第一道审批", "First approval given";
    step_approve_last = "已批准", "Approved";
    step_return = "再次审核", "Back in review";
    step_apply = "新计划生效", "The new plan is in force";
    step_reject = "未批准", "Not approved";
    step_withdraw = "已撤回", "Withdrawn";
    step_expire = "过期未回复，已关闭", "Closed: no answer came in time";
    step_claim = "领取", "Claimed";
    step_release = "放回待办", "Given back to the queue";
    step_recompute = "贷款有变化，方案已重算", "The loan moved; the proposal was worked out again";
    step_other = "有更新", "Updated";

    // status
    status_submitted = "已提交", "filed";
    status_in_review = "审核中", "in review";
    status_more_information = "等待回复", "answer needed";
    status_awaiting_approval = "待第二人批准", "second approval needed";
    status_approved = "已批准", "approved";
    status_applied = "已生效", "in force";
    status_rejected = "未批准", "not approved";
    status_withdrawn = "已撤回", "withdrawn";
    status_expired = "已过期", "expired";
    status_draft = "草稿", "draft";
    status_proposed = "有新方案", "offer made";
    status_accepted = "已接受", "accepted";
    status_declined = "未接受", "declined";
}

/// A request's status as a seal.
#[must_use]
pub fn status(l: Language, status: RequestStatus) -> (Mood, &'static str) {
    use RequestStatus as S;
    match status {
        S::Draft => (Mood::Plain, status_draft(l)),
        S::Submitted => (Mood::Wait, status_submitted(l)),
        S::InReview => (Mood::Wait, status_in_review(l)),
        S::MoreInformation => (Mood::Wait, status_more_information(l)),
        S::Proposed => (Mood::Wait, status_proposed(l)),
        S::Accepted => (Mood::Wait, status_accepted(l)),
        S::Declined => (Mood::Off, status_declined(l)),
        S::AwaitingApproval => (Mood::Wait, status_awaiting_approval(l)),
        S::Approved => (Mood::Good, status_approved(l)),
        S::Applied => (Mood::Done, status_applied(l)),
        S::Rejected => (Mood::Late, status_rejected(l)),
        S::Withdrawn => (Mood::Off, status_withdrawn(l)),
        S::Expired => (Mood::Off, status_expired(l)),
    }
}

/// What a request is called.
#[must_use]
pub fn kind(l: Language, code: &str) -> &'static str {
    if code == "extension" { kind_extension(l) } else { kind_other(l) }
}

/// What is asked for, in few words.
#[must_use]
pub fn change(l: Language, change: &Change) -> String {
    match (change.extra_installments, change.defer_installments) {
        (Some(n), _) => option_extend(l, n),
        (None, Some(1)) => option_defer_one(l).to_owned(),
        (None, Some(n)) => option_defer(l, n),
        (None, None) => kind_other(l).to_owned(),
    }
}

/// A loan as colleagues look for it: product and whole number.
#[must_use]
pub fn loan(l: Language, zh: &str, en: &str, number: &str) -> String {
    match l {
        Language::Chinese => format!("{zh} {number}"),
        Language::English => format!("{en} {number}"),
    }
}

/// One step of the history.
#[must_use]
pub fn step(l: Language, action: &str) -> &'static str {
    match action {
        "submit" => step_submit(l),
        "ask" => step_ask(l),
        "answer" => step_answer(l),
        "approve_first" => step_approve_first(l),
        "approve_last" => step_approve_last(l),
        "return" => step_return(l),
        "apply" => step_apply(l),
        "reject" => step_reject(l),
        "withdraw" => step_withdraw(l),
        "expire" => step_expire(l),
        "claim" => step_claim(l),
        "release" => step_release(l),
        "recompute" => step_recompute(l),
        _ => step_other(l),
    }
}

/// A role's name.
#[must_use]
pub fn role(l: Language, role: Role) -> &'static str {
    let (zh, en) = match role {
        Role::LoanOfficer => ("信贷员", "loan officer"),
        Role::Reviewer => ("审核员", "reviewer"),
        Role::Approver => ("审批人", "approver"),
        Role::SeniorApprover => ("高级审批人", "senior approver"),
        Role::Collections => ("催收", "collections"),
        Role::Finance => ("财务", "finance"),
        Role::Compliance => ("合规", "compliance"),
        Role::Administrator => ("管理员", "administrator"),
    };
    match l {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// Roles in a row.
#[must_use]
pub fn roles(l: Language, of: &[Role]) -> String {
    let names: Vec<&str> = of.iter().map(|r| role(l, *r)).collect();
    match l {
        Language::Chinese => names.join("或"),
        Language::English => names.join(" or "),
    }
}

/// This slice's refusals.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    let figure = |n: usize| refusal.figures.get(n).map_or("", String::as_str);
    let (zh, en) = match refusal.code {
        "figures_of_another_day" => (
            "您看到的数字是按另一天或另一种选择算的，已经重新算好，请看过下面的新数字再提交。",
            "The figures you saw were of another day or another choice. They are worked out again below; look at them and send once more.",
        ),
        "figures_differ" => (
            "浏览器算出的数字与我们的不一致，下面是我们算的，请看过再提交。",
            "Your browser worked out other figures than we did. Ours are below; look at them and send once more.",
        ),
        "policy" => return Some(rule_says_no(l, figure(0))),
        "not_possible" => {
            ("按这个数字无法排出新的还款计划，请换一个。", "No plan can be made with this number. Please try another.")
        }
        "one_open_request" => (
            "这笔贷款已有一份同类申请在办，请先等结果或撤回。",
            "A request of this kind is already being worked on. Wait for it, or withdraw it first.",
        ),
        "whole_number" => return Some(what_if_words::whole_number(l, what_if::MOST)),
        "unknown_way" => ("请选择一种调整方式。", "Choose a kind of change."),
        "too_many_documents" => {
            return Some(match l {
                Language::Chinese => format!("一次最多 {} 个文件。", figure(0)),
                Language::English => format!("At most {} files at a time.", figure(0)),
            });
        }
        "claim_first" => {
            ("请先领取这份申请。领取可能已经到期。", "Claim the request first. Your claim may have run out.")
        }
        "held_by_other" => {
            return Some(match l {
                Language::Chinese => format!("{}正在处理这份申请。", figure(0)),
                Language::English => format!("{} is working on this request.", figure(0)),
            });
        }
        "own_loan" => ("您是这笔贷款的当事人，不能参与决定。", "You are party to this loan and cannot decide on it."),
        "second_must_differ" => {
            ("第二次批准必须由另一位同事作出。", "The second approval must come from a different colleague.")
        }
        "not_your_authority" => {
            let named: Vec<Role> = refusal.figures.iter().filter_map(|code| Role::parse(code)).collect();
            return Some(match l {
                Language::Chinese => format!("这个金额要由{}批准。", roles(l, &named)),
                Language::English => {
                    format!("Who may approve this amount: {}.", roles(l, &named))
                }
            });
        }
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

/// A rule that does not hold, when the form is sent all the same; its figures stand beside the choice.
fn rule_says_no(l: Language, code: &str) -> String {
    let (zh, en) = match code {
        "one_open_request" => ("这笔贷款已有一份申请在办", "Another request for this loan is open"),
        "days_before_due" => ("离下一个还款日太近", "The next due date is too close"),
        "installments_paid" => ("已还的期数还不够", "Not enough installments are paid yet"),
        "changes_in_all" | "changes_a_year" => ("调整次数已用完", "The plan has been changed as often as it may be"),
        "extension_cap" => ("延长的期数超过上限", "That is longer than the plan may grow"),
        "arrears" => ("逾期时间太长，要先还一部分", "Too much is overdue; part of it must be paid first"),
        "documents" => ("请附上证明材料", "Please attach papers that show it"),
        _ => ("目前不符合规定", "Policy does not allow it now"),
    };
    match l {
        Language::Chinese => format!("{zh}。具体数字见下方。"),
        Language::English => format!("{en}. The figures are below."),
    }
}
