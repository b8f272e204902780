package io.imprimatur.privacy.internal;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * National identity numbers that carry a check, so that a number is not taken for one by its length alone. Others
 * exist; these are the ones that are looked for.
 */
final class NationalIds {

    private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final int[] PESEL_WEIGHTS = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    /** What a letter or digit counts at odd places of a codice fiscale (D.M. 23/12/1976), by its place in 0-9 or A-Z. */
    private static final int[] ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    /** A digit of a codice fiscale may stand as a letter, where two people would have the same code. */
    private static final String DIGIT = "[0-9LMNPQRSTUV]";

    static final Pattern TAX_CODE = Pattern.compile("(?<![A-Z0-9])[A-Z]{6}" + DIGIT + "{2}[ABCDEHLMPRST]" + DIGIT
            + "{2}[A-Z]" + DIGIT + "{3}[A-Z](?![A-Z0-9])");
    static final Pattern DNI = Pattern.compile("(?<![A-Z0-9])(?:[0-9]{8}|[XYZ]-?[0-9]{7})-?[A-Z](?![A-Z0-9])");

    private NationalIds() {}

    /** Eleven digits, one of the first ten twice or thrice and no other, check by ISO 7064 MOD 11,10 (AO section 139b). */
    static boolean isGermanTaxId(String digits) {
        if (digits.length() != 11 || digits.charAt(0) == '0') {
            return false;
        }
        int[] often = new int[10];
        for (int i = 0; i < 10; i++) {
            often[digits.charAt(i) - '0']++;
        }
        int repeated = 0;
        for (int count : often) {
            if (count > 3) {
                return false;
            }
            repeated += count > 1 ? 1 : 0;
        }
        int product = 10;
        for (int i = 0; i < 10; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return repeated == 1 && (11 - product) % 10 == digits.charAt(10) - '0';
    }

    /** Sex, year, month, place and rank in 13 digits, then 97 minus their rest by 97. Corsica's 2A and 2B are not read. */
    static boolean isFrenchNir(String digits) {
        if (digits.length() != 15 || (digits.charAt(0) != '1' && digits.charAt(0) != '2')) {
            return false;
        }
        int month = Integer.parseInt(digits.substring(3, 5));
        return (month >= 1 && month <= 12 || month >= 20)
                && 97 - Long.parseLong(digits.substring(0, 13)) % 97 == Long.parseLong(digits.substring(13));
    }

    /** A date of birth whose month says the century, a serial number, and a weighted sum (Dz.U. 2010 Nr 217). */
    static boolean isPesel(String digits) {
        if (digits.length() != 11) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            sum += PESEL_WEIGHTS[i] * (digits.charAt(i) - '0');
        }
        int month = Integer.parseInt(digits.substring(2, 4));
        int century = new int[] {1900, 2000, 2100, 2200, 1800}[month / 20];
        return (10 - sum % 10) % 10 == digits.charAt(10) - '0'
                && isDay(
                        century + Integer.parseInt(digits.substring(0, 2)),
                        month % 20,
                        Integer.parseInt(digits.substring(4, 6)));
    }

    /** Eight digits, or X, Y, Z and seven, and the letter of their rest by 23 (Real Decreto 1553/2005). */
    static boolean isDni(String written) {
        String plain = written.replace("-", "");
        int first = "XYZ".indexOf(plain.charAt(0));
        String number = first < 0 ? plain.substring(0, 8) : first + plain.substring(1, 8);
        return DNI_LETTERS.charAt(Integer.parseInt(number) % 23) == plain.charAt(8);
    }

    /** Sixteen letters and digits; the last is the sum of the others' values at odd and even places, by 26. */
    static boolean isTaxCode(String code) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char sign = code.charAt(i);
            int value = sign <= '9' ? sign - '0' : sign - 'A';
            sum += i % 2 == 0 ? ODD[value] : value;
        }
        return code.charAt(15) - 'A' == sum % 26;
    }

    private static boolean isDay(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).getYear() == year;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
