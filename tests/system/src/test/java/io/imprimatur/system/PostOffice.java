package io.imprimatur.system;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/**
 * A mail server of the test's own, on a free port, with a login and a mailbox for each role. It takes no mail and no
 * login before STARTTLS (RFC 3207), so whatever arrives came encrypted, to a server whose certificate the sender knew.
 */
public final class PostOffice implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String USER = "imprimatur";
    private static final String PASSWORD = "only-for-this-test";

    private final HouseCertificate certificate = HouseCertificate.make(HOST);
    private final List<Mail> arrived = new CopyOnWriteArrayList<>();
    private final int port;
    private SMTPServer server;

    /** A mail as it arrived. */
    public record Mail(String id, String to, String subject, String text) {

        private static Mail of(byte[] received) {
            try (InputStream bytes = new ByteArrayInputStream(received)) {
                MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()), bytes);
                String to = Arrays.stream(mail.getAllRecipients())
                        .map(Address::toString)
                        .collect(Collectors.joining(","));
                return new Mail(
                        mail.getMessageID(),
                        to,
                        mail.getSubject(),
                        mail.getContent().toString().replace("\r\n", "\n"));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private PostOffice() {
        this.server = start(0);
        this.port = server.getPortAllocated();
    }

    public static PostOffice open() {
        return new PostOffice();
    }

    private SMTPServer start(int onPort) {
        SMTPServer started = SMTPServer.port(onPort)
                .bindAddress(InetAddress.getLoopbackAddress())
                .startTlsSocketFactory(certificate.server(), false)
                .requireTLS()
                .requireAuth()
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!USER.equals(user) || !PASSWORD.equals(password)) {
                        throw new LoginFailedException();
                    }
                }))
                .simpleMessageListener(new SimpleMessageListener() {
                    @Override
                    public boolean accept(String from, String recipient) {
                        return true;
                    }

                    @Override
                    public void deliver(String from, String recipient, InputStream data) throws IOException {
                        arrived.add(Mail.of(data.readAllBytes()));
                    }
                })
                .build();
        started.start();
        return started;
    }

    /** What the application must know of it. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "IMPRIMATUR_MAIL_HOST",
                HOST,
                "IMPRIMATUR_MAIL_PORT",
                Integer.toString(port),
                "IMPRIMATUR_MAIL_TLS",
                "starttls",
                "IMPRIMATUR_MAIL_USER",
                USER,
                "IMPRIMATUR_MAIL_PASSWORD",
                PASSWORD,
                "IMPRIMATUR_MAIL_FROM",
                "Imprimatur <imprimatur@example.org>"));
        for (String role : List.of("privacy-officer", "risk-manager", "release-manager", "operator")) {
            settings.put("IMPRIMATUR_MAIL_TO_" + role.toUpperCase(Locale.ROOT).replace('-', '_'), mailbox(role));
        }
        // As an operator makes the certificates of his own house known to Java.
        settings.put("JAVA_TOOL_OPTIONS", certificate.trust());
        return settings;
    }

    static String mailbox(String role) {
        return role + "s@example.org";
    }

    /** What arrived since it was opened last, in the order of its arrival. */
    public List<Mail> arrived() {
        return List.copyOf(arrived);
    }

    /** What arrived about a model, in the order of its arrival. */
    List<Mail> about(String model) {
        return arrived.stream()
                .filter(mail -> mail.subject().contains(": " + model + ", version "))
                .toList();
    }

    /** Nobody answers while the work is done; what had arrived before is gone. */
    <T> T whileAway(Supplier<T> work) {
        shut();
        try {
            return work.get();
        } finally {
            openAgain();
        }
    }

    /** Nobody answers any more; what had arrived is gone. */
    public void shut() {
        server.stop();
        arrived.clear();
    }

    public void openAgain() {
        server = start(port);
    }

    @Override
    public void close() {
        server.stop();
    }
}
