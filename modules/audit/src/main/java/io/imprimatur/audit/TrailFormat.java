package io.imprimatur.audit;

import java.io.IOException;
import java.io.OutputStream;

/** How a trail is written. */
public enum TrailFormat {
    /** RFC 4180 with a header line; what a spreadsheet would take for a formula is quoted with an apostrophe. */
    CSV("text/csv;charset=UTF-8", "csv") {
        @Override
        TrailWriter writer(OutputStream out) throws IOException {
            return new CsvTrailWriter(out);
        }
    },
    /** One array of objects. */
    JSON("application/json", "json") {
        @Override
        TrailWriter writer(OutputStream out) throws IOException {
            return new JsonTrailWriter(out);
        }
    };

    private final String mediaType;
    private final String extension;

    TrailFormat(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Of a file that holds it, without the dot. */
    public String extension() {
        return extension;
    }

    abstract TrailWriter writer(OutputStream out) throws IOException;
}
