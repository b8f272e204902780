package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.LiveTraffic;
import io.imprimatur.launcher.journey.ReviewPolicies;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * The five forms in which reviewers decide, each opened, read and completed by the keyboard alone, at 1280 and at 1920
 * pixels, without a serious finding by axe. Their pictures for compliance are made here: {@code -Pscreens}.
 */
@ExtendWith(House.Open.class)
class FormsIT {

    private static final By AMEND = By.cssSelector(".amend");
    private static final By STATED = By.cssSelector("[data-part=stated]");
    private static final By DIGEST = By.cssSelector("[data-part=digest]");

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
    void the_privacy_review_shows_what_changed_since_its_approval_fell() {
        House.Submitted second = second("forms-privacy");
        house().reviewers.approve(Review.PRIVACY, second.release());
        house().reviewers.await(Review.RISK.user(), second.release(), Review.RISK.task());
        ObjectNode card = house().example.amendedCard().deepCopy();
        house().releases.amendCard(second.version(), card.put("purpose", "Estimates the risk of a loan in branches."));
        house().reviewers.approve(Review.RISK, second.release());
        house().reviewers.await(Review.PRIVACY.user(), second.release(), Review.PRIVACY.task());

        OpenForm form =
                OpenForm.byKeyboard(browser, DemoUsers.PRIVACY_OFFICER, "Review the privacy of the release", second, 2);
        browser.awaitText(By.cssSelector("[data-part=approvals]"), "void since");
        assertThat(browser.text(By.cssSelector("[data-part=approvals]"))).contains("purpose", "loan in branches");
        assertThat(browser.text(By.cssSelector("[data-part=evidence]")))
                .contains("Inventory of personal data", "(a) The processing and its purposes", "rows alone");
        looksRight(form, "privacy-review");

        form.claimByKeyboard();
        form.choose("return");
        form.tabTo("#imprimatur-reason");
        form.press("Who keeps the branch's copies?");
        form.completeByKeyboard();

        assertThat(lastDecision(second).path("decision").asText()).isEqualTo("RETURN");
        assertThat(lastDecision(second).path("reason").asText()).isEqualTo("Who keeps the branch's copies?");
    }

    @Test
    void the_risk_assessment_shows_the_version_against_the_champion() {
        House.Submitted second = second("forms-risk");
        house().reviewers.approve(Review.PRIVACY, second.release());
        house().reviewers.await(Review.RISK.user(), second.release(), Review.RISK.task());

        OpenForm form =
                OpenForm.byKeyboard(browser, DemoUsers.RISK_MANAGER, "Assess the risk of the release", second, 5);
        assertThat(browser.text(By.cssSelector("[data-part=glance]"))).contains("proposed class high");
        assertThat(browser.text(By.cssSelector("[data-picture=metrics] svg"))).contains("ROC AUC", "Brier score");
        looksRight(form, "risk-assessment");

        form.claimByKeyboard();
        form.choose("approve");
        form.tabTo("#imprimatur-category");
        form.press("high");
        form.tabTo("#imprimatur-category-reason");
        form.press("Creditworthiness of natural persons: Annex III, 5(b).");
        form.completeByKeyboard();

        assertThat(lastDecision(second).path("decision").asText()).isEqualTo("APPROVE");
    }

