-- Financial statements: what a borrower owes us when, what was sent, what was said to it.
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
    constraint statement_review_whole check ((outcome is null) = (reviewed_by is null)),
    foreign key (borrower_id, due_id) references statement_due,
    foreign key (borrower_id, file_id) references file
);
call protect_borrower_table('statement_due', '{select,update}', '{select,insert,update}');
call protect_borrower_table('statement_upload', '{select,insert}', '{select,update}');
grant select, insert, update on statement_due, statement_upload to afterloan_serve;
