package io.imprimatur.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports of one stack, all on the loopback address.
 *
 * @param http where the archive answers
 * @param keycloak where Keycloak answers
 * @param keycloakManagement where Keycloak tells its health
 * @param postgres where PostgreSQL answers
 */
public record Ports(int http, int keycloak, int keycloakManagement, int postgres) {

    static final String HTTP = "IMPRIMATUR_HTTP_PORT";
    static final String KEYCLOAK = "IMPRIMATUR_KEYCLOAK_PORT";
    static final String KEYCLOAK_MANAGEMENT = "IMPRIMATUR_KEYCLOAK_MANAGEMENT_PORT";
    static final String POSTGRES = "IMPRIMATUR_POSTGRES_PORT";

    private static final int HIGHEST = 65_535;

    /** The ports that the environment asks for, or the usual ones. */
    public static Ports from(Map<String, String> environment) {
        return new Ports(
                port(environment, HTTP, 8080),
                port(environment, KEYCLOAK, 8180),
                port(environment, KEYCLOAK_MANAGEMENT, 8190),
                port(environment, POSTGRES, 5433));
    }

    /** Ports that nobody used a moment ago, for tests that run beside each other. */
    public static Ports free() {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return new Ports(
                    held.get(0).getLocalPort(),
                    held.get(1).getLocalPort(),
                    held.get(2).getLocalPort(),
                    held.get(3).getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Ports::close);
        }
    }

    /**
     * Makes sure that nobody else listens on one of these ports.
     *
     * @throws LaunchFailed naming the port and the variable that chooses another one
     */
    void requireFree() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        wanted.put(HTTP, http);
        wanted.put(KEYCLOAK, keycloak);
        wanted.put(KEYCLOAK_MANAGEMENT, keycloakManagement);
        wanted.put(POSTGRES, postgres);
        wanted.forEach((variable, port) -> {
            if (!isFree(port)) {
                throw new LaunchFailed("Port " + port + " is in use by another program: stop it, or choose another port"
                        + " with " + variable + ".");
            }
        });
        if (wanted.values().stream().distinct().count() < wanted.size()) {
            throw new LaunchFailed("Two servers were given the same port: " + wanted + ".");
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers themselves: a connection of theirs that still lingers does not hold the port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int port(Map<String, String> environment, String variable, int usual) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return usual;
        }
        try {
            int port = Integer.parseInt(value);
            if (port > 0 && port <= HIGHEST) {
                return port;
            }
        } catch (NumberFormatException e) {
            // falls through to the same sentence
        }
        throw new LaunchFailed(variable + " is '" + value + "', but a port is a number from 1 to " + HIGHEST + ".");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
