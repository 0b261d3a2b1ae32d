//! Words about loans.

use lending::{language::Language, texts};
use server::loans::Loan;

texts! {
    next_payment = "下一期应还", "Next payment";
    due_now = "现在要还", "To pay now";
    late_since(date: &str, days: i64) = "{date}到期，已过 {days} 天", "was due {date}, {days} days ago";
    pay_now = "立即还款", "Pay now";
    pay_amount(amount: &str) = "还上 {amount}", "Pay {amount}";
    pay_early = "提前还一些", "Pay early";
    what_would_help = "还款有困难？看看有哪些办法", "Hard to pay? See what would help";
    cannot_pay = "现在还不上？申请帮助", "Can’t pay now? Ask for help";
    on_time = "按时还款中", "on time";
    normal = "正常", "on time";
    late = "逾期", "late";
    settled = "已结清", "settled";
    written_off = "已核销", "written off";
    my_loans = "我的贷款", "My loans";
    my_settled_loans = "已结清的贷款", "Settled loans";
    to_do = "需要您处理", "For you to do";
    nothing_to_do = "目前没有需要您处理的事。", "Nothing is waiting for you.";
    question_asked = "信贷员问了您一个问题", "We have a question about your request";
    payment_under_way(amount: &str) = "{amount} 的付款正在进行", "A payment of {amount} is under way";
    answer = "待回答", "To answer";
    all_statements(count: usize) = "全部 {count} 份要交的报表", "All {count} statements to send";
    recently = "最近", "Recently";
    no_loan = "这里还没有贷款", "No loan here yet";
    no_loan_text = "放款后，下一期金额、还款计划和合同会出现在这里。如果您已经收到放款，请用合同上的手机号登录。", "Once your loan is paid out, the next payment and the plan stand here. If it has been paid out, sign in with the number in your contract.";
    all_settled = "所有贷款都已结清", "All loans are settled";
    all_settled_text = "没有需要还的款项。谢谢您按约还款。", "Nothing is left to pay. Thank you.";
    a_day_costs(amount: &str) = "晚一天多付 {amount}", "Each day late costs {amount}";
    in_grace = "宽限期内还清不收罚息", "No penalty if paid within the days of grace";
    late_note(overdue: &str) = "逾期金额 {overdue}，其中到今天的罚息 ", "{overdue} is overdue; of it, penalty interest to today: ";
    late_without_penalty(overdue: &str) = "已逾期 {overdue}", "{overdue} is overdue";
    late_without_penalty_text = "请尽快还上。还款有困难，请早些告诉我们；申请帮助不影响已付款项。", "Please pay as soon as you can. If that is hard, tell us early; asking for help does not touch what you have paid.";
    late_note_end = "还清当天即停止计算。您也可以申请展期，申请不影响已付款项。", "It stops on the day you pay. You can also ask for an extension; asking does not touch what you have paid.";
    installment_of(n: u32, all: usize) = "第 {n} 期，共 {all} 期", "installment {n} of {all}";
    next_on(date: &str) = "下次 {date}", "next {date}";
    late_by(days: &str) = "已逾期 {days}", "{days} late";
    settled_on(date: &str) = "{date}结清", "settled {date}";
    rail_paid(paid: usize) = "已还 {paid} 期", "{paid} paid";
    rail_paid_late(paid: usize, late: usize) = "已还 {paid} 期，逾期 {late} 期", "{paid} paid, {late} late";
    rail_all(all: usize, date: &str) = "共 {all} 期 · {date}结清", "{all} in all · ends {date}";
    rail_label(all: usize, paid: usize, late: usize) = "共 {all} 期，已还 {paid} 期，逾期 {late} 期", "{paid} of {all} installments paid, {late} late";

    outstanding = "剩余本金", "Outstanding principal";
    paid_so_far = "已还合计", "Paid so far";
    rate = "年利率", "Annual rate";
    method = "还款方式", "Repayment";
    final_date = "最后一期", "Last payment";
    principal = "本金", "Principal";
    interest = "利息", "Interest";
    fee = "费用", "Fee";
    penalty = "罚息", "Penalty";
    total = "应还", "To pay";
    sum = "合计", "Total";
    paid = "已付", "Paid";
    status = "状态", "Status";
    due_date = "到期日", "Due";
    balance = "剩余本金", "Balance";
    credit_balance = "多付余额", "Credit balance";
    loan_amount = "贷款金额", "Loan amount";
    paid_out_on = "放款日", "Paid out on";
    figures = "这笔贷款", "This loan";
    payoff_today = "今天全部还清", "To pay it all off today";
    every_figure_opens = "点带虚线的数字，看它是怎么算的。", "Tap a figure with a dotted line to see how it came about.";
    the_chart = "剩余本金走势", "Outstanding principal over time";
    chart_label(from: &str, start: &str, now: &str, to: &str) = "剩余本金：{from} {start}，今天 {now}，{to} 0", "Outstanding principal: {start} on {from}, {now} today, nothing on {to}";
    chart_past = "已还", "so far";
    chart_future = "按计划", "as planned";
    chart_was = "原计划", "earlier plan";
    chart_today(amount: &str) = "今天 {amount}", "today {amount}";
    plan = "还款计划", "Repayment plan";
    see_plan = "查看还款计划", "See the plan";
    statement = "对账单", "Statement of account";
    download_csv = "下载 CSV", "Download CSV";
    payments = "还款记录", "Payments";
    earlier_payments(n: usize) = "更早的 {n} 笔", "Earlier payments: {n}";
    no_payments = "还没有还款记录。", "No payments yet.";
    reversed = "已撤销", "reversed";
    change_plan = "变更还款计划", "Change my plan";
    versions = "计划版本", "Versions of the plan";
    version(n: usize) = "第 {n} 版", "Version {n}";
    version_now(n: usize) = "第 {n} 版（现行）", "Version {n} (now)";
    version_from(date: &str) = "{date}起", "from {date}";
    compare = "与上一版相比", "Compared with the version before";
    was = "原来", "Was";
    becomes = "以后", "Becomes";
    difference = "相差", "Difference";
    one_version = "这份计划没有变更过。", "This plan has never been changed.";

    row_paid = "已还", "paid";
    row_paid_late = "逾期后已还", "paid late";
    row_part = "部分已还", "part paid";
    row_due = "今日到期", "due today";
    row_late = "逾期", "late";
    row_next = "下一期", "next";
    row_upcoming = "未到期", "upcoming";
    row_moved = "已移到其他期", "moved";
    installment_n(n: u32) = "第 {n} 期", "installment {n}";

    and_more(count: usize) = "……另有 {count} 项同类", "… and {count} more of the same kind";
    payments_count(count: usize) = "{count} 笔还款", "{count} payments";
    between(from: &str, to: &str) = "{from}至{to}", "{from} to {to}";
    from_terms = "合同约定", "as the contract says";
    from_event = "已入账", "as recorded";
    smallest = "取其中较小的", "the smallest of these";
    days_between = "两个日期之间的天数", "days from the first date to the second";
    level_formula(count: u32) = "使 {count} 期金额相同的每期金额", "the amount that is the same in all {count} installments";

    equal_installment = "等额本息", "equal installments";
    equal_principal = "等额本金", "equal principal";
    interest_only = "先息后本", "interest first, principal at the end";
    bullet = "一次还本付息", "all at the end";
    flat = "等本等息", "flat";
    custom = "按约定日期", "agreed dates";
}

