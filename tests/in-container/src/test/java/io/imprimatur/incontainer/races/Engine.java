package io.imprimatur.incontainer.races;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.MessageEntity;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;

/** What the engine has open for one release, and its jobs, run one by one. */
final class Engine {

    /** The activity of each job definition, which never changes. */
    private static final Map<String, String> ACTIVITIES = new ConcurrentHashMap<>();

    private final ProcessEngine engine;
    private final String release;

    Engine(ProcessEngine engine, String release) {
        this.engine = engine;
        this.release = release;
    }

    /** Whether the engine looks for jobs by itself; while races are run, it waits to be told. */
    static void runsByItself(ProcessEngine engine, boolean byItself) {
        JobExecutor jobs = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        if (byItself) {
            jobs.start();
        } else {
            jobs.shutdown();
        }
    }

    Optional<Task> task() {
        return engine.getTaskService().createTaskQuery().processInstanceBusinessKey(release).list().stream()
                .findFirst();
    }

    /** The jobs that are due now, or once a stage was held. */
    List<Job> jobs() {
        return jobs(job -> job.getRetries() > 0
                && (job instanceof MessageEntity || activity(job).equals("Event_Hold")));
    }

    /** The jobs that nobody waits for. */
    List<Job> dueJobs() {
        return jobs(job -> job.getRetries() > 0 && job instanceof MessageEntity);
    }

    boolean waitsAt(String activity) {
        return task().filter(task -> task.getTaskDefinitionKey().equals(activity))
                        .isPresent()
                || jobs(job -> activity(job).equals(activity)).size() > 0;
    }

    void run(Job job) {
        engine.getManagementService().executeJob(job.getId());
    }

    boolean has(Job job) {
        return engine.getManagementService().createJobQuery().jobId(job.getId()).count() > 0;
    }

    private List<Job> jobs(Predicate<Job> wanted) {
        return instances()
                .flatMap(instance ->
                        engine
                                .getManagementService()
                                .createJobQuery()
                                .processInstanceId(instance.getId())
                                .list()
                                .stream())
                .filter(wanted)
                .sorted(Comparator.comparing(Job::getId))
                .toList();
    }

    private Stream<ProcessInstance> instances() {
        return engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(release)
                .list()
                .stream();
    }

    private String activity(Job job) {
        return ACTIVITIES.computeIfAbsent(
                job.getJobDefinitionId(),
                id -> engine.getManagementService()
                        .createJobDefinitionQuery()
                        .jobDefinitionId(id)
                        .singleResult()
                        .getActivityId());
    }
}
