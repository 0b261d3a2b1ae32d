-- The message ledger: one row for each thing that one person should hear of once on one channel,
-- with what became of it and the text that was sent.
create table reminder_rule (
    code text primary key,
    subject text not null constraint reminder_subject_known check (subject in ('installment', 'statement')),
    days_after_due integer not null,     -- negative: before
    channels text[] not null,
    enabled boolean not null default true
);
insert into reminder_rule values
    ('due_in_3', 'installment', -3, '{sms,email}', true),
    ('due_today', 'installment', 0, '{sms,email}', true),
    ('late_1', 'installment', 1, '{sms,email}', true),
    ('statement_due_in_3', 'statement', -3, '{email}', true),
    ('statement_late_1', 'statement', 1, '{email}', true);
grant select, insert, update on reminder_rule to afterloan_serve;

create table message (
    borrower_id uuid not null references borrower,
    message_id uuid not null,
    person_id uuid not null references person,
    subject text not null,               -- 'installment', 'statement', 'request', 'payment', …
    subject_id uuid not null,
    subject_n integer not null default 0,       -- installment number or step
    subject_version integer not null default 0, -- schedule version
    rule text not null,
    channel text not null constraint message_channel_known check (channel in ('sms', 'email')),
    language text not null,
    status text not null constraint message_status_known check (status in
        ('created', 'queued', 'sending', 'sent', 'delivered', 'temporary_failure', 'permanent_failure',
         'unconfirmed', 'cancelled', 'suppressed')),
    why text not null default '',        -- why cancelled, suppressed or failed
    send_after timestamptz not null,
    attempts smallint not null default 0,
    title text not null default '',      -- rendered at sending time
    body text not null default '',
    provider_reference text,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    sent_at timestamptz,
    primary key (borrower_id, message_id),
    constraint message_once unique (borrower_id, subject, subject_id, subject_n, subject_version, rule, person_id, channel)
);
create index message_to_send on message (send_after) where status in ('created', 'queued', 'temporary_failure');
create index message_newest on message (changed_at desc, message_id desc);
create table message_route (
    reference text primary key,          -- what a delivery report names
    borrower_id uuid not null,
    message_id uuid not null,
    foreign key (borrower_id, message_id) references message
);
call protect_borrower_table('message', '{}', '{select,update}');
-- A person reads what was sent to them, not what a colleague of the same company was sent.
create policy person_select on message for select to afterloan_serve
    using ((select actor_kind()) = 'person' and borrower_id = (select acting_borrower()) and person_id = (select acting_person()));
-- What a borrower does may cause a message (a receipt, an acknowledgement).
create policy person_insert on message for insert to afterloan_serve
    with check ((select actor_kind()) = 'person' and borrower_id = (select acting_borrower()));
create policy staff_insert on message for insert to afterloan_serve with check ((select actor_kind()) = 'staff');
call protect_borrower_table('message_route', '{}', '{select}');
grant select, insert, update on message to afterloan_serve;
grant select, insert on message_route to afterloan_serve;

-- The demo lender's mailbox: what its SMS gateway and mail relay were given.
create table captured_message (
    captured_id uuid primary key,
    at timestamptz not null,
    channel text not null,
    recipient text not null,
    title text not null,
    body text not null
);
create index captured_newest on captured_message (at desc, captured_id desc);
grant select, insert on captured_message to afterloan_serve;

-- The demo's payment provider keeps its trades here; it is another company, told apart by its schema.
create schema sandbox;
grant usage on schema sandbox to afterloan_serve;
create table sandbox.trade (
    trade_id uuid primary key,
    reference text not null constraint trade_reference_unique unique,
    amount numeric(20,4) not null,
    currency char(3) not null,
    title text not null,
    return_url text not null,
    status text not null default 'open' constraint trade_status_known check (status in ('open', 'paid', 'refused')),
    notify text not null default 'once' constraint trade_notify_known check (notify in ('once', 'twice', 'late', 'never')),
    created_at timestamptz not null default now(),
    paid_at timestamptz
);
grant select, insert, update on sandbox.trade to afterloan_serve;
