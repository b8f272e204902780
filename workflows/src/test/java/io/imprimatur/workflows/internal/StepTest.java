package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.workflows.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The acting person travels with the case: a job continues the act of whoever completed the task before it. */
class StepTest {

    private static final List<Act> DURING = new ArrayList<>();
    private static final List<Act> AT_COMMIT = new ArrayList<>();
    private static final ProcessEngine ENGINE = engine();

    private static ProcessEngine engine() {
        Map<Object, Object> beans = new FakeSteps().beans();
        beans.put("privacyFindings", new Step() {
            @Override
            void run(Case current) {
                DURING.add(Acts.current());
                current.set(Variables.REVIEWERS, 1);
                Context.getCommandContext()
                        .getTransactionContext()
                        .addTransactionListener(TransactionState.COMMITTED, context -> AT_COMMIT.add(Acts.current()));
            }
        });
        return Engines.with(new FakeDecisions(), beans).buildProcessEngine();
    }

    @BeforeEach
    void forget() {
        DURING.clear();
        AT_COMMIT.clear();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void a_job_acts_in_the_name_of_who_started_the_case_and_says_why() {
        Road road = new Road(ENGINE).start(PRIVACY_REVIEW);

        assertThat(DURING).singleElement().satisfies(act -> {
            assertThat(act.actor().subject()).isEqualTo("somebody");
            assertThat(act.role()).isEqualTo(Role.ML_ENGINEER);
            assertThat(act.cause()).isEqualTo("privacy-review/Task_PrepareFindings");
            assertThat(String.valueOf(act.release())).isEqualTo(road.release);
        });
    }

    @Test
    void a_job_after_a_task_acts_in_the_name_of_who_completed_it() {
        Road road = new Road(ENGINE).start(PRIVACY_REVIEW);
        road.decide("privacy-officer", "return");
        road.complete(road.task(), "engineer-2", List.of("ml-engineer"), Map.of());
        road.runJobs();

        assertThat(DURING).hasSize(2);
        assertThat(DURING.get(1).actor().subject()).isEqualTo("engineer-2");
    }

    @Test
    void the_act_holds_until_the_commit_and_not_a_moment_longer() {
        new Road(ENGINE).start(PRIVACY_REVIEW);

        assertThat(AT_COMMIT).isEqualTo(DURING).isNotEmpty();
        assertThat(Acts.current().actor()).isEqualTo(Actor.SYSTEM);
    }

    @Test
    void where_nobody_acts_the_house_does() {
        Road road = new Road(ENGINE);
        ENGINE.getRuntimeService()
                .startProcessInstanceByKey(
                        PRIVACY_REVIEW, road.release, Map.of("releaseId", road.release, "actedBy", "system"));
        road.runJobs();

        assertThat(DURING)
                .singleElement()
                .satisfies(act -> assertThat(act.actor()).isEqualTo(Actor.SYSTEM));
    }
}
