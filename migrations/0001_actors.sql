-- Who acts: every transaction first says for whom it works, and row-level security
-- reads it. Without an actor nothing of a borrower can be seen or written.
-- The serving role owns nothing and cannot bypass these policies.

create function actor_kind() returns text language sql stable
    as $$ select nullif(current_setting('afterloan.actor', true), '') $$;
create function acting_borrower() returns uuid language sql stable
    as $$ select nullif(current_setting('afterloan.borrower_id', true), '')::uuid $$;
create function acting_person() returns uuid language sql stable
    as $$ select nullif(current_setting('afterloan.person_id', true), '')::uuid $$;
create function acting_staff() returns uuid language sql stable
    as $$ select nullif(current_setting('afterloan.staff_id', true), '')::uuid $$;
create function acting_role(wanted text) returns boolean language sql stable
    as $$ select wanted = any (string_to_array(coalesce(current_setting('afterloan.roles', true), ''), ',')) $$;

-- A borrower's table: a person sees the rows of the borrower acted for, staff and system all rows.
-- `person_may` and `staff_may` list what each may do: any of select, insert, update, delete.
create procedure protect_borrower_table(tbl text, person_may text[], staff_may text[]) language plpgsql as $$
declare verb text; kind text; may text[]; rule text;
begin
    execute format('alter table %I enable row level security', tbl);
    foreach verb in array array['select', 'insert', 'update', 'delete'] loop
        foreach kind in array array['person', 'staff'] loop
            may := case kind when 'person' then person_may else staff_may end;
            if verb <> all (may) then continue; end if;
            rule := case kind
                when 'person' then '(select actor_kind()) = ''person'' and borrower_id = (select acting_borrower())'
                else '(select actor_kind()) = ''staff''' end;
            execute format('create policy %I on %I for %s to afterloan_serve %s', kind || '_' || verb, tbl, verb,
                case verb when 'insert' then format('with check (%s)', rule)
                          when 'update' then format('using (%s) with check (%s)', rule, rule)
                          else format('using (%s)', rule) end);
        end loop;
    end loop;
    execute format('create policy system_all on %I to afterloan_serve using ((select actor_kind()) = ''system'') with check ((select actor_kind()) = ''system'')', tbl);
end $$;

-- Only the named verbs reach the table at all: an append-only table is granted neither update nor delete.
create procedure grant_table(tbl text, verbs text) language plpgsql as $$
begin
    execute format('grant %s on %I to afterloan_serve', verbs, tbl);
end $$;

-- What this database is (a demo lender or a real one) and the demo lender's moved clock.
create table portal (
    only_row boolean primary key default true constraint portal_one_row check (only_row),
    is_demo boolean not null default false,
    demo_clock_offset_seconds bigint not null default 0,
    stamped_at timestamptz not null default now()
);
insert into portal default values;
grant select, update on portal to afterloan_serve;

-- Configuration that administrators edit: a name, its value, who changed it (audit holds the history).
create table setting (
    name text primary key,
    value jsonb not null,
    updated_at timestamptz not null default now()
);
grant select, insert, update on setting to afterloan_serve;

-- Who did what when to which thing. Append-only; no foreign keys, so that it outlives what it tells of.
create table audit (
    audit_id uuid primary key,
    at timestamptz not null,
    actor text not null constraint audit_actor_known check (actor in ('public', 'person', 'staff', 'system')),
    person_id uuid,
    staff_id uuid,
    borrower_id uuid,
    action text not null,
    subject text not null,
    subject_id uuid,
    detail jsonb not null default '{}'
);
create index audit_newest on audit (at desc, audit_id desc);
create index audit_of_borrower on audit (borrower_id, at desc);
alter table audit enable row level security;
create policy anyone_insert on audit for insert to afterloan_serve
    with check (actor = (select actor_kind()));
create policy staff_select on audit for select to afterloan_serve
    using ((select actor_kind()) in ('staff', 'system'));
grant select, insert on audit to afterloan_serve;
