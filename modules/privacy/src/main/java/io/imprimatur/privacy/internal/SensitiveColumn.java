package io.imprimatur.privacy.internal;

import io.imprimatur.kernel.Digest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of one sensitive attribute, row by row; numbers have an order, other values have none. */
final class SensitiveColumn {

    private static final int LONGEST = 40;

    private final Map<String, Integer> codes = new HashMap<>();
    private int[] codeOfRow = new int[256];
    private int rows;

    void add(String value) {
        if (rows == codeOfRow.length) {
            codeOfRow = Arrays.copyOf(codeOfRow, rows * 2);
        }
        codeOfRow[rows++] = codes.computeIfAbsent(known(value.strip()), unseen -> codes.size());
    }

    /** A long text is as good as its digest, and takes more room. */
    private static String known(String value) {
        return value.length() <= LONGEST
                ? value
                : Digest.of(value.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /**
     * The attribute over the groups.
     *
     * @param groups the rows of each
     */
    SensitiveAttribute measure(String name, List<int[]> groups) {
        Map<BigDecimal, List<Integer>> numbers = numbers();
        boolean ordered = !numbers.isEmpty();
        int[] rankOfCode = ordered ? ranks(numbers) : identity(codes.size());
        int[] counts = new int[Arrays.stream(rankOfCode).max().orElse(-1) + 1];
        for (int row = 0; row < rows; row++) {
            counts[rankOfCode[codeOfRow[row]]]++;
        }
        Closeness closeness = new Closeness(counts);
        int distinct = Integer.MAX_VALUE;
        double entropy = Double.MAX_VALUE;
        double distance = 0;
        for (int[] group : groups) {
            int[] sorted = Arrays.stream(group)
                    .map(row -> rankOfCode[codeOfRow[row]])
                    .sorted()
                    .toArray();
            distinct = Math.min(distinct, (int) Arrays.stream(sorted).distinct().count());
            entropy = Math.min(entropy, entropy(sorted));
            distance = Math.max(distance, ordered ? closeness.ordered(sorted) : closeness.equal(sorted));
        }
        return new SensitiveAttribute(name, ordered, distinct, Math.exp(entropy), distance);
    }

    private static double entropy(int[] sorted) {
        double entropy = 0;
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            double share = (to - from) / (double) sorted.length;
            entropy -= share * Math.log(share);
            from = to;
        }
        return entropy;
    }

    /** The codes of each number, in order; empty where one of the values is none. */
    private Map<BigDecimal, List<Integer>> numbers() {
        Map<BigDecimal, List<Integer>> numbers = new TreeMap<>();
        for (Map.Entry<String, Integer> value : codes.entrySet()) {
            try {
                if (value.getKey().length() > LONGEST) {
                    return Map.of();
                }
                // Compared by value: 1 and 1.0 are one number.
                numbers.computeIfAbsent(new BigDecimal(value.getKey()), unseen -> new ArrayList<>())
                        .add(value.getValue());
            } catch (NumberFormatException e) {
                return Map.of();
            }
        }
        return numbers;
    }

    private int[] ranks(Map<BigDecimal, List<Integer>> numbers) {
        int[] rankOfCode = new int[codes.size()];
        int rank = 0;
        for (List<Integer> same : numbers.values()) {
            for (int code : same) {
                rankOfCode[code] = rank;
            }
            rank++;
        }
        return rankOfCode;
    }

    private static int[] identity(int size) {
        int[] ranks = new int[size];
        Arrays.setAll(ranks, rank -> rank);
        return ranks;
    }
}
