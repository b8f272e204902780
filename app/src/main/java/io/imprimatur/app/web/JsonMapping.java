package io.imprimatur.app.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.imprimatur.kernel.CanonicalJson;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Resources speak JSON through the house's one mapper. */
@Provider
public class JsonMapping implements ContextResolver<ObjectMapper> {

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return CanonicalJson.mapper();
    }
}
