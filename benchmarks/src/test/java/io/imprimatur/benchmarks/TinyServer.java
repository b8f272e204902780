package io.imprimatur.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request without a body with the same bytes, as a test has them. */
final class TinyServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();

    /** What is done before each answer. */
    interface Before {
        void answer(int number) throws InterruptedException;
    }

    TinyServer(String answer, boolean closes, Before before) throws IOException {
        threads.submit(() -> {
            while (!socket.isClosed()) {
                Socket client = socket.accept();
                connections.incrementAndGet();
                threads.submit(() -> {
                    serve(client, answer, closes, before);
                    return null;
                });
            }
            return null;
        });
    }

    private static void serve(Socket client, String answer, boolean closes, Before before)
            throws IOException, InterruptedException {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    before.answer(number++);
                    client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    if (closes) {
                        return;
                    }
                }
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
