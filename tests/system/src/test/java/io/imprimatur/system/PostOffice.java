package io.imprimatur.system;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mail server of the test's own, on a free port, with a login and a mailbox for each role. */
final class PostOffice implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String USER = "imprimatur";
    private static final String PASSWORD = "only-for-this-test";

    private final int port;
    private GreenMail server;

    /** A mail as it arrived. */
    record Mail(String id, String to, String subject, String text) {

        private static Mail of(MimeMessage received) {
            try {
                String to = Arrays.stream(received.getAllRecipients())
                        .map(Address::toString)
                        .collect(Collectors.joining(","));
                return new Mail(
                        received.getMessageID(),
                        to,
                        received.getSubject(),
                        received.getContent().toString().replace("\r\n", "\n"));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private PostOffice(GreenMail server) {
        this.server = server;
        this.port = server.getSmtp().getPort();
    }

    static PostOffice open() {
        return new PostOffice(start(0));
    }

    private static GreenMail start(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, HOST, ServerSetup.PROTOCOL_SMTP));
        server.setUser(USER, USER, PASSWORD);
        server.start();
        return server;
    }

    /** What the application must know of it. */
    Map<String, String> settings() {
        return Map.of(
                "IMPRIMATUR_MAIL_HOST",
                HOST,
                "IMPRIMATUR_MAIL_PORT",
                Integer.toString(port),
                "IMPRIMATUR_MAIL_TLS",
                "none",
                "IMPRIMATUR_MAIL_USER",
                USER,
                "IMPRIMATUR_MAIL_PASSWORD",
                PASSWORD,
                "IMPRIMATUR_MAIL_FROM",
                "Imprimatur <imprimatur@example.org>",
                "IMPRIMATUR_MAIL_TO_PRIVACY_OFFICER",
                mailbox("privacy-officer"),
                "IMPRIMATUR_MAIL_TO_RISK_MANAGER",
                mailbox("risk-manager"),
                "IMPRIMATUR_MAIL_TO_RELEASE_MANAGER",
                mailbox("release-manager"),
                "IMPRIMATUR_MAIL_TO_OPERATOR",
                mailbox("operator"));
    }

    static String mailbox(String role) {
        return role + "s@example.org";
    }

    /** What arrived about a model, in the order of its arrival. */
    List<Mail> about(String model) {
        return Stream.of(server.getReceivedMessages())
                .map(Mail::of)
                .filter(mail -> mail.subject().contains(": " + model + ", version "))
                .toList();
    }

    /** Nobody answers while the work is done; what had arrived before is gone. */
    <T> T whileAway(Supplier<T> work) {
        server.stop();
        try {
            return work.get();
        } finally {
            server = start(port);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
