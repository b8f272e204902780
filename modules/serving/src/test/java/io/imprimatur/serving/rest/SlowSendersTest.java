package io.imprimatur.serving.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, not at all, or leave: whoever sends properly does not notice. */
class SlowSendersTest {

    private final Door door = new Door();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        door.close();
    }

    @Test
    void more_slow_senders_than_threads_hinder_nobody_and_are_told_in_time() throws IOException {
        for (int i = 0; i < 5 * Door.THREADS; i++) {
            send(begin(500), "{\"inputs\":[");
        }

        long start = System.nanoTime();
        assertThat(door.infer(Door.floats(3)).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(Door.READ_TIMEOUT_MILLIS));

        for (Socket socket : sockets) {
            assertThat(answer(socket)).startsWith("HTTP/1.1 408").contains("REQUEST_TIMEOUT");
        }
        assertThat(door.house.recorded).hasSize(1);
    }

    @Test
    void a_drip_of_bytes_does_not_buy_more_time() throws Exception {
        Socket socket = begin(10_000);
        send(socket, "{");
        long start = System.nanoTime();

        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (socket.getInputStream().available() == 0) {
                        send(socket, " ");
                    }
                    return socket.getInputStream().available() > 0;
                });

        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_000));
    }

    @Test
    void a_body_in_pieces_is_one_body() throws IOException {
        String body = Door.floats(3);
        Socket socket = begin(body.length());
        send(socket, body.substring(0, 20));
        assertThat(door.infer(Door.floats(1)).statusCode()).isEqualTo(200);
        send(socket, body.substring(20));

        assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("\"shape\":[1,3]");
    }

    @Test
    void who_leaves_in_the_middle_leaves_nothing_behind() throws IOException {
        for (int i = 0; i < 20; i++) {
            Socket socket = begin(Door.BODY_LIMIT);
            send(socket, " ".repeat(10_000));
            socket.close();
        }

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(door.infer(Door.floats(4_000)).statusCode()).isEqualTo(200));
    }

    @Test
    void when_the_node_holds_as_much_as_it_may_new_requests_are_told_to_come_again() throws IOException {
        for (int i = 0; i < 3; i++) {
            send(begin(Door.BODY_LIMIT), " ".repeat(19_000));
        }

        List<Integer> answers = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            var response = door.infer(Door.floats(4_000));
            answers.add(response.statusCode());
            return response.statusCode() == 429
                    && response.headers().firstValue("Retry-After").isPresent();
        });
        await().atMost(Duration.ofSeconds(10))
                .until(() -> door.infer(Door.floats(4_000)).statusCode() == 200);

        assertThat(answers).isSubsetOf(200, 429);
    }

    private Socket begin(int length) throws IOException {
        Socket socket = new Socket("localhost", door.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        send(
                socket,
                "POST /v2/models/credit-risk/infer HTTP/1.1\r\nHost: localhost\r\nRole: prediction-client\r\n"
                        + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\n\r\n");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The answer alone: who has not sent all that he announced may be left waiting for the end of the connection. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("the answer ends within its headers: " + head).isNotNegative();
            head.append((char) next);
        }
        Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        return head + new String(body, StandardCharsets.UTF_8);
    }
}
