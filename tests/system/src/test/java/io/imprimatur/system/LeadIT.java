package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.launcher.journey.Await;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A review that whoever claimed it leaves undone, and the lead of the role who is called for it. */
@ExtendWith(House.Open.class)
class LeadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LEADS = DemoUsers.PRIVACY_OFFICER + "-lead";
    private static final String IDLE = "idle-officer";
    private static final String LEAD = "leading-officer";
    private static final String ONLY_LEAD = "lead-without-role";

    @BeforeAll
    static void hire() {
        People people = new People();
        people.add(IDLE, DemoUsers.PRIVACY_OFFICER);
        people.add(LEAD, DemoUsers.PRIVACY_OFFICER, LEADS);
        people.add(ONLY_LEAD, LEADS);
    }

    @Test
    void a_review_that_its_claimant_leaves_undone_comes_to_the_lead_who_claims_and_decides_it() {
        String release = house().submitFirst("lead-escalated").release();
        Tasklist.Task task = house().reviewers.await(IDLE, release, Review.PRIVACY.task());
        house().reviewers.at(IDLE).claim(task.id()).expect(204);
        Tasklist lead = house().reviewers.at(LEAD);
        assertThat(lead.claim(task.id()).expect(409).body()).contains("TASK_CLAIMED");
        Tasklist onlyLead = Tasklist.session(house().http, house().base, ONLY_LEAD);
        Await.until("the lead is called", PATIENCE, () -> {
            letItsTimePass(task.id());
            return lead.task(release, Review.PRIVACY.task())
                    .filter(open -> open.assignee().isEmpty());
        });

        assertThat(trail(release)).containsSubsequence("REMINDER", "DEPUTY", "LEAD");
        Map<String, String> approval = Reviewers.variables(
                Review.PRIVACY, "approve", "", house().reviewers.digest(Review.PRIVACY, release));
        assertThat(onlyLead.tasks(release)).as("to lead is no role").isEmpty();
        onlyLead.submit(task.id(), approval).expect(403);

        lead.claim(task.id()).expect(204);
        lead.submit(task.id(), approval).expect(200, 204);

        JsonNode decision = house().releases.get(release).path("decisions").path(0);
        assertThat(decision.path("by").asText()).isEqualTo(lead.subject());
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());
    }

    /** What the chase of the task waits for is due now. */
    private static void letItsTimePass(String task) {
        try (Connection connection = house().stack.postgres().connect("imprimatur");
                PreparedStatement update = connection.prepareStatement("""
                        update camunda.act_ru_job set duedate_ = now() - interval '1 second'
                        where type_ = 'timer' and process_instance_id_ in
                          (select proc_inst_id_ from camunda.act_ru_execution where business_key_ = ?)""")) {
            update.setString(1, task);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How far the ledger says the chase has gone, in the order of its steps. */
    private static List<String> trail(String release) {
        List<String> steps = new ArrayList<>();
        for (JsonNode entry : house().api
                .get(DemoUsers.AUDITOR, "/api/releases/" + release + "/trail?format=json")
                .expect(200)
                .json()) {
            if (entry.path("kind").asText().equals("REVIEW_OVERDUE")) {
                steps.add(entry.path("details").path("step").asText());
            }
        }
        return steps;
    }
}
