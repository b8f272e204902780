package io.imprimatur.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void each_picture_is_found_by_its_name() {
        for (Picture picture : Picture.values()) {
            assertThat(Picture.named(picture.fileName())).isEqualTo(picture);
        }
    }

    @Test
    void an_unknown_picture_is_answered_with_those_that_there_are() {
        assertThatThrownBy(() -> Picture.named("mona-lisa"))
                .isInstanceOf(DomainException.class)
                .hasMessageContaining("roc, calibration, confusion, slices, metrics, splits, ab-test")
                .extracting(thrown -> ((DomainException) thrown).code())
                .isEqualTo("PICTURE_UNKNOWN");
    }
}
