package io.imprimatur.serving;

import io.imprimatur.identity.Pseudonyms;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.PredictionRecord;
import io.imprimatur.monitoring.Predictions;
import io.imprimatur.registry.Signature;
import io.imprimatur.release.Phase;
import io.imprimatur.rollout.Assignment;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The contexts that serving calls, by hand: what they were told and what they answer. */
public final class House {

    public static final ModelName MODEL = new ModelName("credit-risk");

    public final Target champion = target(1);
    public final Target challenger = target(2);
    final Target light = target(3, true, false);
    final Target quick = target(4, false, true);
    public final List<PredictionRecord> recorded = new ArrayList<>();
    final List<PredictionRecord> buffered = new ArrayList<>();
    public final Map<VersionId, Function<List<Tensor>, List<Tensor>>> models = new HashMap<>();
    final Map<VersionId, Integer> loads = new LinkedHashMap<>();
    final Map<ModelName, Split> published = new HashMap<>();
    final Pseudonyms pseudonyms = new Pseudonyms(Base64.getEncoder().encodeToString(new byte[32]));
    public boolean splitsKnown = true;
    public boolean recordingFails;
    boolean loadingFails;

    public House() {
        models.put(champion.version(), inputs -> probabilities(0.9f, 0.1f));
        models.put(challenger.version(), inputs -> probabilities(0.4f, 0.6f));
        models.put(light.version(), inputs -> probabilities(0.7f, 0.3f));
        models.put(quick.version(), inputs -> probabilities(0.8f, 0.2f));
    }

    static Target target(int number) {
        return target(number, false, false);
    }

    /** A version; of a class that may answer without a record, or before it is committed, if the test says so. */
    static Target target(int number, boolean answersUnrecorded, boolean answersBuffered) {
        return new Target(
                VersionId.random(),
                number,
                Digest.of(("artifact " + number).getBytes(StandardCharsets.UTF_8)),
                ReleaseId.random(),
                Digest.of("evidence".getBytes(StandardCharsets.UTF_8)),
                List.of(UUID.randomUUID()),
                answersUnrecorded,
                answersBuffered);
    }

    static List<Tensor> probabilities(float... values) {
        return List.of(Tensor.fp32("probabilities", new long[] {values.length / 2, 2}, values));
    }

    static List<Tensor> row() {
        return List.of(Tensor.fp32("features", new long[] {1, 3}, new float[] {1, 2, 3}));
    }

    public House publish(Target serves, Target wants, int share) {
        Phase phase = wants == null ? null : Phase.PILOT;
        published.put(MODEL, new Split(MODEL, 7, serves, wants, null, share, phase, Instant.EPOCH));
        return this;
    }

    public Router router() {
        return new Router(
                splits(), new Assignment(pseudonyms), pseudonyms, inference(), predictions(), Clock.systemUTC());
    }

    public Splits splits() {
        return new Splits(null) {
            @Override
            public Optional<Split> of(ModelName model) {
                return Optional.ofNullable(published.get(model));
            }

            @Override
            public Collection<Split> all() {
                return published.values();
            }

            @Override
            public boolean areKnown() {
                return splitsKnown;
            }
        };
    }

    public Inference inference() {
        return new Inference(1, 1, 1) {
            @Override
            public void load(VersionId version, Path artifact, Signature signature, List<Tensor> sample) {
                loads.merge(version, 1, Integer::sum);
                if (loadingFails) {
                    throw new InferenceFailed(InferenceFailed.Reason.MODEL_FAILED, "no such opcode");
                }
                models.putIfAbsent(version, inputs -> probabilities(0.5f, 0.5f));
            }

            @Override
            public void unload(VersionId version) {
                models.remove(version);
            }

            @Override
            public synchronized Device device() {
                return new Device("cpu", "none");
            }

            @Override
            public boolean isReady(VersionId version) {
                return models.containsKey(version);
            }

            @Override
            public List<Tensor> infer(VersionId version, List<Tensor> inputs) {
                if (!models.containsKey(version)) {
                    throw new InferenceFailed(InferenceFailed.Reason.NOT_LOADED, "not loaded");
                }
                return models.get(version).apply(inputs);
            }
        };
    }

    private Predictions predictions() {
        return new Predictions(null, 1, 1, 1) {
            @Override
            public void record(PredictionRecord record) {
                if (recordingFails) {
                    throw DomainException.unavailable("RECORDING_FAILED", "The database is away.");
                }
                recorded.add(record);
            }

            @Override
            public void buffer(PredictionRecord record) {
                if (recordingFails) {
                    throw DomainException.overloaded("RECORDING_OVERLOADED", "The buffer is full.");
                }
                buffered.add(record);
            }
        };
    }
}
