-- People, the borrowers they act for, staff, sessions, one-time codes and the limits on guessing.

create table person (
    person_id uuid primary key,
    reference text not null constraint person_reference_unique unique,
    name text not null constraint person_name_length check (length(name) between 1 and 200),
    language text not null default 'zh-CN' constraint person_language_known check (language in ('zh-CN', 'en')),
    time_zone text not null default 'Asia/Shanghai',
    quiet_from time not null default '21:00',
    quiet_to time not null default '08:00',
    created_at timestamptz not null default now()
);

create table contact (
    person_id uuid not null references person,
    kind text not null constraint contact_kind_known check (kind in ('phone', 'email')),
    value text not null,
    primary key (person_id, kind)
);

-- A keyed hash of a phone number or address leads to the person who signs in with it, and to nothing else.
create table sign_in_route (
    contact_hash bytea primary key,
    person_id uuid not null references person
);

create table borrower (
    borrower_id uuid primary key,
    reference text not null constraint borrower_reference_unique unique,
    kind text not null constraint borrower_kind_known check (kind in ('person', 'company')),
    name text not null constraint borrower_name_length check (length(name) between 1 and 200),
    created_at timestamptz not null default now()
);

create table membership (
    borrower_id uuid not null references borrower,
    person_id uuid not null references person,
    role text not null constraint membership_role_known check (role in ('self', 'authorised')),
    primary key (borrower_id, person_id)
);
create index membership_of_person on membership (person_id);

alter table person enable row level security;
create policy person_self on person for select to afterloan_serve
    using ((select actor_kind()) = 'person' and person_id = (select acting_person()));
create policy person_self_update on person for update to afterloan_serve
    using ((select actor_kind()) = 'person' and person_id = (select acting_person()));
create policy staff_select on person for select to afterloan_serve using ((select actor_kind()) = 'staff');
create policy system_all on person to afterloan_serve
    using ((select actor_kind()) = 'system') with check ((select actor_kind()) = 'system');
alter table contact enable row level security;
create policy person_self on contact for select to afterloan_serve
    using ((select actor_kind()) = 'person' and person_id = (select acting_person()));
create policy staff_select on contact for select to afterloan_serve using ((select actor_kind()) = 'staff');
create policy system_all on contact to afterloan_serve
    using ((select actor_kind()) = 'system') with check ((select actor_kind()) = 'system');
alter table sign_in_route enable row level security;
create policy public_select on sign_in_route for select to afterloan_serve
    using ((select actor_kind()) in ('public', 'system'));
create policy system_insert on sign_in_route for insert to afterloan_serve
    with check ((select actor_kind()) = 'system');
call protect_borrower_table('borrower', '{select}', '{select}');
call protect_borrower_table('membership', '{select}', '{select}');
-- A person may see every membership of their own, to choose for whom to act.
create policy person_own on membership for select to afterloan_serve
    using ((select actor_kind()) = 'person' and person_id = (select acting_person()));
create policy person_own on borrower for select to afterloan_serve
    using ((select actor_kind()) = 'person' and borrower_id in
        (select m.borrower_id from membership m where m.person_id = (select acting_person())));
grant select, insert, update on person, contact, borrower to afterloan_serve;
grant select, insert on sign_in_route, membership to afterloan_serve;

create table staff (
    staff_id uuid primary key,
    email text not null constraint staff_email_unique unique constraint staff_email_lower check (email = lower(email)),
    name text not null constraint staff_name_length check (length(name) between 1 and 200),
    language text not null default 'zh-CN' constraint staff_language_known check (language in ('zh-CN', 'en')),
    password_hash text not null,
    totp_secret bytea,                -- sealed with the portal's key; null until enrolled
    totp_last_step bigint,            -- a code is taken once
    recovery_code_hashes bytea[] not null default '{}',
    -- the person this colleague is as a borrower: nobody decides on their own loan
    person_id uuid references person,
    disabled_at timestamptz,
    created_at timestamptz not null default now()
);
create table staff_role (
    staff_id uuid not null references staff,
    role text not null constraint staff_role_known check (role in
        ('loan_officer', 'reviewer', 'approver', 'senior_approver', 'collections', 'finance', 'compliance', 'administrator')),
    primary key (staff_id, role)
);
alter table staff enable row level security;
create policy readers on staff for select to afterloan_serve using ((select actor_kind()) in ('public', 'staff', 'system'));
create policy writers on staff for update to afterloan_serve using ((select actor_kind()) in ('public', 'staff', 'system'));
create policy adders on staff for insert to afterloan_serve
    with check ((select actor_kind()) = 'system' or (select acting_role('administrator')));
alter table staff_role enable row level security;
create policy readers on staff_role for select to afterloan_serve using ((select actor_kind()) in ('public', 'staff', 'system'));
create policy adders on staff_role for insert to afterloan_serve
    with check ((select actor_kind()) = 'system' or (select acting_role('administrator')));
