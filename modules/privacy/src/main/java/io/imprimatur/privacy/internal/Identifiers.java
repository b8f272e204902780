package io.imprimatur.privacy.internal;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.validator.routines.CreditCardValidator;
import org.apache.commons.validator.routines.EmailValidator;
import org.apache.commons.validator.routines.IBANValidator;
import org.jspecify.annotations.Nullable;

/**
 * Counts direct identifiers in a text and tells no value of them. What has a check digit is checked, so that a number
 * is not taken for an account by its length; one in ten or so of random numbers of the right length passes a check
 * all the same. What one kind has claimed is not looked at by the next.
 */
final class Identifiers {

    /** Stands where something was found: neither a letter nor a digit, nor what may stand between digits. */
    private static final char CLAIMED = '|';

    private static final Pattern IBAN_START = Pattern.compile("(?<![A-Z0-9])[A-Z]{2}[0-9]{2}");
    private static final Pattern DIGIT_GROUPS = Pattern.compile("[0-9]++(?:[ -][0-9]++)*+");
    private static final Pattern ABROAD = Pattern.compile("(?<![0-9+.,])00(?=[1-9][0-9])");
    private static final CreditCardValidator CARDS = new CreditCardValidator(CreditCardValidator.AMEX
            | CreditCardValidator.VISA
            | CreditCardValidator.MASTERCARD
            | CreditCardValidator.DISCOVER
            | CreditCardValidator.DINERS);

    private static final int FEWEST_DIGITS = 7;
    private static final int MOST_DIGITS = 19;
    private static final int TAX_CODE_LENGTH = 16;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 255;
    /** Numbers in one text that are none, after which no more are tried: a text of digits takes no hours. */
    private static final long TRIES = 1000;

    private final @Nullable String region;

    /** @param region where the data come from (ISO 3166, two letters): how numbers without a country code are read */
    Identifiers(@Nullable String region) {
        this.region = region;
    }

