package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaScript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the models to the style of the house: what a reviewer reads, what Cockpit draws, what must never be in. */
class ModelsTest {

    private static final Map<Class<?>, String> PREFIXES = Map.of(
            StartEvent.class, "StartEvent_",
            EndEvent.class, "EndEvent_",
            BoundaryEvent.class, "BoundaryEvent_",
            ExclusiveGateway.class, "Gateway_",
            CallActivity.class, "CallActivity_",
            SubProcess.class, "SubProcess_");
    private static final Pattern ID = Pattern.compile("[A-Z][A-Za-z]+_[A-Z][A-Za-z]+(_[A-Z][A-Za-z]+)?");
    private static final Pattern CONDITION = Pattern.compile("\\$\\{[a-zA-Z]+( == '[a-z-]+')?}");

    static Stream<String> models() {
        return Deployment.RESOURCES.stream().filter(resource -> resource.endsWith(".bpmn"));
    }

    private static BpmnModelInstance read(String resource) {
        return Bpmn.readModelFromStream(Deployment.open(resource));
    }

    private static String text(String resource) throws IOException {
        return new String(Deployment.open(resource).readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("models")
    void folder_file_and_process_bear_the_same_name(String resource) {
        String name = resource.substring(0, resource.indexOf('/'));

        assertThat(resource).isEqualTo(name + "/" + name + ".bpmn");
        Collection<Process> processes = read(resource).getModelElementsByType(Process.class);
        assertThat(processes).hasSize(1).allSatisfy(process -> {
            assertThat(process.getId()).isEqualTo(name);
            assertThat(process.getName()).isNotBlank();
            assertThat(process.getDocumentations()).isNotEmpty();
            assertThat(process.isExecutable()).isTrue();
            assertThat(process.getCamundaHistoryTimeToLiveString()).matches("P\\d+D");
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void ids_say_what_they_are_and_labels_what_they_do(String resource) {
        BpmnModelInstance model = read(resource);
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            assertThat(node.getId()).matches(ID);
            PREFIXES.forEach((type, prefix) -> {
                if (type.isInstance(node)) {
                    assertThat(node.getId()).startsWith(prefix);
                }
            });
            boolean join =
                    node instanceof ExclusiveGateway && node.getOutgoing().size() == 1;
            assertThat(join || (node.getName() != null && !node.getName().isBlank()))
                    .as("label of %s", node.getId())
                    .isTrue();
        }
        for (ExclusiveGateway gateway : model.getModelElementsByType(ExclusiveGateway.class)) {
            if (gateway.getOutgoing().size() > 1) {
                assertThat(gateway.getOutgoing())
                        .as("labels behind %s", gateway.getId())
                        .allSatisfy(flow -> assertThat(flow.getName()).isNotBlank());
                assertThat(gateway.getDefault())
                        .as("default of %s", gateway.getId())
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_element_is_drawn(String resource) {
        BpmnModelInstance model = read(resource);
        List<String> shapes = model.getModelElementsByType(BpmnShape.class).stream()
                .map(shape -> shape.getBpmnElement().getId())
                .toList();
        List<String> edges = model.getModelElementsByType(BpmnEdge.class).stream()
                .map(edge -> edge.getBpmnElement().getId())
                .toList();

        assertThat(model.getModelElementsByType(FlowNode.class))
                .extracting(FlowNode::getId)
                .containsExactlyInAnyOrderElementsOf(shapes);
        assertThat(model.getModelElementsByType(SequenceFlow.class))
                .extracting(SequenceFlow::getId)
                .containsExactlyInAnyOrderElementsOf(edges);
    }

    @ParameterizedTest
    @MethodSource("models")
    void no_model_holds_a_script_a_listener_or_logic(String resource) throws IOException {
        BpmnModelInstance model = read(resource);

        assertThat(model.getModelElementsByType(ScriptTask.class)).isEmpty();
        assertThat(model.getModelElementsByType(CamundaScript.class)).isEmpty();
        assertThat(text(resource))
                .doesNotContain("scriptFormat", "executionListener", "taskListener", "camunda:class=");
        assertThat(model.getModelElementsByType(ServiceTask.class))
                .allSatisfy(task -> assertThat(task.getCamundaDelegateExpression())
                        .as("delegate of %s", task.getId())
                        .matches("\\$\\{[a-z][A-Za-z]+}"));
        assertThat(model.getModelElementsByType(SequenceFlow.class))
                .filteredOn(flow -> flow.getConditionExpression() != null)
                .allSatisfy(flow -> assertThat(flow.getConditionExpression().getTextContent())
                        .matches(CONDITION));
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_step_is_a_job_of_its_own_but_the_withdrawal(String resource) {
        assertThat(read(resource).getModelElementsByType(ServiceTask.class))
                .filteredOn(task -> !task.getId().equals("Task_StopTraffic"))
                .allSatisfy(task ->
                        assertThat(task.isCamundaAsyncBefore()).as(task.getId()).isTrue());
        assertThat(read(resource).getModelElementsByType(BusinessRuleTask.class))
                .allSatisfy(task -> assertThat(task.isCamundaAsyncBefore()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_user_task_says_who_decides_on_which_form_and_about_what(String resource) {
        assertThat(read(resource).getModelElementsByType(UserTask.class)).allSatisfy(task -> {
            assertThat(task.getCamundaCandidateGroupsList()).isNotEmpty();
            assertThat(task.getDocumentations()).isNotEmpty();
            String key = task.getCamundaFormKey();
            assertThat(key).startsWith("embedded:deployment:");
            assertThat(Deployment.RESOURCES).contains(key.substring("embedded:deployment:".length()));
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void every_end_tells_its_outcome_and_every_call_carries_the_case(String resource) {
        BpmnModelInstance model = read(resource);

        assertThat(model.getModelElementsByType(EndEvent.class))
                .allSatisfy(end -> assertThat(
                                end.getExtensionElements().getElementsQuery().list())
                        .flatExtracting(element -> element.getChildElementsByType(CamundaProperty.class))
                        .extracting(CamundaProperty::getCamundaName)
                        .containsExactly("outcome"));
        assertThat(model.getModelElementsByType(CallActivity.class)).allSatisfy(call -> {
            String mapping = call.getExtensionElements().getDomElement().getChildElements().stream()
                    .map(element -> element.getAttribute("businessKey") + "|" + element.getAttribute("target"))
                    .toList()
                    .toString();
            assertThat(mapping).contains("processBusinessKey", "releaseId", "actedBy", "actedRole", "outcome");
        });
    }
}
