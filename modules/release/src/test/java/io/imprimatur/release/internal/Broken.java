package io.imprimatur.release.internal;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imprimatur.kernel.DomainException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts which rule is broken. */
public final class Broken {

    private Broken() {}

    public static DomainException rule(String code, ThrowingCallable deed) {
        DomainException broken = catchThrowableOfType(DomainException.class, deed);
        Assertions.assertThat(broken).as("a broken rule").isNotNull();
        Assertions.assertThat(broken.code()).as(broken.getMessage()).isEqualTo(code);
        return broken;
    }
}
