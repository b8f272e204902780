package io.imprimatur.system.crash;

import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.StepFailed;
import io.imprimatur.launcher.journey.Tasklist;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Everybody at work at once, each on a thread with random numbers of its own: the engineer, three reviewers, an operator
 * and two programs that ask for predictions. Who gets no answer any more stops.
 */
final class Load {

    /** What a person takes between two acts. */
    private static final long PACE_NANOS = 25_000_000;

    private final Works works;
    private final long seed;
    private final List<Thread> people = new ArrayList<>();
    private volatile boolean ended;

    /** One act of somebody, by the next random numbers. */
    private interface Act {
        void next(Random random);
    }

    Load(Works works, long seed) {
        this.works = works;
        this.seed = seed;
    }

    void begin() {
        begin("engineer", this::engineer);
        for (Review review : Review.values()) {
            Tasklist[] desk = new Tasklist[1];
            begin(review.user(), random -> review(review, random, desk));
        }
        begin("operator", this::operator);
        begin("client-1", this::client);
        begin("client-2", this::client);
    }

    void end() throws InterruptedException {
        ended = true;
        for (Thread person : people) {
            person.join();
        }
    }

    private void begin(String name, Act act) {
        Random random = new Random(seed * 31 + name.hashCode());
        Thread person = new Thread(
                () -> {
                    while (!ended) {
                        try {
                            act.next(random);
                        } catch (StepFailed e) {
                            // No answer, or one that says come again: the killed server's last words.
                        }
                        LockSupport.parkNanos(PACE_NANOS);
                    }
                },
                name);
        people.add(person);
        person.start();
    }

    private void engineer(Random random) {
        int place = random.nextInt(Works.PLACES);
        int dice = random.nextInt(100);
        if (dice < 4) {
            works.withdraw(works.model(place));
        } else if (dice < 10) {
            works.amend(works.model(place), random.nextInt(1000));
        } else {
            works.goOn(place);
        }
    }

    private void review(Review review, Random random, Tasklist[] desk) {
        if (desk[0] == null) {
            desk[0] = Tasklist.open(works.http, works.base, review.user());
        }
        String release = works.release(model(random));
        Optional<Tasklist.Task> task = release.isEmpty() ? Optional.empty() : desk[0].task(release, review.task());
        if (task.isEmpty()) {
            return;
        }
        int dice = random.nextInt(100);
        String decision = dice < 92 ? "approve" : "reject";
        String digest = works.digest(release, review.name());
        Map<String, String> form = Reviewers.variables(review, decision, dice < 92 ? "" : "Not like this.", digest);
        Answer answer = works.known(desk[0].submit(task.get().id(), form));
        if (answer.status() == 204) {
            works.journal.decided(release, review.name(), digest);
        }
    }

    private void operator(Random random) {
        String model = model(random);
        if (random.nextInt(100) < 8) {
            works.rollBack(model);
        } else {
            works.predict(model, random.nextInt(400));
        }
    }

    private void client(Random random) {
        works.predict(model(random), random.nextInt(400));
    }

    private String model(Random random) {
        return works.model(random.nextInt(Works.PLACES));
    }
}
