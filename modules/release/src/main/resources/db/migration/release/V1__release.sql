create table release.release (
    id             uuid primary key,
    model          varchar(63)  not null,
    version_id     uuid         not null,
    version_number integer      not null,
    artifact       varchar(64)  not null,
    state          varchar(32)  not null,
    submitter      varchar(255) not null,
    plan           text         not null,
    submitted_at   timestamptz  not null,
    changed_at     timestamptz  not null,
    revision       integer      not null
);
create index release_model on release.release (model, submitted_at);
create index release_version on release.release (version_id);
-- One challenger of a model at a time, one champion, and no version on two roads.
create unique index release_open_per_model on release.release (model)
    where state in ('SUBMITTED', 'EVALUATING', 'IN_REVIEW', 'PILOT', 'AB_TEST', 'AWAITING_SIGN_OFF', 'ROLLING_OUT');
create unique index release_champion_per_model on release.release (model) where state = 'IN_SERVICE';
create unique index release_live_per_version on release.release (version_id)
    where state not in ('SUPERSEDED', 'REJECTED', 'WITHDRAWN', 'ROLLED_BACK');

-- Separation of duties, by the database: the primary key gives a person one duty in a release, and whoever approves
-- or decides must hold the duty of that gate.
create table release.duty (
    release_id uuid         not null references release.release (id),
    actor      varchar(255) not null,
    duty       varchar(16)  not null check (duty in ('SUBMITTER', 'PRIVACY', 'RISK', 'SIGN_OFF')),
    constraint duty_one_per_person primary key (release_id, actor),
    unique (release_id, actor, duty)
);

create table release.evidence (
    release_id uuid        not null references release.release (id),
    kind       varchar(16) not null,
    digest     varchar(64) not null,
    document   text        not null,
    primary key (release_id, kind)
);

create table release.approval (
    id         uuid primary key,
    release_id uuid         not null references release.release (id),
    gate       varchar(16)  not null check (gate in ('PRIVACY', 'RISK', 'SIGN_OFF')),
    by_actor   varchar(255) not null,
    evidence   varchar(64)  not null,
    at         timestamptz  not null,
    voided_at  timestamptz,
    -- Checked at commit: Hibernate may write the approval before the duty that it rests on.
    constraint approval_by_duty foreign key (release_id, by_actor, gate)
        references release.duty (release_id, actor, duty) deferrable initially deferred
);
create unique index approval_one_per_gate on release.approval (release_id, gate) where voided_at is null;

create table release.decision (
    id         uuid primary key,
    release_id uuid         not null references release.release (id),
    gate       varchar(16)  not null check (gate in ('PRIVACY', 'RISK', 'SIGN_OFF')),
    decision   varchar(16)  not null check (decision in ('APPROVE', 'RETURN', 'REJECT')),
    by_actor   varchar(255) not null,
    evidence   varchar(64)  not null,
    reason     text         not null,
    at         timestamptz  not null,
    constraint decision_by_duty foreign key (release_id, by_actor, gate)
        references release.duty (release_id, actor, duty) deferrable initially deferred
);
comment on table release.decision is 'append-only';
create index decision_release on release.decision (release_id, at);

create table release.idempotency (
    actor      varchar(255) not null,
    key        varchar(200) not null,
    request    varchar(64)  not null,
    release_id uuid         not null,
    at         timestamptz  not null,
    primary key (actor, key)
);
comment on table release.idempotency is 'append-only';

create table release.release_aud (
    id             uuid   not null,
    rev            bigint not null references audit.revision (id),
    revtype        smallint,
    model          varchar(63),
    version_id     uuid,
    version_number integer,
    artifact       varchar(64),
    state          varchar(32),
    submitter      varchar(255),
    plan           text,
    submitted_at   timestamptz,
    changed_at     timestamptz,
    primary key (id, rev)
);

create table release.duty_aud (
    release_id uuid         not null,
    actor      varchar(255) not null,
    rev        bigint       not null references audit.revision (id),
    revtype    smallint,
    duty       varchar(16),
    primary key (release_id, actor, rev)
);

create table release.evidence_aud (
    release_id uuid        not null,
    kind       varchar(16) not null,
    rev        bigint      not null references audit.revision (id),
    revtype    smallint,
    digest     varchar(64),
    document   text,
    primary key (release_id, kind, rev)
);

create table release.approval_aud (
    id         uuid   not null,
    rev        bigint not null references audit.revision (id),
    revtype    smallint,
    release_id uuid,
    gate       varchar(16),
    by_actor   varchar(255),
    evidence   varchar(64),
    at         timestamptz,
    voided_at  timestamptz,
    primary key (id, rev)
);

create table release.decision_aud (
    id         uuid   not null,
    rev        bigint not null references audit.revision (id),
    revtype    smallint,
    release_id uuid,
    gate       varchar(16),
    decision   varchar(16),
    by_actor   varchar(255),
    evidence   varchar(64),
    reason     text,
    at         timestamptz,
    primary key (id, rev)
);
