-- What a worker with the serving role needs of graphile_worker's schema.
grant usage on schema graphile_worker to afterloan_serve;
grant select, insert, update, delete on all tables in schema graphile_worker to afterloan_serve;
grant usage, select on all sequences in schema graphile_worker to afterloan_serve;
grant execute on all functions in schema graphile_worker to afterloan_serve;
do $$
declare t record;
begin
    for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'graphile_worker' and c.relkind = 'r' and c.relrowsecurity loop
        execute format('drop policy if exists serving_role on graphile_worker.%I', t.relname);
        execute format('create policy serving_role on graphile_worker.%I to afterloan_serve using (true) with check (true)', t.relname);
    end loop;
end $$;
