package io.imprimatur.registry.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.Model;
import io.imprimatur.registry.Models;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/models}: models and their versions. */
@Path("models")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {

    private final Models models;
    private final Versions versions;

    /** A model to register. */
    public record NewModel(@Nullable String name, @Nullable String purpose) {}

    /**
     * A version to add: an artifact uploaded before, and its card.
     *
     * @param engine what the artifact is made for; PyTorch where nothing is said
     * @param parent the id of the version that it was made from
     */
    public record NewVersion(
            @Nullable String artifact,
            @Nullable String engine,
            @Nullable String parent,
            @Nullable JsonNode card) {}

    @Inject
    public ModelsResource(Models models, Versions versions) {
        this.models = models;
        this.versions = versions;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ModelsResource() {
        this.models = null;
        this.versions = null;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response register(NewModel model) {
        Model registered =
                models.register(new ModelName(required(model.name(), "name")), required(model.purpose(), "purpose"));
        return Response.created(URI.create("models/" + registered.name()))
                .entity(registered)
                .build();
    }

    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public List<Model> all() {
        return models.all();
    }

    @GET
    @Path("{name}")
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public Model model(@PathParam("name") String name) {
        return models.get(new ModelName(name));
    }

    @POST
    @Path("{name}/versions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response add(@PathParam("name") String name, NewVersion version) {
        if (version.card() == null) {
            throw missing("card");
        }
        Version added = versions.add(
                new ModelName(name),
                new Digest(required(version.artifact(), "artifact")),
                version.engine() == null ? Engine.PYTORCH : Engine.of(version.engine()),
                version.parent() == null ? null : VersionId.of(version.parent()),
                version.card());
        return Response.created(URI.create("versions/" + added.id()))
                .entity(added)
                .tag(Integer.toString(added.card().revision()))
                .build();
    }

    @GET
    @Path("{name}/versions")
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public List<Version> versions(@PathParam("name") String name) {
        return versions.of(new ModelName(name));
    }

    @GET
    @Path("{name}/versions/{number: [0-9]{1,9}}")
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public Version version(@PathParam("name") String name, @PathParam("number") int number) {
        return versions.get(new ModelName(name), number);
    }

    private static String required(@Nullable String value, String member) {
        if (value == null) {
            throw missing(member);
        }
        return value;
    }

    private static DomainException missing(String member) {
        return DomainException.invalid("MEMBER_MISSING", "The request has no member '" + member + "'.");
    }
}
