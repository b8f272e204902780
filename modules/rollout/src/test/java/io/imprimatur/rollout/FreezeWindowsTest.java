package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.internal.RolloutDatabase;
import io.imprimatur.testbed.Fired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeWindowsTest {

    private static final ModelName CREDIT = new ModelName("credit-risk");
    private static final String WEEKENDS = """
            BEGIN:VEVENT
            UID:weekends
            DTSTAMP:20260101T000000Z
            DTSTART;TZID=Europe/Berlin:20260102T180000
            DTEND;TZID=Europe/Berlin:20260105T060000
            RRULE:FREQ=WEEKLY;BYDAY=FR
            SUMMARY:Weekend
            END:VEVENT
            """;
    private static final String YEAR_END = """
            BEGIN:VEVENT
            UID:year-end
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20261221
            DTEND;VALUE=DATE:20270104
            SUMMARY:Year end
            CATEGORIES:credit-risk,fraud
            END:VEVENT
            """;
    private static final String CLOSING = """
            BEGIN:VEVENT
            UID:closing
            DTSTAMP:20260101T000000Z
            DTSTART:20261130T220000Z
            DURATION:PT3H
            SUMMARY:Closing
            END:VEVENT
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T16:59:59Z, ",
        "2026-11-27T17:00:00Z, Weekend",
        "2026-11-30T04:59:59Z, Weekend",
        "2026-11-30T05:00:00Z, ",
        // An hour later by Greenwich in summer.
        "2026-07-03T16:00:00Z, Weekend",
        "2026-12-01T00:59:59Z, Closing",
        "2026-12-22T12:00:00Z, Year end",
        "2027-01-04T00:00:00Z, Weekend",
        "2027-01-05T00:00:00Z, "
    })
    void the_calendars_windows_hold_from_their_first_moment_to_the_one_after_their_last(Instant moment, String summary)
            throws IOException {
        Optional<FreezeWindow> window =
                at(moment, WEEKENDS + YEAR_END + CLOSING).inForce(CREDIT);
        assertThat(window.map(FreezeWindow::summary)).isEqualTo(Optional.ofNullable(summary));
    }

    @Test
    void a_window_with_categories_is_about_those_models_alone() throws IOException {
        FreezeWindows windows = at(Instant.parse("2026-12-22T12:00:00Z"), YEAR_END);
        assertThat(windows.inForce(new ModelName("fraud"))).isPresent();
        assertThat(windows.inForce(new ModelName("churn"))).isEmpty();
    }

    @Test
    void of_several_windows_the_one_that_ends_last_counts() throws IOException {
        FreezeWindows windows = at(Instant.parse("2026-12-26T12:00:00Z"), WEEKENDS + YEAR_END);
        assertThat(windows.inForce(CREDIT).orElseThrow().until()).isEqualTo("2027-01-04T00:00:00Z");
    }

    @Test
    void the_coming_windows_are_listed_the_next_one_first() throws IOException {
        assertThat(at(Instant.parse("2026-12-20T12:00:00Z"), WEEKENDS + YEAR_END)
                        .upcoming())
                .extracting(FreezeWindow::summary)
                .startsWith("Weekend", "Year end", "Weekend");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a calendar",
                "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nSUMMARY:No time\nEND:VEVENT\nEND:VCALENDAR\n",
                "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTART:tomorrow\nDTEND:later\nEND:VEVENT\nEND:VCALENDAR\n"
            })
    void a_calendar_that_cannot_be_read_is_told_at_the_start_with_its_name(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("freeze.ics"), text);
        assertThatThrownBy(() -> new FreezeWindows(Optional.of(file.toString()), Clock.systemUTC()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("freeze.ics");
        assertThatThrownBy(() -> new FreezeWindows(
                        Optional.of(folder.resolve("missing.ics").toString()), Clock.systemUTC()))
                .hasMessageContaining("missing.ics");
    }

    @Test
    void a_changed_calendar_counts_at_once_and_a_broken_one_leaves_the_one_before_in_force() throws IOException {
        FreezeWindows windows = at(Instant.parse("2026-12-22T12:00:00Z"), WEEKENDS);
        assertThat(windows.inForce(CREDIT)).isEmpty();
        write(YEAR_END, 1);
        assertThat(windows.inForce(CREDIT)).isPresent();
        Files.writeString(folder.resolve("freeze.ics"), "broken");
        Files.setLastModifiedTime(folder.resolve("freeze.ics"), FileTime.from(Instant.EPOCH.plusSeconds(2)));
        assertThat(windows.inForce(CREDIT)).isPresent();
    }

    @Test
    void no_traffic_grows_in_a_window_but_it_shrinks_and_is_rolled_back() throws IOException {
        KnownReleases releases = new KnownReleases();
        Fired<Object> fired = new Fired<>();
        try (RolloutDatabase database = new RolloutDatabase()) {
            ReleaseId first = releases.add(CREDIT);
            ReleaseId second = releases.add(CREDIT);
            database.in(releases, fired, r -> r.promote(first));
            database.in(releases, fired, r -> r.setShare(second, 500, Phase.ROLLOUT));
            database.freezeBy(write(today(), 0));

            for (int share : new int[] {501, 10_000}) {
                refused(() -> database.in(releases, fired, r -> r.setShare(second, share, Phase.ROLLOUT)));
            }
            refused(() -> database.in(releases, fired, r -> r.promote(second)));
            assertThat(database.in(releases, fired, r -> r.setShare(second, 100, Phase.ROLLOUT))
                            .challengerShare())
                    .isEqualTo(100);
            assertThat(database.in(releases, fired, r -> r.rollBack(CREDIT, "errors"))
                            .challenger())
                    .isNull();
        }
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("FREEZE_WINDOW"));
    }

    private static String today() {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
        Instant now = Instant.now();
        return """
                BEGIN:VEVENT
                UID:today
                DTSTAMP:20260101T000000Z
                DTSTART:%s
                DTEND:%s
                SUMMARY:Today
                END:VEVENT
                """.formatted(
                        format.format(now.minus(Duration.ofHours(1))), format.format(now.plus(Duration.ofHours(1))));
    }

    private FreezeWindows at(Instant moment, String events) throws IOException {
        return new FreezeWindows(Optional.of(write(events, 0).toString()), Clock.fixed(moment, ZoneOffset.UTC));
    }

    private Path write(String events, int revision) throws IOException {
        Path file = Files.writeString(
                folder.resolve("freeze.ics"),
                "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//imprimatur//test//EN\n" + events + "END:VCALENDAR\n");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(revision)));
    }
}
