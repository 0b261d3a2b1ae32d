-- Files that people send: immutable, named by their content, kept in object storage.
create table file (
    borrower_id uuid not null references borrower,
    file_id uuid not null,
    name text not null,
    media_type text not null,
    size_bytes bigint not null constraint file_not_empty check (size_bytes > 0),
    sha256 bytea not null,
    storage_key text not null,
    uploaded_by uuid not null references person,
    uploaded_at timestamptz not null,
    primary key (borrower_id, file_id)
);
call protect_borrower_table('file', '{select,insert}', '{select}');
grant select, insert on file to afterloan_serve;
