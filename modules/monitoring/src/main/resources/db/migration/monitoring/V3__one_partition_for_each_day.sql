-- The log by days: retention drops whole days, so that no row of an append-only table is ever deleted.
alter table monitoring.feedback rename to feedback_whole;
alter table monitoring.prediction rename to prediction_whole;
alter index monitoring.prediction_release rename to prediction_whole_release;
alter index monitoring.prediction_failed_release rename to prediction_whole_failed_release;
alter index monitoring.feedback_reported rename to feedback_whole_reported;
alter index monitoring.prediction_pkey rename to prediction_whole_pkey;
alter index monitoring.feedback_pkey rename to feedback_whole_pkey;

create table monitoring.prediction (
    id                uuid        not null,
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
    request_id        text,
    direct            boolean     not null default false,
    primary key (id, at)
) partition by range (at);
comment on table monitoring.prediction is 'append-only';
create index prediction_release on monitoring.prediction (release_id, at);
create index prediction_failed_release on monitoring.prediction (failed_release_id, at)
    where failed_release_id is not null;

create table monitoring.feedback (
    prediction_id uuid         not null,
    predicted_at  timestamptz  not null,
    outcome       text         not null,
    reported_by   varchar(255) not null,
    reported_at   timestamptz  not null,
    primary key (prediction_id, predicted_at),
    foreign key (prediction_id, predicted_at) references monitoring.prediction (id, at)
) partition by range (predicted_at);
comment on table monitoring.feedback is 'append-only';
create index feedback_reported on monitoring.feedback (reported_at, prediction_id);

-- The application's role owns nothing (decision 0008). What it must do to tables, it does through these two functions,
-- which run as the owner and can do nothing else. Days are those of UTC.

-- Makes the partitions of these days, where they are missing; returns how many days were.
create function monitoring.make_days(first_day date, last_day date) returns integer
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp set lock_timeout = '5s' as
$$
declare
    a_day  date;
    parent text;
    part   text;
    made   integer := 0;
begin
    if last_day - first_day > 400 then
        raise exception 'too many days at once: % to %', first_day, last_day using errcode = 'program_limit_exceeded';
    end if;
    perform pg_advisory_xact_lock(hashtext('monitoring.days'));
    for a_day in select generate_series(first_day, last_day, interval '1 day')::date loop
        continue when to_regclass(format('monitoring.%I', 'feedback_' || to_char(a_day, 'YYYYMMDD'))) is not null;
        made := made + 1;
        foreach parent in array array['prediction', 'feedback'] loop
            part := parent || '_' || to_char(a_day, 'YYYYMMDD');
            -- Made apart and attached, because "partition of" would lock out everybody who reads and writes.
            execute format('create table monitoring.%I (like monitoring.%I including all)', part, parent);
            execute format('comment on table monitoring.%I is ''append-only''', part);
            execute format('create trigger refuse_truncate before truncate on monitoring.%I '
                'for each statement execute function audit.refuse_change()', part);
            execute format('alter table monitoring.%I attach partition monitoring.%I for values from (%L) to (%L)',
                parent, part, a_day::timestamp at time zone 'UTC', (a_day + 1)::timestamp at time zone 'UTC');
        end loop;
    end loop;
    return made;
end
$$;

-- Drops the days before this one; returns each with the number of its predictions. What is younger than six months
-- (AI Act, Article 19) is not dropped, whoever asks.
create function monitoring.drop_days(before_day date) returns table (dropped_day date, predictions bigint)
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp set lock_timeout = '5s' as
$$
declare
    part text;
begin
    if before_day > (now() at time zone 'UTC')::date - interval '6 months' then
        raise exception 'predictions are kept for six months at least: days before % are not dropped', before_day
            using errcode = 'insufficient_privilege';
    end if;
    perform pg_advisory_xact_lock(hashtext('monitoring.days'));
    for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'monitoring.prediction'::regclass order by c.relname
    loop
        dropped_day := to_date(right(part, 8), 'YYYYMMDD');
        continue when dropped_day >= before_day;
        execute format('select count(*) from monitoring.%I', part) into predictions;
        execute format('alter table monitoring.feedback detach partition monitoring.%I', 'feedback_' || right(part, 8));
        execute format('drop table monitoring.%I', 'feedback_' || right(part, 8));
        execute format('alter table monitoring.prediction detach partition monitoring.%I', part);
        execute format('drop table monitoring.%I', part);
        return next;
    end loop;
end
$$;

revoke all on function monitoring.make_days(date, date) from public;
revoke all on function monitoring.drop_days(date) from public;

do $$
declare
    a_day date;
    today date := (now() at time zone 'UTC')::date;
begin
    for a_day in select distinct (at at time zone 'UTC')::date from monitoring.prediction_whole loop
        perform monitoring.make_days(a_day, a_day);
    end loop;
    perform monitoring.make_days(today - 1, today + 14);
end
$$;

insert into monitoring.prediction (id, model, version_id, release_id, split_revision, challenger, subject, at,
    latency_micros, output, failed_version_id, failed_release_id, failure, request_id, direct)
select id, model, version_id, release_id, split_revision, challenger, subject, at,
    latency_micros, output, failed_version_id, failed_release_id, failure, request_id, direct
from monitoring.prediction_whole;

insert into monitoring.feedback (prediction_id, predicted_at, outcome, reported_by, reported_at)
select f.prediction_id, p.at, f.outcome, f.reported_by, f.reported_at
from monitoring.feedback_whole f join monitoring.prediction_whole p on p.id = f.prediction_id;

drop table monitoring.feedback_whole;
drop table monitoring.prediction_whole;
