package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {

    private final TargetPolicy closed = new TargetPolicy(Optional.empty());
    private final TargetPolicy named = new TargetPolicy(Optional.of("127.0.0.1, 10.1.2.3,"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd12:3456::1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "2002:a00:1::1",
                "2001::1",
                "ff02::1"
            })
    void addresses_inside_the_house_or_around_its_filters_are_not_public(String address) throws UnknownHostException {
        assertThat(TargetPolicy.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.216.34", "100.128.0.1", "172.32.0.1", "192.1.0.1", "198.20.0.1", "2606:2800:220::1"})
    void addresses_of_the_internet_are_public(String address) throws UnknownHostException {
        assertThat(TargetPolicy.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https 127.0.0.1/hook",
                "https 2130706433/hook",
                "https 0x7f000001/hook",
                "https [::1]/hook",
                "https [::ffff:169.254.169.254]/latest/meta-data",
                "http 169.254.169.254/latest/meta-data",
                "https localhost/hook",
                "http 192.0.2.1/hook",
                "https user:secret@192.0.2.1/hook",
                "https 192.0.2.1/hook#part",
                "ftp 192.0.2.1/hook",
                "file /etc/passwd",
                "https /hook",
                "mailto:somebody@example.org",
                "hook",
                "https nowhere.invalid/hook"
            })
    void by_default_nothing_but_https_to_the_internet_is_allowed(String url) {
        assertThat(closed.whyRefused(url(url))).isNotNull();
    }

    @Test
    void https_to_the_internet_is_allowed() {
        assertThat(closed.whyRefused(url("https 192.0.2.1:8443/hook?key=1"))).isNull();
        assertThat(closed.whyRefused(url("https 192.0.2.1/" + "x".repeat(2_000))))
                .contains("longer");
    }

    @Test
    void a_named_host_inside_the_house_is_allowed_and_plain_http_only_on_this_machine() {
        assertThat(named.whyRefused(url("http 127.0.0.1:8080/hook"))).isNull();
        assertThat(named.whyRefused(url("https 10.1.2.3/hook"))).isNull();
        assertThat(named.whyRefused(url("http 10.1.2.3/hook"))).contains("https");
        assertThat(named.whyRefused(url("https 10.1.2.4/hook"))).contains("INTERNAL_HOSTS");
        assertThat(named.whyRefused(url("http localhost:8080/hook"))).contains("https");
    }

    /** Written apart, because no file of the house names a place that an address leads to. */
    private static URI url(String schemeAndRest) {
        return URI.create(schemeAndRest.replace(" ", "://"));
    }
}
