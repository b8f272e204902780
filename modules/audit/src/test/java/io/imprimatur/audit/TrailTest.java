package io.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrailTest {

    private static final Actor ENGINEER = new Actor("e001", Set.of(Role.ML_ENGINEER));
    private static final Actor OFFICER = new Actor("p001", Set.of(Role.PRIVACY_OFFICER));
    private static final long MEBIBYTE = 1 << 20;

    private static AuditedDatabase database;

    private final ReleaseId release = ReleaseId.random();
    private final VersionId version = VersionId.random();

    @BeforeAll
    static void start() {
        database = new AuditedDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void a_trail_tells_ledger_and_entity_changes_in_the_order_of_time() {
        aStory();

        JsonNode rows = json();
        assertThat(rows.findValuesAsText("kind"))
                .containsExactlyInAnyOrder(
                        "VERSION_ADDED", "sample.parcel", "RELEASE_SUBMITTED", "sample.parcel", "DECISION_TAKEN");
        assertThat(rows.findValuesAsText("at").stream().map(Instant::parse)).isSorted();
        assertThat(rows.findValuesAsText("change")).containsSubsequence("ADD", "MOD");
    }

    @Test
    void what_was_done_to_the_version_before_its_release_belongs_to_the_trail() {
        aStory();
        assertThat(json().get(0).path("kind").asText()).isIn("VERSION_ADDED", "sample.parcel");
        assertThat(json().findValuesAsText("cause")).contains("POST /versions");
    }

    @Test
    void another_releases_doings_stay_out() {
        aStory();
        act(
                Act.of(OFFICER, "POST /other").concerning(version).concerning(ReleaseId.random()),
                (entities, ledger) -> ledger.append("DECISION_TAKEN", CanonicalJson.object()));
        assertThat(json().findValuesAsText("cause")).doesNotContain("POST /other");
    }

    @Test
    void entity_rows_carry_the_values_and_the_digest_but_no_book_keeping() {
        aStory();
        JsonNode change = null;
        for (JsonNode row : json()) {
            if (row.path("change").asText().equals("MOD")) {
                change = row;
            }
        }
        assertThat(change).isNotNull();
        assertThat(change.path("digest").asText()).isEqualTo("a".repeat(64));
        assertThat(change.path("details").path("label").asText()).isEqualTo("=HYPERLINK(\"x\")");
        assertThat(change.path("details").has("rev")).isFalse();
        assertThat(change.path("details").has("revtype")).isFalse();
        assertThat(change.path("actor").asText()).isEqualTo("e001");
    }

    @Test
    void csv_and_json_tell_the_same() {
        aStory();
        List<NamedCsvRecord> rows =
                CsvReader.builder()
                        .ofNamedCsvRecord(new String(bytes(TrailFormat.CSV), StandardCharsets.UTF_8))
                        .stream()
                        .toList();
        JsonNode json = json();
        assertThat(rows).hasSize(json.size());
        for (int i = 0; i < rows.size(); i++) {
            for (String field : List.of("at", "actor", "cause", "kind")) {
                assertThat(rows.get(i).getField(field))
                        .isEqualTo(json.get(i).path(field).asText());
            }
            assertThat(CanonicalJson.parse(rows.get(i).getField("details")))
                    .isEqualTo(json.get(i).path("details"));
        }
    }

    @Test
    void a_cell_that_a_spreadsheet_would_run_is_made_inert() {
        for (String cell : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")) {
            assertThat(CsvTrailWriter.inert(cell)).isEqualTo("'" + cell);
        }
        assertThat(CsvTrailWriter.inert("plain = text")).isEqualTo("plain = text");
        assertThat(CsvTrailWriter.inert(null)).isEmpty();
    }

    @Test
    void a_cause_that_looks_like_a_formula_arrives_inert_in_the_file() {
        act(
                Act.of(OFFICER, "=cmd|' /C calc'!A0").concerning(release),
                (entities, ledger) -> ledger.append("DECISION_TAKEN", CanonicalJson.object()));
        assertThat(new String(bytes(TrailFormat.CSV), StandardCharsets.UTF_8)).contains(",'=cmd|");
    }

    @Test
    void a_release_that_nobody_knows_has_no_trail() {
        database.inTransaction(entities -> assertThatThrownBy(() -> new Trail(entities).requireKnown(release))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("RELEASE_UNKNOWN")));
    }

    @Test
    void a_span_of_time_holds_its_beginning_and_not_its_end() {
        Instant early = Instant.parse("2001-01-01T00:00:00Z");
        database.run("insert into audit.ledger (at, actor, cause, kind, facts, leaf_hash) select "
                + "timestamptz '2001-01-01T00:00:00Z' + n * interval '1 hour', 'system', 'c', 'HOUR', '{}', '' "
                + "from generate_series(0, 3) n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        database.inTransaction(
                entities -> new Trail(entities).export(early, early.plusSeconds(3 * 3600), TrailFormat.JSON, out));
        assertThat(CanonicalJson.parse(out.toString(StandardCharsets.UTF_8))).hasSize(3);
    }

    @Test
    void a_million_rows_take_no_more_memory_than_a_thousand() {
        Instant since = Instant.parse("2002-01-01T00:00:00Z");
        database.run("insert into audit.ledger (at, actor, role, cause, kind, release_id, facts, leaf_hash) select "
                + "timestamptz '2002-01-01T00:00:00Z' + n * interval '1 second', 'system', null, 'a load', 'HOUR', "
                + "null, '{\"n\":' || n || '}', repeat('0', 64) from generate_series(1, 1000000) n");
        LiveHeap heap = new LiveHeap();
        long[] count = new long[1];

        database.inTransaction(entities ->
                count[0] = new Trail(entities).export(since, since.plusSeconds(2_000_000), TrailFormat.CSV, heap));

        assertThat(count[0]).isEqualTo(1_000_000);
        assertThat(heap.bytes).isGreaterThan(50 * MEBIBYTE);
        assertThat(heap.samples).isGreaterThan(4);
        assertThat(heap.growth()).isLessThan(16 * MEBIBYTE);
    }

    /** Counts what it is given and looks, now and then, at how much of the heap is alive. */
    private static final class LiveHeap extends OutputStream {
        private static final long EVERY = 10 * MEBIBYTE;

        private final long before = alive();
        private long bytes;
        private long next = EVERY;
        private long most;
        private int samples;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
            if (bytes >= next) {
                next += EVERY;
                samples++;
                most = Math.max(most, alive());
            }
        }

        long growth() {
            return most - before;
        }

        private static long alive() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }

    private void aStory() {
        Parcel parcel = new Parcel("first", "a".repeat(64));
        act(Act.of(ENGINEER, "POST /versions").concerning(version), (entities, ledger) -> {
            entities.persist(parcel);
            ledger.append("VERSION_ADDED", CanonicalJson.object());
        });
        act(Act.of(ENGINEER, "POST /releases").concerning(version).concerning(release), (entities, ledger) -> {
            entities.merge(parcel).relabel("=HYPERLINK(\"x\")");
            ledger.append("RELEASE_SUBMITTED", CanonicalJson.object().put("a", 1));
        });
        act(
                Act.of(OFFICER, "POST /task").concerning(version).concerning(release),
                (entities, ledger) ->
                        ledger.append("DECISION_TAKEN", CanonicalJson.object().put("evidence", "b".repeat(64))));
    }

    private static void act(Act act, BiConsumer<EntityManager, Ledger> deed) {
        try (Acts.Scope scope = Acts.begin(act)) {
            database.inTransaction(entities -> deed.accept(entities, new Ledger(entities, Clock.systemUTC())));
        }
    }

    private JsonNode json() {
        return CanonicalJson.parse(new String(bytes(TrailFormat.JSON), StandardCharsets.UTF_8));
    }

    private byte[] bytes(TrailFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        database.inTransaction(entities -> new Trail(entities).export(release, format, out));
        return out.toByteArray();
    }
}
