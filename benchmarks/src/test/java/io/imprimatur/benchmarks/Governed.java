package io.imprimatur.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.PayaraMicro;
import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.Stack;
import io.imprimatur.launcher.journey.Api;
import io.imprimatur.launcher.journey.CreditRisk;
import io.imprimatur.launcher.journey.Http;
import io.imprimatur.launcher.journey.Releases;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tokens;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The whole stack, with a model in service for each way of recording: its release took the road like any other. */
final class Governed implements AutoCloseable {

    private static final int WHOLE = 10_000;

    private final Stack stack;
    private final Tokens tokens;
    private final CreditRisk example;
    private final Releases releases;
    private final Reviewers reviewers;
    private final String dataSet;

    Governed() throws IOException {
        stack = Stack.onFreePorts(
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target").toAbsolutePath()), "stack-"),
                Map.of(PayaraMicro.JAVA_OPTION, Servers.JAVA_OPTION));
        stack.up(new Reporter(new PrintStream(System.out, true, StandardCharsets.UTF_8)));
        Http http = new Http();
        tokens = new Tokens(http, stack.addresses());
        example = new CreditRisk(stack.layout().project());
        releases = new Releases(new Api(http, stack.addresses().base(), tokens), example);
        reviewers = new Reviewers(http, stack.addresses().base());
        dataSet = releases.uploadDataSet();
    }

    Path project() {
        return stack.layout().project();
    }

    CreditRisk example() {
        return example;
    }

    String token() {
        return tokens.of(Tokens.PREDICTION_CLIENT);
    }

    /** Releases the example's first version, so that its answers are recorded in this way, and says where it answers. */
    Target recording(String name) {
        String model = "credit-risk-" + name;
        releases.register(model);
        JsonNode version = releases.upload(model, 1, card(name));
        String release = releases.submit(version, plan());
        for (Review review : Review.values()) {
            reviewers.approve(review, release);
        }
        releases.awaitState(release, "IN_SERVICE");
        requireRecording(model, name);
        return new Target(
                Goal.GOVERNED + name,
                stack.addresses().base().getPort(),
                "/v2/models/" + model + "/infer",
                List.of(pid()),
                List.of(stack.postgres().handle().orElseThrow().pid()));
    }

    /** The risk class decides: what only supports a person's decision, outside the listed purposes, may be buffered. */
    private JsonNode card(String recording) {
        ObjectNode card = (ObjectNode) example.card(1);
        if (recording.equals(Goal.BUFFERED)) {
            card.put("domain", "benchmark").put("automatedDecision", false);
        }
        return card;
    }

    private void requireRecording(String model, String recording) {
        boolean buffered = releases.split(model).at("/champion/answersBuffered").asBoolean();
        if (buffered != recording.equals(Goal.BUFFERED)) {
            throw new IllegalStateException("'" + model + "' is not recorded " + recording + ".");
        }
    }

    /** One short stage: the rollout is not what is measured. */
    private ObjectNode plan() {
        ObjectNode plan = (ObjectNode) example.plan(1, dataSet);
        plan.putArray("stages")
                .addObject()
                .put("share", WHOLE)
                .put("hold", "PT1S")
                .put("minimumPredictions", 0);
        return plan;
    }

    long pid() {
        return stack.payara().handle().orElseThrow().pid();
    }

    @Override
    public void close() {
        stack.close();
    }
}
