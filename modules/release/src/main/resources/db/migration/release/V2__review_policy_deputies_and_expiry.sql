-- Who must approve, and for how long: reviewed and audited like a release. Revision 0 comes with the archive.
create table release.policy (
    revision    integer primary key check (revision > 0),
    document    text         not null,
    state       varchar(16)  not null check (state in ('PROPOSED', 'IN_FORCE', 'REPLACED', 'REJECTED')),
    trial       text         not null,
    proposed_by varchar(255) not null,
    proposed_at timestamptz  not null,
    reason      text         not null,
    decided_by  varchar(255),
    decided_at  timestamptz,
    remark      text,
    constraint policy_by_two check (decided_by is null or decided_by <> proposed_by),
    constraint policy_decided check ((state = 'PROPOSED') = (decided_by is null))
);
create unique index policy_one_in_force on release.policy (state) where state = 'IN_FORCE';
create unique index policy_one_proposed on release.policy (state) where state = 'PROPOSED';

create table release.policy_aud (
    revision    integer not null,
    rev         bigint  not null references audit.revision (id),
    revtype     smallint,
    document    text,
    state       varchar(16),
    trial       text,
    proposed_by varchar(255),
    proposed_at timestamptz,
    reason      text,
    decided_by  varchar(255),
    decided_at  timestamptz,
    remark      text,
    primary key (revision, rev)
);

-- Who stands in for whom, at which gate, and when.
create table release.deputy (
    id         uuid primary key,
    gate       varchar(16)  not null check (gate in ('PRIVACY', 'RISK', 'SIGN_OFF')),
    principal  varchar(255) not null,
    deputy     varchar(255) not null,
    from_time  timestamptz  not null,
    until_time timestamptz  not null,
    named_at   timestamptz  not null,
    ended_at   timestamptz,
    constraint deputy_of_another check (principal <> deputy),
    constraint deputy_for_a_time check (from_time < until_time)
);
create index deputy_of on release.deputy (deputy, gate);

create table release.deputy_aud (
    id         uuid   not null,
    rev        bigint not null references audit.revision (id),
    revtype    smallint,
    gate       varchar(16),
    principal  varchar(255),
    deputy     varchar(255),
    from_time  timestamptz,
    until_time timestamptz,
    named_at   timestamptz,
    ended_at   timestamptz,
    primary key (id, rev)
);

-- A release keeps the policy that it was submitted under; an empty one is the house's.
alter table release.release add column policy_revision integer not null default 0;
alter table release.release add column policy text not null default '{}';
alter table release.release alter column policy_revision drop default;
alter table release.release alter column policy drop default;
alter table release.release_aud add column policy_revision integer;
alter table release.release_aud add column policy text;

-- Several people may approve at one gate, each once; a deputy's approval names whom it stands for.
drop index release.approval_one_per_gate;
-- Checked at commit: Hibernate writes the renewed approval before it voids the old one.
alter table release.approval add constraint approval_one_per_person
    exclude using btree (release_id with =, gate with =, by_actor with =) where (voided_at is null)
    deferrable initially deferred;
alter table release.approval add column for_actor varchar(255);
alter table release.approval add column voided_by varchar(24);
alter table release.approval add column changes text;
alter table release.approval_aud add column for_actor varchar(255);
alter table release.approval_aud add column voided_by varchar(24);
alter table release.approval_aud add column changes text;
alter table release.decision add column for_actor varchar(255);
alter table release.decision_aud add column for_actor varchar(255);
