package io.imprimatur.incontainer.interleavings;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** The server that Arquillian started, by its settings. */
final class Server {

    private static final Path SETTINGS = Path.of("target/in-container/payara.properties");

    private final Properties settings = new Properties();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Server() {
        try (Reader reader = Files.newBufferedReader(SETTINGS)) {
            settings.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks for something to be done with a model; the lines of the answer. */
    List<String> ask(Map<String, String> parameters) {
        String form = parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(address())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        parameters + " was answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body().lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Visitors come by https, which ends before the server; tests come to the server itself. */
    private URI address() {
        return URI.create("http://"
                + URI.create(settings.getProperty("imprimatur.base.url")).getAuthority() + "/races");
    }

    /** The database, as its owner. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                settings.getProperty("imprimatur.db.url"),
                settings.getProperty("imprimatur.db.owner.user"),
                settings.getProperty("imprimatur.db.owner.password"));
    }
}
