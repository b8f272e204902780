package io.imprimatur.serving.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.serving.House;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol over HTTP. */
class V2ServletTest {

    private static final String JSON_LENGTH = InferCall.JSON_LENGTH;

    private final Door door = new Door();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void the_server_and_its_models_are_told() {
        assertThat(Door.json(door.get("/v2")).path("extensions"))
                .extracting(JsonNode::asText)
                .contains("binary_tensor_data");
        assertThat(Door.json(door.get("/v2/models")).path("models"))
                .extracting(JsonNode::asText)
                .containsExactly("credit-risk");
        assertThat(Door.json(door.get("/v2/models/credit-risk/versions/1")).path("inputs"))
                .hasSize(14);
        assertThat(Door.json(door.get("/v2/models/credit-risk/ready"))
                        .path("ready")
                        .asBoolean())
                .isTrue();
        assertThat(Door.json(door.get("/v2/health/ready")).path("ready").isBoolean())
                .isTrue();
    }

    @Test
    void several_inputs_of_several_datatypes_come_back_as_json() {
        JsonNode answer = Door.json(door.infer("""
                {"id": "mine", "parameters": {"subject": "s-1", "priority": 3, "fast": true},
                 "inputs": [
                  {"name": "bytes", "datatype": "BYTES", "shape": [1, 2], "data": ["ä", ""]},
                  {"name": "uint64", "datatype": "UINT64", "shape": [1, 2], "data": [[0, 18446744073709551615]]},
                  {"name": "bool", "datatype": "BOOL", "shape": [1, 2], "data": [true, false]},
                  {"name": "bf16", "datatype": "BF16", "shape": [1, 1], "data": [1.5]}]}"""));

        assertThat(answer.path("id").asText()).isEqualTo("mine");
        assertThat(answer.path("model_version").asText()).isEqualTo("1");
        assertThat(answer.at("/outputs/0/data").toString()).isEqualTo("[\"ä\",\"\"]");
        assertThat(answer.at("/outputs/1/data").toString()).isEqualTo("[0,18446744073709551615]");
        assertThat(answer.at("/outputs/2/data").toString()).isEqualTo("[true,false]");
        assertThat(answer.at("/outputs/3/data").toString()).isEqualTo("[1.5]");
        assertThat(door.house.recorded).singleElement().satisfies(record -> {
            assertThat(record.output()).isEqualTo("[\"ä\",\"\"]");
            assertThat(record.requestId()).isEqualTo("mine");
        });
    }

    @Test
    void a_request_without_an_id_gets_one() {
        JsonNode answer = Door.json(door.infer(Door.floats(1)));

        assertThat(answer.path("id").asText())
                .isNotEmpty()
                .isEqualTo(answer.at("/parameters/prediction_id").asText());
    }

    @Test
    void bytes_behind_the_json_are_tensors_in_both_directions() throws IOException {
        String json = """
                {"parameters": {"binary_data_output": true},
                 "inputs": [
                  {"name": "fp32", "datatype": "FP32", "shape": [2, 1], "parameters": {"binary_data_size": 8}},
                  {"name": "int8", "datatype": "INT8", "shape": [1, 1], "data": [-7]},
                  {"name": "bytes", "datatype": "BYTES", "shape": [1, 1], "parameters": {"binary_data_size": 6}}],
                 "outputs": [{"name": "fp32_out"}, {"name": "int8_out", "parameters": {"binary_data": false}},
                  {"name": "bytes_out"}]}""";
        ByteBuffer tensors = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
        tensors.putFloat(1.5f).putFloat(-2).putInt(2).put((byte) 0xff).put((byte) 0);

        HttpResponse<byte[]> response = binary(json, tensors.array());

        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        int length = Integer.parseInt(response.headers().firstValue(JSON_LENGTH).orElseThrow());
        JsonNode answer = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(new ByteArrayInputStream(response.body(), 0, length));
        assertThat(answer.at("/outputs/0/parameters/binary_data_size").asInt()).isEqualTo(8);
        assertThat(answer.at("/outputs/0/data").isMissingNode()).isTrue();
        assertThat(answer.at("/outputs/1/data/0").asInt()).isEqualTo(-7);
        assertThat(answer.at("/outputs/2/parameters/binary_data_size").asInt()).isEqualTo(6);
        assertThat(ByteBuffer.wrap(response.body(), length, 14)).isEqualTo(tensors.flip());
        assertThat(response.body()).hasSize(length + 14);
    }

