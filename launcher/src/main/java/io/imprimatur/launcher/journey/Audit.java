package io.imprimatur.launcher.journey;

import static io.imprimatur.launcher.journey.Steps.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** What an auditor can find out afterwards. */
final class Audit {

    private final Api api;
    private final Releases releases;
    private final String model;

    Audit(Api api, Releases releases, String model) {
        this.api = api;
        this.releases = releases;
        this.model = model;
    }

    /** Checks the release's trail and the provenance of one of its predictions; returns the lines of the trail. */
    int check(String release, String prediction) {
        JsonNode record = releases.get(release);
        String path = "/api/releases/" + release + "/trail?format=";
        JsonNode trail = api.get(DemoUsers.AUDITOR, path + "json").expect(200).json();
        require(trail.isArray() && !trail.isEmpty(), "The trail is empty");
        for (JsonNode approval : record.path("approvals")) {
            require(
                    tells(
                            trail,
                            approval.path("by").asText(),
                            approval.path("evidence").asText()),
                    "The trail does not say who approved what: " + approval);
        }
        Answer csv = api.get(DemoUsers.AUDITOR, path + "csv", "text/csv").expect(200);
        require(csv.header("Content-Type").startsWith("text/csv"), "The CSV trail is " + csv.header("Content-Type"));
        require(csv.body().contains(release) || csv.body().lines().count() > trail.size(), "The CSV trail is shorter");
        provenance(release, prediction, record);
        return trail.size();
    }

    private static boolean tells(JsonNode trail, String subject, String digest) {
        for (JsonNode line : trail) {
            if (line.path("actor").asText().equals(subject)
                    && (line.path("digest").asText().equals(digest)
                            || line.path("details").toString().contains(digest))) {
                return true;
            }
        }
        return false;
    }

    private void provenance(String release, String prediction, JsonNode record) {
        JsonNode origin = api.get(DemoUsers.AUDITOR, "/api/predictions/" + prediction)
                .expect(200)
                .json();
        require(origin.path("release").asText().equals(release), "The prediction leads to another release: " + origin);
        require(
                origin.path("artifact").asText().equals(record.path("artifact").asText()),
                "The prediction leads to another artifact: " + origin);
        require(origin.path("splitRevision").asLong() > 0, "The prediction leads to no split: " + origin);
        require(!origin.path("approvals").isEmpty(), "The prediction leads to no approval: " + origin);
    }

    /** How a release ended. */
    JourneyResult.Outcome outcome(int version, String release) {
        JsonNode record = releases.get(release);
        Map<String, String> approvers = new TreeMap<>();
        for (JsonNode approval : record.path("approvals")) {
            if (approval.path("valid").asBoolean()) {
                approvers.put(
                        approval.path("gate").asText(), approval.path("by").asText());
            }
        }
        return new JourneyResult.Outcome(
                version,
                release,
                record.path("state").asText(),
                record.path("submitter").asText(),
                approvers,
                share(version));
    }

    private int share(int version) {
        JsonNode split = releases.split(model);
        int challengerShare = split.path("challengerShare").asInt();
        if (split.path("champion").path("versionNumber").asInt() == version) {
            return 10_000 - challengerShare;
        }
        return split.path("challenger").path("versionNumber").asInt() == version ? challengerShare : 0;
    }
}
