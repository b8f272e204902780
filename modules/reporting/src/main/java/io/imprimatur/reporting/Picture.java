package io.imprimatur.reporting;

import io.imprimatur.kernel.DomainException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What there is to see of a release. */
public enum Picture {
    /** True against false positive rate. */
    ROC("roc"),
    /** What came true against what was predicted. */
    CALIBRATION("calibration"),
    /** Who was called what, and was it. */
    CONFUSION("confusion"),
    /** Groups of people, with how sure their figures are. */
    SLICES("slices"),
    /** Each metric before and after, and the plan's bounds. */
    METRICS("metrics"),
    /** Who served which share of the traffic, revision by revision. */
    SPLITS("splits"),
    /** The interval of the A/B test against its margin. */
    AB_TEST("ab-test");

    private final String fileName;

    Picture(String fileName) {
        this.fileName = fileName;
    }

    /** Its name in an address, without the ending. */
    public String fileName() {
        return fileName;
    }

    /** @throws DomainException PICTURE_UNKNOWN */
    public static Picture named(String fileName) {
        return Arrays.stream(values())
                .filter(picture -> picture.fileName.equals(fileName))
                .findFirst()
                .orElseThrow(() -> DomainException.unknown(
                        "PICTURE_UNKNOWN",
                        "A picture is one of "
                                + Arrays.stream(values()).map(Picture::fileName).collect(Collectors.joining(", "))
                                + "."));
    }
}
