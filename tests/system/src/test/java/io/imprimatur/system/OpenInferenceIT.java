package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol v2 on the whole stack, as strangers' clients speak it. */
@ExtendWith(House.Open.class)
class OpenInferenceIT {

    private static final String MODEL = "open-inference";
    private static final String INFER = "/v2/models/" + MODEL + "/infer";
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";
    private static final Path PUBLISHED = Path.of("../../modules/serving/src/test/resources/io/imprimatur/serving/rest")
            .resolve("open-inference-v2.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final float[] FIRST_OF_VERSION_1 = {0.75836366f, 0.24163632f};

    /** Asked for HTTP/2 without TLS, Payara may lose the body of the request that asks, and both sides wait. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void release() {
        house().inService(MODEL);
    }

    @Test
    void the_readmes_curl_gets_a_prediction() throws Exception {
        String readme = Files.readString(house().stack.layout().project().resolve("README.md"));
        Matcher body = Pattern.compile("(?s)-d '\\s*(\\{\"id\".*?\\})'").matcher(readme);
        assertThat(body.find()).isTrue();

        Process curl = new ProcessBuilder(
                        "curl",
                        "-s",
                        house().base.resolve(INFER).toString(),
                        "-H",
                        "Authorization: Bearer " + house().tokens.of(Tokens.PREDICTION_CLIENT),
                        "-d",
                        body.group(1),
                        "-H",
                        "Content-Type: application/json")
                .start();
        JsonNode answer = JSON.readTree(curl.getInputStream().readAllBytes());

        assertThat(curl.waitFor()).isZero();
        assertThat(answer.path("id").asText()).isEqualTo("loan-4711");
        assertProbabilities(answer.at("/outputs/0/data"));
        assertThat(readme).contains("\"data\":[0.7639265,0.23607352]");
    }

    @Test
    void the_readmes_java_gets_a_prediction_by_the_generated_client() throws IOException {
        String readme = Files.readString(house().stack.layout().project().resolve("README.md"));
        Matcher java = Pattern.compile("(?s)```java\\n(.*?)```").matcher(readme);
        assertThat(java.find()).isTrue();
        String here = java.group(1)
                .replace("http://localhost:8080", house().base.toString())
                .replace("\"credit-risk\"", '"' + MODEL + '"');

        try (Snippet snippet = new Snippet()) {
            snippet.run("String token = \"" + house().tokens.of(Tokens.PREDICTION_CLIENT) + "\";");
            snippet.run(here);

            assertThat(snippet.value("answer.getId()")).isEqualTo("\"loan-4711\"");
            assertProbabilities(JSON.readTree(snippet.value("probabilities")));
        }
    }

    @Test
    void every_answer_is_as_the_published_schema_has_it() throws IOException {
        assertSchema("serverLive", house().api.getAsNobody("/v2/health/live"), 200);
        assertSchema("serverReady", house().api.getAsNobody("/v2/health/ready"), 200);
        assertSchema("serverMetadata", get("/v2"), 200);
        assertSchema("modelReady", get("/v2/models/" + MODEL + "/ready"), 200);
        assertSchema("modelReady", get("/v2/models/" + MODEL + "/versions/1/ready"), 200);
        assertSchema("modelMetadata", get("/v2/models/" + MODEL), 200);
        assertSchema("modelMetadata", get("/v2/models/" + MODEL + "/versions/1"), 200);
        assertSchema("inference", new Predict(MODEL).answer(1), 200);
        assertSchema("error", new Predict("nobody").answer(1), 404);
        assertSchema("error", house().api.getAsNobody("/v2"), 401);
        assertSchema("error", house().api.get(DemoUsers.AUDITOR, "/v2"), 403);
        assertSchema("error", house().api.post(Tokens.PREDICTION_CLIENT, INFER, JSON.createObjectNode()), 400);
        assertThat(get("/v2/models").json().path("models"))
                .extracting(JsonNode::asText)
                .contains(MODEL);
        assertThat(house().api.getAsNobody("/v2/openapi.json").json().path("paths"))
                .hasSize(10);
    }

    @Test
    void bytes_behind_the_json_are_tensors_in_both_directions() throws Exception {
        byte[] json = ("{\"inputs\":[{\"name\":\"application\",\"datatype\":\"FP32\",\"shape\":[1,20],"
                        + "\"parameters\":{\"binary_data_size\":80}}],\"parameters\":{\"binary_data_output\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(json.length + 80)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(json);
        for (float value : row()) {
            body.putFloat(value);
        }

        HttpResponse<byte[]> response = send(request(INFER)
                .header("Content-Type", "application/octet-stream")
                .header(JSON_LENGTH, Integer.toString(json.length))
                .POST(BodyPublishers.ofByteArray(body.array())));

        assertThat(response.statusCode()).isEqualTo(200);
        int length = Integer.parseInt(response.headers().firstValue(JSON_LENGTH).orElseThrow());
        ByteBuffer tensor = ByteBuffer.wrap(response.body()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(response.body()).hasSize(length + 8);
        assertThat(tensor.getFloat(length)).isCloseTo(FIRST_OF_VERSION_1[0], within(1e-5f));
        assertThat(tensor.getFloat(length + 4)).isCloseTo(FIRST_OF_VERSION_1[1], within(1e-5f));
    }

    @Test
    void gzip_goes_in_and_out_and_bombs_do_not() throws Exception {
        HttpResponse<byte[]> response = send(request(INFER)
                .header("Content-Encoding", "gzip")
                .header("Accept-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(rows(200)))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        JsonNode answer = JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(response.body())));
        assertThat(answer.at("/outputs/0/data")).hasSize(400);

        HttpResponse<byte[]> bomb = send(request(INFER)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(gzip(" ".repeat(200_000_000)))));
        assertThat(bomb.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,20];FP32;[NaN,1]",
                "[-1,20];FP32;[1]",
                "[2147483648,20];FP32;[1]",
                "[9223372036854775807,20];FP32;[1]",
                "[9223372036854775808];FP32;[1]",
                "[4611686018427387904,4];FP32;[]",
                "[1,20];FP64;[1]",
                "[1,20];INT64;[1.5]",
                "[1,20];FP32;[1e400]",
                "[1,20];FP32;[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]",
                "[1,20];BYTES;[\"a\"]",
                "[1,20];QUATERNION;[1]"
            })
    void what_a_client_sends_wrongly_is_the_clients_fault(String input) {
        String[] parts = input.split(";", -1);
        String body = "{\"inputs\":[{\"name\":\"application\",\"shape\":" + parts[0] + ",\"datatype\":\"" + parts[1]
                + "\",\"data\":" + parts[2] + "}]}";

        Answer answer = house().api.postText(Tokens.PREDICTION_CLIENT, INFER, "application/json", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isNotEmpty();
    }

    /** A body often arrives after its headers: whoever reads it then must neither answer too early nor look back. */
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void many_clients_at_once_are_each_answered_whole(HttpClient.Version version) throws Exception {
        HttpRequest request = request(INFER)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(rows(2)))
                .build();
        for (int client = 0; client < 20; client++) {
            HttpClient fresh = HttpClient.newBuilder().version(version).build();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(fresh.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get(60, TimeUnit.SECONDS);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(JSON.readTree(response.body()).at("/outputs/0/data")).hasSize(4);
            }
        }
    }