    @Test
    void the_risk_manager_amends_a_risk_where_she_reads_it_and_decides_on_the_digest_that_follows() {
        House.Submitted second = second("forms-amend");
        house().reviewers.approve(Review.PRIVACY, second.release());
        house().reviewers.await(Review.RISK.user(), second.release(), Review.RISK.task());
        OpenForm form =
                OpenForm.byKeyboard(browser, DemoUsers.RISK_MANAGER, "Assess the risk of the release", second, 5);
        assertThat(browser.isShown(AMEND)).as("amending takes the claim").isFalse();
        form.claimByKeyboard();
        String read = browser.text(DIGEST);

        form.tabTo(".amend[data-risk=worst-slice]");
        form.press(Keys.ENTER);
        form.fitsAt(1920, 1080);
        assertThat(form.seriousFindings()).as("axe at 1920 pixels").isEmpty();
        form.fitsAt(1280, 960);
        assertThat(form.seriousFindings()).as("axe at 1280 pixels").isEmpty();
        form.press("4");
        form.tabTo("[data-amends=impact]");
        form.press("4");
        form.tabTo("[data-amends=residualLikelihood]");
        form.press("2");
        form.tabTo("[data-amends=residualImpact]");
        form.press("4");
        form.tabTo("[data-amends=owner]");
        form.press("risk-manager");
        form.tabTo("[data-amends=mitigation]");
        form.press(Keys.chord(Keys.CONTROL, "a"), "The group is looked at every month.");
        form.tabTo("the button that amends", focused -> focused.getText().equals("Amend the register"));
        form.press(Keys.ENTER);
        browser.awaitText(By.cssSelector("[data-part=amendment] [role=alert]"), "Say why.");
        form.press("The group is small, and known.");
        form.tabTo("the button that amends", focused -> focused.getText().equals("Amend the register"));
        form.press(Keys.ENTER);

        browser.awaitText(By.cssSelector("[data-part=amended]"), "another digest");
        String amended = browser.text(DIGEST);
        assertThat(amended)
                .matches("[0-9a-f]{64}")
                .isNotEqualTo(read)
                .isEqualTo(house().reviewers.digest(Review.RISK, second.release()));
        assertThat(browser.text(By.cssSelector("[data-part=register]")))
                .contains("4 × 4: high", "2 × 4: low", "The group is looked at every month.")
                .contains("The group is small, and known.");
        form.fitsAt(1280, 960);

        form.choose("approve");
        form.tabTo("#imprimatur-category");
        form.press("high");
        form.tabTo("#imprimatur-category-reason");
        form.press("Creditworthiness of natural persons: Annex III, 5(b).");
        form.completeByKeyboard();

        assertThat(lastDecision(second).path("decision").asText()).isEqualTo("APPROVE");
        assertThat(lastDecision(second).path("evidence").asText()).isEqualTo(amended);
        assertThat(house().releases
                        .get(second.release())
                        .at("/evidence/RISK/register/risks/worst-slice/owner")
                        .asText())
                .isEqualTo("risk-manager");
    }

    @Test
    void the_sign_off_shows_the_test_and_who_served() {
        House.Submitted second = second("forms-sign-off");
        house().reviewers.approve(Review.PRIVACY, second.release());
        house().reviewers.approve(Review.RISK, second.release());
        try (LiveTraffic traffic = new LiveTraffic(house().api, second.model())) {
            house().releases
                    .awaitState(
                            second.release(),
                            "AB_TEST",
                            () -> traffic.send(house().example.liveRows()));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> house().releases
                                    .split(second.model())
                                    .path("challengerShare")
                                    .asInt()
                            == 5000);
            traffic.report(traffic.send(house().example.liveRows()));
        }
        house().reviewers.await(Review.SIGN_OFF.user(), second.release(), Review.SIGN_OFF.task());

        OpenForm form = OpenForm.byKeyboard(browser, DemoUsers.RELEASE_MANAGER, "Sign the release off", second, 7);
        assertThat(browser.text(By.cssSelector("[data-picture=ab-test] svg"))).contains("margin", "outcomes");
        assertThat(browser.text(By.cssSelector("[data-picture=splits] svg"))).contains("v1 50 %, v2 50 % A/B");
        assertThat(browser.text(By.cssSelector("[data-part=decisions]"))).contains("privacy", "risk", "approved");
        assertThat(browser.text(STATED))
                .contains("risk to people that the measures leave", "medium")
                .contains("category of the EU AI Act", "high, because: Creditworthiness of natural persons")
                .contains("highest residual risk of the register");
        looksRight(form, "sign-off");

        form.claimByKeyboard();
        form.choose("approve");
        form.completeByKeyboard();

