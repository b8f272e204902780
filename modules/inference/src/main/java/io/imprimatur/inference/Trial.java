package io.imprimatur.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.internal.Child;
import io.imprimatur.inference.internal.ModelProcess;
import io.imprimatur.inference.internal.TensorLines;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Runs versions that nobody has approved yet, for those who judge them: in a child process behind the walls of a first
 * load, so that one that breaks, stalls or hoards is seen to, and the server is not. The champion it is compared with
 * runs there, too: under the same walls, and apart from the live traffic.
 */
@ApplicationScoped
public class Trial {

    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_FIGURES = 10_000;

    private final long timeoutMillis;
    private final long memoryBytes;
    private final long loadMillis;

    /**
     * A version with the requests that it is asked.
     *
     * @param requests of its one input, in its own encoding
     */
    public record Subject(Path artifact, Signature signature, List<Tensor> requests) {
        public Subject {
            requests = List.copyOf(requests);
        }
    }

    @Inject
    public Trial(
            @ConfigProperty(name = "imprimatur.inference.trial.timeout.millis", defaultValue = "600000")
                    long timeoutMillis,
            @ConfigProperty(name = "imprimatur.inference.first-load.memory.megabytes", defaultValue = "4096")
                    long memoryMegabytes,
            @ConfigProperty(name = "imprimatur.inference.load-test.millis", defaultValue = "1500") long loadMillis) {
        this.timeoutMillis = timeoutMillis;
        this.memoryBytes = memoryMegabytes << 20;
        this.loadMillis = loadMillis;
    }

    /** For the container's proxy, and for hand-made fakes. */
    protected Trial() {
        this(0, 0, 0);
    }

    /**
     * What the version answers, request by request.
     *
     * @throws DomainException TENSOR_… when a request is not what the signature says, DATATYPE_UNSUPPORTED
     * @throws InferenceFailed MODEL_FAILED with what it did instead
     */
    public List<List<Tensor>> answers(Subject subject) {
        ObjectNode request = ModelProcess.request(ModelProcess.ANSWERS);
        try (Child child = new Child()) {
            ask(child, request, 0, subject);
            run(child, request);
            requireLeft(child, ModelProcess.ANSWERS, MOST_BYTES);
            List<List<Tensor>> answers = TensorLines.read(child.file(ModelProcess.ANSWERS));
            if (answers.size() != subject.requests().size()) {
                throw failed("It answered " + answers.size() + " of "
                        + subject.requests().size() + " requests.");
            }
            return answers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Measures both in one process, by short rounds in turn. It takes the configured time, and at most twice that and
     * one time-out of an answer.
     *
     * @param champion null to measure the candidate alone
     * @throws InferenceFailed MODEL_FAILED when one of them cannot be loaded, or breaks the process
     */
    public LoadReport load(Subject candidate, @Nullable Subject champion) {
        ObjectNode request = ModelProcess.request(ModelProcess.LOAD).put(ModelProcess.MILLIS, loadMillis);
        try (Child child = new Child()) {
            ask(child, request, 0, candidate);
            if (champion != null) {
                ask(child, request, 1, champion);
            }
            run(child, request);
            requireLeft(child, ModelProcess.LOAD, MOST_FIGURES);
            return CanonicalJson.mapper()
                    .readValue(child.file(ModelProcess.LOAD).toFile(), LoadReport.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(Child child, ObjectNode request, int number, Subject subject) throws IOException {
        ModelProcess.addModel(request, subject.artifact(), subject.signature());
        TensorLines.write(
                child.file(ModelProcess.REQUESTS + number),
                subject.requests().stream()
                        .map(input -> Inference.bySignature(subject.signature(), List.of(input)))
                        .toList());
    }

    private void run(Child child, ObjectNode request) {
        String failure = child.run(request, timeoutMillis, memoryBytes);
        if (failure != null) {
            throw failed(failure);
        }
    }

    private static void requireLeft(Child child, String name, long most) {
        if (!child.left(name, most)) {
            throw failed("Its process ended without an answer.");
        }
    }

    private static InferenceFailed failed(String what) {
        return new InferenceFailed(Reason.MODEL_FAILED, what);
    }
}
