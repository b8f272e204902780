package io.imprimatur.privacy.internal;

/**
 * What was found, without its value.
 *
 * @param place model card, data sheet, evaluation set, or the header of it
 * @param column of the evaluation set, or where in the model card
 * @param count how many
 * @param certain false for what a reviewer should look at: a name in a text may be there with good reason
 */
record Finding(String place, String column, Identifier identifier, int count, boolean certain) {}
