-- Two look-ups that run all day, in functions whose plans PostgreSQL keeps. A function in SQL is planned anew at each
-- call, which took fifteen times as long as finding the session; and with the policies' conditions in it the planner
-- believes that hardly a message is due, reads all that wait and sorts them for each one that is sent.

create or replace function session_holder(wanted bytea)
    returns table (session_id uuid, person_id uuid, borrower_id uuid, staff_id uuid, last_seen_at timestamptz,
                   expires_at timestamptz, ended boolean, name text, borrower_name text, borrowers bigint, language text,
                   roles text[])
    language plpgsql stable security definer set search_path = public as $$
#variable_conflict use_column
begin
    return query
    select s.session_id, s.person_id, s.borrower_id, s.staff_id, s.last_seen_at, s.expires_at,
           s.ended_at is not null or st.disabled_at is not null
               or (s.person_id is not null and m.person_id is null),
           coalesce(p.name, st.name), b.name,
           (select count(*) from membership every where every.person_id = s.person_id),
           coalesce(p.language, st.language),
           coalesce((select array_agg(r.role order by r.role) from staff_role r where r.staff_id = s.staff_id), '{}')
    from session s
    left join person p on p.person_id = s.person_id
    left join borrower b on b.borrower_id = s.borrower_id
    left join membership m on m.person_id = s.person_id and m.borrower_id = s.borrower_id
    left join staff st on st.staff_id = s.staff_id
    where s.token_hash = wanted;
end
$$;

-- Locks the message that has waited longest for its time, which has come; none for anybody but the system.
create function lock_next_message(now_at timestamptz)
    returns table (borrower_id uuid, message_id uuid)
    language plpgsql volatile security definer set search_path = public as $$
#variable_conflict use_column
begin
    if actor_kind() is distinct from 'system' then
        return;
    end if;
    return query
    select m.borrower_id, m.message_id
    from message m
    where (m.status in ('created', 'queued', 'temporary_failure') or (m.status = 'unconfirmed' and m.channel = 'email'))
      and m.send_after <= now_at
    order by m.send_after
    limit 1
    for update skip locked;
end
$$;
revoke execute on function lock_next_message(timestamptz) from public;
grant execute on function lock_next_message(timestamptz) to afterloan_serve;
