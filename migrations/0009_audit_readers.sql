-- The audit trail is read by those whose work it is: compliance and administrators. Until now any colleague's
-- transaction could have read it, though no page did. Reading by person, by action and by time has its indexes.
drop policy staff_select on audit;
create policy auditor_select on audit for select to afterloan_serve
    using ((select actor_kind()) = 'system'
           or (select actor_kind()) = 'staff' and ((select acting_role('compliance')) or (select acting_role('administrator'))));
drop index audit_of_borrower;
create index audit_of_borrower on audit (borrower_id, at desc, audit_id desc);
create index audit_of_staff on audit (staff_id, at desc, audit_id desc) where staff_id is not null;
create index audit_of_person on audit (person_id, at desc, audit_id desc) where person_id is not null;
create index audit_of_subject on audit (subject_id, at desc, audit_id desc) where subject_id is not null;
create index audit_of_action on audit (action, at desc, audit_id desc);
