//! Where what was typed ends up: asked right after a form was taken, in a portal where nobody else acts.

use super::states::State;

/// The newest value of what this field fills, as text; none where a field leaves no text behind.
pub fn stored(state: State, act: &str, field: &str) -> Option<&'static str> {
    Some(match (state, act, field) {
        (State::Door, _, "contact") => "select contact_masked from sign_in_code order by code_id desc limit 1",
        (State::Preferences, _, "quiet_from") => "select quiet_from::text from person order by person_id desc limit 1",
        (State::Preferences, _, "quiet_to") => "select quiet_to::text from person order by person_id desc limit 1",
        (State::Pay, _, "amount") => "select amount::text from payment order by payment_id desc limit 1",
        (State::Change, "file", "reason") => "select reason from request order by request_id desc limit 1",
        (State::Change, "file", "periods") => {
            "select change->>'extra_installments' from request order by request_id desc limit 1"
        }
        (State::Question, "answer", "answer") => {
            "select note from request_step where action = 'answer' order by request_id desc limit 1"
        }
        (State::Claimed, "ask", "question") => {
            "select note from request_step where action = 'ask' order by request_id desc limit 1"
        }
        (State::Claimed | State::SecondApproval, "reject", "reason") => {
            "select note from request_step where action = 'reject' order by request_id desc limit 1"
        }
        (State::SecondApproval, "send_back", "note") => {
            "select note from request_step where action = 'return' order by request_id desc limit 1"
        }
        (State::StatementSent, "return", "reason") => {
            "select reason from statement_upload where outcome = 'returned' order by upload_id desc limit 1"
        }
        (State::Change | State::Question | State::StatementDue, _, "documents" | "file" | "photo") => {
            "select name from file order by file_id desc limit 1"
        }
        _ => return None,
    })
}
