package io.imprimatur.app.problem;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import java.util.List;

/**
 * A problem detail (RFC 9457) with a stable {@code code}, and the same sentence again as {@code error} for clients of
 * the Open Inference Protocol.
 */
public record Problem(int status, String title, String code, String detail, List<Fault> faults) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, String title, String code, String detail) {
        return new Problem(status, title, code, detail, List.of());
    }

    public static Problem of(DomainException broken) {
        return new Problem(
                broken.kind().status(), broken.kind().title(), broken.code(), broken.getMessage(), broken.faults());
    }

    public String json() {
        ObjectNode node = CanonicalJson.object()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .put("error", detail);
        if (!faults.isEmpty()) {
            ArrayNode list = node.putArray("faults");
            faults.forEach(
                    fault -> list.addObject().put("pointer", fault.pointer()).put("message", fault.message()));
        }
        return node.toString();
    }
}
