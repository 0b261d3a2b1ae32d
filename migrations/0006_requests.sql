-- What borrowers ask for and who decided. Maker and checker differ, and nobody decides on
-- their own loan: the database refuses it, whatever the program says.
create table request (
    borrower_id uuid not null,
    request_id uuid not null,
    loan_id uuid not null,
    number text not null,
    idempotency_key uuid not null,
    kind text not null constraint request_kind_known check (kind in
        ('extension', 'restructuring', 'due_date', 'cure', 'waiver', 'promise', 'contact_change', 'complaint')),
    status text not null constraint request_status_known check (status in
        ('draft', 'submitted', 'in_review', 'more_information', 'proposed', 'accepted', 'declined',
         'awaiting_approval', 'approved', 'applied', 'rejected', 'withdrawn', 'expired')),
    change jsonb not null,               -- lending::modification::Change
    reason text not null constraint request_reason_length check (length(reason) between 1 and 4000),
    comparison jsonb not null,           -- lending::modification::Comparison, as proposed
    input_hash text not null,
    result_hash text not null,           -- an approval is bound to it
    -- the loan the comparison was made against: its first events, seen on a day
    loan_event_count integer not null,
    compared_on date not null,
    outstanding numeric(20,4) not null,  -- what the authority matrix looks at
    approvals_needed smallint not null constraint request_approvals_sensible check (approvals_needed between 1 and 3),
    next_roles text[] not null,          -- whose approval is next: the inbox of those who hold one of them
    filed_by uuid not null references person,
    filed_at timestamptz not null,
    answer_due_at timestamptz not null,
    claimed_by uuid references staff,
    claimed_until timestamptz,
    decided_at timestamptz,
    primary key (borrower_id, request_id),
    constraint request_form_once unique (borrower_id, idempotency_key),
    constraint request_number_unique unique (borrower_id, number),
    foreign key (borrower_id, loan_id) references loan
);
create unique index request_one_open on request (borrower_id, loan_id, kind)
    where status not in ('applied', 'rejected', 'withdrawn', 'expired', 'declined');
-- The queue: what waits longest for an answer comes first.
create index request_queue on request (answer_due_at, request_id)
    where status not in ('draft', 'applied', 'rejected', 'withdrawn', 'expired', 'declined');
-- The whole register, newest first.
create index request_newest on request (filed_at desc, request_id desc);
-- A colleague opens a request by its id alone.
create index request_by_id on request (request_id);
-- The borrower's own list.
create index request_of_borrower on request (borrower_id, filed_at desc);

-- The timeline. Append-only.
create table request_step (
    borrower_id uuid not null,
    request_id uuid not null,
    step_no integer not null,
    at timestamptz not null,
    action text not null,
    from_status text,
    to_status text not null,
    person_id uuid references person,
    staff_id uuid references staff,
    note text not null default '' constraint request_step_note_length check (length(note) <= 4000),
    primary key (borrower_id, request_id, step_no),
    foreign key (borrower_id, request_id) references request
);
create table request_document (
    borrower_id uuid not null,
    request_id uuid not null,
    file_id uuid not null,
    primary key (borrower_id, request_id, file_id),
    foreign key (borrower_id, request_id) references request,
    foreign key (borrower_id, file_id) references file
);
create table request_approval (
    borrower_id uuid not null,
    request_id uuid not null,
    level smallint not null,
    staff_id uuid not null references staff,
    result_hash text not null,           -- the proposal this colleague saw
    at timestamptz not null,
    primary key (borrower_id, request_id, level, result_hash),
    constraint request_approval_by_different_people unique (borrower_id, request_id, staff_id, result_hash),
    foreign key (borrower_id, request_id) references request
);
-- Who may approve what, and how many of them it takes: from an outstanding amount upwards.
create table authority (
    kind text not null,
    from_outstanding numeric(20,4) not null,
    roles text[] not null,
    second_roles text[] not null default '{}',   -- empty: one approval is enough
    primary key (kind, from_outstanding)
);
insert into authority values
    ('extension', 0, '{approver,senior_approver}', '{}'),
    ('extension', 100000, '{approver,senior_approver}', '{approver,senior_approver}');
grant select, insert, update on authority to afterloan_serve;

create function nobody_decides_on_their_own() returns trigger language plpgsql security definer
    set search_path = public as $$
begin
    if exists (select 1 from staff s join membership m on m.person_id = s.person_id
               where s.staff_id = new.staff_id and m.borrower_id = new.borrower_id) then
        raise exception 'staff % is a party to this loan', new.staff_id
            using errcode = '23514', constraint = 'nobody_decides_on_their_own';
    end if;
    -- Two accounts of one human being are one checker.
    if exists (select 1 from request_approval a
               join staff mine on mine.staff_id = new.staff_id
               join staff theirs on theirs.staff_id = a.staff_id and theirs.person_id = mine.person_id
               where a.borrower_id = new.borrower_id and a.request_id = new.request_id
                 and a.result_hash = new.result_hash and a.staff_id <> new.staff_id) then
        raise exception 'staff % has approved under another account', new.staff_id
            using errcode = '23514', constraint = 'request_approval_by_different_people';
    end if;
    if new.result_hash is distinct from (select result_hash from request
            where borrower_id = new.borrower_id and request_id = new.request_id) then
        raise exception 'the proposal changed' using errcode = '23514', constraint = 'approval_of_what_was_seen';
    end if;
    return new;
end $$;
create trigger nobody_decides_on_their_own before insert on request_approval
    for each row execute function nobody_decides_on_their_own();

-- A request becomes approved or applied only with the approvals it needs, of the proposal as it stands.
create function approvals_are_complete() returns trigger language plpgsql security definer
    set search_path = public as $$
begin
    if (select count(distinct staff_id) from request_approval
        where borrower_id = new.borrower_id and request_id = new.request_id and result_hash = new.result_hash)
        < new.approvals_needed then
        raise exception 'request % lacks approvals', new.request_id
            using errcode = '23514', constraint = 'approvals_are_complete';
    end if;
    return new;
end $$;
create trigger approvals_are_complete before insert or update on request
    for each row when (new.status in ('approved', 'applied')) execute function approvals_are_complete();

call protect_borrower_table('request', '{select,insert,update}', '{select,update}');
call protect_borrower_table('request_step', '{select,insert}', '{select,insert}');
call protect_borrower_table('request_document', '{select,insert}', '{select}');
call protect_borrower_table('request_approval', '{}', '{select,insert}');
grant select, insert, update on request to afterloan_serve;
grant select, insert on request_step, request_document, request_approval to afterloan_serve;

-- Working days within which a borrower gets an answer.
insert into setting (name, value) values ('request_answer_working_days', '2');
