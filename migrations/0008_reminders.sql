-- The message ledger: one row for each thing that one person should hear of once on one channel,
-- with what became of it and the text that was sent.
-- Which messages there are, as data. A rule with days is planned by a job: so many days after the due
-- date (negative: before). One without is asked for by what happened (a payment arrived).
create table reminder_rule (
    code text primary key,
    subject text not null constraint reminder_subject_known check (subject in ('installment', 'statement', 'payment', 'request')),
    days_after_due integer,
    channels text[] not null,
    collections boolean not null default false,   -- counts towards the caps on asking for money
    enabled boolean not null default true,
    constraint reminder_days_where_due check (days_after_due is null or subject in ('installment', 'statement')),
    constraint reminder_channels_known check (channels <@ '{sms,email}')
);
insert into reminder_rule (code, subject, days_after_due, channels, collections) values
    ('due_in_3', 'installment', -3, '{sms,email}', false),
    ('due_today', 'installment', 0, '{sms,email}', false),
    ('late_1', 'installment', 1, '{sms,email}', true),
    ('statement_due_in_3', 'statement', -3, '{email}', false),
    ('statement_late_1', 'statement', 1, '{email}', false),
    ('statement_accepted', 'statement', null, '{email}', false),
    ('statement_returned', 'statement', null, '{sms,email}', false),
    ('payment_received', 'payment', null, '{sms,email}', false),
    ('payment_reversed', 'payment', null, '{sms,email}', false),
    ('request_received', 'request', null, '{email}', false),
    ('request_question', 'request', null, '{sms,email}', false),
    ('request_approved', 'request', null, '{sms,email}', false),
    ('request_rejected', 'request', null, '{sms,email}', false),
    ('request_returned', 'request', null, '{sms,email}', false),
    ('request_withdrawn', 'request', null, '{email}', false);
grant select, insert, update on reminder_rule to afterloan_serve;
insert into setting (name, value) values ('sms_caps', '{"a_day": 1, "a_week": 3}');

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
    recipient text not null default '',  -- masked; this and the text are written at sending time
    title text not null default '',
    body text not null default '',
    claimed_at timestamptz,              -- the database's time: a lease does not follow a moved demo clock
    created_at timestamptz not null,
    changed_at timestamptz not null,
    sent_at timestamptz,
    primary key (borrower_id, message_id),
    constraint message_once unique (borrower_id, subject, subject_id, subject_n, subject_version, rule, person_id, channel)
);
-- What may be handed over now. An e-mail of which nobody knows whether it was taken is tried again
-- (with the same Message-ID); an SMS is not.
create index message_to_send on message (send_after)
    where status in ('created', 'queued', 'temporary_failure') or (status = 'unconfirmed' and channel = 'email');
create index message_in_flight on message (claimed_at) where status = 'sending';
-- The planner hops along it from zone to zone.
create index person_time_zone on person (time_zone);
create index message_newest on message (created_at desc, message_id desc);
create index message_of_person on message (borrower_id, person_id, created_at desc, message_id desc);
-- The caps count SMS of one loan.
create index message_of_subject on message (borrower_id, subject_id) where channel = 'sms';

-- The address of a delivery report: a secret that leads to one message.
create table message_route (
    reference text primary key,
    borrower_id uuid not null,
    message_id uuid not null,
    foreign key (borrower_id, message_id) references message
);
-- An address that a relay refused for good: nothing more goes there until the person has another.
create table refused_contact (
    person_id uuid not null references person,
    kind text not null,
    value text not null,
    at timestamptz not null,
    primary key (person_id, kind),
    foreign key (person_id, kind) references contact on delete cascade
);
call protect_borrower_table('message', '{}', '{select}');
-- A person reads what was sent to them, not what a colleague of the same company was sent.
create policy person_select on message for select to afterloan_serve
    using ((select actor_kind()) = 'person' and borrower_id = (select acting_borrower()) and person_id = (select acting_person()));
call protect_borrower_table('message_route', '{}', '{}');
alter table refused_contact enable row level security;
create policy system_all on refused_contact to afterloan_serve
    using ((select actor_kind()) = 'system') with check ((select actor_kind()) = 'system');
grant select, insert, update on message, refused_contact to afterloan_serve;
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
    language text not null default 'zh-CN',
    return_url text not null,
    notify_url text not null,
    status text not null default 'open' constraint trade_status_known check (status in ('open', 'paid', 'refused', 'closed', 'reversed')),
    notify text not null default 'once' constraint trade_notify_known check (notify in ('once', 'twice', 'late', 'never')),
    created_at timestamptz not null default now(),
    paid_at timestamptz
);
grant select, insert, update on sandbox.trade to afterloan_serve;
