package io.imprimatur.audit;

import java.util.List;

/** The one statement behind a trail: the ledger and each audit table, filtered alike, in the order of time. */
final class TrailQuery {

    /** Audit tables of every schema that this role may read. Names come quoted from the database itself. */
    static final String AUDIT_TABLES = """
            select table_schema || '.' || left(table_name, -4) as label,
                   format('%I.%I', table_schema, table_name) as quoted,
                   bool_or(column_name in ('evidence', 'digest', 'artifact')) as digested
            from information_schema.columns
            where table_name like '%\\_aud'
            group by table_schema, table_name
            having bool_or(column_name = 'rev') and bool_or(column_name = 'revtype')
            order by table_schema, table_name""";

    private static final String RELEASE =
            "(%1$s.release_id = given.release or %1$s.release_id is null and %1$s.version_id in (select id from version))";
    private static final String TIME = "%1$s.at >= given.since and %1$s.at < given.until";

    private static final String WITH_RELEASE = """
            with given as (select ?::uuid as release),
            version as (select distinct version_id as id from audit.ledger where release_id = ?::uuid and version_id is not null)
            """;
    private static final String WITH_TIME = """
            with given as (select ?::timestamptz as since, ?::timestamptz as until)
            """;

    private static final String LEDGER = """
            select l.at, l.actor, l.role, l.cause, l.kind, null::text as change, l.digest, l.facts as details,
                   0 as source, l.seq as position
            from audit.ledger l, given
            where %s""";

    private static final String ENTITY = """
            select r.at, r.actor, r.role, r.cause, '%s',
                   case a.revtype when 0 then 'ADD' when 1 then 'MOD' else 'DEL' end,
                   %s, (to_jsonb(a) - 'rev' - 'revtype')::text, %d, r.id
            from %s a join audit.revision r on r.id = a.rev, given
            where %s""";

    /** An audit table: its entity's name, its quoted name, and whether its rows are about a digest. */
    record AuditTable(String label, String quoted, boolean digested) {}

    private final String with;
    private final String filter;

    private TrailQuery(String with, String filter) {
        this.with = with;
        this.filter = filter;
    }

    /** Parameters: the release, twice. */
    static TrailQuery ofRelease() {
        return new TrailQuery(WITH_RELEASE, RELEASE);
    }

    /** Parameters: from, inclusive; to, exclusive. */
    static TrailQuery ofTime() {
        return new TrailQuery(WITH_TIME, TIME);
    }

    String over(List<AuditTable> tables) {
        StringBuilder sql = new StringBuilder(with).append(LEDGER.formatted(filter.formatted("l")));
        for (int i = 0; i < tables.size(); i++) {
            AuditTable table = tables.get(i);
            sql.append("\nunion all\n")
                    .append(ENTITY.formatted(
                            table.label().replace("'", "''"),
                            table.digested() ? digest() : "null",
                            i + 1,
                            table.quoted(),
                            filter.formatted("r")));
        }
        return sql.append("\norder by at, source, position").toString();
    }

    private static String digest() {
        return "coalesce(to_jsonb(a) ->> 'evidence', to_jsonb(a) ->> 'digest', to_jsonb(a) ->> 'artifact')";
    }
}
