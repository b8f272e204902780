package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.identity.IdentityProviderException;
import org.junit.jupiter.api.Test;

class DirectoryFactoryTest {

    /** Nothing listens on port 1. */
    private static final String NOBODY = "http://127.0.0.1:1";

    @Test
    void the_engine_starts_and_a_case_goes_on_with_keycloak_away() {
        ProcessEngineConfigurationImpl configuration = Engines.with(new FakeDecisions(), new FakeSteps().beans());
        configuration.setIdentityProviderSessionFactory(
                DirectoryFactory.of(NOBODY + "/realms/imprimatur", NOBODY, "imprimatur-directory", "secret"));
        ProcessEngine engine = configuration.buildProcessEngine();
        try {
            Road road = new Road(engine).start(PRIVACY_REVIEW).decide("privacy-officer", "approve");

            assertThat(road.isOver()).isTrue();
            assertThat(engine.getIdentityService().isReadOnly()).isTrue();
            assertThatThrownBy(
                            () -> engine.getIdentityService().createUserQuery().list())
                    .isInstanceOfAny(ProcessEngineException.class, IdentityProviderException.class);
        } finally {
            engine.close();
        }
    }
}