    @Test
    void bytes_that_are_no_text_are_not_forced_into_json() throws IOException {
        HttpResponse<byte[]> response = binary(
                "{\"inputs\":[{\"name\":\"bytes\",\"datatype\":\"BYTES\",\"shape\":[1],\"parameters\":{\"binary_data_size\":5}}]}",
                new byte[] {1, 0, 0, 0, (byte) 0xff});

        assertRefused(response, 501, "OUTPUT_NOT_TEXT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // shape; declared; sent; status
                "[2];8;4;400;REQUEST_FORM",
                "[2];8;12;400;REQUEST_FORM",
                "[2];4;4;400;TENSOR_SHAPE",
                "[4611686018427387904];0;0;400;TENSOR_SHAPE",
                "[-1];4;4;400;TENSOR_SHAPE",
                "[9223372036854775807,2];8;8;400;TENSOR_SHAPE",
                "[536870912];2147483647;8;400;TENSOR_SHAPE",
                "[1];2147483648;8;400;REQUEST_FORM",
                "[1];-4;8;400;REQUEST_FORM"
            })
    void sizes_that_do_not_fit_are_refused(String shape, String declared, int sent, int status, String code)
            throws IOException {
        String json = "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":" + shape
                + ",\"parameters\":{\"binary_data_size\":" + declared + "}}]}";

        assertRefused(binary(json, new byte[sent]), status, code);
    }

