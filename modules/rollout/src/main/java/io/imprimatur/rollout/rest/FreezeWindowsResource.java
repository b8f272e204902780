package io.imprimatur.rollout.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.rollout.FreezeWindow;
import io.imprimatur.rollout.FreezeWindows;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code /api/freeze-windows}: when nobody's traffic grows. */
@Path("freeze-windows")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class FreezeWindowsResource {

    private final FreezeWindows windows;

    @Inject
    public FreezeWindowsResource(FreezeWindows windows) {
        this.windows = windows;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected FreezeWindowsResource() {
        this.windows = null;
    }

    /** Those of the next 90 days. */
    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public List<FreezeWindow> upcoming() {
        return windows.upcoming();
    }
}
