-- Financial statements: what a borrower owes us when, what was sent, what was said to it.

-- What a contract says must be sent, how often, and how long after the period's end. Dues are planned from it.
create table covenant (
    borrower_id uuid not null references borrower,
    covenant_id uuid not null,
    kind text not null constraint covenant_kind_known check (kind in
        ('balance_sheet', 'income_statement', 'cash_flow', 'bank_statements', 'tax_return', 'management_accounts')),
    every_months smallint not null constraint covenant_period_sensible check (every_months in (1, 3, 6, 12)),
    grace_days smallint not null constraint covenant_grace_sensible check (grace_days between 0 and 365),
    -- the first day of the first period
    from_on date not null constraint covenant_begins_a_month check (extract(day from from_on) = 1),
    until_on date constraint covenant_forward check (until_on > from_on),
    primary key (borrower_id, covenant_id),
    constraint covenant_once unique (borrower_id, kind, from_on)
);
create table statement_due (
    borrower_id uuid not null references borrower,
    due_id uuid not null,
    kind text not null constraint statement_kind_known check (kind in
        ('balance_sheet', 'income_statement', 'cash_flow', 'bank_statements', 'tax_return', 'management_accounts')),
    period_from date not null,
    period_to date not null,
    due_on date not null,
    status text not null default 'due' constraint statement_status_known check (status in
        ('due', 'in_review', 'accepted', 'returned')),
    primary key (borrower_id, due_id),
    constraint statement_due_once unique (borrower_id, kind, period_to),
    constraint statement_period_forward check (period_from <= period_to and period_to <= due_on)
);
create index statement_due_soon on statement_due (due_on) where status in ('due', 'returned');
create index statement_in_review on statement_due (due_on, due_id) where status = 'in_review';
create table statement_upload (
    borrower_id uuid not null,
    upload_id uuid not null,
    due_id uuid not null,
    file_id uuid not null,
    idempotency_key uuid not null,
    uploaded_at timestamptz not null,
    outcome text constraint statement_outcome_known check (outcome in ('accepted', 'returned')),
    reason text not null default '' constraint statement_reason_length check (length(reason) <= 4000),
    reviewed_by uuid references staff,
    reviewed_at timestamptz,
    primary key (borrower_id, upload_id),
    constraint statement_upload_form_once unique (borrower_id, idempotency_key),
    constraint statement_return_has_reason check (outcome is distinct from 'returned' or reason <> ''),
    constraint statement_review_whole check ((outcome is null) = (reviewed_by is null) and (outcome is null) = (reviewed_at is null)),
    foreign key (borrower_id, due_id) references statement_due,
    foreign key (borrower_id, file_id) references file
);
create index statement_upload_newest on statement_upload (borrower_id, due_id, uploaded_at desc, upload_id desc);
create index statement_upload_at_desk on statement_upload (upload_id);

-- Nobody reviews what their own borrower sent, and what was said stays said.
create function statement_review_holds() returns trigger language plpgsql security definer
    set search_path = public as $$
begin
    if old.outcome is not null then
        raise exception 'upload % was reviewed', old.upload_id
            using errcode = '23514', constraint = 'statement_reviewed_once';
    end if;
    if exists (select 1 from staff s join membership m on m.person_id = s.person_id
               where s.staff_id = new.reviewed_by and m.borrower_id = new.borrower_id) then
        raise exception 'staff % is a party to this loan', new.reviewed_by
            using errcode = '23514', constraint = 'nobody_decides_on_their_own';
    end if;
    return new;
end $$;
create trigger statement_review_holds before update on statement_upload
    for each row execute function statement_review_holds();

call protect_borrower_table('covenant', '{select}', '{select}');
call protect_borrower_table('statement_due', '{select}', '{select,update}');
call protect_borrower_table('statement_upload', '{select,insert}', '{select,update}');
-- By sending a file a person moves what is due into review, and nowhere else.
create policy person_sends on statement_due for update to afterloan_serve
    using ((select actor_kind()) = 'person' and borrower_id = (select acting_borrower()))
    with check ((select actor_kind()) = 'person' and borrower_id = (select acting_borrower()) and status = 'in_review');
grant select, insert on covenant to afterloan_serve;
grant select, insert on statement_due, statement_upload to afterloan_serve;
grant update (status) on statement_due to afterloan_serve;
grant update (outcome, reason, reviewed_by, reviewed_at) on statement_upload to afterloan_serve;
