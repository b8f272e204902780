package io.imprimatur.system;

import static io.imprimatur.system.House.house;

import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A case in the privacy review, claimed by the officer, and the ids of all that belongs to it: what doors are tried on. */
final class DoorsCase {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final Map<String, String> ids = new TreeMap<>();
    private final String release;

    private DoorsCase(String release) {
        this.release = release;
    }

    static DoorsCase open(Function<String, Tasklist> sessions, List<String> people) throws SQLException {
        // Its watch has a timer for the job's doors.
        House.Submitted served = house().inService("doors-served");
        House.Submitted first = house().submitFirst("doors");
        Tasklist.Task task = house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());
        sessions.apply(DemoUsers.PRIVACY_OFFICER).claim(task.id()).expect(204);
        DoorsCase opened = new DoorsCase(first.release());
        opened.gather(task.id(), first, served);
        for (String person : people) {
            opened.ids.put("user of " + person, sessions.apply(person).subject());
        }
        opened.ids.put("user", opened.id("user of " + DemoUsers.PRIVACY_OFFICER));
        return opened;
    }

    private void gather(String task, House.Submitted first, House.Submitted served) throws SQLException {
        ids.put("task", task);
        ids.put("process-instance", ofTask("proc_inst_id_"));
        ids.put("execution", ofTask("execution_id_"));
        ids.put("process-definition", ofTask("proc_def_id_"));
        ids.put("deployment", one("select min(id_) from camunda.act_re_deployment"));
        ids.put("decision-definition", one("select min(id_) from camunda.act_re_decision_def"));
        ids.put("job-definition", one("select min(id_) from camunda.act_ru_jobdef"));
        ids.put("job", one("""
                select j.id_ from camunda.act_ru_job j join camunda.act_ru_execution r on r.id_ = j.process_instance_id_
                where j.type_ = 'timer' and r.root_proc_inst_id_ = (select proc_inst_id_ from camunda.act_ru_execution
                  where business_key_ = '%s' and parent_id_ is null and super_exec_ is null limit 1)
                order by j.duedate_ desc limit 1""".formatted(served.release())));
        ids.put("filter", one("select min(id_) from camunda.act_ru_filter"));
        ids.put("authorization", one("select min(id_) from camunda.act_ru_authorization"));
        ids.put("group", "privacy-officer");
        // No release of this id: its submitter may take her own back, and then there is no case to try doors on.
        ids.put("revisions", "1");
        ids.put("splits", "doors");
        ids.put("models", "doors");
        ids.put("versions", first.version().path("id").asText());
    }

    String release() {
        return release;
    }

    /** The id of the thing of this kind; of something that is not there where there is none. */
    String id(String kind) {
        return ids.getOrDefault(
                kind,
                UUID.nameUUIDFromBytes(kind.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** The path with real things in the place of its parameters, so that the answer is about the person. */
    String filled(String path) {
        Matcher parameter = PARAMETER.matcher(path);
        StringBuilder filled = new StringBuilder();
        while (parameter.find()) {
            parameter.appendReplacement(
                    filled, Matcher.quoteReplacement(id(path.substring(0, parameter.start()), parameter.group(1))));
        }
        parameter.appendTail(filled);
        return filled.toString();
    }

    private String id(String before, String name) {
        if (name.equals("name") && before.endsWith("/engine/") || name.equals("engine") || name.equals("engineName")) {
            return "default";
        }
        return switch (name) {
            case "varId", "varName", "variableName" -> "releaseId";
            case "messageName" -> "RolledBack";
            case "picture" -> "roc";
            case "number", "version" -> before.endsWith("/versions/") ? "1" : id(name);
            case "key" -> before.contains("decision") ? "risk-class" : "privacy-review";
            default -> id(before.replaceAll(".*/([a-z-]+)/(key/)?$", "$1"));
        };
    }

    /** All that an operation could change about the case; who has claimed a task is the one thing left out. */
    List<String> state() throws SQLException {
        String instances = "(select e.proc_inst_id_ from camunda.act_ru_execution e join camunda.act_ru_execution r "
                + "on r.id_ = e.root_proc_inst_id_ where r.business_key_ = '" + release + "')";
        return lines("""
                select 'release ' || r::text from release.release r where r.id = '%1$s'
                union all select 'approval ' || a::text from release.approval a where a.release_id = '%1$s'
                union all select 'decision ' || d::text from release.decision d where d.release_id = '%1$s'
                union all select 'duty ' || d::text from release.duty d where d.release_id = '%1$s'
                union all select 'policy ' || p::text from release.policy p
                union all select 'deputy ' || d::text from release.deputy d
                union all select 'split ' || s::text from rollout.split s where s.model like 'doors%%'
                union all select 'task ' || t.id_ || t.name_ || t.task_def_key_ || coalesce(t.owner_, '')
                  || coalesce(t.delegation_, '') || t.suspension_state_ || t.priority_
                  from camunda.act_ru_task t where t.proc_inst_id_ in %2$s
                union all select 'execution ' || e.id_ || coalesce(e.act_id_, '') || e.suspension_state_
                  from camunda.act_ru_execution e where e.proc_inst_id_ in %2$s
                union all select 'variable ' || v.name_ || coalesce(v.text_, '') || v.execution_id_
                  from camunda.act_ru_variable v where v.proc_inst_id_ in %2$s
                union all select 'link ' || i.type_ || coalesce(i.group_id_, '') || coalesce(i.user_id_, '')
                  from camunda.act_ru_identitylink i join camunda.act_ru_task t on t.id_ = i.task_id_
                  where i.type_ <> 'assignee' and t.proc_inst_id_ in %2$s
                union all select 'comment ' || c.id_ from camunda.act_hi_comment c
                union all select 'attachment ' || a.id_ from camunda.act_hi_attachment a
                union all select 'history ' || count(*) from camunda.act_hi_procinst
                union all select 'job ' || j.id_ || coalesce(j.duedate_::text, '') || j.suspension_state_ || j.priority_
                  from camunda.act_ru_job j where j.id_ = '%3$s'
                union all select 'authorization ' || a::text from camunda.act_ru_authorization a
                union all select 'filter ' || f::text from camunda.act_ru_filter f
                union all select 'definition ' || p.id_ || p.suspension_state_ || p.history_ttl_
                  from camunda.act_re_procdef p
                union all select 'deployment ' || d.id_ from camunda.act_re_deployment d
                order by 1""".formatted(release, instances, id("job")));
    }

    private String ofTask(String column) throws SQLException {
        return one("select " + column + " from camunda.act_ru_task where id_ = '" + id("task") + "'");
    }

    private static String one(String sql) throws SQLException {
        return lines(sql).get(0);
    }

    private static List<String> lines(String sql) throws SQLException {
        try (Connection connection = house().stack.postgres().connect("imprimatur");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }
}
