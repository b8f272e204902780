package io.imprimatur.benchmarks;

import io.imprimatur.launcher.journey.CreditRisk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The requests that every server is sent, the same but for the address: one row each, each about another person. */
final class Workload {

    private final List<String> bodies;

    Workload(List<CreditRisk.Row> rows) {
        this.bodies = rows.stream().map(Workload::body).toList();
    }

    private static String body(CreditRisk.Row row) {
        String values = row.values().stream().map(Object::toString).collect(Collectors.joining(","));
        return "{\"parameters\":{\"subject\":\"applicant-" + row.subject()
                + "\"},\"inputs\":[{\"name\":\"application\"," + "\"datatype\":\"FP32\",\"shape\":[1,"
                + row.values().size() + "],\"data\":[" + values + "]}]}";
    }

    /** Whole requests; all carry the token, whoever looks at it. */
    List<byte[]> requests(String path, String token) {
        return bodies.stream()
                .map(body -> ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Authorization: Bearer " + token + "\r\nContent-Length: " + body.length()
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
