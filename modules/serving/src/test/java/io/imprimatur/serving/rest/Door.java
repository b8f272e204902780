package io.imprimatur.serving.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import io.imprimatur.serving.House;
import io.imprimatur.serving.ModelLoader;
import io.imprimatur.serving.Router;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceHandle;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The servlet behind real HTTP, with the house's hand-made contexts behind it. Who asks says
 * what he may by the header {@code Role}.
 */
final class Door implements AutoCloseable {

    static final int BODY_LIMIT = 20_000;
    static final int READ_TIMEOUT_MILLIS = 1_500;
    static final int IN_FLIGHT_LIMIT = 60_000;
    static final int THREADS = 4;

    final House house = new House();
    final HttpClient http = HttpClient.newHttpClient();
    private final Undertow server;

    Door() {
        house.publish(house.champion, house.challenger, 0);
        echo(house.champion.version());
        Router router = house.router();
        ModelDocuments models = new ModelDocuments(router, house.splits(), house.inference(), loader());
        ServingLimits limits = new ServingLimits(BODY_LIMIT, 16, 8, IN_FLIGHT_LIMIT, READ_TIMEOUT_MILLIS);
        V2Servlet v2 = new V2Servlet(router, models, limits);
        DeploymentManager deployment = Servlets.defaultContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(Door.class.getClassLoader())
                        .setDeploymentName("v2")
                        .setContextPath("/")
                        .addServlet(Servlets.servlet("v2", V2Servlet.class, () -> new ImmediateInstanceHandle<>(v2))
                                .addMappings("/v2", "/v2/*")
                                .setAsyncSupported(true))
                        .addFilter(Servlets.filter("roles", Roles.class).setAsyncSupported(true))
                        .addFilterUrlMapping("roles", "/*", DispatcherType.REQUEST));
        deployment.deploy();
        try {
            server = Undertow.builder()
                    .addHttpListener(0, "localhost", deployment.start())
                    .setIoThreads(1)
                    .setWorkerThreads(THREADS)
                    .build();
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        server.start();
    }

    /** Who asks says what he may. */
    public static final class Roles implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request) {
                        @Override
                        public boolean isUserInRole(String role) {
                            return role.equals(getHeader("Role"));
                        }
                    },
                    response);
        }
    }

    /** A model that gives back what it is given, under other names. */
    void echo(VersionId version) {
        house.models.put(
                version,
                inputs -> inputs.stream()
                        .map(input -> new Tensor(input.name() + "_out", input.datatype(), input.shape(), input.data()))
                        .toList());
    }

    int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
                .header("Role", "prediction-client");
    }

    HttpResponse<byte[]> get(String path) {
        return send(request(path));
    }

    HttpResponse<byte[]> infer(String body, String... headers) {
        return infer(BodyPublishers.ofString(body), headers);
    }

    HttpResponse<byte[]> infer(BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                request("/v2/models/" + House.MODEL + "/infer").POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        return CanonicalJson.parse(new String(response.body(), StandardCharsets.UTF_8));
    }

    /** A request with one input of FP32 and so many values. */
    static String floats(int values) {
        return "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":[1," + values + "],\"data\":["
                + "1,".repeat(values - 1) + "1]}]}";
    }

    private ModelLoader loader() {
        return new ModelLoader(house.inference(), null, null, house.splits(), Clock.systemUTC()) {
            @Override
            public Optional<Version> held(VersionId version) {
                Digest digest = Digest.of(new byte[] {1});
                return Optional.of(new Version(
                        version, House.MODEL, 1, digest, 1, Engine.PYTORCH, null, new ModelCard(1, digest, card())));
            }
        };
    }

    /** Every datatype in and out. */
    private static ObjectNode card() {
        ObjectNode card = CanonicalJson.object();
        for (String direction : List.of("inputs", "outputs")) {
            for (String datatype :
                    Arrays.stream(Datatype.values()).map(Enum::name).toList()) {
                ObjectNode tensor = card.withArray(direction).addObject();
                tensor.put("name", datatype.toLowerCase(Locale.ROOT) + (direction.equals("outputs") ? "_out" : ""));
                tensor.put("datatype", datatype).putArray("shape").add(-1).add(-1);
            }
        }
        return card;
    }

    @Override
    public void close() {
        server.stop();
    }
}
