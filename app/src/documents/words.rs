//! Words of the papers we issue.

use lending::{
    language::{self, Language},
    texts,
};
use server::error::Refusal;

texts! {
    documents = "单据", "Documents";
    documents_lead = "对账单、还款计划、回单和变更前后的对比，随时可以查看、打印或下载。", "Statements of account, plans, receipts and comparisons: to read, print or download at any time.";
    no_loan = "这里还没有单据", "No documents yet";
    no_loan_text = "放款之后，对账单、还款计划和回单会出现在这里。", "Once a loan is paid out, its statement of account, plan and receipts stand here.";
    statement = "对账单", "Statement of account";
    this_year(year: i32) = "{year} 年至今", "{year} to date";
    last_year(year: i32) = "{year} 年全年", "All of {year}";
    whole_life = "放款至今", "From the first day";
    plan = "还款计划", "Repayment plan";
    plan_read = "查看和打印", "Read and print";
    plan_csv = "下载 CSV", "Download CSV";
    receipts = "还款回单", "Receipts";
    no_receipts = "还没有在这里支付的款项。之前的还款见对账单。", "No payment made here yet. Earlier ones stand in the statement of account.";
    receipt(reference: &str) = "回单 {reference}", "Receipt {reference}";
    older_receipts = "更早的回单", "Older receipts";
    changes = "变更前后对比", "Agreed changes, before and after";
    applied_on(number: &str, day: &str) = "{number} · {day}生效", "{number} · applied {day}";

    settlement = "结清证明", "Certificate of settlement";
    settlement_open = "查看和打印", "Read and print";
    settlement_text(number: &str, on: &str) = "贷款号 {number} 项下的贷款已于{on}全部结清，截至本证明出具之日，借款人没有未偿还的本金、利息、罚息和费用。", "The loan with number {number} was paid off on {on}. On the day this certificate was issued, the borrower owes no principal, interest, penalty or fee on it.";
    settled_on = "结清日期", "Paid off on";
    paid_in_all = "已还合计", "Paid in all";

    period = "选择期间", "Choose the period";
    from = "从", "From";
    to = "到", "To";
    show = "查看", "Show";
    periods = "常用期间", "Common periods";
    download_csv = "下载 CSV", "Download CSV";
    print_hint = "打印或存成 PDF：用浏览器的“打印”。", "To print it or keep it as a PDF, use your browser’s Print.";
    all_documents = "全部单据", "All documents";
    borrower = "借款人", "Borrower";
    loan = "贷款", "Loan";
    loan_number = "贷款号", "Loan number";
    period_of = "期间", "Period";
    from_to(from: &str, to: &str) = "{from}至{to}", "{from} to {to}";
    issued_on = "出具日期", "Issued on";
    currency = "币种", "Currency";
    issued_by = "出具方", "Issued by";

    column_day = "日期", "Day";
    column_what = "事项", "What";
    column_charged = "计入", "Charged";
    column_paid = "还款与减免", "Paid or taken off";
    column_balance = "余额", "Balance";
    opening(day: &str) = "期初余额（{day}日初）", "Balance at the start of {day}";
    closing(day: &str) = "期末余额（{day}日终）", "Balance at the end of {day}";
    sums = "本期合计", "Sums of the period";
    nothing = "这段时间没有任何变动。", "Nothing happened in this period.";
    how_it_ties = "期初余额 + 计入 − 还款与减免 = 期末余额", "Balance at the start + charged − paid or taken off = balance at the end";
    made_up = "期末余额的组成", "What the closing balance is made up of";
    part_principal = "剩余本金", "Outstanding principal";
    part_interest = "已到期未付利息", "Interest due and not paid";
    part_interest_ahead = "提前付的利息", "Interest paid ahead";
    part_fee = "未付费用", "Fees not paid";
    part_fee_ahead = "提前付的费用", "Fees paid ahead";
    part_compound = "复利", "Interest on overdue interest";
    part_penalty = "罚息", "Penalty interest";
    part_credit = "多付余额", "Credit balance";
    accrued(amount: &str) = "当期已产生、尚未到期的利息 {amount} 不在余额内，到期日计入。", "Interest of {amount} has been earned since the last due date. It is not in the balance; its due date charges it.";

    disbursed = "放款", "Loan paid out";
    due(n: u32) = "第 {n} 期到期", "Installment {n} due";
    due_asks(amount: &str) = "本期应还 {amount}", "asks for {amount} in all";
    capitalised(n: u32) = "第 {n} 期利息转入本金", "Interest of installment {n} added to the principal";
    penalty = "罚息计至当日", "Penalty interest up to this day";
    late_fee = "逾期费", "Late fee";
    charged = "费用", "Fee";
    prepayment_fee = "提前还款手续费", "Fee for paying early";
    paid = "还款", "Payment";
    prepaid = "提前还款", "Early payment";
    goodwill = "贷款方减收", "Goodwill credit";
    credit_used = "多付余额抵扣", "Credit balance used";
    refunded = "退回多付余额", "Credit balance paid back";
    taken_back(day: &str) = "撤销{day}的款项", "Payment of {day} taken back";
    waived = "减免", "Waived";
    changed = "还款计划变更", "Repayment plan changed";
    rate_changed = "利率调整", "Interest rate changed";
    held_penalty(from: &str, to: &str) = "{from}至{to}停收罚息", "No penalty interest from {from} to {to}";
    held_interest(from: &str, to: &str) = "{from}至{to}停计利息", "No interest from {from} to {to}";
    held_dunning(from: &str, to: &str) = "{from}至{to}暂停催收", "No reminders of late payment from {from} to {to}";
    written_off = "核销", "Written off";
    written_off_text = "欠款仍在", "what is owed is still owed";
    worked_out_again = "因撤销重新计算", "Worked out again since a payment was taken back";
    see_receipt = "回单", "receipt";
    see_change = "前后对比", "before and after";

    of_principal(amount: &str) = "本金 {amount}", "principal {amount}";
    of_interest(amount: &str) = "利息 {amount}", "interest {amount}";
    of_fee(amount: &str) = "费用 {amount}", "fee {amount}";
    of_compound(amount: &str) = "复利 {amount}", "interest on overdue interest {amount}";
    of_penalty(amount: &str) = "罚息 {amount}", "penalty {amount}";
    of_credit(amount: &str) = "转入多付余额 {amount}", "kept as credit {amount}";
    from_credit(amount: &str) = "用多付余额 {amount}", "from credit {amount}";

    csv_kind = "明细", "Detail";
    csv_principal = "其中本金", "Principal";
    csv_interest = "其中利息", "Interest";
    csv_fee = "其中费用", "Fees";
    csv_compound = "其中复利", "Interest on overdue interest";
    csv_penalty = "其中罚息", "Penalty";
    csv_credit = "其中多付余额", "Credit balance";
    csv_reference = "凭证", "Reference";
}

/// A refusal of this slice in words.
#[must_use]
pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
    let figure = || {
        let day = refusal.figures.first().and_then(|text| text.parse().ok());
        day.map_or_else(String::new, |day| language::date(l, day))
    };
    Some(match (refusal.code, l) {
        ("date_unreadable", Language::Chinese) => "没有这一天。请写成 2026-11-05 这样的日期。".to_owned(),
        ("date_unreadable", Language::English) => "There is no such day. Write it like 2026-11-05.".to_owned(),
        ("period_future", Language::Chinese) => format!("对账单最晚到今天（{}）。", figure()),
        ("period_future", Language::English) => format!("A statement ends today ({}) at the latest.", figure()),
        ("period_reversed", Language::Chinese) => format!("开始日期晚于结束日期（{}）。", figure()),
        ("period_reversed", Language::English) => format!("The period would begin after it ends ({}).", figure()),
        _ => return None,
    })
}
