package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Hands mails to the mail server. The Message-ID is the message's own, so that a mailbox can drop a double. */
@ApplicationScoped
public class MailCourier implements Courier {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final MailSettings settings;

    @Inject
    public MailCourier(MailSettings settings) {
        this.settings = settings;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected MailCourier() {
        this.settings = null;
    }

    @Override
    public Channel channel() {
        return Channel.MAIL;
    }

    @Override
    public CompletableFuture<Delivery> send(Message message) {
        return CompletableFuture.completedFuture(attempt(message));
    }

    private Delivery attempt(Message message) {
        Optional<String> mailbox = settings.mailbox(message.destination());
        if (mailbox.isEmpty()) {
            return Delivery.failed("mail is off, or the role has no mailbox any more");
        }
        try {
            Session session = Session.getInstance(settings.session());
            MimeMessage mail = write(message, mailbox.get(), session);
            Transport.send(mail, settings.user(), settings.password());
            return Delivery.SENT;
        } catch (AuthenticationFailedException e) {
            return Delivery.failed("the mail server refused the login");
        } catch (SendFailedException e) {
            return Delivery.failed("the mail server refused the mail");
        } catch (MessagingException e) {
            return Delivery.failed("no mail could be handed over: "
                    + (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        }
    }

    private MimeMessage write(Message message, String mailbox, Session session) throws MessagingException {
        InternetAddress from = new InternetAddress(settings.from(), true);
        MimeMessage mail = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + message.id() + "@" + domain(from) + ">");
            }
        };
        mail.setFrom(from);
        mail.setRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(mailbox, true));
        mail.setSubject(message.subject(), UTF_8);
        mail.setText(message.content(), UTF_8);
        mail.setSentDate(Date.from(message.createdAt()));
        // RFC 3834: nobody's absence note answers it.
        mail.setHeader("Auto-Submitted", "auto-generated");
        return mail;
    }

    private static String domain(InternetAddress from) {
        String address = from.getAddress();
        return address.substring(address.indexOf('@') + 1);
    }
}