    @Test
    void huge_headers_are_refused_and_hinder_nobody() throws IOException {
        try (Socket socket = new Socket(house().base.getHost(), house().base.getPort())) {
            socket.setSoTimeout(20_000);
            write(
                    socket,
                    "GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(60_000) + "\r\n\r\n");
            assertThat(statusLine(socket)).matches("HTTP/1.1 4[0-9][0-9].*");
        }
        assertThat(new Predict(MODEL).answer(1).status()).isEqualTo(200);
    }

    @Test
    void slow_senders_hinder_nobody_and_are_told_in_time() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = new Socket(house().base.getHost(), house().base.getPort());
                socket.setSoTimeout(30_000);
                slow.add(socket);
                write(
                        socket,
                        "POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
                                + "Authorization: Bearer " + house().tokens.of(Tokens.PREDICTION_CLIENT)
                                + "\r\nContent-Type: application/json\r\n\r\n{");
            }
            for (int i = 0; i < 20; i++) {
                assertThat(new Predict(MODEL).answer(i).status()).isEqualTo(200);
            }
            assertThat(statusLine(slow.get(59))).startsWith("HTTP/1.1 408");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read(); next >= 0 && next != '\r'; ) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString();
    }

    private static Answer get(String path) {
        return house().api.get(Tokens.PREDICTION_CLIENT, path);
    }

    private static void assertSchema(String part, Answer answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.request()).isEqualTo(status);
        ObjectNode schema = (ObjectNode) JSON.readTree(PUBLISHED.toFile());
        schema.put("$ref", "#/$defs/" + part);
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(answer.json()))
                .as(answer.request())
                .isEmpty();
    }

    private static void assertProbabilities(JsonNode data) {
        assertThat(data).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(data.get(i).floatValue()).isCloseTo(FIRST_OF_VERSION_1[i], within(1e-5f));
        }
    }

    private static float[] row() throws IOException {
        JsonNode rows = JSON.readTree(house().stack
                        .layout()
                        .project()
                        .resolve("examples/credit-risk/expected.json")
                        .toFile())
                .path("inputs");
        return JSON.treeToValue(rows.get(0), float[].class);
    }

    private static String rows(int count) throws IOException {
        String one = Arrays.toString(row());
        String values = one.substring(1, one.length() - 1);
        return "{\"inputs\":[{\"name\":\"application\",\"datatype\":\"FP32\",\"shape\":[" + count + ",20],\"data\":["
                + (values + ",").repeat(count - 1) + values + "]}]}";
    }

    private HttpRequest.Builder request(String path) {
        URI address = house().base.resolve(path);
        return HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + house().tokens.of(Tokens.PREDICTION_CLIENT));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] gzip(String plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
            compressed.write(plain.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
