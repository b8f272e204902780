package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

        openTask(DemoUsers.PRIVACY_OFFICER, "Review the privacy of the release", first);
        String digest = house().reviewers.digest(Review.PRIVACY, first.release());
        browser.awaitText(By.cssSelector("[data-part=digest]"), digest);
        assertThat(browser.text(By.cssSelector("[data-part=evidence]"))).containsIgnoringCase("privacy");
        browser.awaitText(By.cssSelector("[data-part=glance]"), "Evaluation ✓ passed");
        browser.picture("privacy-review");
        browser.show(By.cssSelector("[data-picture=slices] svg"));
        browser.picture("slices");

        claim();
        browser.click(By.cssSelector("input[name=decision][value=return]"));
        browser.click(COMPLETE);
        browser.awaitText(FAULT, "Say why");
        browser.picture("no-reason");
        assertThat(decisions(first)).isEmpty();

        browser.click(By.cssSelector("input[name=decision][value=approve]"));
        browser.click(COMPLETE);
        browser.awaitText(FAULT, "State the residual risk");
        browser.click(By.cssSelector("#imprimatur-residual-risk option[value=high]"));
        browser.seen(By.id("imprimatur-consultation-reference"));
        browser.click(COMPLETE);
        browser.awaitText(FAULT, "was consulted");
        assertThat(decisions(first)).isEmpty();
        browser.click(By.cssSelector("#imprimatur-residual-risk option[value=medium]"));
        browser.click(COMPLETE);
        browser.awaitGone(COMPLETE);

        await().atMost(Duration.ofSeconds(10)).until(() -> !decisions(first).isEmpty());
        JsonNode approval =
                house().releases.get(first.release()).path("approvals").path(0);
        assertThat(approval.path("gate").asText()).isEqualTo("PRIVACY");
        assertThat(approval.path("by").asText())
                .isEqualTo(house().reviewers.at(DemoUsers.PRIVACY_OFFICER).subject());
        assertThat(approval.path("evidence").asText()).isEqualTo(digest);
    }

    @Test
    void the_engineer_reads_why_it_was_returned_and_reworks_it() {
        House.Submitted first = house().submitFirst("browser-rework");
        house().reviewers.decide(Review.PRIVACY, first.release(), "return", "How long are the inputs kept?");
        house().reviewers.await(DemoUsers.ML_ENGINEER, first.release(), "Task_Rework");

        openTask(DemoUsers.ML_ENGINEER, "Rework the release", first);
        browser.awaitText(By.cssSelector("[data-part=reason]"), "How long are the inputs kept?");
        browser.picture("rework");
        claim();
        browser.click(COMPLETE);

        house().reviewers.await(Review.PRIVACY.user(), first.release(), Review.PRIVACY.task());
    }

    @Test
    void the_operator_writes_down_what_caused_an_incident() {
        House.Submitted second = house().inPilot("browser-incident");
        ObjectNode reason = JsonNodeFactory.instance.objectNode().put("reason", "Applicants complained.");
        house().api
                .post(DemoUsers.OPERATOR, "/api/splits/" + second.model() + "/rollback", reason)
                .expect(200);
        house().reviewers.await(DemoUsers.OPERATOR, second.release(), "Task_IncidentReview");

        openTask(DemoUsers.OPERATOR, "Review the incident", second);
        browser.picture("incident-review");
        claim();
        browser.type(By.id("imprimatur-root-cause"), "The limit was set for another currency.");
        browser.click(COMPLETE);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> house().reviewers
                        .at(DemoUsers.OPERATOR)
                        .task(second.release(), "Task_IncidentReview")
                        .isEmpty());
    }

    @Test
    void the_operator_sees_the_road_of_a_release_in_cockpit() {
        browser.logIn(DemoUsers.OPERATOR, "/camunda/app/cockpit/");
        browser.click(By.linkText("Processes"));
        browser.click(By.partialLinkText("Release a model"));

        browser.seen(By.cssSelector("[data-element-id=CallActivity_PrivacyReview]"));
        browser.picture("cockpit");
    }

    /** Opens the newest task of this name and waits until its form shows the release. */
    private void openTask(String user, String name, House.Submitted release) {
        browser.logIn(user, "/camunda/app/tasklist/");
        browser.click(By.partialLinkText("My role's tasks"));
        browser.click(By.xpath("(//h4[normalize-space()='" + name + "'])[1]"));
        browser.awaitText(By.cssSelector("[data-part=release]"), release.model());
    }

    private void claim() {
        browser.click(By.cssSelector("button.claim"));
        browser.awaitGone(By.cssSelector(".disabled-form"));
    }

    private static JsonNode decisions(House.Submitted release) {
        return house().releases.get(release.release()).path("decisions");
    }
}
