package io.imprimatur.incontainer.interleavings;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** How often which answer came. */
final class Tally {

    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();

    void count(String answer) {
        answers.merge(answer.split("[|\n]", 2)[0], 1, Integer::sum);
    }

    int all() {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return answers.toString();
    }
}