    @Test
    void a_truth_value_is_one_bit_in_a_byte() throws IOException {
        String json =
                "{\"inputs\":[{\"name\":\"bool\",\"datatype\":\"BOOL\",\"shape\":[2],\"parameters\":{\"binary_data_size\":2}}]}";

        assertRefused(binary(json, new byte[] {1, 2}), 400, "TENSOR_VALUE");
        assertThat(binary(json, new byte[] {1, 0}).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 400, HEADER_INVALID",
        "x, 400, HEADER_INVALID",
        "99999999999999999999, 400, HEADER_INVALID",
        "2147483648, 413, BODY_TOO_LARGE",
        "9, 400, REQUEST_JSON",
        "19000, 400, REQUEST_FORM",
        "0, 501, RAW_BINARY_UNSUPPORTED"
    })
    void a_length_of_the_json_that_is_not_its_length_is_refused(String length, int status, String code) {
        String body =
                "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":4}}]}";
        assertRefused(door.infer(body, JSON_LENGTH, length, "Content-Type", "application/octet-stream"), status, code);
    }

    @Test
    void gzip_goes_in_and_out() throws IOException {
        HttpResponse<byte[]> response = door.infer(
                BodyPublishers.ofByteArray(gzip(Door.floats(2_000).getBytes(StandardCharsets.UTF_8))),
                "Content-Encoding",
                "gzip",
                "Accept-Encoding",
                "br;q=1, gzip;q=0.5");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
        byte[] answer = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(new String(answer, StandardCharsets.UTF_8)).contains("\"shape\":[1,2000]");
        assertThat(door.infer(Door.floats(2_000)).headers().firstValue("Content-Encoding"))
                .isEmpty();
        assertThat(door.infer(Door.floats(2_000), "Accept-Encoding", "gzip;q=0, *")
                        .headers()
                        .firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void a_small_body_that_unfolds_to_a_large_one_is_refused() throws IOException {
        byte[] bomb = gzip(Door.floats(4_000_000).getBytes(StandardCharsets.UTF_8));
        assertThat(bomb.length).isLessThan(Door.BODY_LIMIT);

        assertRefused(door.infer(BodyPublishers.ofByteArray(bomb), "Content-Encoding", "gzip"), 413, "BODY_TOO_LARGE");
    }

    @Test
    void what_is_no_gzip_or_another_coding_is_told_so() throws IOException {
        byte[] whole = gzip(Door.floats(5).getBytes(StandardCharsets.UTF_8));
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);

        assertRefused(door.infer(Door.floats(5), "Content-Encoding", "gzip"), 400, "ENCODING_BROKEN");
        assertRefused(door.infer(BodyPublishers.ofByteArray(half), "Content-Encoding", "gzip"), 400, "ENCODING_BROKEN");
        assertRefused(door.infer(Door.floats(5), "Content-Encoding", "br"), 415, "ENCODING_UNSUPPORTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonx", "application/octet-stream"})
    void another_type_is_told_so(String type) {
        assertRefused(door.infer(Door.floats(1), "Content-Type", type), 415, "CONTENT_TYPE");
    }

    @Test
    void a_body_that_is_too_long_is_refused_announced_or_not() {
        String body = Door.floats(Door.BODY_LIMIT);

        assertRefused(door.infer(body), 413, "BODY_TOO_LARGE");
        assertRefused(
                door.infer(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))),
                413,
                "BODY_TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":[17,1],\"data\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}]}|413|ROWS_TOO_MANY",
                "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"outputs\":[{\"name\":\"z\"}]}|400|OUTPUT_UNKNOWN",
                "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"outputs\":[{\"name\":\"fp32_out\",\"parameters\":{\"classification\":3}}]}|501|PARAMETER_UNSUPPORTED",
                "{\"parameters\":{\"sequence_id\":3},\"inputs\":[]}|501|PARAMETER_UNSUPPORTED",
                "{\"parameters\":{\"a\":{}},\"inputs\":[]}|400|REQUEST_FORM",
                "{\"parameters\":{\"a\":null},\"inputs\":[]}|400|REQUEST_FORM",
                "{\"inputs\":[{\"name\":\"fp32\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":4}}]}|400|REQUEST_FORM",
                "{\"inputs\":[{\"name\":\"a\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]},{\"name\":\"a\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}|400|REQUEST_FORM"
            })
    void what_the_protocol_does_not_allow_is_refused(String body, int status, String code) {
        assertRefused(door.infer(body), status, code);
    }

    @Test
    void more_inputs_than_a_request_may_name_are_refused() {
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            inputs.append(i == 0 ? "" : ",").append("{\"name\":\"x").append(i);
            inputs.append("\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}");
        }
        assertRefused(door.infer("{\"inputs\":[" + inputs + "]}"), 400, "TENSORS_TOO_MANY");
    }

    @Test
    void errors_have_the_protocols_body_and_the_houses() {
        HttpResponse<byte[]> response = door.get("/v2/models/nobody/ready");

        assertRefused(response, 404, "MODEL_UNKNOWN");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Door.json(response).path("error"))
                .isEqualTo(Door.json(response).path("detail"));
        assertRefused(door.get("/v2/models/NOBODY/ready"), 400, "MODEL_NAME_INVALID");
        assertRefused(door.get("/v2/nowhere"), 404, "ADDRESS_UNKNOWN");
        assertRefused(door.get("/v2/models/credit-risk/infer"), 405, "METHOD_NOT_ALLOWED");
        assertRefused(door.send(door.request("/v2/models").POST(BodyPublishers.noBody())), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void naming_a_version_needs_the_operator_and_is_marked() {
        String path = "/v2/models/" + House.MODEL + "/versions/1/infer";

        assertRefused(door.send(door.request(path).POST(BodyPublishers.ofString(Door.floats(1)))), 403, "ROLE_MISSING");
        HttpResponse<byte[]> response = door.send(
                door.request(path).setHeader("Role", "operator").POST(BodyPublishers.ofString(Door.floats(1))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(door.house.recorded)
                .singleElement()
                .satisfies(record -> assertThat(record.direct()).isTrue());
    }

    @Test
    void every_answer_is_as_the_published_schema_has_it() throws IOException {
        assertSchema("serverLive", door.get("/v2/health/live"));
        assertSchema("serverReady", door.get("/v2/health/ready"));
        assertSchema("serverMetadata", door.get("/v2"));
        assertSchema("modelReady", door.get("/v2/models/credit-risk/ready"));
        assertSchema("modelMetadata", door.get("/v2/models/credit-risk"));
        assertSchema("inference", door.infer(Door.floats(3)));
        assertSchema("error", door.infer("{}"));
        assertSchema("error", door.get("/v2/models/nobody"));
    }

    @Test
    void what_is_not_as_the_schema_has_it_is_noticed() throws IOException {
        assertThat(OpenInferenceSchema.faults("inference", Door.json(door.infer("{}"))))
                .isNotEmpty();
        assertThat(OpenInferenceSchema.faults("error", Door.json(door.infer(Door.floats(3)))))
                .isNotEmpty();
    }

    @Test
    void the_description_names_every_address_and_needs_no_role() {
        HttpResponse<byte[]> response = door.send(java.net.http.HttpRequest.newBuilder(
                java.net.URI.create("http://localhost:" + door.port() + "/v2/openapi.json")));

        assertThat(response.statusCode()).isEqualTo(200);
        Door.json(response).path("paths").fieldNames().forEachRemaining(path -> {
            String address = path.replace("{model}", "credit-risk").replace("{version}", "1");
            assertThat(door.get(address).statusCode()).as(address).isIn(200, 405, 503);
        });
        assertThat(Door.json(response).path("paths")).hasSize(10);
    }

    private static void assertSchema(String part, HttpResponse<byte[]> response) throws IOException {
        assertThat(OpenInferenceSchema.faults(part, Door.json(response)))
                .as(part)
                .isEmpty();
    }

    private HttpResponse<byte[]> binary(String json, byte[] tensors) throws IOException {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head);
        body.write(tensors);
        return door.infer(
                BodyPublishers.ofByteArray(body.toByteArray()),
                "Content-Type",
                "application/octet-stream",
                JSON_LENGTH,
                Integer.toString(head.length));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes)) {
            compressed.write(plain);
        }
        return bytes.toByteArray();
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String code) {
        assertThat(Door.json(response).path("code").asText()).isEqualTo(code);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(Door.json(response).path("error").asText()).isNotEmpty();
    }
}
