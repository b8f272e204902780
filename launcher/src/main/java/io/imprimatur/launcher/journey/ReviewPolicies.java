package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The rules of review, changed as two people change them over the API. */
public final class ReviewPolicies {

    private final Api api;

    public ReviewPolicies(Api api) {
        this.api = api;
    }

    public ObjectNode inForce() {
        return (ObjectNode)
                api.get(DemoUsers.AUDITOR, "/api/policy").expect(200).json().path("document");
    }

    /** The rules in force, with other terms for every risk class. */
    public ObjectNode withTerms(String validity, String remindBefore, String grace) {
        ObjectNode policy = inForce();
        policy.path("classes")
                .forEach(rules -> ((ObjectNode) rules)
                        .put("validity", validity)
                        .put("remindBefore", remindBefore)
                        .put("grace", grace));
        return policy;
    }

    /** What the policy would have stopped. */
    public JsonNode tryOut(JsonNode policy) {
        return api.post(DemoUsers.RELEASE_MANAGER, "/api/policy/trial", policy)
                .expect(200)
                .json();
    }

    /** The release manager proposes. */
    public JsonNode propose(JsonNode policy, String reason) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason);
        body.set("policy", policy);
        return api.post(DemoUsers.RELEASE_MANAGER, "/api/policy/revisions", body)
                .expect(201)
                .json();
    }

    /** Somebody decides; the answer may be a refusal. */
    public Answer approve(String who, JsonNode proposal) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("digest", proposal.path("digest").asText());
        return api.post(
                who, "/api/policy/revisions/" + proposal.path("revision").asInt() + "/approve", body);
    }

    /** The release manager proposes, the risk manager puts it into force. */
    public void replace(JsonNode policy, String reason) {
        approve(DemoUsers.RISK_MANAGER, propose(policy, reason)).expect(200);
    }
}
