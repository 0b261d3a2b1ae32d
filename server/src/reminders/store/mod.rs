//! All SQL of the reminders slice.

mod delivery;
mod facts;
mod planning;
mod preferences;
mod views;

pub(super) use delivery::{
    Claim, Due, Mark, count_collection_sms, find_route, find_sms_caps, insert_captured, insert_refused_contact,
    insert_route, lock_claim, lock_collection_sms, lock_message, lock_next, mark, mark_claimed, mark_lost,
};
pub(super) use facts::{find_payment, find_request, find_statement};
pub(super) use planning::{database_time, insert_told, list_zones, plan_installments, plan_statements};
pub(super) use preferences::{PersonRow, find_preferences, list_contacts, update_preferences};
pub(super) use views::{list_captured, list_ledger, list_mine};
