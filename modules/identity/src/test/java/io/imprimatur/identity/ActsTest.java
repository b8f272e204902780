package io.imprimatur.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.ReleaseId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActsTest {

    private static final Actor OFFICER = new Actor("5a1e", Set.of(Role.PRIVACY_OFFICER));

    @Test
    void without_an_act_the_house_itself_acts() {
        assertThat(Acts.current().actor()).isEqualTo(Actor.SYSTEM);
    }

    @Test
    void an_act_ends_where_it_began_and_gives_way_to_the_one_before() {
        try (var request = Acts.begin(Act.of(OFFICER, "POST /api/releases"))) {
            try (var inner = Acts.begin(Act.system("guardrail"))) {
                assertThat(Acts.current().cause()).isEqualTo("guardrail");
            }
            assertThat(Acts.current().actor()).isEqualTo(OFFICER);
        }
        assertThat(Acts.current().actor()).isEqualTo(Actor.SYSTEM);
    }

    @Test
    void what_an_act_concerns_is_forgotten_with_the_act() {
        ReleaseId release = ReleaseId.random();
        try (var request = Acts.begin(Act.of(OFFICER, "POST /api/releases"))) {
            Acts.concerning(release);
            assertThat(Acts.current().release()).isEqualTo(release);
        }
        assertThat(Acts.current().release()).isNull();
    }

    @Test
    void an_actor_with_several_roles_is_not_said_to_act_in_any_until_told() {
        Actor both = new Actor("5a1e", Set.of(Role.OPERATOR, Role.RELEASE_MANAGER));

        assertThat(Act.of(both, "POST").role()).isNull();
        assertThat(Act.of(both, "POST").in(Role.OPERATOR).role()).isEqualTo(Role.OPERATOR);
    }

    @Test
    void groups_that_are_no_role_of_the_house_give_nothing() {
        assertThat(Actor.of("5a1e", List.of("auditor", "admin", "camunda-admin", "AUDITOR"))
                        .roles())
                .containsExactly(Role.AUDITOR);
    }
}
