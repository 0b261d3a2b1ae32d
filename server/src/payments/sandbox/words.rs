//! Words of the provider's page.

use lending::texts;

texts! {
    provider = "沙盒支付", "Sandbox Pay";
    made_up = "演示：不涉及真实资金", "Demo: no real money";
    pay_title = "确认付款", "Confirm payment";
    payee = "收款", "For";
    reference = "单号", "Reference";
    pay = "付款", "Pay";
    refuse = "拒绝付款", "Refuse";
    notices = "付款结果怎样通知门户", "How the portal is told";
    once = "立即通知一次", "Once, at once";
    twice = "同时通知两次", "Twice at the same time";
    late = "15 秒后才通知", "15 seconds late";
    never = "从不通知（门户会来查询）", "Never (the portal will ask)";
    back = "回到门户", "Back to the portal";
    paid = "已付款", "Paid";
    refused = "已拒绝", "Refused";
    closed = "这笔付款已取消，不能再付", "This payment was closed and can no longer be paid";
    reversed = "款项已退回付款人", "The money was taken back";
    reverse = "演示：银行收回这笔款项", "Demo: the bank takes the money back";
    unknown = "没有这笔付款", "There is no such payment";
}
