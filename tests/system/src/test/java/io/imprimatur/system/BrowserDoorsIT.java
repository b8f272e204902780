package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page of another house, or who sits at the same machine, tries on a reviewer's browser. */
@ExtendWith(House.Open.class)
class BrowserDoorsIT {

    private static final String TASKS = "/camunda/api/engine/engine/default/task?maxResults=1";

    @Test
    void the_session_that_was_there_before_the_login_is_not_the_one_after_it() {
        HandBrowser victim = new HandBrowser();
        victim.page(HandBrowser.TASKLIST).expect(302);
        String planted = victim.cookie("JSESSIONID");
        assertThat(planted).isNotEmpty();

        victim.logIn(HandBrowser.TASKLIST, DemoUsers.PRIVACY_OFFICER).expect(302);

        assertThat(victim.cookie("JSESSIONID")).isNotEmpty().isNotEqualTo(planted);
        victim.ask(TASKS).expect(200);
        HandBrowser attacker = new HandBrowser();
        attacker.plant("JSESSIONID", planted);
        attacker.ask(TASKS).expect(401);
    }

    @Test
    void nobody_chooses_the_id_of_a_session() {
        HandBrowser victim = new HandBrowser();
        victim.plant("JSESSIONID", "chosen-by-somebody-else");

        victim.logIn(HandBrowser.TASKLIST, DemoUsers.PRIVACY_OFFICER).expect(302);

        assertThat(victim.cookie("JSESSIONID")).doesNotContain("chosen-by-somebody-else");
        victim.ask(TASKS).expect(200);
    }

    @Test
    void no_script_reads_the_sessions_cookie_and_no_other_site_has_it_sent() {
        HandBrowser browser = new HandBrowser();
        Answer loggedIn = browser.logIn(HandBrowser.TASKLIST, DemoUsers.PRIVACY_OFFICER);
        Answer page = browser.page(HandBrowser.TASKLIST).expect(200);

        assertThat(cookies(loggedIn, "JSESSIONID"))
                .isNotEmpty()
                .allSatisfy(cookie ->
                        assertThat(cookie).containsIgnoringCase("HttpOnly").containsIgnoringCase("SameSite=Lax"));
        assertThat(cookies(page, "XSRF-TOKEN"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).containsIgnoringCase("SameSite=Lax"));
    }

    @Test
    void a_post_without_the_token_of_the_session_or_from_a_foreign_page_is_refused() {
        House.Submitted release = house().submitFirst("doors-csrf");
        String task = house().reviewers
                .await(DemoUsers.PRIVACY_OFFICER, release.release(), Review.PRIVACY.task())
                .id();
        HandBrowser browser = new HandBrowser();
        browser.logIn(HandBrowser.TASKLIST, DemoUsers.PRIVACY_OFFICER);
        browser.page(HandBrowser.TASKLIST).expect(200);
        String token = browser.cookie("XSRF-TOKEN");
        assertThat(token).isNotEmpty();
        String claim = "/camunda/api/engine/engine/default/task/" + task + "/claim";
        String body = "{\"userId\":\""
                + house().reviewers.at(DemoUsers.PRIVACY_OFFICER).subject() + "\"}";
        String own = house().base.toString();

        for (Map<String, String> forged :
                List.of(Map.<String, String>of(), Map.of("X-XSRF-TOKEN", "0".repeat(token.length())))) {
            // Whoever sends a wrong one loses the session, so each tries with one of his own.
            HandBrowser lured = new HandBrowser();
            lured.logIn(HandBrowser.TASKLIST, DemoUsers.PRIVACY_OFFICER);
            lured.page(HandBrowser.TASKLIST).expect(200);
            lured.post(claim, body, forged).expect(403);
        }
        for (String origin : List.of("https://evil.example", "null", own + ".evil.example")) {
            Answer foreign = browser.post(claim, body, Map.of("X-XSRF-TOKEN", token, "Origin", origin));
            assertThat(foreign.expect(403).body()).contains("ORIGIN_FOREIGN");
        }
        assertThat(house().reviewers
                        .at(DemoUsers.PRIVACY_OFFICER)
                        .task(release.release(), Review.PRIVACY.task())
                        .orElseThrow()
                        .assignee())
                .isEmpty();

        browser.post(claim, body, Map.of("X-XSRF-TOKEN", token, "Origin", own)).expect(204);
    }

