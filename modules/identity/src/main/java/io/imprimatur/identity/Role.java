package io.imprimatur.identity;

import java.util.Arrays;
import java.util.Optional;

/** What a person or program may be in this house: a Keycloak group of the same name. */
public enum Role {
    ML_ENGINEER(Names.ML_ENGINEER),
    PRIVACY_OFFICER(Names.PRIVACY_OFFICER),
    RISK_MANAGER(Names.RISK_MANAGER),
    RELEASE_MANAGER(Names.RELEASE_MANAGER),
    OPERATOR(Names.OPERATOR),
    AUDITOR(Names.AUDITOR),
    PREDICTION_CLIENT(Names.PREDICTION_CLIENT);

    /** The names as constants, for annotations. */
    public static final class Names {
        public static final String ML_ENGINEER = "ml-engineer";
        public static final String PRIVACY_OFFICER = "privacy-officer";
        public static final String RISK_MANAGER = "risk-manager";
        public static final String RELEASE_MANAGER = "release-manager";
        public static final String OPERATOR = "operator";
        public static final String AUDITOR = "auditor";
        public static final String PREDICTION_CLIENT = "prediction-client";

        private Names() {}
    }

    private final String group;

    Role(String group) {
        this.group = group;
    }

    /** The Keycloak group, realm role and Camunda group of this role. */
    public String group() {
        return group;
    }

    public static Optional<Role> ofGroup(String group) {
        return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
    }
}
