package io.imprimatur.workflows.internal;

import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Lets the release wait for its sign-off. */
@Named("signOffRequest")
@ApplicationScoped
public class SignOffRequest extends Step {

    private final Releases releases;

    @Inject
    public SignOffRequest(Releases releases) {
        this.releases = releases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SignOffRequest() {
        this.releases = null;
    }

    @Override
    void run(Case current) {
        releases.enter(current.release(), ReleaseState.AWAITING_SIGN_OFF);
        Reviews.ask(current, releases, Gate.SIGN_OFF);
    }
}
