package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailSettingsTest {

    @Test
    void without_a_host_mail_is_off_and_says_so() {
        MailSettings off = settings("", "", "starttls", "imprimatur@example.org", "risk@example.org");

        assertThat(off.whyOff()).contains("IMPRIMATUR_MAIL_HOST");
        assertThat(off.mailbox("risk-manager")).isEmpty();
    }

    @Test
    void a_role_with_a_mailbox_gets_mail_and_the_others_none() {
        MailSettings on = settings("mail.example.org", "pw", "starttls", "imprimatur@example.org", "risk@example.org");

        assertThat(on.whyOff()).isNull();
        assertThat(on.mailbox("risk-manager")).contains("risk@example.org");
        assertThat(on.mailbox("privacy-officer")).isEmpty();
        assertThat(on.roles()).containsExactly("risk-manager");
    }

    @Test
    void by_default_a_server_that_offers_no_encryption_gets_no_mail() {
        MailSettings on = settings("mail.example.org", "pw", "starttls", "imprimatur@example.org", "risk@example.org");

        assertThat(on.session())
                .containsEntry("mail.smtp.starttls.required", "true")
                .containsEntry("mail.smtp.ssl.checkserveridentity", "true")
                .containsEntry("mail.smtp.auth", "true");
    }

    @Test
    void settings_that_cannot_work_turn_mail_off_and_name_the_variable_but_no_address() {
        String from = "imprimatur@example.org";
        String to = "risk@example.org";
        assertThat(settings("mail.example.org", "", "ssl", from, to).whyOff()).contains("IMPRIMATUR_MAIL_TLS");
        assertThat(settings("192.0.2.1", "pw", "none", from, to).whyOff()).contains("in the clear");
        assertThat(settings("mail.example.org", "", "starttls", "", to).whyOff())
                .contains("IMPRIMATUR_MAIL_FROM");
        assertThat(settings("mail.example.org", "", "starttls", from, "").whyOff())
                .contains("MAIL_TO");
        assertThat(settings("mail.example.org", "", "starttls", from, "a@b.example, c@d.example")
                        .whyOff())
                .contains("risk-manager")
                .doesNotContain("b.example");
        assertThat(settings("localhost", "pw", "none", from, to).whyOff()).isNull();
        assertThat(settings("192.0.2.1", "", "none", from, to).whyOff()).isNull();
    }

    private static MailSettings settings(String host, String password, String protection, String from, String to) {
        Optional<String> user = password.isEmpty() ? Optional.empty() : Optional.of("imprimatur");
        return new MailSettings(
                text(host),
                587,
                user,
                text(password),
                protection,
                text(from),
                Optional.empty(),
                Optional.empty(),
                text(to),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<String> text(String value) {
        return Optional.of(value).filter(set -> !set.isEmpty());
    }
}
