package io.imprimatur.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the load generator sees of a server, and what it must not overlook. */
class LoadTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final TinyServer.Before AT_ONCE = number -> {};
    private static final List<byte[]> REQUESTS = List.of(Workload.get("/"));

    @Test
    void answers_of_every_framing_are_read_to_their_end_on_one_connection() throws IOException {
        for (String answer : List.of(
                OK,
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 503 No\r\nX-First: 1\r\ncontent-length:20000\r\n\r\n" + "x".repeat(20_000))) {
            try (TinyServer server = new TinyServer(answer, false, AT_ONCE);
                    Connection connection = new Connection(server.port())) {
                for (int i = 0; i < 3; i++) {
                    assertThat(connection.send(REQUESTS.get(0))).isEqualTo(answer.contains("503") ? 503 : 200);
                }
                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_server_that_closes_after_its_answer_is_connected_to_anew() throws IOException {
        String closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
        try (TinyServer server = new TinyServer(closing, true, AT_ONCE);
                Connection connection = new Connection(server.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.send(REQUESTS.get(0))).isEqualTo(200);
            }
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_no_answer() throws IOException {
        try (TinyServer server = new TinyServer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", true, AT_ONCE);
                Connection connection = new Connection(server.port())) {
            assertThatThrownBy(() -> connection.send(REQUESTS.get(0))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_closed_loop_counts_every_answer_and_the_processor_time_of_both_sides() throws IOException {
        try (TinyServer server = new TinyServer(OK, false, AT_ONCE);
                Load load = new Load(own(server), REQUESTS, 4)) {
            Measured measured = load.closed(Duration.ofMillis(300));

            assertThat(measured.errors()).isZero();
            assertThat(measured.answered()).isGreaterThan(100);
            assertThat(measured.nanos()).isGreaterThanOrEqualTo(300_000_000);
            assertThat(measured.clientMicros()).isPositive();
            assertThat(measured.serverMicros()).isPositive();
            assertThat(measured.databaseMicros()).isZero();
            assertThat(measured.machineMicros()).isGreaterThanOrEqualTo(measured.clientMicros() / 2);
        }
    }

    @Test
    void refusals_are_errors_and_have_no_latency() throws IOException {
        String refusal = "HTTP/1.1 429 Busy\r\nContent-Length: 0\r\n\r\n";
        try (TinyServer server = new TinyServer(refusal, false, AT_ONCE);
                Load load = new Load(own(server), REQUESTS, 1)) {
            Measured measured = load.open(new long[] {0, 1_000_000});

            assertThat(measured.errors()).isEqualTo(2);
            assertThat(measured.answered()).isZero();
        }
    }

    @Test
    void an_open_loop_charges_a_stall_to_all_who_were_due_meanwhile() throws IOException {
        long[] due = new long[50];
        for (int i = 0; i < due.length; i++) {
            due[i] = i * 2_000_000L;
        }
        try (TinyServer server = new TinyServer(OK, false, number -> Thread.sleep(number == 0 ? 200 : 0));
                Load load = new Load(own(server), REQUESTS, 1)) {
            Measured measured = load.open(due);

            // The last was due after 98 ms and could not be sent before 200: a closed loop would see one slow answer.
            assertThat(measured.answered()).isEqualTo(50);
            assertThat(measured.millis(0)).isGreaterThan(100);
            assertThat(measured.millis(50)).isGreaterThan(150);
        }
    }

    @Test
    void arrivals_come_at_the_rate_asked_for_and_as_unevenly_as_chance_has_it() {
        long[] due = Arrivals.poisson(1_000, 20, 7);

        assertThat((double) due.length).isCloseTo(20_000, within(600.0));
        assertThat(due).isSorted();
        double[] gaps = new double[due.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = due[i + 1] - due[i];
        }
        double mean = Arrays.stream(gaps).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(gaps)
                .map(gap -> (gap - mean) * (gap - mean))
                .average()
                .orElseThrow());
        // An exponential distribution deviates by its mean.
        assertThat(deviation / mean).isCloseTo(1, within(0.05));
        assertThat(Arrivals.poisson(1_000, 20, 7)).isEqualTo(due);
        assertThat(Arrivals.poisson(1_000, 20, 8)).isNotEqualTo(due);
    }

    private static Target own(TinyServer server) {
        return new Target(
                "tiny", server.port(), "/", List.of(ProcessHandle.current().pid()), List.of());
    }
}
