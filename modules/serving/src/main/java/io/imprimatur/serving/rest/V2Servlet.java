package io.imprimatur.serving.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.imprimatur.identity.Role;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.Inference;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.TensorSpec;
import io.imprimatur.registry.Version;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.Target;
import io.imprimatur.serving.Answer;
import io.imprimatur.serving.InferRequest;
import io.imprimatur.serving.ModelLoader;
import io.imprimatur.serving.RequestReader;
import io.imprimatur.serving.Router;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The streaming servlet of the live path: REST costs more than the prediction itself. */
@WebServlet(
        urlPatterns = {"/v2", "/v2/*"},
        loadOnStartup = 6)
public class V2Servlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(V2Servlet.class.getName());
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern MODEL =
            Pattern.compile("/models/([^/]+)(?:/versions/([0-9]{1,9}))?(?:/(ready|infer))?");

    private final transient Router router;
    private final transient Splits splits;
    private final transient Inference inference;
    private final transient ModelLoader loader;
    private final int bodyLimit;
    private final int rowsLimit;

    @Inject
    public V2Servlet(
            Router router,
            Splits splits,
            Inference inference,
            ModelLoader loader,
            @ConfigProperty(name = "imprimatur.serving.body-limit", defaultValue = "1048576") int bodyLimit,
            @ConfigProperty(name = "imprimatur.serving.rows-limit", defaultValue = "1024") int rowsLimit) {
        this.router = router;
        this.splits = splits;
        this.inference = inference;
        this.loader = loader;
        this.bodyLimit = bodyLimit;
        this.rowsLimit = rowsLimit;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (DomainException e) {
            ProblemBody.write(response, e);
        } catch (JsonProcessingException e) {
            ProblemBody.write(response, DomainException.invalid("REQUEST_JSON", "The body is not JSON."));
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "Unforeseen problem on the live path", e);
            ProblemBody.unforeseen(response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long arrived = System.nanoTime();
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        boolean get = "GET".equals(request.getMethod());
        if (path.equals("/health/live") && get) {
            write(response, 200, json -> json.writeBooleanField("live", true));
            return;
        }
        if (path.equals("/health/ready") && get) {
            boolean ready = loader.isReady();
            write(response, ready ? 200 : 503, json -> json.writeBooleanField("ready", ready));
            return;
        }
        requireRole(request, Role.PREDICTION_CLIENT, Role.OPERATOR);
        Matcher model = MODEL.matcher(path);
        if (get && (path.isEmpty() || path.equals("/"))) {
            server(response);
        } else if (model.matches()) {
            model(request, response, new ModelName(model.group(1)), model.group(2), model.group(3), arrived);
        } else {
            throw DomainException.unknown("ADDRESS_UNKNOWN", "There is nothing at this address of the protocol.");
        }
    }

    private void model(
            HttpServletRequest request,
            HttpServletResponse response,
            ModelName model,
            @Nullable String version,
            @Nullable String action,
            long arrived)
            throws IOException {
        boolean get = "GET".equals(request.getMethod());
        if (action == null && get) {
            metadata(response, model, version);
        } else if ("ready".equals(action) && get) {
            boolean ready = splits.of(model).map(Split::stop).isEmpty()
                    && inference.isReady(target(model, version).version());
            write(response, ready ? 200 : 503, json -> {
                json.writeStringField("name", model.value());
                json.writeBooleanField("ready", ready);
            });
        } else if ("infer".equals(action) && "POST".equals(request.getMethod())) {
            infer(request, response, model, version, arrived);
        } else {
            response.setHeader("Allow", "infer".equals(action) ? "POST" : "GET");
            ProblemBody.write(
                    response, 405, "Method not allowed", "METHOD_NOT_ALLOWED", "This address takes another method.");
        }
    }

    private void infer(
            HttpServletRequest request,
            HttpServletResponse response,
            ModelName model,
            @Nullable String version,
            long arrived)
            throws IOException {
        requireRole(request, version == null ? Role.PREDICTION_CLIENT : Role.OPERATOR);
        String type = request.getContentType();
        if (type != null && !type.startsWith("application/json")) {
            throw DomainException.unsupported("CONTENT_TYPE", "Send application/json.");
        }
        InferRequest wanted = RequestReader.read(
                new LimitedStream(request.getInputStream(), bodyLimit, request.getContentLengthLong()));
        if (wanted.rows() > rowsLimit) {
            throw DomainException.tooLarge(
                    "ROWS_TOO_MANY", "A request may have " + rowsLimit + " rows. Send fewer at once.");
        }
        requireOutputs(target(model, version), wanted.outputs());
        Answer answer = version == null
                ? router.predict(model, wanted.subject(), wanted.inputs(), wanted.id(), arrived)
                : router.predictWith(
                        model, Integer.parseInt(version), wanted.subject(), wanted.inputs(), wanted.id(), arrived);
        write(response, 200, json -> AnswerWriter.write(json, model, wanted, answer));
    }

    private void requireOutputs(Target target, List<String> wanted) {
        List<String> known = loader.held(target.version()).stream()
                .flatMap(version -> version.card().signature().outputs().stream())
                .map(TensorSpec::name)
                .toList();
        if (!known.isEmpty() && !known.containsAll(wanted)) {
            throw DomainException.invalid("OUTPUT_UNKNOWN", "The model's outputs are " + known + ".");
        }
    }

    private void server(HttpServletResponse response) throws IOException {
        Device device = inference.device();
        write(response, 200, json -> {
            json.writeStringField("name", "imprimatur");
            json.writeStringField("version", "1.0");
            json.writeArrayFieldStart("extensions");
            json.writeEndArray();
            json.writeStringField("device", device.name());
            json.writeStringField("engine", device.engine());
            json.writeNumberField("unrecorded_predictions", router.unrecorded());
        });
    }

    private void metadata(HttpServletResponse response, ModelName model, @Nullable String number) throws IOException {
        Target target = target(model, number);
        Version version = loader.held(target.version())
                .orElseThrow(() ->
                        DomainException.unavailable("MODEL_NOT_READY", "'" + model + "' is being loaded. Try again."));
        write(response, 200, json -> {
            json.writeStringField("name", model.value());
            json.writeArrayFieldStart("versions");
            for (int held : numbers(model)) {
                json.writeString(Integer.toString(held));
            }
            json.writeEndArray();
            json.writeStringField("platform", "pytorch_torchscript");
            tensors(json, "inputs", version.card().signature().inputs());
            tensors(json, "outputs", version.card().signature().outputs());
        });
    }

    private int[] numbers(ModelName model) {
        return splits.of(model).stream()
                .flatMap(split -> split.targets().stream())
                .mapToInt(Target::versionNumber)
                .sorted()
                .toArray();
    }

    private static void tensors(JsonGenerator json, String field, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(field);
        for (TensorSpec spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("datatype", spec.datatype().name());
            json.writeFieldName("shape");
            json.writeArray(
                    spec.shape().stream().mapToLong(Long::longValue).toArray(),
                    0,
                    spec.shape().size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private Target target(ModelName model, @Nullable String version) {
        Split split = splits.of(model)
                .orElseThrow(() ->
                        DomainException.unknown("MODEL_UNKNOWN", "No version of '" + model + "' was ever in service."));
        return split.targets().stream()
                .filter(target -> version == null || target.versionNumber() == Integer.parseInt(version))
                .findFirst()
                .orElseThrow(() -> version == null
                        ? DomainException.unavailable(
                                "MODEL_NOT_IN_SERVICE", "No version of '" + model + "' is in service now.")
                        : DomainException.unknown(
                                "VERSION_NOT_IN_SERVICE",
                                "Version " + version + " of '" + model + "' is not in service."));
    }

    private static void requireRole(HttpServletRequest request, Role... anyOf) {
        if (Arrays.stream(anyOf).noneMatch(role -> request.isUserInRole(role.group()))) {
            throw DomainException.forbidden(
                    "ROLE_MISSING",
                    "This needs the role "
                            + String.join(
                                    " or ",
                                    Arrays.stream(anyOf).map(Role::group).toList()) + ".");
        }
    }

    /** Writes the members of a JSON object. */
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    private static void write(HttpServletResponse response, int status, Members members) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        try (JsonGenerator json = JSON.createGenerator(response.getOutputStream())) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
    }
}
