-- A loan is its terms and its events; all else here is a projection that can be rebuilt.

create table product (
    code text primary key,
    name_zh text not null,
    name_en text not null,
    policy jsonb not null default '{}'   -- lending::policy::Policy; missing fields take its defaults
);
insert into product (code, name_zh, name_en) values
    ('consumer', '消费贷款', 'Consumer loan'),
    ('micro_business', '经营周转贷款', 'Working-capital loan'),
    ('equipment', '设备贷款', 'Equipment loan');
grant select, insert, update on product to afterloan_serve;

create table loan (
    borrower_id uuid not null references borrower,
    loan_id uuid not null,
    number text not null,
    product text not null references product,
    terms jsonb not null,                -- lending::terms::Terms
    currency char(3) not null,
    event_count integer not null default 0,   -- the loan's version: what a proposal was made against
    -- projection, written in the transaction of each event, true on projected_on
    status text not null constraint loan_status_known check (status in ('active', 'settled', 'written_off')),
    schedule_version integer not null default 1,
    outstanding_principal numeric(20,4) not null,
    next_due_on date,
    oldest_unpaid_due_on date,
    final_due_on date not null,
    credit_balance numeric(20,4) not null default 0,
    created_at timestamptz not null default now(),
    primary key (borrower_id, loan_id)
);
create index loan_by_oldest_unpaid on loan (oldest_unpaid_due_on) where status = 'active';

-- A loan's number leads to its borrower.
create table loan_route (
    number text primary key,
    borrower_id uuid not null,
    loan_id uuid not null,
    foreign key (borrower_id, loan_id) references loan
);

create table loan_event (
    borrower_id uuid not null,
    loan_id uuid not null,
    seq integer not null,
    event_id text not null,
    kind text not null,
    value_date date not null,
    body jsonb not null,                 -- lending::event::Event
    recorded_at timestamptz not null,
    primary key (borrower_id, loan_id, seq),
    constraint loan_event_id_unique unique (borrower_id, loan_id, event_id),
    foreign key (borrower_id, loan_id) references loan
);

create table installment (
    borrower_id uuid not null,
    loan_id uuid not null,
    n integer not null,
    schedule_version integer not null,
    due_on date not null,
    principal numeric(20,4) not null,
    interest numeric(20,4) not null,
    fee numeric(20,4) not null,
    paid numeric(20,4) not null,
    paid_on date,
    primary key (borrower_id, loan_id, n),
    foreign key (borrower_id, loan_id) references loan
);
create index installment_due on installment (due_on) where paid_on is null;

-- Double entry. An entry's lines balance (checked at commit); nothing is ever changed or removed.
create table ledger_entry (
    borrower_id uuid not null,
    entry_id uuid not null,
    loan_id uuid not null,
    event_id text not null,
    value_date date not null,
    recorded_at timestamptz not null,
    primary key (borrower_id, entry_id),
    foreign key (borrower_id, loan_id) references loan
);
create index ledger_entry_of_loan on ledger_entry (borrower_id, loan_id);
create table ledger_line (
    borrower_id uuid not null,
    entry_id uuid not null,
    line_no smallint not null,
    account text not null,
    debit numeric(20,4) not null default 0,
    credit numeric(20,4) not null default 0,
    primary key (borrower_id, entry_id, line_no),
    foreign key (borrower_id, entry_id) references ledger_entry,
    constraint ledger_line_one_side check (debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0))
);
create function ledger_entry_balances() returns trigger language plpgsql as $$
begin
    if (select sum(debit) - sum(credit) from ledger_line
        where borrower_id = new.borrower_id and entry_id = new.entry_id) <> 0 then
        raise exception 'ledger entry % does not balance', new.entry_id
            using errcode = '23514', constraint = 'ledger_entry_balances';
    end if;
    return null;
end $$;
create constraint trigger ledger_entry_balances after insert on ledger_line
    deferrable initially deferred for each row execute function ledger_entry_balances();

call protect_borrower_table('loan', '{select}', '{select,update}');
call protect_borrower_table('loan_event', '{select}', '{select,insert}');
call protect_borrower_table('installment', '{select}', '{select,insert,update,delete}');
call protect_borrower_table('ledger_entry', '{select}', '{select,insert}');
call protect_borrower_table('ledger_line', '{select}', '{select,insert}');
alter table loan_route enable row level security;
create policy staff_select on loan_route for select to afterloan_serve using ((select actor_kind()) in ('staff', 'system'));
create policy system_insert on loan_route for insert to afterloan_serve with check ((select actor_kind()) = 'system');
grant select, insert on loan_route, loan_event, ledger_entry, ledger_line to afterloan_serve;
grant select, insert, update on loan to afterloan_serve;
grant select, insert, update, delete on installment to afterloan_serve;
