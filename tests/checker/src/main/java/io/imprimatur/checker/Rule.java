package io.imprimatur.checker;

/**
 * What must never be found: each rule is a query whose rows, one text each, are its violations. The rules marked as
 * settled hold once the engine has done what is due; the others hold at every moment.
 */
public enum Rule {
    REVISION_OF_A_SPLIT_MISSING(When.ALWAYS, """
            select s.model || ' has ' || count(*) || ' splits up to revision ' || max(s.revision)
              from rollout.split s where {model s.model}
             group by s.model having count(*) <> max(s.revision)"""),

    SPLIT_WITHOUT_ITS_ENTRY(When.ALWAYS, """
            select s.model || ' revision ' || s.revision || ' has ' || count(l.seq) || ' entries in the ledger'
              from rollout.split s
              left join audit.ledger l on l.kind = 'SPLIT_PUBLISHED' and {since l.at}
                   and l.facts::jsonb ->> 'model' = s.model and (l.facts::jsonb ->> 'revision')::bigint = s.revision
             where {model s.model} and {since s.published_at}
             group by s.model, s.revision having count(l.seq) <> 1"""),

    ENTRY_WITHOUT_ITS_SPLIT(When.ALWAYS, """
            select 'entry ' || l.seq || ' tells of a split that there is not'
              from audit.ledger l cross join lateral (select l.facts::jsonb ->> 'model' as model) m
             where l.kind = 'SPLIT_PUBLISHED' and {since l.at} and {model m.model}
               and not exists (select from rollout.split s where s.model = l.facts::jsonb ->> 'model'
                                  and s.revision = (l.facts::jsonb ->> 'revision')::bigint)"""),

    TRAFFIC_OF_A_RELEASE_THAT_IS_OVER(When.ALWAYS, """
            select r.model || ' gives traffic to release ' || r.id || ', which is ' || r.state
                   || case when b.release_id is null then '' else ' and was rolled back' end
              from (select distinct on (s.model) s.* from rollout.split s where {model s.model}
                     order by s.model, s.revision desc) s
              cross join lateral (values ('champion'), ('challenger')) as place(name)
              join release.release r on r.id = (s.document::jsonb -> place.name ->> 'release')::uuid
              left join rollout.rollback b on b.release_id = r.id
             where r.state in ('REJECTED', 'WITHDRAWN', 'ROLLED_BACK') or b.release_id is not null"""),

    TRAFFIC_WITHOUT_APPROVALS(When.ALWAYS, """
            select s.model || ' revision ' || s.revision || ' gave traffic to release ' || t.release
                   || ' without an approval of ' || g.gate
              from rollout.split s
              cross join lateral (values
                   ('champion', 'ROLLOUT'), ('challenger', s.document::jsonb ->> 'phase')) as place(name, phase)
              cross join lateral (select (s.document::jsonb -> place.name ->> 'release')::uuid as release,
                   s.document::jsonb -> place.name -> 'approvals' as approvals) t
              join (values ('PRIVACY'), ('RISK'), ('SIGN_OFF')) as g(gate)
                   on g.gate <> 'SIGN_OFF' or place.phase = 'ROLLOUT'
             where {model s.model} and {since s.published_at} and t.release is not null
               -- A revision that gives nobody more needs no approval: a rollback, a stop.
               and not exists (select from rollout.split b
                       cross join lateral (values ('champion'), ('challenger'), ('previous')) as held(name)
                    where b.model = s.model and b.revision = s.revision - 1
                      and b.document::jsonb -> held.name ->> 'release' = t.release::text
                      and (held.name <> 'challenger' or place.name = 'challenger' and place.phase is not distinct from
                           b.document::jsonb ->> 'phase'))
               and not exists (select from release.approval a
                    where a.release_id = t.release and a.gate = g.gate and t.approvals ? a.id::text
                      and a.at <= s.published_at and (a.voided_at is null or a.voided_at >= s.published_at))"""),

    ONE_PERSON_WITH_TWO_DUTIES(When.ALWAYS, """
            select 'release ' || r.id || ' was approved at ' || a.gate || ' by somebody with another duty in it'
              from release.release r join release.approval a on a.release_id = r.id
             where {model r.model} and (a.by_actor = r.submitter or exists (
                   select from release.approval o where o.release_id = r.id and o.gate <> a.gate
                      and o.by_actor in (a.by_actor, a.for_actor)))"""),

