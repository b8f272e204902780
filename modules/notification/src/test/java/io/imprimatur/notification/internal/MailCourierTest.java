package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, to a real SMTP server. */
class MailCourierTest {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private final Message message = new Message(
            new UUID(1, 2),
            "operator",
            "SIGN_OFF",
            "Sign-off: credit-risk, version 3",
            "Please sign off.\n\nModel: credit-risk\n",
            Instant.parse("2026-03-01T12:00:00Z"),
            1);

    @BeforeEach
    void start() {
        server.start();
        server.setUser("imprimatur", "imprimatur", "right");
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void a_mail_arrives_in_the_mailbox_of_the_role_under_its_own_id() throws Exception {
        assertThat(send(courier("none", "right"))).isEqualTo(Delivery.SENT);

        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getMessageID()).isEqualTo("<00000000-0000-0001-0000-000000000002@example.org>");
        assertThat(received.getAllRecipients()[0].toString()).isEqualTo("operators@example.org");
        assertThat(received.getFrom()[0].toString()).contains("imprimatur@example.org");
        assertThat(received.getSubject()).isEqualTo("Sign-off: credit-risk, version 3");
        assertThat(received.getContentType()).startsWith("text/plain").containsIgnoringCase("utf-8");
        assertThat(received.getContent().toString().replace("\r\n", "\n").strip())
                .isEqualTo("Please sign off.\n\nModel: credit-risk");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received.getSentDate().toInstant()).isEqualTo(message.createdAt());
    }

    @Test
    void a_server_without_encryption_gets_nothing_unless_that_was_allowed() {
        assertThat(send(courier("starttls", "right")).outcome()).isEqualTo(Delivery.Outcome.FAILED);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_refused_login_and_an_absent_server_are_told_without_a_word_of_theirs() {
        assertThat(send(courier("none", "wrong"))).isEqualTo(Delivery.failed("the mail server refused the login"));

        MailCourier courier = courier("none", "right");
        server.stop();
        assertThat(send(courier).failure())
                .startsWith("no mail could be handed over: ")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void a_mailbox_that_was_taken_away_keeps_the_mail_for_later() {
        Message other = new Message(message.id(), "auditor", "SIGN_OFF", "Sign-off", "Please.", message.createdAt(), 1);

        assertThat(courier("none", "right").send(other).join().outcome()).isEqualTo(Delivery.Outcome.FAILED);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    private Delivery send(MailCourier courier) {
        return courier.send(message).join();
    }

    private MailCourier courier(String protection, String password) {
        return new MailCourier(new MailSettings(
                Optional.of("127.0.0.1"),
                server.getSmtp().getPort(),
                Optional.of("imprimatur"),
                Optional.of(password),
                protection,
                Optional.of("Imprimatur <imprimatur@example.org>"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("operators@example.org")));
    }
}
