package io.imprimatur.evaluation.rest;

import io.imprimatur.evaluation.DataSet;
import io.imprimatur.evaluation.DataSets;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** {@code /api/datasets}: the tables that versions are evaluated on. */
@Path("datasets")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class DataSetsResource {

    private final DataSets dataSets;

    @Inject
    public DataSetsResource(DataSets dataSets) {
        this.dataSets = dataSets;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DataSetsResource() {
        this.dataSets = null;
    }

    @POST
    @Consumes("text/csv")
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response add(@QueryParam("name") @Nullable String name, InputStream csv) {
        DataSet added = dataSets.add(name == null ? "" : name, csv);
        return Response.created(URI.create("datasets/" + added.digest()))
                .entity(added)
                .build();
    }

    @GET
    @Path("{digest}")
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public DataSet dataSet(@PathParam("digest") String digest) {
        return dataSets.get(new Digest(digest));
    }
}