    STATES_DO_NOT_FOLLOW(When.ALWAYS, """
            with told as (
                select l.seq, l.release_id as id, 'SUBMITTED' as "to", null as "from"
                  from audit.ledger l where l.kind = 'RELEASE_SUBMITTED' and {since l.at}
                union all
                select l.seq, l.release_id, l.facts::jsonb ->> 'to', l.facts::jsonb ->> 'from'
                  from audit.ledger l where l.kind = 'STATE_ENTERED' and {since l.at}
                union all
                select l.seq, l.release_id, 'WITHDRAWN', l.facts::jsonb ->> 'from'
                  from audit.ledger l where l.kind = 'RELEASE_WITHDRAWN' and {since l.at}
                union all
                select l.seq, (l.facts::jsonb ->> 'superseded')::uuid, 'SUPERSEDED', 'IN_SERVICE'
                  from audit.ledger l where l.kind = 'CHAMPION_SUPERSEDED' and {since l.at}),
            steps as (
                select told.*, lag("to") over release_order as before, lead("to") over release_order as after
                  from told window release_order as (partition by id order by seq))
            select 'release ' || r.id || ' is ' || r.state || '; entry ' || coalesce(t.seq::text, '(none)') || ' tells '
                   || coalesce(t."from", 'nothing') || ' -> ' || coalesce(t."to", 'nothing') || ' after '
                   || coalesce(t.before, 'nothing')
              from release.release r left join steps t on t.id = r.id
             where {model r.model} and (t.seq is null or t."from" is distinct from t.before
                or t.after is null and t."to" <> r.state)"""),

    HISTORY_DOES_NOT_END_AT_WHAT_IS(When.ALWAYS, """
            select 'release ' || r.id || ' is ' || r.state || ', its history ends at ' || coalesce(h.state, 'nothing')
              from release.release r
              left join lateral (select a.state from release.release_aud a where a.id = r.id
                                  order by a.rev desc limit 1) h on true
             where {model r.model} and h.state is distinct from r.state"""),

    DECISION_LOST_OR_DOUBLED(When.ALWAYS, """
            select 'release ' || r.id || ' has ' || d.decisions || ' decisions and ' || e.entries || ' entries of them'
              from release.release r
              cross join lateral (select count(*) as decisions from release.decision d where d.release_id = r.id) d
              cross join lateral (select count(*) as entries from audit.ledger l
                                   where l.release_id = r.id and l.kind = 'DECISION_TAKEN') e
             where {model r.model} and d.decisions <> e.entries"""),

    DECISION_WITHOUT_ITS_TASK(When.ALWAYS, """
            select 'release ' || r.id || ' has ' || d.decisions || ' decisions and ' || t.tasks || ' completed reviews'
              from release.release r
              cross join lateral (select count(*) as decisions from release.decision d where d.release_id = r.id) d
              cross join lateral (select count(*) as tasks
                   from camunda.act_hi_procinst p join camunda.act_hi_taskinst t on t.proc_inst_id_ = p.id_
                  where p.business_key_ = r.id::text and t.delete_reason_ = 'completed'
                    and t.task_def_key_ in ('Task_PrivacyReview', 'Task_RiskAssessment', 'Task_SignOff',
                                            'Task_Reattest')) t
             where {model r.model} and d.decisions <> t.tasks"""),

    ROLLBACK_LOST_OR_DOUBLED(When.ALWAYS, """
            select 'release ' || r.id || ' has ' || b.rollbacks || ' rollbacks and ' || e.entries || ' entries of them'
              from release.release r
              cross join lateral (select count(*) as rollbacks from rollout.rollback b where b.release_id = r.id) b
              cross join lateral (select count(*) as entries from audit.ledger l
                                   where l.release_id = r.id and l.kind = 'ROLLED_BACK') e
             where {model r.model} and b.rollbacks <> e.entries"""),

    /** Not of the kinds that tell of a step of a process or of a message alone: they change no entity. */
    ENTRY_WITHOUT_ITS_REVISION(When.ALWAYS, """
            select 'entry ' || l.seq || ' (' || l.kind || ') has no revision of its transaction'
              from audit.ledger l
             where {since l.at}
               and l.kind not in ('TASK_COMPLETED', 'RELEASE_REWORKED', 'STAGE_DECIDED', 'TEST_DECIDED',
                                  'INCIDENT_REVIEWED', 'REVIEW_OVERDUE', 'REATTESTATION_ASKED', 'ROLLOUT_STEERED',
                                  'MESSAGE_RETRIED')
               and not exists (select from audit.revision v where v.txid = l.txid and {around v.at})"""),

