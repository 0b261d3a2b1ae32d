-- Payments from a form to a posting. One form makes one payment (idempotency key);
-- one trade of a provider is posted once, whatever notices say and how often.
create table payment (
    borrower_id uuid not null,
    payment_id uuid not null,
    loan_id uuid not null,
    idempotency_key uuid not null,
    amount numeric(20,4) not null constraint payment_amount_positive check (amount > 0),
    currency char(3) not null,
    prepayment text constraint payment_prepayment_known check (prepayment in ('reduce_term', 'reduce_installment')),
    status text not null constraint payment_status_known check (status in
        ('created', 'processing', 'in_review', 'posted', 'reversed', 'failed', 'cancelled', 'expired')),
    preview jsonb not null,              -- the split shown before paying: server::payments::Split
    loan_event_count integer not null,   -- the loan's version the preview was made against
    provider text not null,
    reference text not null,             -- ours, sent to the provider
    checkout_url text,                   -- the provider's page, once it has opened the trade
    paid_by uuid references person,
    created_at timestamptz not null,
    settled_at timestamptz,
    event_id text,                       -- the loan event it became
    primary key (borrower_id, payment_id),
    constraint payment_form_once unique (borrower_id, idempotency_key),
    constraint payment_posted_has_event check ((status in ('posted', 'reversed')) = (event_id is not null)),
    constraint payment_processing_has_page check (status <> 'processing' or checkout_url is not null),
    foreign key (borrower_id, loan_id) references loan
);
create index payment_of_loan on payment (borrower_id, loan_id, created_at desc);
create index payment_open on payment (created_at) where status in ('created', 'processing');
-- Two tabs, two devices, the back button: money is under way for a loan once at a time.
create unique index payment_one_open on payment (borrower_id, loan_id) where status in ('created', 'processing');

create table payment_route (
    provider text not null,
    reference text not null,
    borrower_id uuid not null,
    payment_id uuid not null,
    primary key (provider, reference),
    foreign key (borrower_id, payment_id) references payment
);
-- A provider's trade that was posted.
create table provider_trade (
    provider text not null,
    trade_id text not null,
    borrower_id uuid not null,
    payment_id uuid not null,
    posted_at timestamptz not null,
    primary key (provider, trade_id),
    foreign key (borrower_id, payment_id) references payment
);
-- Money that arrived and fits no payment as it stands: a person settles it, it is never lost.
create table suspense (
    suspense_id uuid primary key,
    provider text not null,
    trade_id text not null,
    reason text not null,
    notice jsonb not null,
    received_at timestamptz not null,
    constraint suspense_trade_once unique (provider, trade_id)
);
call protect_borrower_table('payment', '{select}', '{select}');
-- A person orders a payment; what becomes of it only a provider's word decides, and the system writes that.
create policy person_insert on payment for insert to afterloan_serve
    with check ((select actor_kind()) = 'person' and borrower_id = (select acting_borrower())
                and paid_by = (select acting_person()) and status = 'created');
call protect_borrower_table('payment_route', '{insert}', '{select}');
call protect_borrower_table('provider_trade', '{}', '{select}');
alter table suspense enable row level security;
create policy system_all on suspense to afterloan_serve
    using ((select actor_kind()) = 'system') with check ((select actor_kind()) = 'system');
create policy staff_select on suspense for select to afterloan_serve using ((select actor_kind()) = 'staff');
grant select, insert, update on payment to afterloan_serve;
grant select, insert on payment_route, provider_trade, suspense to afterloan_serve;