/// The loan's name as its borrower says it: product and the number's last four digits.
#[must_use]
pub fn name(l: Language, loan: &Loan) -> String {
    short_name(l, &loan.product_name_zh, &loan.product_name_en, &loan.number)
}

/// The same, where no whole loan was read.
#[must_use]
pub fn short_name(l: Language, zh: &str, en: &str, number: &str) -> String {
    let tail = number.char_indices().rev().nth(3).map_or(number, |(at, _)| &number[at..]);
    match l {
        Language::Chinese => format!("{zh} {tail}"),
        Language::English => format!("{en} {tail}"),
    }
}

/// The repayment method in words.
#[must_use]
pub fn method_name(l: Language, method: lending::terms::Method) -> &'static str {
    use lending::terms::Method;
    match method {
        Method::EqualInstallment => equal_installment(l),
        Method::EqualPrincipal => equal_principal(l),
        Method::InterestOnly => interest_only(l),
        Method::Bullet => bullet(l),
        Method::Flat => flat(l),
        Method::Custom => custom(l),
    }
}

texts! {
    step_term = "合同条款", "Term of the contract";
    step_event = "一笔入账", "A recorded event";
    step_row = "计划中的一期", "A row of the plan";
    step_row_principal = "计划本金", "Planned principal";
    step_row_interest = "计划利息", "Planned interest";
    step_row_fee = "计划费用", "Planned fees";
    step_date = "日期", "Day";
    step_days = "天数", "Days";
    step_year_share = "占一年的比例", "Part of a year";
    step_interest_stretch = "一段时间的利息", "Interest of a stretch";
    step_interest = "利息", "Interest";
    step_deferred_interest = "前期顺延的利息", "Interest deferred from before";
    step_principal = "本金", "Principal";
    step_last_principal = "剩余全部本金", "All principal that is left";
    step_balance = "计息本金", "Principal that bears interest";
    step_level = "每期金额", "Level installment";
    step_total = "一期合计", "Installment in all";
    step_penalty_stretch = "一段时间的罚息", "Penalty of a stretch";
    step_penalty = "罚息", "Penalty";
    step_within_grace = "在宽限期内", "Within the days of grace";
    step_penalty_cap = "罚息上限", "Most that penalty can be";
    step_overdue_base = "逾期本金", "Overdue principal";
    step_remaining = "未还部分", "Still to pay";
    step_paid = "已还", "Paid";
    step_paid_principal = "还款已还的本金", "Principal that payments paid";
    step_reclassified = "计划变更后改记", "Counted anew after a change";
    step_forgiven = "已豁免的本金", "Principal forgiven";
    step_disbursed = "已发放和计入的本金", "Paid out and added";
    step_capitalised = "计入本金", "Added to the principal";
    step_waived = "已减免", "Waived";
    step_moved = "已移到其他期", "Moved to other installments";
    step_outstanding = "未还合计", "Owed in all";
    step_overdue = "逾期合计", "Overdue in all";
    step_accrued = "本期已产生的利息", "Interest accrued so far";
    step_payoff = "全部结清金额", "To pay it all off";
    step_early_principal = "未到期本金", "Principal not due yet";
    step_prepayment_fee = "提前还款手续费", "Fee for prepaying";
    step_unearned = "已付未到期的利息", "Interest paid ahead";
    step_credit = "多付余额", "Credit balance";
    step_days_past_due = "逾期天数", "Days past due";
    step_due_now = "今天要还", "To pay today";
    term_rate = "年利率", "Annual rate";
    term_multiplier = "罚息倍数", "Penalty multiplier";
    term_principal = "贷款金额", "Loan amount";
    term_year_days = "一年按多少天算", "Days in a year";
    term_installments = "期数", "Installments";
    term_grace_days = "宽限天数", "Days of grace";
}

