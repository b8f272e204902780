-- A version that is never released again. Its record stays; its bytes stay until two people erase them.
create table registry.retirement (
    version_id       uuid primary key references registry.version (id),
    reason           text         not null,
    retired_by       varchar(255) not null,
    retired_at       timestamptz  not null,
    erasure_asked_by varchar(255),
    erased_by        varchar(255),
    erased_at        timestamptz,
    check ((erased_by is null) = (erased_at is null)),
    check (erased_by is null or erasure_asked_by is not null and erased_by <> erasure_asked_by)
);
create table registry.retirement_aud (
    version_id       uuid   not null,
    reason           text,
    retired_by       varchar(255),
    retired_at       timestamptz,
    erasure_asked_by varchar(255),
    erased_by        varchar(255),
    erased_at        timestamptz,
    rev              bigint not null references audit.revision (id),
    revtype          smallint,
    primary key (version_id, rev)
);

alter table registry.model add column retired_at timestamptz;
alter table registry.model_aud add column retired_at timestamptz;
