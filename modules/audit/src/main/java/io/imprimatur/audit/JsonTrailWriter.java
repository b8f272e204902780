package io.imprimatur.audit;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.imprimatur.kernel.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;

/** A trail as a JSON array. */
final class JsonTrailWriter implements TrailWriter {

    private final JsonGenerator json;

    JsonTrailWriter(OutputStream stream) throws IOException {
        json = CanonicalJson.mapper().getFactory().createGenerator(stream, JsonEncoding.UTF8);
        json.configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
        json.writeStartArray();
    }

    @Override
    public void write(TrailRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", row.at().toString());
        json.writeStringField("actor", row.actor());
        json.writeStringField("role", row.role());
        json.writeStringField("cause", row.cause());
        json.writeStringField("kind", row.kind());
        json.writeStringField("change", row.change());
        json.writeStringField("digest", row.digest());
        json.writeFieldName("details");
        // JSON text already; reading it to write it again would double the work of a million rows.
        json.writeRawValue(row.details());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.writeEndArray();
        json.close();
    }
}
