package io.imprimatur.benchmarks;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive connection that sends bytes prepared beforehand and reads just enough of HTTP/1.1 to know where an
 * answer ends: on two cores a full client would be measured instead of the server.
 */
final class Connection implements Closeable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

    private final int port;
    private byte[] buffer = new byte[16_384];
    private @Nullable Socket socket;

    Connection(int port) {
        this.port = port;
    }

    /**
     * Sends a request, reads its answer and returns the answer's status. Where the server has closed the connection, as
     * it may after any answer, a new one is opened first.
     */
    int send(byte[] request) throws IOException {
        Socket open = open();
        open.getOutputStream().write(request);
        try {
            return answer(open.getInputStream());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket open() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(TIMEOUT_MILLIS);
            socket = open;
        }
        return open;
    }

    private int answer(InputStream in) throws IOException {
        int filled = 0;
        int head = -1;
        while (head < 0) {
            int from = Math.max(0, filled - HEAD_END.length + 1);
            filled = more(in, filled);
            head = find(HEAD_END, from, filled);
        }
        int body = head + HEAD_END.length;
        String headers = new String(buffer, 0, head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        String length = header(headers, "content-length");
        if (length != null) {
            int end = body + Integer.parseInt(length);
            while (filled < end) {
                filled = more(in, filled);
            }
        } else if ("chunked".equals(header(headers, "transfer-encoding"))) {
            while (!endsWithLastChunk(body, filled)) {
                filled = more(in, filled);
            }
        } else {
            throw new IOException(
                    "An answer without an end: " + headers.lines().findFirst().orElse(""));
        }
        if ("close".equals(header(headers, "connection"))) {
            close();
        }
        return Integer.parseInt(headers.substring(9, 12));
    }

    private int more(InputStream in, int filled) throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("The server closed the connection within an answer.");
        }
        return filled + read;
    }

    private int find(byte[] what, int from, int to) {
        for (int at = from; at <= to - what.length; at++) {
            int same = 0;
            while (same < what.length && buffer[at + same] == what[same]) {
                same++;
            }
            if (same == what.length) {
                return at;
            }
        }
        return -1;
    }

    /** The answers here are small JSON, in which no line break and so no such end can stand. */
    private boolean endsWithLastChunk(int body, int filled) {
        byte[] end = {'0', '\r', '\n', '\r', '\n'};
        return filled - body >= end.length && find(end, filled - end.length, filled) >= 0;
    }

    private static @Nullable String header(String headers, String name) {
        int at = headers.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return null;
        }
        int from = at + name.length() + 3;
        int to = headers.indexOf("\r\n", from);
        return headers.substring(from, to < 0 ? headers.length() : to).strip();
    }

    @Override
    public void close() throws IOException {
        Socket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }
}
