package io.imprimatur.risk.internal;

import io.imprimatur.risk.Rating;
import io.imprimatur.risk.Risk;
import io.imprimatur.risk.RiskArea;
import java.util.ArrayList;
import java.util.List;

/** A risk being written down: what is done about it makes it less likely, step by step. */
final class Draft {

    private final RiskArea area;
    private final String id;
    private final String title;
    private final String owner;
    private String finding = "";
    private Rating inherent = new Rating(5, 5);
    private int relief;
    private final List<String> mitigations = new ArrayList<>();

    Draft(RiskArea area, String id, String title, String owner) {
        this.area = area;
        this.id = id;
        this.title = title;
        this.owner = owner;
    }

    Draft found(String what, int likelihood, int impact) {
        finding = what;
        inherent = new Rating(likelihood, impact);
        return this;
    }

    /** Something that is done about it, and how many levels less likely it makes the harm. */
    Draft mitigated(String how, int levels) {
        mitigations.add(how);
        relief += levels;
        return this;
    }

    Draft mitigatedIf(boolean done, String how, int levels) {
        return done ? mitigated(how, levels) : this;
    }

    Risk risk() {
        return new Risk(
                id,
                area,
                title,
                finding,
                inherent,
                String.join(" ", mitigations),
                inherent.lessLikely(relief),
                owner,
                null);
    }
}
