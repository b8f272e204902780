package io.imprimatur.notification.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where webhooks may go: over https to addresses of the public Internet. Hosts inside the house must be named in the
 * configuration, or the application would be a way around the firewall; plain http is for such a host on this machine.
 */
@ApplicationScoped
public class TargetPolicy {

    private static final int LONGEST_URL = 2000;

    private final Set<String> internalHosts;

    @Inject
    public TargetPolicy(@ConfigProperty(name = "imprimatur.webhook.internal.hosts") Optional<String> internalHosts) {
        this.internalHosts = Arrays.stream(internalHosts.orElse("").split(","))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** For the container's proxy only. */
    protected TargetPolicy() {
        this.internalHosts = Set.of();
    }

    /**
     * Why nothing may be sent to this address; null when it may. Asked at registration and again before every attempt,
     * because names move.
     */
    public @Nullable String whyRefused(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String host = url.getHost();
        if (host == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            return "it needs a host, and no user or fragment";
        }
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return "it must be https";
        }
        if (url.toString().length() > LONGEST_URL) {
            return "it is longer than " + LONGEST_URL + " characters";
        }
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return "its host has no address";
        }
        boolean named = internalHosts.contains(bare(host));
        if (scheme.equals("http") && !(named && all(addresses, InetAddress::isLoopbackAddress))) {
            return "it must be https; http is for a named host on this machine";
        }
        if (!named && !all(addresses, TargetPolicy::isPublic)) {
            return "its host is inside the house and not named in IMPRIMATUR_WEBHOOK_INTERNAL_HOSTS";
        }
        return null;
    }

    private static boolean all(InetAddress[] addresses, Predicate<InetAddress> condition) {
        return Arrays.stream(addresses).allMatch(condition);
    }

    /** IPv6 literals stand in brackets. */
    private static String bare(String host) {
        return host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
    }

    /** None of the special-purpose ranges (RFC 6890) that lead to this machine, this network or around a filter. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            boolean shared = first == 100 && (second & 0xc0) == 64;
            boolean protocols = first == 192 && second == 0 && bytes[2] == 0;
            boolean benchmarks = first == 198 && (second & 0xfe) == 18;
            return first != 0 && first < 240 && !shared && !protocols && !benchmarks;
        }
        boolean unique = (first & 0xfe) == 0xfc;
        // Addresses that carry an IPv4 address inside: NAT64 (RFC 6052, RFC 8215), 6to4, Teredo, IPv4-compatible.
        boolean translated = first == 0 && second == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        boolean sixToFour = first == 0x20 && second == 0x02;
        boolean teredo = first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0;
        boolean compatible = first == 0 && second == 0;
        return !unique && !translated && !sixToFour && !teredo && !compatible;
    }
}
