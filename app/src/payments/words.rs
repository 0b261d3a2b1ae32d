//! Words of the payments slice, both languages side by side.

use lending::texts;

texts! {
    pay = "还款", "Make a payment";
    steps = "还款步骤", "Steps of paying";
    step_amount = "金额", "Amount";
    step_check = "核对", "Check";
    step_pay = "付款", "Pay";

    how_much = "还多少", "How much";
    due = "应还金额", "What is due";
    due_text(on: &str, relative: &str) = "{on}到期，{relative}", "Due {on}, {relative}";
    due_with_overdue(on: &str) = "逾期款项，加上 {on} 到期的一期", "What is overdue, and the installment due {on}";
    overdue = "仅还逾期款项", "Only what is overdue";
    overdue_text(penalty: &str) = "其中罚息 {penalty}；早一天还，少一天罚息", "Includes {penalty} of penalty interest; each day earlier costs less";
    other = "其他金额", "Another amount";
    other_text = "少于应还的先还一部分；超过应还的，付清已到期的部分后全部提前归还本金，下一期仍按期还", "Less pays a part of what is due. More repays principal early, once what has fallen due is paid; the next installment still falls due on its day";
    payoff = "全部还清", "Pay off the loan";
    payoff_text(until: &str) = "按今天计算，{until}及之前付款有效；之后每天的利息另计", "As of today, good until {until}; each later day adds interest";
    payoff_with_fee(until: &str, fee: &str) = "按今天计算，{until}及之前付款有效；含提前还款费用 {fee}", "As of today, good until {until}; includes a prepayment fee of {fee}";
    amount = "金额", "Amount";
    amount_hint(largest: &str) = "最多 {largest}（还清全部贷款的金额）", "At most {largest}, which pays off the loan";
    to_check = "核对怎么分配", "See where it goes";
    nothing_to_pay = "没有需要还的款项", "There is nothing to pay";
    nothing_to_pay_text = "这笔贷款已经结清。", "This loan is paid off.";
    no_provider = "暂不支持在线付款", "Online payment is not available";
    no_provider_text(phone: &str) = "请按合同约定的账户转账，或致电 {phone}。收到后会在这里显示。", "Please transfer to the account named in your contract, or call {phone}. It will show here once it is received.";
    open_title = "有一笔付款正在进行", "A payment is under way";
    open_text(amount: &str) = "{amount} 正在付款中。请先完成或取消它，以免重复付款。", "A payment of {amount} has been started. Finish or cancel it first, so that you don’t pay twice.";
    open_link = "查看这笔付款", "See that payment";

    check_title = "核对这笔还款", "Check this payment";
    you_pay = "您将支付", "You pay";
    counts_for(on: &str) = "按 {on} 入账计算", "Counted as received on {on}";
    where_it_goes = "这笔钱怎么分配", "Where it goes";
    installment(n: u32) = "第 {n} 期", "Installment {n}";
    col_installment = "期数", "Installment";
    col_total = "小计", "Total";
    principal = "本金", "Principal";
    interest = "利息", "Interest";
    compound = "复利", "Interest on overdue interest";
    fee = "费用", "Fees";
    penalty = "罚息", "Penalty interest";
    prepaid = "提前归还本金", "Principal repaid early";
    prepayment_fee = "提前还款费用", "Prepayment fee";
    credit = "转为余额，下期自动抵扣", "Kept as credit for the next due date";
    sum = "合计", "Together";
    why_this_order = "为什么这样分配", "Why in this order";
    order_text = "先还最早的一期；每一期内依次是：", "The oldest installment comes first. Within each, in this order:";
    order_across = "各期之间依次是：", "Across installments, in this order:";
    order_late = "逾期的部分：", "Of what is late:";
    order_due = "当天到期的部分：", "Of what is due on the day:";
    order_ahead = "提前还的部分：", "Of what is paid ahead:";
    order_contract = "这个顺序写在贷款合同中。", "The order is set in the loan contract.";
    order_prepayment = "已到期的部分付清后，其余全部归还本金，不预付将来的利息。", "Once what has fallen due is paid, all the rest repays principal. No future interest is paid ahead.";
    then_title = "多还的部分怎么用", "What the extra should do";
    reduce_term = "缩短期限", "Finish sooner";
    reduce_installment = "减少每期还款", "Pay less each time";
    outcome(installment: &str, left: usize, end: &str) = "每期 {installment}，还剩 {left} 期，{end}结清", "{installment} each, {left} to go, paid off on {end}";
    next_stays(on: &str, amount: &str) = "下一期仍在 {on} 到期，届时应还 {amount}。", "The next installment stays due on {on}, with {amount} to pay.";
    after_title = "还款之后", "After this payment";
    after_principal = "剩余本金", "Principal left";
    after_overdue = "仍逾期", "Still overdue";
    after_settled = "贷款结清", "The loan is paid off";
    none = "无", "Nothing";
    to_provider(amount: &str) = "去付款 {amount}", "Pay {amount}";
    to_provider_hint = "接下来会打开支付机构的页面。付款后会自动回到这里。", "The payment provider’s page opens next. Afterwards you come back here.";
    change_amount = "更改金额", "Change the amount";

    payment_title(reference: &str) = "付款 {reference}", "Payment {reference}";
    waiting_title = "等待支付机构确认", "Waiting for the payment provider";
    waiting_text = "如果您已付款，通常几秒钟内就会确认。页面会自动刷新，也可以离开，结果会通知您。", "If you have paid, confirmation usually takes a few seconds. This page refreshes by itself. You may also leave; we will tell you.";
    not_opened_text = "支付页面还没有打开，款项没有支付。", "The provider’s page has not opened yet. Nothing has been paid.";
    not_paid_yet = "还没有付款？", "Not paid yet?";
    go_on = "继续付款", "Go on paying";
    check_again = "再查一次", "Check again";
    cancel = "取消这笔付款", "Cancel this payment";
    cancel_text = "取消后这笔付款不能再付，可以另外发起。如果已经付出，仍会入账。", "It can then no longer be paid; you can start another. If you have paid already, it still counts.";
    cancel_confirm = "确认取消", "Yes, cancel it";
    cancel_not = "先不取消", "Don’t cancel it";
    processing = "处理中", "Processing";
    posted = "已入账", "Received";
    failed = "未成功", "Not paid";
    cancelled = "已取消", "Cancelled";
    expired = "已过期", "Expired";
    in_review = "人工核对中", "Being checked";
    reversed = "已退回", "Taken back";
    failed_text = "支付机构没有完成这笔付款，您的账户没有因此扣款入账。可以重新付款。", "The provider did not complete this payment, and nothing was booked. You can try again.";
    cancelled_text = "这笔付款已取消，没有入账。", "This payment was cancelled. Nothing was booked.";
    expired_text = "这笔付款长时间没有完成，已关闭，没有入账。", "This payment was not completed in time and was closed. Nothing was booked.";
    in_review_text = "我们收到的款项与这笔付款不一致，工作人员正在核对。您的钱不会丢失，不需要再付一次。", "The money we received differs from this payment. A colleague is looking into it. Nothing is lost, and you don’t need to pay again.";
    reversed_text = "支付机构收回了这笔款项，因此不再计入还款，贷款已按此重新计算。", "The provider took this money back, so it no longer counts. The loan was recomputed without it.";
    pay_again = "重新付款", "Pay again";
    to_loan = "回到贷款", "Back to the loan";

    receipt = "还款回单", "Receipt";
    stamp = "收讫", "Paid";
    received_on(on: &str) = "{on} 入账", "Received on {on}";
    reference = "单号", "Reference";
    borrower = "借款人", "Borrower";
    loan = "贷款", "Loan";
    started_on = "发起日期", "Started on";
    status = "状态", "Status";
    as_previewed = "与付款前的核对一致。", "Exactly as shown before you paid.";
    differs = "与付款前显示的不同", "Not as shown before you paid";
    differs_other_day(previewed: &str, paid: &str) = "付款前按 {previewed} 计算，支付机构确认的付款日是 {paid}，利息和罚息按实际天数计算。", "Before you paid, it was computed for {previewed}. The provider says it was paid on {paid}, so interest and penalty are for the actual days.";
    differs_loan_moved = "您确认之后、入账之前，这笔贷款有了其他变动（例如另一笔还款入账），因此分配随之改变。", "Between your confirmation and the booking something else happened to the loan (another payment, for instance), so this one went elsewhere.";
    as_shown_before = "付款前显示的分配", "What was shown before";
    print_hint = "可以用浏览器打印或存为 PDF。", "You can print it or save it as a PDF with your browser.";
}

