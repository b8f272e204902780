package io.imprimatur.audit;

import java.io.IOException;

/** Writes rows one by one and keeps none. Closing ends the document and flushes; the stream stays open. */
interface TrailWriter extends AutoCloseable {

    void write(TrailRow row) throws IOException;

    @Override
    void close() throws IOException;
}
