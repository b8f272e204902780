package io.imprimatur.app.camunda;

import io.imprimatur.kernel.DomainException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.rest.exception.RestException;

/**
 * The engine's own answers, in the shape that its pages understand, but with the status of the broken rule behind them:
 * its interface answers 500 to every completion that fails, and to some requests that it calls invalid itself.
 */
public final class EngineProblems {

    private static final int SERVER_ERROR = 500;

    private EngineProblems() {}

    static Response told(Throwable thrown) {
        Response usual = ExceptionHandlerHelper.getInstance().getResponse(thrown);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DomainException broken) {
                return Response.fromResponse(usual)
                        .status(broken.kind().status())
                        .build();
            }
        }
        boolean theirs = thrown instanceof InvalidRequestException && usual.getStatus() >= SERVER_ERROR;
        return theirs
                ? Response.fromResponse(usual)
                        .status(Response.Status.BAD_REQUEST)
                        .build()
                : usual;
    }

    /** Of what the engine's interface throws. */
    @Provider
    public static final class OfInterface implements ExceptionMapper<RestException> {
        @Override
        public Response toResponse(RestException thrown) {
            return told(thrown);
        }
    }

    /** Of what the engine itself throws. */
    @Provider
    public static final class OfEngine implements ExceptionMapper<ProcessEngineException> {
        @Override
        public Response toResponse(ProcessEngineException thrown) {
            return told(thrown);
        }
    }
}