        assertThat(lastDecision(second).path("gate").asText()).isEqualTo("SIGN_OFF");
    }

    @Test
    void the_re_attestation_says_what_was_stated_and_asks_whether_it_still_holds() {
        ReviewPolicies policies = new ReviewPolicies(house().api);
        ObjectNode before = policies.inForce();
        policies.replace(policies.withTerms("PT10M", "PT9M50S", "PT10M"), "Short terms, to be asked at once.");
        House.Submitted first;
        try {
            first = house().submitFirst("forms-attest");
        } finally {
            policies.replace(before, "The release is under short terms, no other shall be.");
        }
        for (Review review : Review.values()) {
            house().reviewers.approve(review, first.release());
        }
        house().reviewers.await(Review.RISK.user(), first.release(), "Task_Reattest");

        OpenForm form = OpenForm.byKeyboard(browser, DemoUsers.RISK_MANAGER, "Approve the version anew", first, 3);
        assertThat(browser.text(By.cssSelector("[data-part=approvals]")))
                .contains("valid until", "The evidence is what it was then.");
        assertThat(browser.text(STATED)).contains("medium", "privacy officer", "high, because: Creditworthiness");
        assertThat(browser.text(By.cssSelector("[data-part=again]")))
                .contains("At the approval of", "high, because: Creditworthiness of natural persons", "still hold?");
        looksRight(form, "re-attestation");

        form.claimByKeyboard();
        form.choose("approve");
        form.completeInVain("Say whether the category of the EU AI Act still holds.");
        form.press("limited");
        form.completeInVain("Say why it is this category now.");
        form.choose("approve");
        form.tabTo("#imprimatur-again-euAiActCategory");
        form.press("high");
        form.completeByKeyboard();

        assertThat(lastDecision(first).path("stated").path("euAiActReason").asText())
                .isEqualTo("Creditworthiness of natural persons: Annex III, 5(b).");

        assertThat(house().releases.get(first.release()).path("approvals")).hasSize(4);
    }

    @Test
    void the_incident_review_tells_what_happened_before_it_asks_why() {
        House.Submitted second = house().inPilot("forms-incident");
        ObjectNode reason = JsonNodeFactory.instance.objectNode().put("reason", "Applicants complained.");
        house().api
                .post(DemoUsers.OPERATOR, "/api/splits/" + second.model() + "/rollback", reason)
                .expect(200);
        house().reviewers.await(DemoUsers.OPERATOR, second.release(), "Task_IncidentReview");

        OpenForm form = OpenForm.byKeyboard(browser, DemoUsers.OPERATOR, "Review the incident", second, 3);
        assertThat(browser.text(By.cssSelector("[data-part=incidents]")))
                .contains("Rolled back: Applicants complained.");
        looksRight(form, "incident-review");

        form.claimByKeyboard();
        form.tabTo("#imprimatur-root-cause");
        form.completeInVain("Write the root cause down.");
        form.press("The limit was set for another currency.");
        form.completeByKeyboard();

        assertThat(house().reviewers.at(DemoUsers.OPERATOR).task(second.release(), "Task_IncidentReview"))
                .isEmpty();
    }

    private static void looksRight(OpenForm form, String name) {
        form.fitsAt(1920, 1080);
        assertThat(form.seriousFindings()).as("axe at 1920 pixels").isEmpty();
        form.picture(name, 1920);
        form.fitsAt(1280, 960);
        assertThat(form.seriousFindings()).as("axe at 1280 pixels").isEmpty();
        form.picture(name, 1280);
        form.standsAloneOnPaper();
        form.fitsAt(1280, 960);
    }

    /** The second version, submitted on top of a champion, its card complete. */
    private static House.Submitted second(String model) {
        house().inService(model);
        JsonNode version = house().releases.upload(model, 2);
        house().releases.amendCard(version, house().example.amendedCard());
        return new House.Submitted(model, version, house().releases.submit(version, house().plan(2)));
    }

    private static JsonNode lastDecision(House.Submitted release) {
        JsonNode decisions = house().releases.get(release.release()).path("decisions");
        return decisions.path(decisions.size() - 1);
    }
}
