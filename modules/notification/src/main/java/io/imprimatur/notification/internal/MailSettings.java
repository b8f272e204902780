package io.imprimatur.notification.internal;

import io.imprimatur.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The mail server and one mailbox for each role. People's own addresses are not known here: who reads a role's mailbox
 * is settled where mailboxes are kept. Settings that cannot work turn mail off and are told at the start, so that they
 * never stand in the way of a review or a rollback.
 */
@ApplicationScoped
public class MailSettings {

    /** How long the mail server may take for a connection, and for each answer. */
    private static final String TIMEOUT_MILLIS = "10000";

    private static final Set<String> PROTECTIONS = Set.of("starttls", "implicit", "none");

    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private final String protection;
    private final String from;
    private final Map<String, String> mailboxes = new TreeMap<>();

    @Inject
    public MailSettings(
            @ConfigProperty(name = "imprimatur.mail.host") Optional<String> host,
            @ConfigProperty(name = "imprimatur.mail.port", defaultValue = "587") int port,
            @ConfigProperty(name = "imprimatur.mail.user") Optional<String> user,
            @ConfigProperty(name = "imprimatur.mail.password") Optional<String> password,
            @ConfigProperty(name = "imprimatur.mail.tls", defaultValue = "starttls") String protection,
            @ConfigProperty(name = "imprimatur.mail.from") Optional<String> from,
            @ConfigProperty(name = "imprimatur.mail.to.ml.engineer") Optional<String> mlEngineer,
            @ConfigProperty(name = "imprimatur.mail.to.privacy.officer") Optional<String> privacyOfficer,
            @ConfigProperty(name = "imprimatur.mail.to.risk.manager") Optional<String> riskManager,
            @ConfigProperty(name = "imprimatur.mail.to.release.manager") Optional<String> releaseManager,
            @ConfigProperty(name = "imprimatur.mail.to.operator") Optional<String> operator) {
        this.host = host.orElse("").strip();
        this.port = port;
        this.user = user.orElse("");
        this.password = password.orElse("");
        this.protection = protection.strip().toLowerCase(Locale.ROOT);
        this.from = from.orElse("").strip();
        mlEngineer.ifPresent(address -> mailboxes.put(Role.Names.ML_ENGINEER, address.strip()));
        privacyOfficer.ifPresent(address -> mailboxes.put(Role.Names.PRIVACY_OFFICER, address.strip()));
        riskManager.ifPresent(address -> mailboxes.put(Role.Names.RISK_MANAGER, address.strip()));
        releaseManager.ifPresent(address -> mailboxes.put(Role.Names.RELEASE_MANAGER, address.strip()));
        operator.ifPresent(address -> mailboxes.put(Role.Names.OPERATOR, address.strip()));
    }

    /** For the container's proxy only. */
    protected MailSettings() {
        this.host = "";
        this.port = 0;
        this.user = "";
        this.password = "";
        this.protection = "";
        this.from = "";
    }

    /** Why no mail is sent; null when it is. Names variables and never an address. */
    @Nullable
    String whyOff() {
        if (host.isEmpty()) {
            return "IMPRIMATUR_MAIL_HOST is not set";
        }
        if (!PROTECTIONS.contains(protection)) {
            return "IMPRIMATUR_MAIL_TLS is none of starttls, implicit and none";
        }
        if (protection.equals("none") && !password.isEmpty() && !isThisMachine(host)) {
            return "with IMPRIMATUR_MAIL_TLS=none the password would travel in the clear";
        }
        if (!isAddress(from)) {
            return "IMPRIMATUR_MAIL_FROM is not set, or no address";
        }
        if (mailboxes.isEmpty()) {
            return "no mailbox of a role is set (IMPRIMATUR_MAIL_TO_...)";
        }
        for (Map.Entry<String, String> mailbox : mailboxes.entrySet()) {
            if (!isAddress(mailbox.getValue())) {
                return "the mailbox set for " + mailbox.getKey() + " is no address";
            }
        }
        return null;
    }

    /** The roles that get mail, by their groups. */
    Set<String> roles() {
        return mailboxes.keySet();
    }

    /** The mailbox of a role's group; none where mail is off or the role has none. */
    public Optional<String> mailbox(String group) {
        return whyOff() == null ? Optional.ofNullable(mailboxes.get(group)) : Optional.empty();
    }

    String from() {
        return from;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** For Jakarta Mail: with STARTTLS a server that does not offer it gets no mail at all. */
    Properties session() {
        Properties session = new Properties();
        session.setProperty("mail.transport.protocol", "smtp");
        session.setProperty("mail.smtp.host", host);
        session.setProperty("mail.smtp.port", Integer.toString(port));
        session.setProperty("mail.smtp.auth", Boolean.toString(!user.isEmpty()));
        session.setProperty("mail.smtp.starttls.enable", Boolean.toString(protection.equals("starttls")));
        session.setProperty("mail.smtp.starttls.required", Boolean.toString(protection.equals("starttls")));
        session.setProperty("mail.smtp.ssl.enable", Boolean.toString(protection.equals("implicit")));
        session.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        session.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        session.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        session.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        return session;
    }

    private static boolean isAddress(String text) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(text, true);
            return addresses.length == 1 && addresses[0].getAddress().contains("@");
        } catch (AddressException e) {
            return false;
        }
    }

    @SuppressWarnings("AddressSelection") // any of its addresses says whether it is this machine
    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
