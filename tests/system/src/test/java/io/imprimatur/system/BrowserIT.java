package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** A reviewer's day: she logs in, opens her task in Tasklist, reads the evidence and decides. */
@ExtendWith(House.Open.class)
class BrowserIT {

    private static final By FAULT = By.cssSelector("[data-part=fault]");
    private static final By COMPLETE = By.xpath("//button[normalize-space()='Complete']");

    private Browser browser;

    @BeforeEach
    void open() {
        browser = Browser.open();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void the_privacy_officer_reads_the_evidence_and_approves() {
        House.Submitted first = house().submitFirst("browser");
        house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());

        browser.logIn(DemoUsers.PRIVACY_OFFICER, "/camunda/app/tasklist/");
        browser.click(By.partialLinkText("My role's tasks"));
        browser.picture("tasks");
        browser.click(By.xpath("(//h4[contains(., 'Review the privacy')])[1]"));
        browser.awaitText(By.cssSelector("[data-part=release]"), first.model());
        String digest = house().reviewers.digest(Review.PRIVACY, first.release());
        browser.awaitText(By.cssSelector("[data-part=digest]"), digest);
        assertThat(browser.text(By.cssSelector("[data-part=evidence]"))).containsIgnoringCase("privacy");
        browser.picture("privacy-review");

        browser.click(By.cssSelector("button.claim"));
        browser.awaitGone(By.cssSelector(".disabled-form"));
        browser.click(By.cssSelector("input[name=decision][value=return]"));
        browser.click(COMPLETE);
        browser.awaitText(FAULT, "Say why");
        browser.picture("no-reason");
        assertThat(decisions(first)).isEmpty();

        browser.click(By.cssSelector("input[name=decision][value=approve]"));
        browser.click(COMPLETE);
        browser.awaitGone(COMPLETE);

        await().atMost(Duration.ofSeconds(10)).until(() -> !decisions(first).isEmpty());
        JsonNode approval = house().releases.get(first.release()).path("approvals").path(0);
        assertThat(approval.path("gate").asText()).isEqualTo("PRIVACY");
        assertThat(approval.path("by").asText()).isEqualTo(house().reviewers.at(DemoUsers.PRIVACY_OFFICER).subject());
        assertThat(approval.path("evidence").asText()).isEqualTo(digest);
    }

    @Test
    void the_operator_sees_the_road_of_a_release_in_cockpit() {
        browser.logIn(DemoUsers.OPERATOR, "/camunda/app/cockpit/");
        browser.click(By.linkText("Processes"));
        browser.click(By.partialLinkText("Release a model"));

        browser.seen(By.cssSelector("[data-element-id=CallActivity_PrivacyReview]"));
        browser.picture("cockpit");
    }

    private static JsonNode decisions(House.Submitted release) {
        return house().releases.get(release.release()).path("decisions");
    }
}
