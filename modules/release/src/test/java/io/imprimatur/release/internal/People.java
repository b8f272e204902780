package io.imprimatur.release.internal;

import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Role;
import java.util.Set;

/** One person of each role, and one who has them all. */
public final class People {

    public static final Actor ENGINEER = new Actor("engineer-sub", Set.of(Role.ML_ENGINEER));
    public static final Actor PRIVACY_OFFICER = new Actor("privacy-sub", Set.of(Role.PRIVACY_OFFICER));
    public static final Actor RISK_MANAGER = new Actor("risk-sub", Set.of(Role.RISK_MANAGER));
    public static final Actor RELEASE_MANAGER = new Actor("manager-sub", Set.of(Role.RELEASE_MANAGER));
    public static final Actor OPERATOR = new Actor("operator-sub", Set.of(Role.OPERATOR));
    public static final Actor OF_ALL_ROLES = new Actor("all-sub", Set.of(Role.values()));

    private People() {}
}
