package io.imprimatur.app.persistence;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the run-time role may do. Tables that hold history (named {@code *_aud}, or with the comment {@code
 * append-only}) may be read and added to; UPDATE, DELETE and TRUNCATE are neither granted nor, by a trigger, possible
 * for anybody else. New tables of any context fall under these rules without a line of their own. Functions it may
 * call: what runs as the owner guards itself.
 */
final class Grants {

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]*");

    private static final String TEMPLATE = """
            do $grants$
            declare
              history record;
              context text;
            begin
              foreach context in array array[%1$s] loop
                execute format('grant usage on schema %%I to %%I', context, '%2$s');
                execute format('grant select, insert, update, delete on all tables in schema %%I to %%I', context, '%2$s');
                execute format('grant usage, select on all sequences in schema %%I to %%I', context, '%2$s');
                execute format('grant execute on all functions in schema %%I to %%I', context, '%2$s');
                execute format('revoke insert, update, delete on %%I.flyway_schema_history from %%I', context, '%2$s');
              end loop;
              for history in
                select n.nspname as context, c.relname as name, c.relispartition as part
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and n.nspname = any (array[%1$s])
                  and (c.relname like '%%\\_aud' or obj_description(c.oid, 'pg_class') = 'append-only')
              loop
                execute format('revoke update, delete, truncate on %%I.%%I from %%I', history.context, history.name, '%2$s');
                -- A partition has its parent's.
                if not history.part then
                  execute format('create or replace trigger refuse_change before update or delete on %%I.%%I '
                    'for each row execute function audit.refuse_change()', history.context, history.name);
                end if;
                execute format('create or replace trigger refuse_truncate before truncate on %%I.%%I '
                  'for each statement execute function audit.refuse_change()', history.context, history.name);
              end loop;
            end
            $grants$""";

    private Grants() {}

    static String statement(List<String> schemas, String runtimeUser) {
        if (!IDENTIFIER.matcher(runtimeUser).matches()) {
            throw new IllegalStateException("IMPRIMATUR_DB_USER is not a plain PostgreSQL name: " + runtimeUser);
        }
        String names = schemas.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return TEMPLATE.formatted(names, runtimeUser);
    }
}
