package io.imprimatur.rollout.internal;

import io.imprimatur.rollout.FreezeWindow;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Period;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;

/**
 * The freeze windows of an iCalendar file (RFC 5545): its events, also recurring ones. An event's categories name the
 * models that it is about; without any it is about all. Dates and times without a zone are UTC.
 */
public final class FreezeCalendar {

    /** How long an event may last to be found by a look at one moment. */
    private static final Duration LONGEST = Duration.ofDays(60);

    private final List<VEvent> events;

    private FreezeCalendar(List<VEvent> events) {
        this.events = events;
    }

    /** @throws IllegalStateException naming the file and what is wrong with it */
    public static FreezeCalendar read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Calendar calendar = new CalendarBuilder().build(reader);
            List<VEvent> events = calendar.<VEvent>getComponents(Component.VEVENT);
            for (VEvent event : events) {
                if (event.getDateTimeStart() == null || event.getEndDate().isEmpty()) {
                    throw new IllegalStateException("The freeze calendar " + file
                            + " has an event without DTSTART, or without DTEND or " + "DURATION: " + summary(event));
                }
            }
            FreezeCalendar read = new FreezeCalendar(events);
            // What cannot be computed must be told now, and not at three in the morning.
            read.between(Instant.EPOCH, Instant.EPOCH.plus(LONGEST));
            return read;
        } catch (IOException e) {
            throw new IllegalStateException("The freeze calendar " + file + " cannot be read: " + e, e);
        } catch (ParserException | RuntimeException e) {
            throw new IllegalStateException(
                    "The freeze calendar " + file + " is no iCalendar file (RFC 5545): " + e.getMessage(), e);
        }
    }

    public static FreezeCalendar empty() {
        return new FreezeCalendar(List.of());
    }

    /** The windows that hold at the moment, the last to end first. */
    public List<FreezeWindow> at(Instant moment) {
        return between(moment.minus(LONGEST), moment.plusSeconds(1))
                .filter(window -> !moment.isBefore(window.from()) && moment.isBefore(window.until()))
                .sorted(Comparator.comparing(FreezeWindow::until).reversed())
                .toList();
    }

    /** The windows that hold in the time, the first to begin first. */
    public List<FreezeWindow> upcoming(Instant from, Duration ahead) {
        return between(from.minus(LONGEST), from.plus(ahead))
                .filter(window -> window.until().isAfter(from))
                .sorted(Comparator.comparing(FreezeWindow::from))
                .toList();
    }

    private Stream<FreezeWindow> between(Instant from, Instant until) {
        return events.stream().flatMap(event -> occurrences(event, from, until));
    }

    private static Stream<FreezeWindow> occurrences(VEvent event, Instant from, Instant until) {
        List<FreezeWindow> found = new ArrayList<>();
        for (Period<?> period : recurrences(event, from, until)) {
            found.add(new FreezeWindow(
                    summary(event), instant(period.getStart()), instant(period.getEnd()), models(event)));
        }
        return found.stream();
    }

    /** The library compares a time only with one of its own kind. */
    private static Set<? extends Period<?>> recurrences(VEvent event, Instant from, Instant until) {
        Temporal start = event.getDateTimeStart().getDate();
        ZonedDateTime first = from.atZone(ZoneOffset.UTC);
        ZonedDateTime last = until.atZone(ZoneOffset.UTC);
        if (start instanceof LocalDate) {
            return event.calculateRecurrenceSet(
                    new Period<>(first.toLocalDate(), last.toLocalDate().plusDays(1)));
        }
        if (start instanceof LocalDateTime) {
            return event.calculateRecurrenceSet(new Period<>(first.toLocalDateTime(), last.toLocalDateTime()));
        }
        if (start instanceof Instant) {
            return event.calculateRecurrenceSet(new Period<>(from, until));
        }
        return event.calculateRecurrenceSet(new Period<>(first, last));
    }

    private static Instant instant(Temporal temporal) {
        if (temporal instanceof LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        if (temporal instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (temporal instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        return Instant.from(temporal);
    }

    private static String summary(VEvent event) {
        return event.getSummary() == null || event.getSummary().getValue() == null
                ? "freeze"
                : event.getSummary().getValue();
    }

    private static Set<String> models(VEvent event) {
        return event.getProperties(Property.CATEGORIES).stream()
                .map(Property::getValue)
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
