package io.imprimatur.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks servers how they are. */
final class Health {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final long INTERVAL_MILLIS = 200;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Health() {}

    static boolean isUp(URI address) {
        return status(address) == 200;
    }

    /** The status a GET of the address has, 0 if nobody answers. */
    static int status(URI address) {
        try {
            return CLIENT.send(
                            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Waits until the server is healthy; a server that ended is not waited for. */
    static void await(Server server, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!server.isHealthy()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new LaunchFailed("The start of " + server.name() + " was interrupted.");
            }
            if (server.handle().isEmpty()) {
                throw new LaunchFailed(server.name() + " ended while it started, it says: "
                        + ServerProcess.lastWords(server.log()) + " (" + server.log() + ")");
            }
            if (System.nanoTime() > end) {
                throw new LaunchFailed(server.name() + " was not healthy after " + patience.toSeconds()
                        + " s, it says: " + ServerProcess.lastWords(server.log()) + " (" + server.log() + ")");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
