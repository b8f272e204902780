package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.release.AfterGrace;
import io.imprimatur.release.ClassRules;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReviewPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a review policy: against its JSON Schema first, then against what no policy can loosen. */
public final class PolicyReader {

    private static final Schema SCHEMA = new Schema("review-policy.schema.json");
    private static final ReviewPolicy OF_THE_HOUSE = ofTheHouse();

    private PolicyReader() {}

    /** The policy that comes with the house, revision 0. */
    public static ReviewPolicy house() {
        return OF_THE_HOUSE;
    }

    /**
     * The policy of the document.
     *
     * @throws DomainException POLICY_INVALID with every fault found, each with a JSON Pointer to its place
     */
    public static ReviewPolicy read(int revision, JsonNode document) {
        List<Fault> faults = SCHEMA.faults(document);
        if (faults.isEmpty()) {
            faults = ruleFaults(document);
        }
        if (!faults.isEmpty()) {
            throw DomainException.unprocessable(
                    "POLICY_INVALID",
                    "The policy has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.")
                            + " Each is named with a pointer to its place; mend them and propose it again.",
                    faults);
        }
        return policy(revision, document);
    }

    /** The policy of a document that was read before. */
    static ReviewPolicy policy(int revision, JsonNode document) {
        if (document.isEmpty()) {
            return OF_THE_HOUSE;
        }
        Map<String, ClassRules> classes = new HashMap<>();
        document.path("classes").properties().forEach(each -> classes.put(each.getKey(), rules(each.getValue())));
        Set<Gate> deputies = EnumSet.noneOf(Gate.class);
        document.path("deputies").forEach(gate -> deputies.add(Gate.valueOf(gate.asText())));
        return new ReviewPolicy(revision, classes, deputies, document);
    }

    private static ClassRules rules(JsonNode node) {
        Map<Gate, Integer> approvers = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            approvers.put(gate, node.path("approvers").path(gate.name()).asInt());
        }
        return new ClassRules(
                approvers,
                duration(node, "validity"),
                duration(node, "remindBefore"),
                duration(node, "grace"),
                AfterGrace.valueOf(node.path("afterGrace").asText()));
    }

    private static List<Fault> ruleFaults(JsonNode document) {
        List<Fault> faults = new ArrayList<>();
        Set<Set<String>> separate = new HashSet<>();
        document.path("separate")
                .forEach(pair ->
                        separate.add(Set.of(pair.get(0).asText(), pair.get(1).asText())));
        for (Duty one : Duty.values()) {
            for (Duty other : Duty.values()) {
                if (one.compareTo(other) < 0 && !separate.contains(Set.of(one.name(), other.name()))) {
                    faults.add(new Fault(
                            "/separate",
                            one + " and " + other + " of one release are different people: no policy can loosen that. "
                                    + "Add the pair [\"" + one + "\", \"" + other + "\"]."));
                }
            }
        }
        document.path("classes").properties().forEach(each -> timeFaults(each.getKey(), each.getValue(), faults));
        return faults;
    }

    private static void timeFaults(String name, JsonNode rules, List<Fault> faults) {
        for (String member : List.of("validity", "remindBefore", "grace")) {
            try {
                duration(rules, member);
            } catch (DateTimeParseException e) {
                faults.add(new Fault(
                        "/classes/" + name + "/" + member, "An ISO 8601 duration in days and smaller, such as P180D."));
                return;
            }
        }
        if (duration(rules, "remindBefore").compareTo(duration(rules, "validity")) >= 0) {
            faults.add(new Fault(
                    "/classes/" + name + "/remindBefore",
                    "Shorter than the validity, or an approval would be due for renewal when it is given."));
        }
    }

    private static Duration duration(JsonNode node, String member) {
        return Duration.parse(node.path(member).asText());
    }

    private static ReviewPolicy ofTheHouse() {
        try (InputStream stream = PolicyReader.class.getResourceAsStream("/review-policy.json")) {
            if (stream == null) {
                throw new IllegalStateException("review-policy.json is not in the archive");
            }
            return read(0, CanonicalJson.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
