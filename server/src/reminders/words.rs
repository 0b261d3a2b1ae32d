//! What messages say, both languages side by side.
//!
//! Short, everyday, never blaming; amounts and dates in full; what to do next. An SMS tells who sends
//! it first, and no more of the loan than the end of its number.

use lending::texts;

texts! {
    // Titles: subject of the e-mail, heading in the portal.
    due_soon_title(number: &str, on: &str) = "尾号 {number} 的贷款将于{on}还款", "Payment for loan ending {number} is due on {on}";
    due_today_title(number: &str) = "尾号 {number} 的贷款今天还款", "Payment for loan ending {number} is due today";
    late_title(number: &str) = "尾号 {number} 的贷款有一期未还", "A payment for loan ending {number} has not arrived";
    statement_soon_title(kind: &str, on: &str) = "{kind}请于{on}前上传", "Your {kind} is due by {on}";
    statement_late_title(kind: &str) = "还没有收到您的{kind}", "We have not received your {kind} yet";
    statement_accepted_title(kind: &str) = "您的{kind}已通过审核", "Your {kind} has been accepted";
    statement_returned_title(kind: &str) = "您的{kind}需要补充", "Your {kind} needs another look";
    payment_received_title(amount: &str) = "已收到您的还款 {amount}", "We have received your payment of {amount}";
    loan_paid_off_title(number: &str) = "尾号 {number} 的贷款已结清", "Your loan ending {number} is paid off";
    payment_reversed_title(amount: &str) = "您的还款 {amount} 被退回", "Your payment of {amount} was taken back";
    request_received_title(number: &str) = "已收到申请 {number}", "We have received your request {number}";
    request_question_title(number: &str) = "申请 {number} 有一个问题请您回答", "We have a question about your request {number}";
    request_approved_title(number: &str) = "申请 {number} 已批准", "Your request {number} has been approved";
    request_rejected_title(number: &str) = "申请 {number} 未获批准", "Your request {number} was not approved";
    request_returned_title(number: &str) = "申请 {number} 再次审核中", "Your request {number} is being looked at again";
    request_withdrawn_title(number: &str) = "申请 {number} 已撤回", "Your request {number} has been withdrawn";

    // Sentences.
    due_soon(number: &str, n: u32, amount: &str, on: &str, when: &str) =
        "您尾号 {number} 的贷款第 {n} 期 {amount} 将于{on}到期（{when}）。",
        "Payment {n} of your loan ending {number}, {amount}, is due on {on} ({when}).";
    due_today(number: &str, n: u32, amount: &str, on: &str) =
        "您尾号 {number} 的贷款第 {n} 期 {amount} 今天（{on}）到期。",
        "Payment {n} of your loan ending {number}, {amount}, is due today, {on}.";
    late(number: &str, n: u32, on: &str, overdue: &str) =
        "您尾号 {number} 的贷款第 {n} 期已于{on}到期，我们还没有收到。现在应还 {overdue}。",
        "Payment {n} of your loan ending {number} was due on {on} and has not reached us. To pay now: {overdue}.";
    late_costs(per_day: &str) = "之后每天罚息 {per_day}。", "Each further day costs {per_day}.";
    already_paid = "如已还款，请忽略。", "If you have paid already, please ignore this.";
    hard_to_pay = "还款有困难？登录后可以看看有哪些办法，或致电我们。", "Hard to pay? Sign in to see what would help, or call us.";
    pay_here(url: &str) = "还款与详情：{url}", "Pay and details: {url}";
    statement_soon(kind: &str, period_to: &str, on: &str, when: &str) =
        "截至{period_to}的{kind}请于{on}前上传（{when}）。",
        "Your {kind} for the period to {period_to} is due by {on} ({when}).";
    statement_due_today(kind: &str, period_to: &str) =
        "截至{period_to}的{kind}请于今天上传。",
        "Your {kind} for the period to {period_to} is due today.";
    statement_late(kind: &str, period_to: &str, on: &str) =
        "截至{period_to}的{kind}原定于{on}前提交，我们还没有收到。",
        "Your {kind} for the period to {period_to} was due by {on} and has not reached us.";
    statement_accepted(kind: &str, period_to: &str) =
        "截至{period_to}的{kind}已通过审核，您无需再做什么。",
        "Your {kind} for the period to {period_to} has been accepted. There is nothing more to do.";
    statement_returned(kind: &str, period_to: &str) =
        "截至{period_to}的{kind}需要补充。原因写在报表页面上，请重新上传。",
        "Your {kind} for the period to {period_to} needs another look. The reason is on the statements page; please send it again.";
    upload_here(url: &str) = "上传：{url}", "Upload: {url}";
    payment_received(number: &str, amount: &str, on: &str) =
        "尾号 {number} 的贷款于{on}收到还款 {amount}，谢谢。",
        "We received {amount} for your loan ending {number} on {on}. Thank you.";
    loan_paid_off(number: &str, amount: &str, on: &str) =
        "{on}收到还款 {amount}，您尾号 {number} 的贷款已全部结清，谢谢。",
        "We received {amount} on {on}, and your loan ending {number} is paid off. Thank you.";
    certificate_here(url: &str) = "结清证明：{url}", "Certificate of settlement: {url}";
    payment_reversed(number: &str, amount: &str) =
        "支付机构收回了尾号 {number} 的贷款的还款 {amount}，因此它不再计入还款。",
        "The payment provider took back {amount} paid on your loan ending {number}, so it no longer counts.";
    details_here(url: &str) = "详情：{url}", "Details: {url}";
    receipt_here(url: &str) = "回单：{url}", "Receipt: {url}";
    request_received(number: &str) =
        "我们已收到您的申请 {number}，正在查看，有结果会告诉您。",
        "We have received your request {number} and are looking at it. We will tell you when there is news.";
    request_question(number: &str) =
        "关于申请 {number}，我们有一个问题。请登录后回答，申请随后继续。",
        "We have a question about your request {number}. Please sign in to answer it; we then go on.";
    request_approved(number: &str) =
        "您的申请 {number} 已批准，新的还款计划已生效。请登录查看新的日期和金额。",
        "Your request {number} has been approved and your new plan is in force. Sign in to see the new dates and amounts.";
    request_rejected(number: &str) =
        "您的申请 {number} 未获批准，还款计划没有变化。原因请登录查看。",
        "Your request {number} was not approved; your plan has not changed. Sign in to read why.";
    request_returned(number: &str) =
        "您的申请 {number} 正在再次审核，您不用做什么。有结果时会通知您。",
        "Your request {number} is being looked at again. There is nothing for you to do; we will tell you what comes of it.";
    request_withdrawn(number: &str) =
        "您的申请 {number} 已撤回，还款计划没有变化。",
        "Your request {number} has been withdrawn; your plan has not changed.";
    request_here(url: &str) = "查看：{url}", "Look here: {url}";

    code_title = "登录验证码", "Your sign-in code";
    code(code: &str, minutes: i64) =
        "验证码 {code}，{minutes} 分钟内有效。请勿告诉任何人，我们的员工也不会向您索要。",
        "Your code is {code}. It is good for {minutes} minutes. Tell it to nobody; our staff never ask for it.";

    // Around it.
    greeting(name: &str) = "{name}，您好：", "Dear {name},";
    help(phone: &str) = "需要帮助？请致电 {phone}。", "Need help? Call {phone}.";
    why_this(lender: &str) =
        "这封邮件由{lender}自动发出，与您的贷款有关。语言和免打扰时间可登录后在“联系方式与语言”中修改。",
        "{lender} sends this automatically because of your loan. You can change language and quiet hours under “Contact and language” after signing in.";

    balance_sheet = "资产负债表", "balance sheet";
    income_statement = "利润表", "income statement";
    cash_flow = "现金流量表", "cash flow statement";
    bank_statements = "银行流水", "bank statements";
    tax_return = "纳税申报表", "tax return";
    management_accounts = "管理报表", "management accounts";
    statement_other = "财务报表", "financial statement";
}

/// The name of a kind of financial statement inside a sentence.
#[must_use]
pub fn statement_kind(l: lending::language::Language, kind: &str) -> &'static str {
    match kind {
        "balance_sheet" => balance_sheet(l),
        "income_statement" => income_statement(l),
        "cash_flow" => cash_flow(l),
        "bank_statements" => bank_statements(l),
        "tax_return" => tax_return(l),
        "management_accounts" => management_accounts(l),
        _ => statement_other(l),
    }
}