    @Test
    void no_other_house_shows_our_pages_within_its_own() {
        HandBrowser browser = new HandBrowser();
        browser.logIn(HandBrowser.TASKLIST, DemoUsers.OPERATOR);

        List<Answer> answers = new ArrayList<>();
        for (String page :
                List.of(HandBrowser.TASKLIST, "/camunda/app/cockpit/default/", "/camunda/app/admin/default/", "/")) {
            answers.add(browser.page(page));
        }
        answers.add(browser.ask(TASKS));
        answers.add(browser.ask("/api/models"));
        for (Answer shown : answers) {
            String page = shown.expect(200).request();
            assertThat(shown.header("X-Frame-Options")).as(page).isEqualTo("SAMEORIGIN");
            assertThat(shown.header("X-Content-Type-Options")).as(page).isEqualTo("nosniff");
        }
        assertThat(browser.page(HandBrowser.TASKLIST).header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'")
                .contains("object-src 'none'")
                .contains("base-uri 'self'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/../camunda/app/tasklist/default/",
                "//evil.example/%2e%2e/camunda/app/tasklist/default/",
                "//evil.example/..;/camunda/app/tasklist/default/",
                "///evil.example/../camunda/app/tasklist/default/",
                "/camunda/app/tasklist/default/?redirect=https://evil.example/",
                "/camunda/app/tasklist/default/?target=//evil.example/",
                "/camunda/app//evil.example/../tasklist/default/",
                "/camunda/../camunda/app/tasklist/default/"
            })
    void the_way_back_from_the_login_leads_to_this_house_alone(String asked) {
        HandBrowser browser = new HandBrowser();
        Answer begun = browser.page(asked);
        if (begun.status() != 302) {
            assertThat(begun.status()).isIn(400, 401, 404);
            return;
        }
        assertThat(begun.header("Location"))
                .startsWith(String.valueOf(house().stack.addresses().issuer()))
                .contains("redirect_uri=" + encoded(house().base + "/camunda/oidc/callback"))
                .doesNotContain("evil");

        Answer back = new HandBrowser().logIn(asked, DemoUsers.PRIVACY_OFFICER).expect(302);

        assertHere(back);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/../camunda/app",
                "//evil.example/../camunda/app/tasklist",
                "//evil.example/../camunda/app/tasklist/",
                "///evil.example/..;/camunda/app/cockpit",
                "/camunda/app//evil.example/",
                "/camunda/app/tasklist//evil.example",
                "/camunda/app"
            })
    void no_redirect_of_the_web_applications_leads_away(String asked) {
        HandBrowser browser = new HandBrowser();
        browser.logIn(HandBrowser.TASKLIST, DemoUsers.OPERATOR);

        Answer answer = browser.page(asked);

        if (answer.status() / 100 == 3) {
            assertHere(answer);
        } else {
            assertThat(answer.status()).isIn(200, 400, 401, 403, 404);
        }
    }

    @Test
    void the_logout_leads_back_here_whatever_it_is_asked() {
        HandBrowser browser = new HandBrowser();
        browser.logIn(HandBrowser.TASKLIST, DemoUsers.PRIVACY_OFFICER);

        Answer out = browser.page("/camunda/logout?post_logout_redirect_uri=https://evil.example/")
                .expect(302);

        assertThat(out.header("Location"))
                .startsWith(String.valueOf(house().stack.addresses().issuer()))
                .contains("post_logout_redirect_uri=" + encoded(house().base + HandBrowser.TASKLIST))
                .doesNotContain("evil");
        browser.ask(TASKS).expect(401);
    }

    @Test
    void an_answer_to_a_login_that_nobody_began_logs_nobody_in() {
        HandBrowser browser = new HandBrowser();
        browser.page("/camunda/oidc/callback?code=stolen&state=guessed").expect(401);
        browser.page(HandBrowser.TASKLIST).expect(302);
        browser.page("/camunda/oidc/callback?code=stolen&state=guessed").expect(401);

        browser.ask(TASKS).expect(401);
    }

    private static void assertHere(Answer redirect) {
        URI target = URI.create(house().base + "/").resolve(redirect.header("Location"));
        assertThat(target.getAuthority())
                .as(redirect.header("Location"))
                .isEqualTo(house().base.getAuthority());
    }

    private static List<String> cookies(Answer answer, String name) {
        return answer.response().headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .toList();
    }

    private static String encoded(String address) {
        return URLEncoder.encode(address, StandardCharsets.UTF_8);
    }
}
