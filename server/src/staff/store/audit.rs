//! Reading the audit trail.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    Result,
    ids::{BorrowerId, PersonId, StaffId},
    staff::trail::{Entry, Mark},
};

/// Which rows; `None` asks for all of a kind, an empty list for none.
pub(in crate::staff) struct AuditQuery {
    pub who: Option<Vec<Uuid>>,
    pub action: Option<&'static str>,
    pub borrowers: Option<Vec<Uuid>>,
    pub from: Option<DateTime<Utc>>,
    pub before: Option<DateTime<Utc>>,
    pub after: Option<Mark>,
    /// Names and numbers of borrowers are read only for those who may see them.
    pub names: bool,
    pub limit: i64,
}

pub(in crate::staff) async fn list_audit(conn: &mut PgConnection, query: &AuditQuery) -> Result<Vec<Entry>> {
    Ok(sqlx::query_as!(
        Entry,
        r#"select a.audit_id, a.at, a.actor, a.person_id as "person_id: PersonId", a.staff_id as "staff_id: StaffId",
                  coalesce(s.name, case when $8 then p.name end) as by,
                  a.borrower_id as "borrower_id: BorrowerId", case when $8 then b.name end as borrower_name,
                  a.action, a.subject, a.subject_id,
                  coalesce(of_staff.name, case when $8 then coalesce(of_person.name, r.number, pay.reference) end) as subject_name,
                  a.detail
           from audit a
           left join staff s on s.staff_id = a.staff_id
           left join person p on p.person_id = a.person_id
           left join borrower b on b.borrower_id = a.borrower_id
           left join staff of_staff on a.subject = 'staff' and of_staff.staff_id = a.subject_id
           left join person of_person on a.subject = 'person' and of_person.person_id = a.subject_id
           left join request r on a.subject = 'request' and r.borrower_id = a.borrower_id and r.request_id = a.subject_id
           left join payment pay on a.subject = 'payment' and pay.borrower_id = a.borrower_id and pay.payment_id = a.subject_id
           where ($1::uuid[] is null or a.staff_id = any($1) or a.person_id = any($1) or a.subject_id = any($1))
             and ($2::text is null or a.action = $2)
             and ($3::uuid[] is null or a.borrower_id = any($3))
             and ($4::timestamptz is null or a.at >= $4) and ($5::timestamptz is null or a.at < $5)
             and ($6::timestamptz is null or (a.at, a.audit_id) < ($6, $7))
           order by a.at desc, a.audit_id desc limit $9"#,
        query.who.as_deref(),
        query.action,
        query.borrowers.as_deref(),
        query.from,
        query.before,
        query.after.map(|mark| mark.at),
        query.after.map(|mark| mark.audit_id),
        query.names,
        query.limit,
    )
    .fetch_all(conn)
    .await?)
}

/// Colleagues, and people of borrowers where they may be seen, whose name or address has this part.
pub(in crate::staff) async fn list_people_named(
    conn: &mut PgConnection,
    text: &str,
    borrowers_people: bool,
) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        r#"select staff_id as "id!" from staff where strpos(lower(name), lower($1)) > 0 or strpos(email, lower($1)) > 0
           union all
           select person_id from person where $2 and strpos(lower(name), lower($1)) > 0"#,
        text,
        borrowers_people,
    )
    .fetch_all(conn)
    .await?)
}

pub(in crate::staff) async fn list_borrowers_named(conn: &mut PgConnection, text: &str) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar!(
        r#"select b.borrower_id as "id!" from borrower b
           where strpos(lower(b.name), lower($1)) > 0
              or exists (select 1 from loan l where l.borrower_id = b.borrower_id and strpos(lower(l.number), lower($1)) > 0)"#,
        text,
    )
    .fetch_all(conn)
    .await?)
}
