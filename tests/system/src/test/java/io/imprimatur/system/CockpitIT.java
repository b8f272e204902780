package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With all that is closed, the operator's pages still get what they ask for. */
@ExtendWith(House.Open.class)
class CockpitIT {

    private static final String ENGINE = "/camunda/api/engine/engine/default/";

    @Test
    void no_page_of_cockpit_admin_and_tasklist_asks_for_what_it_cannot_have() {
        String release = house().submitFirst("cockpit").release();
        house().reviewers.await(DemoUsers.PRIVACY_OFFICER, release, Review.PRIVACY.task());
        String instance =
                idOf("process-instance?maxResults=10&processDefinitionKey=release-model&businessKey=" + release);
        String definition = idOf("process-definition?maxResults=10&key=release-model&latestVersion=true");

        try (Browser browser = Browser.open()) {
            browser.logIn(DemoUsers.OPERATOR, "/camunda/app/cockpit/");
            String cockpit = "/camunda/app/cockpit/default/#/";
            for (String page : List.of(
                    "dashboard",
                    "processes",
                    "process-definition/" + definition + "/runtime",
                    "process-definition/" + definition + "/runtime?tab=called-process-definitions-tab",
                    "process-definition/" + definition + "/runtime?tab=jobs-tab",
                    "process-instance/" + instance + "/runtime",
                    "process-instance/" + instance + "/runtime?tab=user-tasks-tab",
                    "process-instance/" + instance + "/runtime?tab=incidents-tab",
                    "decisions",
                    "tasks",
                    "repository")) {
                assertServed(browser, cockpit + page);
            }
            String admin = "/camunda/app/admin/default/#/";
            for (String page : List.of("users", "groups", "authorization?resource=7")) {
                assertServed(browser, admin + page);
            }
            assertServed(browser, "/camunda/app/tasklist/default/");
        }
    }

    /** Nothing was answered with a refusal of the request itself, nor with a server error. */
    private static void assertServed(Browser browser, String page) {
        browser.open(page);
        List<String> answers = settled(browser);
        assertThat(answers).as(page).isNotEmpty().noneMatch(answer -> answer.matches("(400|5\\d\\d) .*"));
    }

    /** What was asked when two looks in a row find nothing new. */
    private static List<String> settled(Browser browser) {
        int[] before = {-1};
        return await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(browser::asked, asked -> {
                    boolean same = !asked.isEmpty() && asked.size() == before[0];
                    before[0] = asked.size();
                    return same;
                });
    }

    private static String idOf(String query) {
        return house().reviewers
                .at(DemoUsers.OPERATOR)
                .read(ENGINE + query)
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
    }
}
