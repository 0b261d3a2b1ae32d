//! Messages planned and told of. The unique key lets each in once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    Error, Result,
    reminders::{plan::Days, tell::Told},
};

pub(in crate::reminders) async fn database_time(conn: &mut PgConnection) -> Result<DateTime<Utc>> {
    Ok(sqlx::query_scalar!(r#"select clock_timestamp() as "now!""#).fetch_one(conn).await?)
}

/// The zones people live in, by hopping along the index from one to the next.
pub(in crate::reminders) async fn list_zones(conn: &mut PgConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"with recursive zone as (
               select min(time_zone) as name from person
               union all
               select (select min(p.time_zone) from person p where p.time_zone > zone.name) from zone where zone.name is not null)
           select name as "name!" from zone where name is not null"#
    )
    .fetch_all(conn)
    .await?)
}

pub(in crate::reminders) async fn plan_installments(conn: &mut PgConnection, days: &Days) -> Result<u64> {
    let done = sqlx::query!(
        "insert into message (borrower_id, message_id, person_id, subject, subject_id, subject_n, subject_version, rule, channel,
                              language, status, why, send_after, created_at, changed_at)
         select i.borrower_id, gen_random_uuid(), p.person_id, 'installment', i.loan_id, i.n, i.schedule_version, r.code, channel,
                p.language, case when c.value is null then 'suppressed' else 'created' end,
                case when c.value is null then 'no_contact' else '' end, $5, $5, $5
         from reminder_rule r
         join installment i on i.due_on between $3::date - r.days_after_due - $4::int - 1 and $3::date - r.days_after_due + 1 and i.paid_on is null
         join loan l on l.borrower_id = i.borrower_id and l.loan_id = i.loan_id and l.status = 'active'
         join membership m on m.borrower_id = i.borrower_id
         join person p on p.person_id = m.person_id
         join unnest($1::text[], $2::date[]) as d (zone, today) on d.zone = p.time_zone
         cross join unnest(r.channels) as channel
         left join contact c on c.person_id = p.person_id and c.kind = case channel when 'sms' then 'phone' else 'email' end
         where r.enabled and r.subject = 'installment'
           and i.due_on + r.days_after_due between d.today - $4 and d.today
           and (r.days_after_due <= 0 or i.due_on + r.days_after_due <= $3)
         on conflict do nothing",
        &days.zones,
        &days.todays,
        days.business_day,
        days.catch_up,
        days.now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(in crate::reminders) async fn plan_statements(conn: &mut PgConnection, days: &Days) -> Result<u64> {
    let done = sqlx::query!(
        "insert into message (borrower_id, message_id, person_id, subject, subject_id, rule, channel,
                              language, status, why, send_after, created_at, changed_at)
         select s.borrower_id, gen_random_uuid(), p.person_id, 'statement', s.due_id, r.code, channel,
                p.language, case when c.value is null then 'suppressed' else 'created' end,
                case when c.value is null then 'no_contact' else '' end, $5, $5, $5
         from reminder_rule r
         join statement_due s on s.due_on between $3::date - r.days_after_due - $4::int - 1 and $3::date - r.days_after_due + 1
                             and s.status in ('due', 'returned')
         join membership m on m.borrower_id = s.borrower_id
         join person p on p.person_id = m.person_id
         join unnest($1::text[], $2::date[]) as d (zone, today) on d.zone = p.time_zone
         cross join unnest(r.channels) as channel
         left join contact c on c.person_id = p.person_id and c.kind = case channel when 'sms' then 'phone' else 'email' end
         where r.enabled and r.subject = 'statement'
           and s.due_on + r.days_after_due between d.today - $4 and d.today
           and (r.days_after_due <= 0 or s.due_on + r.days_after_due <= $3)
         on conflict do nothing",
        &days.zones,
        &days.todays,
        days.business_day,
        days.catch_up,
        days.now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(in crate::reminders) async fn insert_told(conn: &mut PgConnection, told: &Told, now: DateTime<Utc>) -> Result<()> {
    let known = sqlx::query_scalar!("select true from reminder_rule where code = $1", told.rule)
        .fetch_optional(&mut *conn)
        .await?;
    if known.is_none() {
        return Err(Error::Fault(format!("there is no reminder rule {:?}", told.rule)));
    }
    sqlx::query!(
        "insert into message (borrower_id, message_id, person_id, subject, subject_id, subject_n, rule, channel,
                              language, status, why, send_after, created_at, changed_at)
         select m.borrower_id, gen_random_uuid(), p.person_id, $2, $3, $4, r.code, channel,
                p.language, case when c.value is null then 'suppressed' else 'created' end,
                case when c.value is null then 'no_contact' else '' end, $7, $7, $7
         from reminder_rule r
         join membership m on m.borrower_id = $1
         join person p on p.person_id = m.person_id
         cross join unnest(r.channels) as channel
         left join contact c on c.person_id = p.person_id and c.kind = case channel when 'sms' then 'phone' else 'email' end
         where r.code = $5 and r.enabled and ($6::uuid is null or p.person_id = $6)
         on conflict do nothing",
        told.borrower_id.0,
        told.subject,
        told.subject_id,
        told.n,
        told.rule,
        told.person_id.map(|p| p.0),
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}
