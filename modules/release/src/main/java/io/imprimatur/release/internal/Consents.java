package io.imprimatur.release.internal;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Approval;
import io.imprimatur.release.Attestation;
import io.imprimatur.release.Change;
import io.imprimatur.release.ClassRules;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.Gate;
import io.imprimatur.release.Phase;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReviewPolicy;
import io.imprimatur.release.ReviewTerms;
import io.imprimatur.release.internal.GivenApproval.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The approvals of one release under the rules of its class: who is still missing at a gate, and until when consent
 * counts. An approval lets traffic grow until it expires, and lets the version serve until the grace period ends.
 */
final class Consents {

    /**
     * The watch takes the traffic away at the end of the grace period, without a gap in the answers. Whatever is left is
     * refused this much later by the router itself.
     */
    private static final Duration BACKSTOP = Duration.ofMinutes(1);

    private final List<GivenApproval> approvals;
    private final Map<Gate, Digest> digests;
    private final Map<Gate, Integer> required;
    private final ReviewPolicy policy;
    private final String riskClass;
    private final ClassRules rules;

    /** @param demanded how many approvers the risk assessment itself demands; the policy may demand more */
    Consents(
            List<GivenApproval> approvals,
            Map<Gate, Digest> digests,
            ReviewPolicy policy,
            String riskClass,
            Map<Gate, Integer> demanded) {
        this.approvals = approvals;
        this.digests = digests;
        this.policy = policy;
        this.riskClass = riskClass;
        this.rules = policy.of(riskClass);
        this.required = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            required.put(gate, Math.max(rules.approvers().getOrDefault(gate, 1), demanded.getOrDefault(gate, 1)));
        }
    }

    /**
     * Voids what was approved on other evidence than there is now, and explains to every approval void for its evidence
     * what is different.
     *
     * @return the gates that lose an approval
     */
    Set<Gate> voidOlder(EvidenceKind changed, List<Change> changes, Instant now) {
        Set<Gate> voided = EnumSet.noneOf(Gate.class);
        for (GivenApproval approval : approvals) {
            if (!approval.isVoided() && !approval.holdsFor(digest(approval.gate()))) {
                approval.revoke(Cause.EVIDENCE_CHANGED, now);
                voided.add(approval.gate());
            }
            if (approval.isVoidedByEvidence() && approval.gate().covers(changed)) {
                approval.explain(changes);
            }
        }
        return voided;
    }

    /**
     * Whether this person's yes adds an approval: not while an earlier one stands for the very same evidence, but for a
     * version in service, whose approvals are renewed; the earlier one is void from then on.
     */
    boolean needs(Gate gate, Reviewer by, boolean inService, Instant now) {
        Optional<GivenApproval> own = standing(gate, now).stream()
                .filter(approval -> by.counted().stream().anyMatch(approval::counts))
                .findFirst();
        if (own.isPresent() && !inService) {
            if (missing(gate, now) > 0) {
                throw DomainException.conflict(
                        "APPROVED_ALREADY",
                        "You approved at gate " + gate + " already; it needs another person's approval too.");
            }
            return false;
        }
        approvals.stream()
                .filter(approval -> approval.gate() == gate && !approval.isVoided() && approval.isBy(by.subject()))
                .forEach(approval -> approval.revoke(Cause.RENEWED, now));
        return true;
    }

    /** The approvals of the gate that let traffic grow now. */
    List<GivenApproval> standing(Gate gate, Instant now) {
        return holding(gate).filter(a -> now.isBefore(expiry(a))).toList();
    }

    /** How many people must still approve at the gate. */
    int missing(Gate gate, Instant now) {
        return Math.max(0, required(gate) - standing(gate, now).size());
    }

    /** How many must approve, or approve again because theirs expires soon. */
    private int due(Gate gate, Instant now) {
        Instant horizon = horizon(now);
        long lasting =
                holding(gate).filter(a -> horizon.isBefore(remindedAt(a))).count();
        return (int) Math.max(0, required(gate) - lasting);
    }

    /** Once one approval is due, all are that will be before it expires: its reviewer may keep the others waiting. */
    private Instant horizon(Instant now) {
        List<GivenApproval> holding =
                Stream.of(Gate.values()).flatMap(this::holding).toList();
        boolean due = holding.stream().anyMatch(a -> !now.isBefore(remindedAt(a)));
        return due
                ? holding.stream()
                        .map(this::expiry)
                        .min(Comparator.naturalOrder())
                        .orElse(now)
                : now;
    }

    /** Whether every gate still lets the version keep the traffic that it has. */
    boolean mayServe(Phase phase, Instant now) {
        return phase.gates().stream()
                .allMatch(gate -> holding(gate)
                                .filter(a -> now.isBefore(graceEnd(a).plus(BACKSTOP)))
                                .count()
                        >= required(gate));
    }

    /** When the approvals that the phase rests on must be given anew. */
    Attestation attestation(Phase phase, Instant now) {
        Map<Gate, Integer> reviewers = new EnumMap<>(Gate.class);
        phase.gates().forEach(gate -> reviewers.put(gate, due(gate, now)));
        return new Attestation(
                earliest(phase, this::remindedAt).orElse(null),
                earliest(phase, this::graceEnd).orElse(null),
                reviewers,
                rules.afterGrace());
    }

    List<String> missingFor(Phase phase, Instant now) {
        List<String> missing = new ArrayList<>();
        for (Gate gate : phase.gates()) {
            int lacking = missing(gate, now);
            if (lacking > 0) {
                missing.add(gate + " " + why(gate, lacking));
            }
        }
        return missing;
    }

    /** What these rules would have held up: too few people at a gate that was passed, and approvals too old to serve. */
    List<String> shortcomings(ReleaseState state, Instant now) {
        List<String> found = new ArrayList<>();
        for (Gate gate : Gate.values()) {
            List<GivenApproval> given = approvals.stream()
                    .filter(approval -> approval.gate() == gate)
                    .toList();
            long people = given.stream().map(GivenApproval::by).distinct().count();
            if (people > 0 && people < required(gate)) {
                found.add(gate + " was approved by " + people + " of the " + required(gate) + " people it needs");
            }
            if (state == ReleaseState.IN_SERVICE
                    && people >= required(gate)
                    && given.stream().filter(a -> now.isBefore(graceEnd(a))).count() < required(gate)) {
                found.add(gate + " was approved too long ago: the version would have lost its traffic");
            }
        }
        return found;
    }

    /** The approvals that the phase rests on, in the order of the gates. */
    List<UUID> proofs(Phase phase, Instant now) {
        return phase.gates().stream()
                .flatMap(gate -> standing(gate, now).stream())
                .map(GivenApproval::id)
                .toList();
    }

    Map<Gate, Digest> digests() {
        return digests;
    }

    ReviewTerms terms(Instant now) {
        Map<Gate, Integer> missing = new EnumMap<>(Gate.class);
        for (Gate gate : Gate.values()) {
            missing.put(gate, missing(gate, now));
        }
        return new ReviewTerms(
                policy.revision(),
                riskClass,
                required,
                missing,
                policy.deputies(),
                rules.validity(),
                rules.remindBefore(),
                rules.grace(),
                rules.afterGrace());
    }

    List<Approval> views(Instant now) {
        return approvals.stream()
                .map(approval -> approval.view(digest(approval.gate()), rules.validity(), now))
                .toList();
    }

    private String why(Gate gate, int lacking) {
        if (approvals.stream().noneMatch(approval -> approval.gate() == gate)) {
            return "has not approved";
        }
        long holding = holding(gate).count();
        if (holding == 0) {
            return "approved other evidence than there is now";
        }
        return holding < required(gate)
                ? "needs " + lacking + " more of " + required(gate) + " approvers"
                : "approved too long ago and must renew it";
    }

    private Optional<Instant> earliest(Phase phase, Function<GivenApproval, Instant> moment) {
        List<Instant> ends = new ArrayList<>();
        for (Gate gate : phase.gates()) {
            List<Instant> latestFirst =
                    holding(gate).map(moment).sorted(Comparator.reverseOrder()).toList();
            if (latestFirst.size() < required(gate)) {
                return Optional.empty();
            }
            ends.add(latestFirst.get(required(gate) - 1));
        }
        return ends.stream().min(Comparator.naturalOrder());
    }

    private Stream<GivenApproval> holding(Gate gate) {
        return approvals.stream().filter(approval -> approval.gate() == gate && approval.holdsFor(digest(gate)));
    }

    private Digest digest(Gate gate) {
        return Objects.requireNonNull(digests.get(gate));
    }

    private int required(Gate gate) {
        return Objects.requireNonNull(required.get(gate));
    }

    private Instant expiry(GivenApproval approval) {
        return approval.at().plus(rules.validity());
    }

    private Instant remindedAt(GivenApproval approval) {
        return expiry(approval).minus(rules.remindBefore());
    }

    private Instant graceEnd(GivenApproval approval) {
        return expiry(approval).plus(rules.grace());
    }
}
