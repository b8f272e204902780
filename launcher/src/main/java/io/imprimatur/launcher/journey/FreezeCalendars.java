package io.imprimatur.launcher.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the stack's freeze calendar, as an operator's calendar program would. */
public final class FreezeCalendars {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private FreezeCalendars() {}

    /** Nothing but one window for one model. */
    public static void freeze(Path calendar, String model, Instant from, Instant until) {
        write(
                calendar,
                String.join(
                        "\r\n",
                        "BEGIN:VEVENT",
                        "UID:" + model + "@imprimatur",
                        "DTSTAMP:20260101T000000Z",
                        "DTSTART:" + UTC.format(from),
                        "DTEND:" + UTC.format(until),
                        "SUMMARY:Freeze of " + model,
                        "CATEGORIES:" + model,
                        "END:VEVENT",
                        ""));
    }

    /** No window at all. */
    public static void clear(Path calendar) {
        write(calendar, "");
    }

    private static void write(Path calendar, String events) {
        try {
            Path fresh = Files.createTempFile(calendar.toAbsolutePath().getParent(), "freeze", ".ics");
            Files.writeString(
                    fresh,
                    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//imprimatur//journey//EN\r\n" + events
                            + "END:VCALENDAR\r\n");
            Files.move(fresh, calendar, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
