package io.imprimatur.system.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.imprimatur.system.PostOffice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A mail server and a pipeline that the house writes to; they count what they took, by the ids of the messages. */
final class Outside implements AutoCloseable {

    /** How they are while the house works, until it is killed. */
    enum Mood {
        WELL,
        /** Nobody takes anything: all messages wait. */
        AWAY,
        /** The pipeline takes a message and then says nothing: the house never learns that it arrived. */
        SILENT
    }

    private static final int TAKEN = 204;
    private static final int AWAY = 503;

    private final PostOffice post = PostOffice.open();
    private final HttpServer pipeline;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Integer> mails = new HashMap<>();
    private Mood mood = Mood.WELL;

    Outside() throws IOException {
        pipeline = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pipeline.setExecutor(threads);
        pipeline.createContext("/", this::answer);
        pipeline.start();
    }

    /** What the application must know of them; the pauses between attempts are as they are delivered. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(post.settings());
        settings.put("IMPRIMATUR_WEBHOOK_INTERNAL_HOSTS", "127.0.0.1");
        settings.put("IMPRIMATUR_NOTIFICATION_INTERVAL", "PT0.2S");
        return settings;
    }

    String hook() {
        return "http://127.0.0.1:" + pipeline.getAddress().getPort() + "/hook";
    }

    synchronized void be(Mood now) {
        if (now == Mood.AWAY) {
            keepMails();
            post.shut();
        } else if (mood == Mood.AWAY) {
            post.openAgain();
        }
        mood = now;
        notifyAll();
    }

    /** How often each message arrived, by its id. */
    synchronized Map<String, Integer> arrived() {
        Map<String, Integer> all = new HashMap<>(calls);
        mails.forEach((id, times) -> all.merge(id, times, Integer::sum));
        post.arrived().forEach(mail -> all.merge(id(mail), 1, Integer::sum));
        return all;
    }

    private void keepMails() {
        post.arrived().forEach(mail -> mails.merge(id(mail), 1, Integer::sum));
    }

    /** A Message-ID is the message's own id at the sender's domain. */
    private static String id(PostOffice.Mail mail) {
        return mail.id().substring(1, mail.id().indexOf('@'));
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        int status = status(exchange.getRequestHeaders().getFirst("webhook-id"));
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private synchronized int status(@Nullable String id) {
        if (mood == Mood.AWAY) {
            return AWAY;
        }
        calls.merge(String.valueOf(id), 1, Integer::sum);
        while (mood == Mood.SILENT) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return AWAY;
            }
        }
        return TAKEN;
    }

    @Override
    public void close() {
        pipeline.stop(0);
        threads.shutdownNow();
        post.close();
    }
}