/// What a step of an explanation is called.
#[must_use]
pub fn step_name(l: Language, node: &lending::explain::Explanation) -> &'static str {
    use lending::explain::{Source, Step};
    if let (Step::Term, Some(Source::Terms { field })) = (node.rule, &node.source) {
        return match field.as_str() {
            "annual_rate" => term_rate(l),
            "principal" => term_principal(l),
            "installments" => term_installments(l),
            "penalty.value" => term_multiplier(l),
            "penalty.grace_days" => term_grace_days(l),
            "day_count" | "penalty.day_count" => term_year_days(l),
            _ => step_term(l),
        };
    }
    if let (Step::Row, Some(Source::Schedule { part, .. })) = (node.rule, &node.source) {
        return match part.as_str() {
            "principal" => step_row_principal(l),
            "interest" => step_row_interest(l),
            "fee" => step_row_fee(l),
            _ => step_row(l),
        };
    }
    match node.rule {
        Step::Term => step_term(l),
        Step::Event => step_event(l),
        Step::Row => step_row(l),
        Step::Date => step_date(l),
        Step::Days => step_days(l),
        Step::YearShare => step_year_share(l),
        Step::InterestStretch => step_interest_stretch(l),
        Step::Interest => step_interest(l),
        Step::DeferredInterest => step_deferred_interest(l),
        Step::Principal => step_principal(l),
        Step::LastPrincipal => step_last_principal(l),
        Step::Balance => step_balance(l),
        Step::LevelInstallment => step_level(l),
        Step::InstallmentTotal => step_total(l),
        Step::PenaltyStretch => step_penalty_stretch(l),
        Step::Penalty => step_penalty(l),
        Step::WithinGrace => step_within_grace(l),
        Step::PenaltyCap => step_penalty_cap(l),
        Step::OverdueBase => step_overdue_base(l),
        Step::Remaining => step_remaining(l),
        Step::Paid => step_paid(l),
        Step::PaidPrincipal => step_paid_principal(l),
        Step::Reclassified => step_reclassified(l),
        Step::Waived => step_waived(l),
        Step::Forgiven => step_forgiven(l),
        Step::Disbursed => step_disbursed(l),
        Step::Capitalised => step_capitalised(l),
        Step::Moved => step_moved(l),
        Step::Outstanding => step_outstanding(l),
        Step::Overdue => step_overdue(l),
        Step::Accrued => step_accrued(l),
        Step::Payoff => step_payoff(l),
        Step::EarlyPrincipal => step_early_principal(l),
        Step::PrepaymentFee => step_prepayment_fee(l),
        Step::Unearned => step_unearned(l),
        Step::Credit => step_credit(l),
        Step::DaysPastDue => step_days_past_due(l),
        Step::DueNow => step_due_now(l),
    }
}
