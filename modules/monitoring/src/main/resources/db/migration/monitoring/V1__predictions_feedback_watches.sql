create table monitoring.prediction (
    id                uuid primary key,
    model             text        not null,
    version_id        uuid        not null,
    release_id        uuid        not null,
    split_revision    bigint      not null,
    challenger        boolean     not null,
    subject           text        not null,
    at                timestamptz not null,
    latency_micros    bigint      not null,
    output            text        not null,
    failed_version_id uuid,
    failed_release_id uuid,
    failure           text,
    request_id        text
);
comment on table monitoring.prediction is 'append-only';
create index prediction_release on monitoring.prediction (release_id, at);
create index prediction_failed_release on monitoring.prediction (failed_release_id, at)
    where failed_release_id is not null;

create table monitoring.feedback (
    prediction_id uuid primary key references monitoring.prediction (id),
    outcome       text         not null,
    reported_by   varchar(255) not null,
    reported_at   timestamptz  not null
);
comment on table monitoring.feedback is 'append-only';

create table monitoring.watch (
    release_id  uuid primary key,
    model       varchar(63) not null,
    version_id  uuid        not null,
    since       timestamptz not null,
    bounds      text        not null,
    active      boolean     not null,
    breached_at timestamptz
);
create table monitoring.watch_aud (
    release_id  uuid   not null,
    model       varchar(63),
    version_id  uuid,
    since       timestamptz,
    bounds      text,
    active      boolean,
    breached_at timestamptz,
    rev         bigint not null references audit.revision (id),
    revtype     smallint,
    primary key (release_id, rev)
);
