package io.imprimatur.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One stack for all tests of this module, with the people who work at it; started by the first that needs it. */
final class House implements AutoCloseable {

    private static @Nullable House open;

    final PostOffice post = PostOffice.open();
    final Stack stack;
    final URI base;
    final Http http = new Http();
    final Tokens tokens;
    final Api api;
    final CreditRisk example;
    final Releases releases;
    final Reviewers reviewers;

    private final String dataSet;

    /** Opens the house before a test class and closes it after the last one. */
    static final class Open implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            open = context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(House.class, key -> new House(), House.class);
        }
    }

    private House() {
        try {
            Path target = Path.of("target").toAbsolutePath();
            Map<String, String> settings = new HashMap<>(post.settings());
            settings.put("IMPRIMATUR_ARTIFACTS_LIMIT", "100000000");
            settings.put("IMPRIMATUR_ARTIFACTS_RETENTION", "PT0S");
            settings.put("IMPRIMATUR_TASKS_DUE_INCIDENT", "PT1S");
            settings.put("IMPRIMATUR_WEBHOOK_INTERNAL_HOSTS", "127.0.0.1");
            settings.put("IMPRIMATUR_NOTIFICATION_INTERVAL", "PT0.2S");
            settings.put("IMPRIMATUR_NOTIFICATION_FIRST_RETRY", "PT0.2S");
            settings.put("IMPRIMATUR_NOTIFICATION_ATTEMPTS", "4");
            stack = Stack.onFreePorts(Files.createTempDirectory(target, "stack-"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stack.up(new Reporter(new PrintStream(System.out, true, StandardCharsets.UTF_8)));
        base = stack.addresses().base();
        tokens = new Tokens(http, stack.addresses());
        api = new Api(http, base, tokens);
        example = new CreditRisk(stack.layout().project());
        releases = new Releases(api, example);
        reviewers = new Reviewers(http, base);
        dataSet = releases.uploadDataSet();
    }

    static House house() {
        if (open == null) {
            throw new IllegalStateException("@ExtendWith(House.Open.class) is missing");
        }
        return open;
    }

    /** The example's plan for a version, on the data set that is here. */
    JsonNode plan(int version) {
        return example.plan(version, dataSet);
    }

    /** A release of a version, its plan as the test needs it. */
    record Submitted(String model, JsonNode version, String release) {}

    /** Registers a model of this name and submits the first version of the example. */
    Submitted submitFirst(String model) {
        releases.register(model);
        ObjectNode plan = (ObjectNode) plan(1);
        // One stage is enough where the stages are not what is tested.
        plan.putArray("stages")
                .addObject()
                .put("share", 10_000)
                .put("hold", "PT1S")
                .put("minimumPredictions", 0);
        JsonNode version = releases.upload(model, 1);
        return new Submitted(model, version, releases.submit(version, plan));
    }

    /** The first version in full service. */
    Submitted inService(String model) {
        Submitted first = submitFirst(model);
        for (Review review : Review.values()) {
            reviewers.approve(review, first.release());
        }
        releases.awaitState(first.release(), "IN_SERVICE");
        return first;
    }

    /** The second version in a pilot that lasts longer than any test, on top of a champion. */
    Submitted inPilot(String model) {
        return inPilot(model, example.artifact(2));
    }

    /** The same with another artifact under the second version's card. */
    Submitted inPilot(String model, byte[] artifact) {
        inService(model);
        JsonNode version = releases.upload(model, 2, artifact);
        releases.amendCard(version, example.amendedCard());
        ObjectNode plan = (ObjectNode) plan(2);
        plan.withObject("/pilot").put("hold", "PT30M");
        Submitted second = new Submitted(model, version, releases.submit(version, plan));
        reviewers.approve(Review.PRIVACY, second.release());
        reviewers.approve(Review.RISK, second.release());
        releases.awaitState(second.release(), "PILOT");
        return second;
    }

    @Override
    public void close() {
        stack.close();
        post.close();
    }
}
