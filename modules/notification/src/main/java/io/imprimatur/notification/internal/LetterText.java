package io.imprimatur.notification.internal;

import io.imprimatur.notification.Letter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes a letter out as the subject and the plain text of a mail. */
@ApplicationScoped
public class LetterText {

    private static final String TASKLIST = "/camunda/app/tasklist/default/#/";
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern(
                    "EEEE, d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String base;

    @Inject
    public LetterText(
            @ConfigProperty(name = "imprimatur.base.url", defaultValue = "http://localhost:8080") String base) {
        this.base = base.replaceAll("/+$", "");
    }

    /** For the container's proxy only. */
    protected LetterText() {
        this("");
    }

    public String subject(Letter letter) {
        return letter.occasion().title() + ": " + letter.model() + ", version " + letter.versionNumber();
    }

    public String body(Letter letter) {
        StringBuilder text = new StringBuilder()
                .append(letter.occasion().words())
                .append("\n\nModel:   ")
                .append(letter.model())
                .append("\nVersion: ")
                .append(letter.versionNumber())
                .append("\nRelease: ")
                .append(letter.release());
        if (letter.due() != null) {
            text.append("\nDue:     ").append(DAY.format(letter.due()));
        }
        text.append("\n\n").append(letter.task() == null ? "Your tasks: " : "Open the task: ");
        text.append(base).append(TASKLIST);
        if (letter.task() != null) {
            text.append("?task=").append(letter.task());
        }
        return text.append("\n\nThis mail was sent by Imprimatur to the mailbox of your role. Answers are not read.\n")
                .toString();
    }
}
