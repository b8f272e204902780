package io.imprimatur.privacy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds names of people by a dictionary of given names: a full name in a text, or a value that is a given name. */
final class GivenNames {

    private static final String WORD = "\\p{Lu}[\\p{L}'’-]*+";
    private static final String PARTICLES =
            "(?:(?:\\p{Lu}\\.|van|von|vom|zu|der|den|de|del|della|di|da|dos|du|la|le|el|al"
                    + "|bin|ibn|ter|ten)\\s+){0,3}+";
    /** A word, and the word that may be its family name. */
    private static final Pattern FULL =
            Pattern.compile("(?<![\\p{L}'’-])(" + WORD + ")\\s+" + PARTICLES + "(?=\\p{Lu}[\\p{L}'’-])");

    private static final Pattern FAMILY_FIRST =
            Pattern.compile("\\s*+\\p{Lu}[\\p{L}'’ -]*+,\\s*+(" + WORD + ")(?:\\s+\\p{Lu}\\.?)*+\\s*+");

    private static final Set<String> NAMES = read();

    private GivenNames() {}

    /** Whether the whole text is a given name, however it is written. */
    static boolean isGiven(String text) {
        String plain = text.strip();
        return plain.length() >= 2 && plain.length() <= 30 && NAMES.contains(plain(plain));
    }

    /** How many full names are in a text. */
    static int fullNames(String text) {
        Matcher family = FAMILY_FIRST.matcher(text);
        if (family.matches() && knows(family.group(1))) {
            return 1;
        }
        int found = 0;
        Matcher words = FULL.matcher(text);
        for (int from = 0; words.find(from); ) {
            if (knows(words.group(1))) {
                found++;
                // Past the family name's first letter: it is not the given name of another person.
                from = words.end() + 1;
            } else {
                from = words.end(1);
            }
        }
        return found;
    }

    private static boolean knows(String word) {
        String plain = plain(word);
        int hyphen = plain.indexOf('-');
        return NAMES.contains(plain) || hyphen > 0 && NAMES.contains(plain.substring(0, hyphen));
    }

    private static String plain(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    private static Set<String> read() {
        try (InputStream names =
                Objects.requireNonNull(GivenNames.class.getResourceAsStream("given-names.txt"), "given-names.txt")) {
            return new String(names.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
