package io.imprimatur.privacy.internal;

/**
 * How well a sensitive attribute is hidden in the groups that share their quasi-identifiers, by the worst of them.
 *
 * @param ordered whether its values are numbers
 * @param distinctL the fewest different values in a group (distinct l-diversity; Machanavajjhala, Kifer, Gehrke and
 *     Venkitasubramaniam, <i>l-Diversity: Privacy Beyond k-Anonymity</i>, ACM TKDD 1(1), 2007, section 4)
 * @param entropyL e to the least entropy of a group's values: the table is entropy l-diverse up to it (same, 4.1)
 * @param t the largest distance of a group's values from the table's, see {@link Closeness}
 */
record SensitiveAttribute(String name, boolean ordered, int distinctL, double entropyL, double t) {}
