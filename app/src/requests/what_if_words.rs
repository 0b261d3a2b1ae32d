//! Words of the what-if: they are read on the server and in the browser, so they stand apart from the
//! slice's other words.

use lending::{language::Language, texts};

texts! {
    way = "怎样调整", "What kind of change";
    way_extend = "延长期限", "More time";
    way_extend_text = "剩余本金摊到更多期里，每期少还一些", "What is left is spread over more installments, so each is smaller";
    way_defer = "暂缓几期", "A pause";
    way_defer_text = "接下来几期只还利息，本金移到最后", "The next installments ask for interest only; their principal moves behind the last one";
    periods_extend = "延长几期", "How many installments more";
    periods_defer = "暂缓几期", "For how many installments";
    periods_unit = "期", "installments";
    periods_count(n: u32) = "{n} 期", "{n} installments";
    figures = "这样改之后", "What it would mean";
    next_installment = "下一期", "Next installment";
    largest_installment = "最高的一期", "Largest installment";
    final_date = "最后一期", "Last payment";
    interest_to_pay = "还要付的利息", "Interest still to pay";
    costs_more = "一共多付", "Costs more in all";
    costs_less = "一共少付", "Costs less in all";
    total_to_pay = "还要付的总额", "Still to pay in all";
    was(text: &str) = "原来 {text}", "was {text}";
    plans = "逐期对照", "Installment by installment";
    due = "到期", "Due";
    column_was = "原来", "Was";
    column_becomes = "以后", "Becomes";
    difference = "相差", "Difference";
    times(n: usize) = "共 {n} 期", "{n} installments";
    from_to(from: &str, to: &str) = "{from} – {to}", "{from} – {to}";
    whole_number(most: u32) = "请填 1 到 {most} 的整数。", "Enter a whole number from 1 to {most}.";
    not_possible = "这个数字算不出新的还款计划，请换一个。", "No plan can be worked out with this number. Please try another.";
    allowed = "可以申请", "You can ask for this";
    not_allowed = "这样改不符合规定", "Policy does not allow this";
    at_most(n: u32) = "最多可以申请 {n} 期。", "{n} installments at most are possible.";
    nothing_changes = "在您提交并获得批准之前，什么都不会改变。", "Nothing changes until you send a request and it is approved.";
}

/// What is asked for, of each way.
#[must_use]
pub fn periods_of(l: Language, way: super::what_if::Way) -> &'static str {
    match way {
        super::what_if::Way::Extend => periods_extend(l),
        super::what_if::Way::Defer => periods_defer(l),
    }
}

/// How a difference in cost is named: nobody should have to read a sign.
#[must_use]
pub fn cost_name(l: Language, difference: lending::money::Money) -> &'static str {
    if difference.is_negative() { costs_less(l) } else { costs_more(l) }
}
