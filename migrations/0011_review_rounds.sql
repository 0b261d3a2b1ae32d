-- An approval counts in the round of review it was given in. Sending a request back to review begins the next round:
-- whoever approved before may look afresh, and no approval of before counts. A request that was sent back could be
-- approved by nobody until now: the approval of the round before stood in the way.
alter table request add column review_round smallint not null default 1;
alter table request_approval
    add column review_round smallint not null default 1,
    drop constraint request_approval_pkey,
    drop constraint request_approval_by_different_people;
update request r set review_round = 1 + (
    select count(*) from request_step s
    where s.borrower_id = r.borrower_id and s.request_id = r.request_id and s.action = 'return');
update request_approval a set review_round = 1 + (
    select count(*) from request_step s
    where s.borrower_id = a.borrower_id and s.request_id = a.request_id and s.action = 'return' and s.at <= a.at);
alter table request_approval
    alter column review_round drop default,
    add primary key (borrower_id, request_id, review_round, level, result_hash),
    add constraint request_approval_by_different_people unique (borrower_id, request_id, review_round, staff_id, result_hash);

create or replace function nobody_decides_on_their_own() returns trigger language plpgsql security definer
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
                 and a.review_round = new.review_round
                 and a.result_hash = new.result_hash and a.staff_id <> new.staff_id) then
        raise exception 'staff % has approved under another account', new.staff_id
            using errcode = '23514', constraint = 'request_approval_by_different_people';
    end if;
    if (new.result_hash, new.review_round) is distinct from (select (result_hash, review_round) from request
            where borrower_id = new.borrower_id and request_id = new.request_id) then
        raise exception 'the proposal changed' using errcode = '23514', constraint = 'approval_of_what_was_seen';
    end if;
    return new;
end $$;

create or replace function approvals_are_complete() returns trigger language plpgsql security definer
    set search_path = public as $$
begin
    if (select count(distinct staff_id) from request_approval
        where borrower_id = new.borrower_id and request_id = new.request_id and result_hash = new.result_hash
          and review_round = new.review_round)
        < new.approvals_needed then
        raise exception 'request % lacks approvals', new.request_id
            using errcode = '23514', constraint = 'approvals_are_complete';
    end if;
    return new;
end $$;
