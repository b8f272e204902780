package io.imprimatur.serving.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.serving.Router;
import jakarta.inject.Inject;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The streaming servlet of the live path: REST costs more than the prediction itself. */
@WebServlet(
        urlPatterns = {"/v2", "/v2/*"},
        asyncSupported = true,
        loadOnStartup = 6)
public class V2Servlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = Logger.getLogger(V2Servlet.class.getName());
    private static final Pattern MODEL =
            Pattern.compile("/models/([^/]+)(?:/versions/([0-9]{1,9}))?(?:/(ready|infer))?");

    private final transient Router router;
    private final transient ModelDocuments models;
    private final transient ServingLimits limits;
    private final transient InFlight inFlight;
    private final transient ScheduledThreadPoolExecutor deadlines;

    @Inject
    public V2Servlet(Router router, ModelDocuments models, ServingLimits limits) {
        this.router = router;
        this.models = models;
        this.limits = limits;
        this.inFlight = new InFlight(limits.inFlight());
        this.deadlines = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "request-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void destroy() {
        deadlines.shutdownNow();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            answer(request, response);
        } catch (RuntimeException e) {
            tell(response, e);
        }
    }

    private static void tell(HttpServletResponse response, RuntimeException problem) throws IOException {
        if (problem instanceof DomainException broken) {
            ProblemBody.write(response, broken);
        } else {
            LOG.log(Level.SEVERE, "Unforeseen problem on the live path", problem);
            ProblemBody.unforeseen(response);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long arrived = System.nanoTime();
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        if (path.equals("/health/live")) {
            if (reads(request, response)) {
                Reply.json(request, response, 200, json -> json.writeBooleanField("live", true));
            }
            return;
        }
        if (path.equals("/health/ready")) {
            if (reads(request, response)) {
                boolean ready = models.isReady();
                Reply.json(request, response, ready ? 200 : 503, models.health(ready));
            }
            return;
        }
        if (path.equals("/openapi.json")) {
            if (reads(request, response)) {
                Reply.send(request, response, 200, Reply.JSON, Reply.resource("openapi.json"));
            }
            return;
        }
        requireRole(request, Role.PREDICTION_CLIENT, Role.OPERATOR);
        Matcher model = MODEL.matcher(path);
        if (model.matches()) {
            model(request, response, new ModelName(model.group(1)), model.group(2), model.group(3), arrived);
        } else if (path.isEmpty() || path.equals("/")) {
            if (reads(request, response)) {
                Reply.json(request, response, 200, models.server());
            }
        } else if (path.equals("/models")) {
            if (reads(request, response)) {
                Reply.json(request, response, 200, models.models());
            }
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
        if ("infer".equals(action)) {
            if (takes("POST", request, response)) {
                requireRole(request, version == null ? Role.PREDICTION_CLIENT : Role.OPERATOR);
                infer(new InferCall(request, response, model, version, arrived, limits), request, response);
            }
        } else if (reads(request, response)) {
            if (action == null) {
                Reply.json(request, response, 200, models.model(model, version));
            } else {
                boolean ready = models.isReady(model, version);
                Reply.json(request, response, ready ? 200 : 503, models.ready(model, ready));
            }
        }
    }

    private void infer(InferCall call, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!call.isHere()) {
            ArrivingBody.gather(request, limits, inFlight, deadlines, new Late(call, response));
            return;
        }
        ServletInputStream body = request.getInputStream();
        int bytes = request.getContentLength();
        inFlight.take(bytes);
        try {
            call.answer(body, router, models);
        } finally {
            inFlight.give(bytes);
        }
    }

    /** What is done with a body that came later than its headers. */
    private final class Late implements ArrivingBody.Whole {

        private final InferCall call;
        private final HttpServletResponse response;

        Late(InferCall call, HttpServletResponse response) {
            this.call = call;
            this.response = response;
        }

        @Override
        public void arrived(InputStream body) {
            try {
                call.answer(body, router, models);
            } catch (RuntimeException e) {
                failed(e);
            } catch (IOException e) {
                LOG.log(Level.FINE, "A client went before its answer", e);
            }
        }

        @Override
        public void failed(RuntimeException reason) {
            try {
                tell(response, reason);
            } catch (IOException e) {
                LOG.log(Level.FINE, "A client went before it was told what was wrong", e);
            }
        }
    }

    private static boolean reads(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return takes("GET", request, response);
    }

    private static boolean takes(String method, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (method.equals(request.getMethod())) {
            return true;
        }
        response.setHeader("Allow", method);
        ProblemBody.write(
                response, 405, "Method not allowed", "METHOD_NOT_ALLOWED", "This address takes " + method + " only.");
        return false;
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
}
