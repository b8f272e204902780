package io.imprimatur.incontainer.races;

/**
 * A move and how long after the common start it is made: two that take unlike long meet in the middle of each other.
 *
 * @param millis 0 or more
 */
public record Turn(Move move, int millis) {

    /** As {@link #toString} writes it: {@code APPROVE+12}. */
    public static Turn of(String text) {
        int plus = text.indexOf('+');
        return new Turn(Move.valueOf(text.substring(0, plus)), Integer.parseInt(text.substring(plus + 1)));
    }

    @Override
    public String toString() {
        return move + "+" + millis;
    }
}