    CHANGE_WITHOUT_ITS_ENTRY(When.ALWAYS, """
            select 'revision ' || v.id || ' (' || v.cause || ') changed ' || c.what || ' without an entry in the ledger'
              from (select a.rev, 'release ' || a.id as what
                      from release.release r join release.release_aud a on a.id = r.id where {model r.model}
                    union all
                    select a.rev, 'evidence of release ' || a.release_id
                      from release.release r join release.evidence_aud a on a.release_id = r.id where {model r.model}
                    union all
                    select a.rev, 'the split of ' || a.model from rollout.split_aud a where {model a.model}) c
              join audit.revision v on v.id = c.rev
             where {since v.at}
               and not exists (select from audit.ledger l where l.txid = v.txid and {around l.at})"""),

    SUBMISSION_DOUBLED(When.ALWAYS, """
            select 'the key of release ' || i.release_id || ' began no release'
              from release.idempotency i
             where {since i.at} and not exists (select from release.release r where r.id = i.release_id)"""),

    CASE_LOST_OR_DOUBLED(When.ALWAYS, """
            select 'release ' || r.id || ' is ' || r.state || ' and has ' || p.cases || ' open cases'
              from release.release r
              cross join lateral (select count(*) as cases
                   from camunda.act_ru_execution e join camunda.act_re_procdef d on d.id_ = e.proc_def_id_
                  where e.business_key_ = r.id::text and e.parent_id_ is null and e.super_exec_ is null
                    and d.key_ = 'release-model') p
             where {model r.model} and case
                   when r.state in ('REJECTED', 'WITHDRAWN') then p.cases >
                        (select count(*) from rollout.rollback b where b.release_id = r.id)
                   when r.state in ('IN_SERVICE', 'SUPERSEDED', 'ROLLED_BACK') then p.cases > 1
                   else p.cases <> 1 end"""),

    CASE_WITHOUT_A_NEXT_STEP(When.ALWAYS, """
            select 'release ' || e.business_key_ || ': a case of ' || d.key_ || ' waits for nothing'
                   || coalesce(', a job of ' || f.act_id_ || ' gave up', '')
              from camunda.act_ru_execution e join camunda.act_re_procdef d on d.id_ = e.proc_def_id_
              join release.release r on r.id::text = e.business_key_
              left join lateral (select j.id_, x.act_id_ from camunda.act_ru_job j
                     left join camunda.act_ru_jobdef x on x.id_ = j.job_def_id_
                     join camunda.act_ru_execution p on p.id_ = j.process_instance_id_
                    where p.root_proc_inst_id_ = e.id_ and j.retries_ = 0 limit 1) f on true
             where {model r.model} and e.parent_id_ is null and e.super_exec_ is null
               and (f.id_ is not null or not exists (
                   select from camunda.act_ru_execution p
                    where p.root_proc_inst_id_ = e.id_ and p.parent_id_ is null and (
                          exists (select from camunda.act_ru_task t where t.proc_inst_id_ = p.id_)
                       or exists (select from camunda.act_ru_job j where j.process_instance_id_ = p.id_))))"""),

    ROLLBACK_NOT_TOLD(When.SETTLED, """
            select 'the case of release ' || b.release_id || ' was never told of its rollback'
              from rollout.rollback b where {model b.model} and not b.case_told"""),

    STATE_AND_TRAFFIC_DISAGREE(When.SETTLED, """
            select r.model || ': release ' || r.id || ' is ' || r.state || ', and the champion is '
                   || coalesce(s.champion, 'nobody')
              from release.release r
              left join lateral (select s.document::jsonb -> 'champion' ->> 'release' as champion
                   from rollout.split s where s.model = r.model order by s.revision desc limit 1) s on true
             where {model r.model} and (r.state = 'IN_SERVICE') is distinct from (s.champion is not null
                   and s.champion = r.id::text)"""),

    TRAFFIC_OF_A_RELEASE_UNDER_REVIEW(When.SETTLED, """
            select r.model || ': release ' || r.id || ' is ' || r.state || ' and is the challenger'
              from release.release r
              join lateral (select s.document::jsonb -> 'challenger' ->> 'release' as challenger
                   from rollout.split s where s.model = r.model order by s.revision desc limit 1) s on true
             where {model r.model} and s.challenger = r.id::text
               and r.state not in ('PILOT', 'AB_TEST', 'AWAITING_SIGN_OFF', 'ROLLING_OUT')""");

    /** From when on a rule holds. */
    enum When {
        ALWAYS,
        SETTLED
    }

    private final When when;
    private final String query;

    Rule(When when, String query) {
        this.when = when;
        this.query = query;
    }

    boolean holdsAlways() {
        return when == When.ALWAYS;
    }

    String query() {
        return query;
    }
}
