//! Words of the desk about borrowers.

use lending::texts;

texts! {
    borrowers = "借款人", "Borrowers";
    search = "姓名、贷款号或手机尾号", "Name, loan number or end of a phone number";
    find = "查找", "Find";
    nobody = "没有找到", "Nobody found";
    nobody_text = "姓名可以只写一部分；手机号写后四位以上。", "A part of the name will do; of a phone number, its last four digits or more.";
    company = "企业", "company";
    person = "个人", "person";
    column_name = "借款人", "Borrower";
    column_loans = "贷款", "Loans";
    column_late = "逾期", "Late";
    column_requests = "在办申请", "Open requests";
    people = "可以办理的人", "People who act";
    role_self = "本人", "themselves";
    role_authorised = "被授权人", "authorised";
    no_contact = "没有联系方式", "no contact";
    loans = "贷款", "Loans";
    no_loans = "没有贷款。", "No loans.";
    column_loan = "贷款", "Loan";
    column_outstanding = "剩余本金", "Outstanding";
    column_next = "下一期", "Next due";
    column_end = "最后一期", "Last payment";
    column_plan = "计划版本", "Plan version";
    column_status = "状态", "Status";
    settled = "已结清", "settled";
    written_off = "已核销", "written off";
    on_time = "正常", "on time";
    late_by(days: &str) = "逾期 {days}", "{days} late";
    requests = "申请", "Requests";
    no_requests = "没有申请。", "No requests.";
}
