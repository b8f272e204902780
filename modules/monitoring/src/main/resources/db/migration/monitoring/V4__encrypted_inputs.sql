-- What was asked, encrypted under the data key of the subject. Without that key nobody reads it: to erase a subject's
-- inputs is to delete one row here.
create table monitoring.subject_key (
    owner      text primary key,
    wrapped    bytea       not null,
    master_key varchar(16) not null,
    made_at    timestamptz not null default now(),
    used_on    date        not null
);
comment on column monitoring.subject_key.owner is 'a subject''s pseudonym; of requests that named no subject, their day';
comment on column monitoring.subject_key.wrapped is 'the data key, encrypted under the master key';
comment on column monitoring.subject_key.master_key is 'which master key: the first 16 hex digits of its SHA-256';
comment on column monitoring.subject_key.used_on is 'the last day on which some node began to use it';

alter table monitoring.prediction add column key_owner text, add column inputs bytea;
comment on column monitoring.prediction.inputs is 'AES-256-GCM under the key of key_owner, bound to id and model';
