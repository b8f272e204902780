package io.imprimatur.reporting.internal;

/**
 * A line. Colours are told apart by people who see no red or no green (M. Okabe and K. Ito, Color Universal Design,
 * 2008; B. Wong, Nature Methods 8 (2011), 441), and no two pens differ by colour alone.
 *
 * @param color as #rrggbb
 * @param width in units
 * @param dash lengths drawn and left out, empty for a solid line
 */
record Pen(String color, double width, String dash) {

    static final String BLACK = "#000000";
    static final String GREY = "#595959";
    static final String BLUE = "#0072B2";
    static final String VERMILION = "#D55E00";
    static final String WHITE = "#FFFFFF";

    static final Pen AXIS = new Pen(GREY, 1, "");
    static final Pen GRID = new Pen("#D9D9D9", 1, "");
    /** Where nothing would be gained: chance, no difference. */
    static final Pen NEUTRAL = new Pen(GREY, 1, "2 3");
    /** What must not be passed. */
    static final Pen BOUND = new Pen(BLACK, 2, "");
}