#[cfg(feature = "ssr")]
mod refused {
    use lending::{
        language::{self, Language},
        money::{Currency, Money},
    };
    use server::error::Refusal;

    /// The refusals of this slice in words.
    #[must_use]
    pub fn refusal(l: Language, refusal: &Refusal) -> Option<String> {
        let figure = |n: usize| refusal.figures.get(n).map_or("", String::as_str);
        let zh = l == Language::Chinese;
        let text = match refusal.code {
            "not_positive" => (if zh { "金额要大于 0。" } else { "The amount must be more than 0." }).to_owned(),
            "not_an_amount" => (if zh { "请填写金额，例如 1,234.50。" } else { "Please enter an amount, such as 1,234.50." }).to_owned(),
            "too_large" => (if zh { "金额过大，请核对。" } else { "This amount is too large. Please check it." }).to_owned(),
            "too_many_decimals" => match (figure(0), zh) {
                ("0", true) => "这种货币没有小数。".to_owned(),
                ("0", false) => "This currency has no decimals.".to_owned(),
                (n, true) => format!("最多 {n} 位小数。"),
                (n, false) => format!("At most {n} decimals."),
            },
            "above_payoff" => {
                let largest = Currency::parse(figure(1)).and_then(|c| Money::parse(figure(0), c).ok());
                let largest = largest.map_or_else(|| figure(0).to_owned(), |m| language::money(l, m));
                if zh {
                    format!("多于还清全部贷款的金额。最多 {largest}。")
                } else {
                    format!("That is more than it takes to pay off the loan: at most {largest}.")
                }
            }
            "nothing_to_pay" => super::nothing_to_pay_text(l).to_owned(),
            "unknown_choice" => (if zh { "请选择还多少。" } else { "Please choose how much to pay." }).to_owned(),
            "no_provider" => super::no_provider(l).to_owned(),
            "provider_unreachable" => (if zh {
                "支付机构暂时没有响应，款项没有支付。请稍后再点一次，不会重复付款。"
            } else {
                "The payment provider does not answer right now. Nothing was paid. Please try again in a moment; you won’t pay twice."
            })
            .to_owned(),
            "open_payment" => (if zh {
                "这笔贷款有一笔付款正在进行。请先完成或取消它，以免重复付款。"
            } else {
                "A payment on this loan is under way. Finish or cancel it first, so that you don’t pay twice."
            })
            .to_owned(),
            "form_used" => (if zh {
                "这张表已经发起过一笔付款。如需另付一笔，请核对后再确认。"
            } else {
                "This form has already started a payment. If you want to make another one, check it and confirm again."
            })
            .to_owned(),
            _ => return None,
        };
        Some(text)
    }
}
#[cfg(feature = "ssr")]
pub use refused::refusal;
