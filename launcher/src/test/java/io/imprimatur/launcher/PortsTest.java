package io.imprimatur.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void the_usual_ports_hold_where_the_environment_says_nothing() {
        assertThat(Ports.from(Map.of("IMPRIMATUR_HTTP_PORT", "9000", "IMPRIMATUR_POSTGRES_PORT", " ")))
                .isEqualTo(new Ports(9000, 8180, 8190, 5433));
    }

    @Test
    void a_port_that_is_no_number_is_refused_by_the_name_of_its_variable() {
        assertThatThrownBy(() -> Ports.from(Map.of("IMPRIMATUR_KEYCLOAK_PORT", "80a")))
                .isInstanceOf(LaunchFailed.class)
                .hasMessage("IMPRIMATUR_KEYCLOAK_PORT is '80a', but a port is a number from 1 to 65535.");
        assertThatThrownBy(() -> Ports.from(Map.of("IMPRIMATUR_KEYCLOAK_PORT", "65536")))
                .isInstanceOf(LaunchFailed.class);
    }

    @Test
    void a_port_in_use_is_named_with_the_variable_that_changes_it() throws IOException {
        Ports free = Ports.free();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = new Ports(free.http(), taken.getLocalPort(), free.keycloakManagement(), free.postgres());
            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(LaunchFailed.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("IMPRIMATUR_KEYCLOAK_PORT");
        }
    }

    @Test
    void a_port_that_somebody_holds_on_all_addresses_is_in_use() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
        }
    }

    @Test
    void two_servers_never_get_the_same_port() {
        Ports free = Ports.free();
        assertThatThrownBy(
                        () -> new Ports(free.http(), free.keycloak(), free.keycloak(), free.postgres()).requireFree())
                .isInstanceOf(LaunchFailed.class);
        assertThat(Stream.of(free.http(), free.keycloak(), free.keycloakManagement(), free.postgres()))
                .doesNotHaveDuplicates();
    }
}
