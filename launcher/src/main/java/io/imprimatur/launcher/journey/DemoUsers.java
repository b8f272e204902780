package io.imprimatur.launcher.journey;

import java.util.List;

/** The people of the demo realm: each is called by the role and has a password that everybody knows. */
public final class DemoUsers {

    public static final String ML_ENGINEER = "ml-engineer";
    public static final String PRIVACY_OFFICER = "privacy-officer";
    public static final String RISK_MANAGER = "risk-manager";
    public static final String RELEASE_MANAGER = "release-manager";
    public static final String OPERATOR = "operator";
    public static final String AUDITOR = "auditor";

    public static final List<String> ALL =
            List.of(ML_ENGINEER, PRIVACY_OFFICER, RISK_MANAGER, RELEASE_MANAGER, OPERATOR, AUDITOR);

    private DemoUsers() {}

    public static String password(String user) {
        return user + "-demo";
    }
}
