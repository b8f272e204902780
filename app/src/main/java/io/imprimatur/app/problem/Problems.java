package io.imprimatur.app.problem;

import io.imprimatur.kernel.DomainException;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one mapper from exceptions to problems. What nobody foresaw is logged under a number and told only by it. */
@Provider
public class Problems implements ExceptionMapper<Throwable> {

    /** PostgreSQL's words for a transaction that another one was in the way of. */
    private static final Set<String> RACED = Set.of("40001", "40P01", "55P03");

    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    @Override
    public Response toResponse(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DomainException broken) {
                return response(Problem.of(broken));
            }
            if (isLostRace(cause)) {
                return response(Problem.of(
                        409,
                        "Conflict",
                        "CHANGED_CONCURRENTLY",
                        "Somebody else changed this at the same moment. Read it again."));
            }
        }
        if (thrown instanceof WebApplicationException web) {
            return told(web);
        }
        String number = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "Unforeseen problem " + number, thrown);
        return response(Problem.of(
                500,
                "Internal error",
                "UNFORESEEN",
                "Something unforeseen happened. The log tells it under " + number + "."));
    }

    /** Of an entity, or of a lock in the database. */
    private static boolean isLostRace(Throwable cause) {
        return cause instanceof OptimisticLockException
                || cause instanceof SQLException sql && RACED.contains(sql.getSQLState());
    }

    private static Response told(WebApplicationException web) {
        int status = web.getResponse().getStatus();
        if (status == 403) {
            return Response.fromResponse(
                            response(Problem.of(403, "Not allowed", "ROLE_MISSING", "Your roles do not allow this.")))
                    .header("WWW-Authenticate", "Bearer realm=\"imprimatur\", error=\"insufficient_scope\"")
                    .build();
        }
        String reason = web.getResponse().getStatusInfo().getReasonPhrase();
        return response(Problem.of(status, reason, "HTTP_" + status, reason + "."));
    }

    private static Response response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.json())
                .build();
    }
}
