-- A form sent without any session (the browser was closed meanwhile, or signed out in another tab) waits too. Whoever
-- signs in with the token of that browser finds it; without the token nobody does.
alter policy own on parked_form
    using (person_id = (select acting_person()) or staff_id = (select acting_staff()) or (select actor_kind()) = 'system'
           or (person_id is null and staff_id is null and (select actor_kind()) in ('person', 'staff')));
alter policy own_delete on parked_form
    using (person_id = (select acting_person()) or staff_id = (select acting_staff()) or (select actor_kind()) = 'system'
           or (person_id is null and staff_id is null and (select actor_kind()) in ('person', 'staff')));
