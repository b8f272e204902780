package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.notification.Letter;
import io.imprimatur.notification.Occasion;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LetterTextTest {

    private static final ModelName MODEL = new ModelName("credit-risk");
    private static final ReleaseId RELEASE = ReleaseId.of("0b2b6f5e-6f0c-4a52-9f5e-0d8f5b0a7c11");

    private final LetterText text = new LetterText("https://imprimatur.example.org/");

    @Test
    void a_reviewer_reads_what_is_asked_of_which_version_by_when_and_where() {
        Letter letter = new Letter(
                Occasion.SIGN_OFF, MODEL, 3, RELEASE, Instant.parse("2026-11-27T16:00:00Z"), "a81c1b9e-task");

        assertThat(text.subject(letter)).isEqualTo("Sign-off: credit-risk, version 3");
        assertThat(text.body(letter)).isEqualTo("""
                Please read the whole evidence of this release and sign it off, or say why not.

                Model:   credit-risk
                Version: 3
                Release: 0b2b6f5e-6f0c-4a52-9f5e-0d8f5b0a7c11
                Due:     Friday, 27 November 2026, 16:00 UTC

                Open the task: https://imprimatur.example.org/camunda/app/tasklist/default/#/?task=a81c1b9e-task

                This mail was sent by Imprimatur to the mailbox of your role. Answers are not read.
                """);
    }

    @Test
    void a_letter_that_asks_for_nothing_has_no_date_and_leads_to_the_list() {
        String body = text.body(new Letter(Occasion.ROLLED_BACK, MODEL, 3, RELEASE));

        assertThat(body).doesNotContain("Due:").contains("\n\nYour tasks: https://imprimatur.example.org/camunda/");
    }

    @ParameterizedTest
    @EnumSource(Occasion.class)
    void every_occasion_is_said_in_plain_words_that_fit_the_outbox(Occasion occasion) {
        Letter letter = new Letter(occasion, new ModelName("m".repeat(63)), 1_000_000, RELEASE);

        assertThat(text.subject(letter)).matches("\\p{ASCII}{1,200}");
        assertThat(text.body(letter)).matches("(\\p{ASCII}|\\n)+");
        assertThat(occasion.words()).endsWith(".").doesNotContain("_").doesNotContainIgnoringCase("subject");
    }

    @Test
    void no_two_occasions_are_mixed_up() {
        assertThat(Arrays.stream(Occasion.values()).map(Occasion::title).collect(Collectors.toList()))
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(Occasion.values()).map(Occasion::words).collect(Collectors.toList()))
                .doesNotHaveDuplicates();
    }
}
