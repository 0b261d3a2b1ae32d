-- Files that people send: immutable, kept in object storage under a key of ours.
create table file (
    borrower_id uuid not null references borrower,
    file_id uuid not null,
    name text not null,
    media_type text not null,
    size_bytes bigint not null constraint file_not_empty check (size_bytes > 0),
    sha256 bytea not null,
    storage_key text not null constraint file_key_begins_with_borrower
        check (starts_with(storage_key, replace(borrower_id::text, '-', '') || '/')),
    uploaded_by uuid not null references person,
    uploaded_at timestamptz not null,
    primary key (borrower_id, file_id)
);
create index file_newest on file (borrower_id, uploaded_at desc);  -- the daily quota
create index file_opened_at_desk on file (file_id);
create index file_by_key on file (storage_key);                    -- the sweep of what has no row
call protect_borrower_table('file', '{select,insert}', '{select}');
grant select, insert on file to afterloan_serve;
