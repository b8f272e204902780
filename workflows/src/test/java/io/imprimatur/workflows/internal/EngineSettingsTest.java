package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is open in an engine as it is delivered is shut in ours. */
class EngineSettingsTest {

    private static final ProcessEngine ENGINE =
            Engines.with(new FakeDecisions(), Map.of()).buildProcessEngine();

    @AfterEach
    void logOut() {
        ENGINE.getIdentityService().clearAuthentication();
    }

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @Test
    void no_class_is_made_from_what_somebody_sends() {
        var settings = (ProcessEngineConfigurationImpl) ENGINE.getProcessEngineConfiguration();

        assertThat(settings.isDeserializationTypeValidationEnabled()).isTrue();
        assertThat(settings.isJavaSerializationFormatEnabled()).isFalse();
        assertThat(settings.getDeserializationTypeValidator().validate("java.io.FileOutputStream"))
                .isFalse();
        assertThat(settings.getDeserializationTypeValidator().validate("java.lang.String"))
                .isTrue();
    }

    @Test
    void who_is_logged_in_reads_page_by_page_and_the_house_itself_reads_all() {
        TaskService tasks = ENGINE.getTaskService();
        ENGINE.getIdentityService().setAuthentication("officer-1", List.of("privacy-officer"));

        assertThatThrownBy(() -> tasks.createTaskQuery().list()).isInstanceOf(BadUserRequestException.class);
        assertThatThrownBy(() -> tasks.createTaskQuery().listPage(0, EngineSettings.LONGEST_PAGE + 1))
                .isInstanceOf(BadUserRequestException.class);
        assertThat(tasks.createTaskQuery().listPage(0, EngineSettings.LONGEST_PAGE))
                .isNotNull();

        ENGINE.getIdentityService().clearAuthentication();
        assertThat(tasks.createTaskQuery().list()).isNotNull();
    }
}
