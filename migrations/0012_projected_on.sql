-- The day a loan's row and installments tell of. Time moves a loan too: on a due date credit settles what falls due,
-- and the next due date is another. A round carries such loans forward; proof compares with the day that was written.
alter table loan add column projected_on date;
update loan l set projected_on = coalesce(
    (select max(e.recorded_at) from loan_event e where e.borrower_id = l.borrower_id and e.loan_id = l.loan_id),
    l.created_at)::date;
alter table loan alter column projected_on set not null;
