package io.imprimatur.workflows.internal;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Runs the engine's jobs on the server's managed threads, where transactions and beans are at hand. It looks for due
 * timers at least once a second, and at the end waits for running jobs, so that none is cut off in its transaction.
 */
final class JobThreads extends JobExecutor {

    private static final int SHORTEST_WAIT_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final int MOST = 1024;

    private final ManagedExecutorService threads;
    private final Semaphore idle = new Semaphore(MOST);

    JobThreads(ManagedExecutorService threads) {
        this.threads = threads;
        setWaitTimeInMillis(SHORTEST_WAIT_MILLIS);
        setMaxWait(LONGEST_WAIT_MILLIS);
    }

    @Override
    public void executeJobs(List<String> jobs, ProcessEngineImpl engine) {
        Runnable work = getExecuteJobsRunnable(jobs, engine);
        if (!idle.tryAcquire()) {
            reject(jobs, engine);
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    idle.release();
                }
            });
        } catch (RejectedExecutionException e) {
            idle.release();
            reject(jobs, engine);
        }
    }

    private void reject(List<String> jobs, ProcessEngineImpl engine) {
        logRejectedExecution(engine, jobs.size());
        rejectedJobsHandler.jobsRejected(jobs, engine, this);
    }

    @Override
    protected void startExecutingJobs() {
        try {
            threads.execute(acquireJobsRunnable);
        } catch (RejectedExecutionException e) {
            throw new ProcessEngineException("The server gives no thread to look for jobs.", e);
        }
    }

    @Override
    protected void stopExecutingJobs() {
        // The acquisition stops by itself; running jobs are waited for.
    }

    /** Waits until no job runs; false when the time ran out first. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        boolean idleNow = idle.tryAcquire(MOST, atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (idleNow) {
            idle.release(MOST);
        }
        return idleNow;
    }
}
