package io.imprimatur.privacy.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well people are hidden in a table: groups of rows that agree in every quasi-identifier. An empty value is a value
 * of its own.
 */
final class Anonymity {

    private static final int FEW = 5;

    private final int[] quasiIdentifiers;
    private final int[] sensitive;
    private final List<String> sensitiveNames;
    private final List<SensitiveColumn> values = new ArrayList<>();
    private final Map<Key, Integer> groups = new HashMap<>();
    private final MessageDigest digest = sha256();
    private int[] groupOfRow = new int[256];
    private int rows;

    /** Half a digest of a row's quasi-identifiers: as good as the values, and small where these are long. */
    private record Key(long high, long low) {}

    /**
     * What was measured.
     *
     * @param k the size of the smallest group (k-anonymity; Sweeney, <i>k-Anonymity: A Model for Protecting Privacy</i>,
     *     International Journal on Uncertainty, Fuzziness and Knowledge-based Systems 10(5), 2002, definition 2)
     * @param alone rows in groups of one: whoever knows these values of a person finds the row
     * @param fewerThanFive rows in groups of fewer than five
     */
    record Measured(int rows, int groups, int k, int alone, int fewerThanFive, List<SensitiveAttribute> sensitive) {}

    Anonymity(List<String> header, List<String> quasiIdentifiers, List<String> sensitive) {
        this.quasiIdentifiers =
                quasiIdentifiers.stream().mapToInt(header::indexOf).toArray();
        this.sensitive = sensitive.stream().mapToInt(header::indexOf).toArray();
        this.sensitiveNames = List.copyOf(sensitive);
        sensitive.forEach(name -> values.add(new SensitiveColumn()));
    }

    void row(List<String> row) {
        if (rows == groupOfRow.length) {
            groupOfRow = Arrays.copyOf(groupOfRow, rows * 2);
        }
        groupOfRow[rows++] = groups.computeIfAbsent(key(row), unseen -> groups.size());
        for (int i = 0; i < sensitive.length; i++) {
            values.get(i).add(row.get(sensitive[i]));
        }
    }

    private Key key(List<String> row) {
        for (int column : quasiIdentifiers) {
            byte[] value = row.get(column).strip().getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(value.length).flip());
            digest.update(value);
        }
        ByteBuffer whole = ByteBuffer.wrap(digest.digest());
        return new Key(whole.getLong(), whole.getLong());
    }

    /** Of at least one row. */
    Measured measure() {
        List<int[]> members = members();
        int alone = 0;
        int few = 0;
        int smallest = Integer.MAX_VALUE;
        for (int[] group : members) {
            smallest = Math.min(smallest, group.length);
            alone += group.length == 1 ? 1 : 0;
            few += group.length < FEW ? group.length : 0;
        }
        List<SensitiveAttribute> attributes = new ArrayList<>();
        for (int i = 0; i < sensitive.length; i++) {
            attributes.add(values.get(i).measure(sensitiveNames.get(i), members));
        }
        return new Measured(rows, members.size(), smallest, alone, few, attributes);
    }

    private List<int[]> members() {
        int[] sizes = new int[groups.size()];
        for (int row = 0; row < rows; row++) {
            sizes[groupOfRow[row]]++;
        }
        List<int[]> members = new ArrayList<>();
        for (int size : sizes) {
            members.add(new int[size]);
        }
        int[] filled = new int[sizes.length];
        for (int row = 0; row < rows; row++) {
            int group = groupOfRow[row];
            members.get(group)[filled[group]++] = row;
        }
        return members;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
