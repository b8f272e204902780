package io.imprimatur.reporting.internal;

import java.util.function.Consumer;

/**
 * A picture before it is written.
 *
 * @param title what it is
 * @param description all that it shows, in words, for whoever cannot see it
 * @param width in units of a text's size of 12
 * @param height likewise
 * @param content draws it, from the upper left corner
 */
public record Drawing(String title, String description, int width, int height, Consumer<Svg> content) {

    static final int WIDE = 600;

    /** A picture that says why there is none. */
    static Drawing empty(String title, String why) {
        return new Drawing(title, why, WIDE, 40, svg -> svg.text(8, 25, Svg.Anchor.START, why));
    }
}
