package io.imprimatur.system;

import io.imprimatur.launcher.journey.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Sends requests at the same instant: each waits on a thread of its own until all are ready. */
final class AtOnce {

    private AtOnce() {}

    /** The answers, in the order of the requests. */
    @SafeVarargs
    static List<Answer> send(Supplier<Answer>... requests) {
        ExecutorService threads = Executors.newFixedThreadPool(requests.length);
        CountDownLatch ready = new CountDownLatch(requests.length);
        try {
            List<Future<Answer>> sent = new ArrayList<>();
            for (Supplier<Answer> request : requests) {
                sent.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return request.get();
                }));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : sent) {
                answers.add(one.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