    /** How often each kind was found; kinds that were not found are absent. */
    Map<Identifier, Integer> in(String text) {
        Map<Identifier, Integer> found = new EnumMap<>(Identifier.class);
        int digits = 0;
        boolean capital = false;
        boolean at = false;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            digits += sign >= '0' && sign <= '9' ? 1 : 0;
            capital |= Character.isUpperCase(sign);
            at |= sign == '@';
        }
        StringBuilder rest = new StringBuilder(text);
        if (at) {
            emails(rest, found);
        }
        if (digits >= FEWEST_DIGITS) {
            ibans(rest, found);
        }
        if (digits > 0 && text.length() >= TAX_CODE_LENGTH) {
            coded(rest, NationalIds.TAX_CODE, NationalIds::isTaxCode, Identifier.ITALIAN_TAX_CODE, found);
        }
        if (digits >= FEWEST_DIGITS) {
            coded(rest, NationalIds.DNI, NationalIds::isDni, Identifier.SPANISH_DNI, found);
            numbers(rest, found);
            phones(rest, found);
        }
        if (capital) {
            add(found, Identifier.NAME, GivenNames.fullNames(rest.toString()));
        }
        return found;
    }

    private static void add(Map<Identifier, Integer> found, Identifier kind, int count) {
        if (count > 0) {
            found.merge(kind, count, Integer::sum);
        }
    }

    private static void claim(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            text.setCharAt(i, CLAIMED);
        }
    }

    private static void emails(StringBuilder text, Map<Identifier, Integer> found) {
        for (int at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
            int from = at;
            while (from > Math.max(0, at - LONGEST_LOCAL_PART)
                    && (isWord(text.charAt(from - 1)) || "._%+'-".indexOf(text.charAt(from - 1)) >= 0)) {
                from--;
            }
            int to = at + 1;
            while (to < Math.min(text.length(), at + LONGEST_DOMAIN)
                    && (isWord(text.charAt(to)) || ".-".indexOf(text.charAt(to)) >= 0)) {
                to++;
            }
            while (to > at && ".-".indexOf(text.charAt(to - 1)) >= 0) {
                to--;
            }
            while (from < at && ".'".indexOf(text.charAt(from)) >= 0) {
                from++;
            }
            if (EmailValidator.getInstance().isValid(text.substring(from, to))) {
                claim(text, from, to);
                add(found, Identifier.EMAIL, 1);
            }
        }
    }

    private static boolean isWord(char sign) {
        return Character.isLetterOrDigit(sign);
    }

    /** As long as the country's accounts are, with blanks or without. */
    private static void ibans(StringBuilder text, Map<Identifier, Integer> found) {
        String upper = upper(text);
        Matcher starts = IBAN_START.matcher(upper);
        while (starts.find()) {
            IBANValidator.Validator country = IBANValidator.getInstance().getValidator(starts.group());
            if (country == null) {
                continue;
            }
            StringBuilder account = new StringBuilder();
            int to = starts.start();
            for (; to < upper.length() && account.length() < country.getIbanLength(); to++) {
                char sign = upper.charAt(to);
                if (isWord(sign)) {
                    account.append(sign);
                } else if (sign != ' ' && sign != '-') {
                    break;
                }
            }
            boolean ends = to == upper.length() || !isWord(upper.charAt(to));
            if (ends && IBANValidator.getInstance().isValid(account.toString())) {
                claim(text, starts.start(), to);
                add(found, Identifier.IBAN, 1);
            }
        }
    }

    private static void coded(
            StringBuilder text,
            Pattern shape,
            Predicate<String> check,
            Identifier kind,
            Map<Identifier, Integer> found) {
        Matcher shaped = shape.matcher(upper(text));
        while (shaped.find()) {
            if (check.test(shaped.group())) {
                claim(text, shaped.start(), shaped.end());
                add(found, kind, 1);
            }
        }
    }

    /** Of the same length, letter by letter, whatever the language makes of a capital. */
    private static String upper(StringBuilder text) {
        StringBuilder upper = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            upper.append(Character.toUpperCase(text.charAt(i)));
        }
        return upper.toString();
    }

    /** Groups of digits, written together or apart: the longest run of whole groups that passes a check counts. */
    private static void numbers(StringBuilder text, Map<Identifier, Integer> found) {
        Matcher runs = DIGIT_GROUPS.matcher(text.toString());
        while (runs.find()) {
            if (!standsAlone(text, runs.start(), runs.end())) {
                continue;
            }
            List<int[]> groups = groups(runs.group(), runs.start());
            for (int first = 0; first < groups.size(); first++) {
                first = longest(text, groups, first, found);
            }
        }
    }

    /** The index of the last group that was claimed, or of the first when none was. */
    private static int longest(StringBuilder text, List<int[]> groups, int first, Map<Identifier, Integer> found) {
        StringBuilder digits = new StringBuilder();
        int last = first;
        while (last < groups.size() && digits.length() <= MOST_DIGITS) {
            int[] group = groups.get(last++);
            digits.append(text, group[0], Math.min(group[1], group[0] + MOST_DIGITS + 1));
        }
        while (--last >= first) {
            if (digits.length() <= MOST_DIGITS) {
                Identifier kind = kind(digits.toString(), first == last);
                if (kind != null) {
                    claim(text, groups.get(first)[0], groups.get(last)[1]);
                    add(found, kind, 1);
                    return last;
                }
            }
            int[] group = groups.get(last);
            digits.setLength(digits.length() - Math.min(group[1] - group[0], MOST_DIGITS + 1));
        }
        return first;
    }

    private static @Nullable Identifier kind(String digits, boolean together) {
        if (digits.length() >= 13 && CARDS.isValid(digits)) {
            return Identifier.CARD;
        }
        if (NationalIds.isFrenchNir(digits)) {
            return Identifier.FRENCH_NIR;
        }
        if (NationalIds.isGermanTaxId(digits)) {
            return Identifier.GERMAN_TAX_ID;
        }
        return together && NationalIds.isPesel(digits) ? Identifier.POLISH_PESEL : null;
    }

    private static List<int[]> groups(String run, int offset) {
        List<int[]> groups = new ArrayList<>();
        for (int from = 0; from < run.length(); ) {
            int to = from;
            while (to < run.length() && Character.isDigit(run.charAt(to))) {
                to++;
            }
            groups.add(new int[] {offset + from, offset + to});
            from = to + 1;
        }
        return groups;
    }

    /** Not a part of a word or of a decimal number. */
    private static boolean standsAlone(StringBuilder text, int from, int to) {
        return !touches(text, from - 1, from - 2) && !touches(text, to, to + 1);
    }

    private static boolean touches(StringBuilder text, int near, int far) {
        if (near < 0 || near >= text.length()) {
            return false;
        }
        char sign = text.charAt(near);
        return isWord(sign)
                || sign == '+'
                || (sign == '.' || sign == ',')
                        && far >= 0
                        && far < text.length()
                        && Character.isDigit(text.charAt(far));
    }

    /** Valid numbers that are written as such: from abroad, or with the zero that is dialled before an area. */
    private void phones(StringBuilder text, Map<Identifier, Integer> found) {
        String written = ABROAD.matcher(text).replaceAll("+");
        if (region == null && written.indexOf('+') < 0) {
            return;
        }
        for (PhoneNumberMatch match : PhoneNumberUtil.getInstance()
                .findNumbers(
                        written,
                        region == null ? "ZZ" : region.toUpperCase(Locale.ROOT),
                        PhoneNumberUtil.Leniency.VALID,
                        TRIES)) {
            if ("+0(".indexOf(match.rawString().charAt(0)) >= 0) {
                add(found, Identifier.PHONE, 1);
            }
        }
    }
}
