package io.imprimatur.incontainer.races;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.evaluation.DataSets;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Models;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.Rollback;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Stops;
import io.imprimatur.workflows.internal.RollbackFollowUp;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;

/** The product's own services and engine, as the races use them; not behind a proxy, which would hide the fields. */
@Dependent
public class House {

    /** Where a zip archive's headers keep the moment at which an entry was written (APPNOTE.TXT, 4.3.7 and 4.3.12). */
    private static final int MOMENT_IN_ENTRY = 10;

    private static final int MOMENT_IN_DIRECTORY = 12;
    private static final int MOMENT_BYTES = 4;

    @Inject
    ProcessEngine engine;

    @Inject
    ArtifactStore artifacts;

    @Inject
    DataSets dataSets;

    @Inject
    Models models;

    @Inject
    Versions versions;

    @Inject
    Releases releases;

    @Inject
    Rollouts rollouts;

    @Inject
    Stops stops;

    @Inject
    RollbackFollowUp followUp;

    /** The data set that all plans name; it must be there before a release is submitted. */
    @Transactional
    public void stock() {
        as(
                UUID.randomUUID().toString(),
                Role.ML_ENGINEER,
                () -> dataSets.add("Races", new ByteArrayInputStream(bytes("evaluation.csv"))));
    }

    /** A new model, or another version of one. */
    @Transactional
    public VersionId version(ModelName model, String engineer, boolean first) {
        return as(engineer, Role.ML_ENGINEER, () -> {
            if (first) {
                models.register(model, "To be raced for.");
            }
            Digest digest =
                    artifacts.store(new ByteArrayInputStream(artifact()), null).digest();
            return versions.add(model, digest, document("card.json")).id();
        });
    }

    /**
     * Submits a version, and takes it past intake and evaluation: the bytes are no model, and what a race decides comes
     * after them.
     */
    @Transactional
    public ReleaseId submit(VersionId version, String engineer, String key) {
        ReleaseId release = as(
                engineer,
                Role.ML_ENGINEER,
                () -> releases.submit(version, plan(), key).id());
        if (releases.get(release).state() == ReleaseState.SUBMITTED) {
            try (Acts.Scope scope = Acts.begin(Act.system("intake").concerning(release))) {
                releases.enter(release, ReleaseState.EVALUATING);
                releases.record(release, EvidenceKind.INTAKE, document("intake.json"));
                releases.record(release, EvidenceKind.EVALUATION, document("evaluation.json"));
            }
            String instance = engine.getRuntimeService()
                    .createProcessInstanceQuery()
                    .processInstanceBusinessKey(release.toString())
                    .singleResult()
                    .getId();
            engine.getRuntimeService()
                    .createProcessInstanceModification(instance)
                    .cancelAllForActivity("Task_Intake")
                    .startBeforeActivity("CallActivity_PrivacyReview")
                    .execute();
        }
        return release;
    }

    /** What somebody does in a role. */
    <T> T as(String subject, Role role, Supplier<T> act) {
        Actor actor = new Actor(subject, Set.of(role));
        try (Acts.Scope scope = Acts.begin(Act.of(actor, "races"))) {
            return act.get();
        }
    }

    /** What somebody does at the engine. */
    void atEngine(String subject, Role role, Runnable act) {
        engine.getIdentityService().setAuthentication(subject, List.of(role.group()));
        try {
            act.run();
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    /** Every case hears of its rollback, as the product's own watch would tell it. */
    void tellRollbacks(ModelName model) {
        followUp.untold().stream()
                .filter(rollback -> rollback.model().equals(model))
                .forEach(this::tell);
    }

    private void tell(Rollback rollback) {
        followUp.tell(rollback);
    }

    ObjectNode amendedCard(int amendment) {
        ObjectNode card = (ObjectNode) document("card.json");
        card.withArray("/limits").add("Amended for the " + amendment + ". time.");
        return card;
    }

    /** The example's model with other bytes each time: the first entry of the archive was written at another moment. */
    private static byte[] artifact() {
        byte[] bytes = bytes("model.pt");
        int central = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        byte[] moment = new byte[MOMENT_BYTES];
        ThreadLocalRandom.current().nextBytes(moment);
        System.arraycopy(moment, 0, bytes, MOMENT_IN_ENTRY, MOMENT_BYTES);
        System.arraycopy(moment, 0, bytes, central + MOMENT_IN_DIRECTORY, MOMENT_BYTES);
        return bytes;
    }

    private static JsonNode plan() {
        ObjectNode plan = (ObjectNode) document("plan.json");
        plan.putArray("stages")
                .addObject()
                .put("share", 10_000)
                .put("hold", "PT1S")
                .put("minimumPredictions", 0);
        return plan;
    }

    private static JsonNode document(String name) {
        try {
            return CanonicalJson.mapper().readTree(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream stream = House.class.getResourceAsStream("/examples/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