grant select, insert on staff, staff_role to afterloan_serve;
grant update (password_hash, totp_secret, totp_last_step, recovery_code_hashes, language) on staff to afterloan_serve;

-- A signed-in browser. The cookie holds a 256-bit token; only its hash is kept.
create table session (
    session_id uuid primary key,
    token_hash bytea not null constraint session_token_unique unique,
    person_id uuid references person,
    borrower_id uuid references borrower,
    staff_id uuid references staff,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    address text not null,
    user_agent text not null,
    constraint session_of_one check ((person_id is null) <> (staff_id is null)),
    constraint session_person_acts_for_borrower check (person_id is null or borrower_id is not null),
    -- Nobody acts for a borrower they are no member of; who is removed is signed out with it.
    constraint session_of_a_member foreign key (borrower_id, person_id) references membership on delete cascade
);
create index session_of_person on session (person_id) where ended_at is null;
create index session_of_staff on session (staff_id) where ended_at is null;
alter table session enable row level security;
create policy own_select on session for select to afterloan_serve using
    (person_id = (select acting_person()) or staff_id = (select acting_staff()) or (select actor_kind()) in ('public', 'system'));
create policy own_update on session for update to afterloan_serve using
    (person_id = (select acting_person()) or staff_id = (select acting_staff()) or (select actor_kind()) in ('public', 'system'));
create policy opened on session for insert to afterloan_serve with check ((select actor_kind()) in ('public', 'system'));
create policy system_delete on session for delete to afterloan_serve using ((select actor_kind()) = 'system');
grant select, insert, update, delete on session to afterloan_serve;

-- One-time codes. `flow_hash` binds a code to the browser that asked for it.
create table sign_in_code (
    code_id uuid primary key,
    flow_hash bytea not null constraint sign_in_code_flow_unique unique,
    contact_hash bytea not null,
    contact_masked text not null,     -- what the page shows of it: 138****0001
    code_hash bytea,                  -- null: nobody has this contact; answered alike
    person_id uuid references person,
    tries_left smallint not null default 5 constraint sign_in_code_tries check (tries_left >= 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index sign_in_code_newest on sign_in_code (contact_hash, created_at desc);
create index sign_in_code_old on sign_in_code (expires_at);
grant select, insert, update, delete on sign_in_code to afterloan_serve;
alter table sign_in_code enable row level security;
create policy public_all on sign_in_code to afterloan_serve
    using ((select actor_kind()) in ('public', 'system')) with check ((select actor_kind()) in ('public', 'system'));

-- A colleague between password and second factor: nobody yet, so not a session.
create table staff_sign_in (
    flow_hash bytea primary key,
    staff_id uuid not null references staff,
    enrol_secret bytea,               -- sealed; offered to who has no second factor yet
    tries_left smallint not null default 5 constraint staff_sign_in_tries check (tries_left >= 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index staff_sign_in_old on staff_sign_in (expires_at);
grant select, insert, update, delete on staff_sign_in to afterloan_serve;
alter table staff_sign_in enable row level security;
create policy public_all on staff_sign_in to afterloan_serve
    using ((select actor_kind()) in ('public', 'system')) with check ((select actor_kind()) in ('public', 'system'));

-- Counters of attempts per account and per address; several servers share them.
create table attempt (
    subject bytea not null,           -- keyed hash of what is limited
    window_start timestamptz not null,
    count integer not null default 1,
    primary key (subject, window_start)
);
grant select, insert, update, delete on attempt to afterloan_serve;

-- What was typed when a session ran out: given back to the same person after signing in again.
create table parked_form (
    token_hash bytea primary key,
    person_id uuid references person,
    staff_id uuid references staff,
    path text not null,
    body jsonb not null,
    created_at timestamptz not null
);
create index parked_form_old on parked_form (created_at);
grant select, insert, delete on parked_form to afterloan_serve;
alter table parked_form enable row level security;
create policy public_insert on parked_form for insert to afterloan_serve with check (true);
create policy own on parked_form for select to afterloan_serve
    using (person_id = (select acting_person()) or staff_id = (select acting_staff()) or (select actor_kind()) = 'system');
create policy own_delete on parked_form for delete to afterloan_serve
    using (person_id = (select acting_person()) or staff_id = (select acting_staff()) or (select actor_kind()) = 'system');

-- Who holds a session: the one look-up that happens before the actor is known. It runs as owner,
-- and answers only to whoever knows the token's hash.
create function session_holder(wanted bytea)
    returns table (session_id uuid, person_id uuid, borrower_id uuid, staff_id uuid, last_seen_at timestamptz,
                   expires_at timestamptz, ended boolean, name text, borrower_name text, borrowers bigint, language text,
                   roles text[])
    language sql stable security definer set search_path = public as $$
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
    where s.token_hash = wanted
$$;
revoke execute on function session_holder(bytea) from public;
grant execute on function session_holder(bytea) to afterloan_serve;
