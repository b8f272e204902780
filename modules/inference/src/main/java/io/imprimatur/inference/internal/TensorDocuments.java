package io.imprimatur.inference.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Datatype;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Tensors on their way to a child process: their bytes as base64, so that every datatype arrives as it was. */
public final class TensorDocuments {

    private TensorDocuments() {}

    public static ArrayNode write(List<Tensor> tensors) {
        ArrayNode documents = CanonicalJson.mapper().createArrayNode();
        for (Tensor tensor : tensors) {
            ObjectNode document = documents.addObject();
            document.put("name", tensor.name());
            document.put("datatype", tensor.datatype().name());
            document.set("shape", CanonicalJson.document(tensor.shape()));
            byte[] data = new byte[tensor.data().remaining()];
            tensor.data().get(data);
            document.put("data", data);
        }
        return documents;
    }

    /** What {@link #write} wrote. */
    public static List<Tensor> read(JsonNode documents) {
        List<Tensor> tensors = new ArrayList<>();
        try {
            for (JsonNode document : documents) {
                tensors.add(new Tensor(
                        document.path("name").asText(),
                        Datatype.valueOf(document.path("datatype").asText()),
                        CanonicalJson.mapper().treeToValue(document.path("shape"), long[].class),
                        ByteBuffer.wrap(document.path("data").binaryValue())));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no tensor document", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tensors;
    }
}
