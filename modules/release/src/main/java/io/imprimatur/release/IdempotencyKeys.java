package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Requests about releases that came with a key of their sender's ({@code Idempotency-Key}): the same request with the
 * same key, by the same person, has its effect once. Of a request that was refused nothing is kept.
 */
@ApplicationScoped
@Transactional
public class IdempotencyKeys {

    private static final Pattern KEY = Pattern.compile("[!-~]{1,200}");

    private final EntityManager entities;
    private final Clock clock;

    @Inject
    public IdempotencyKeys(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected IdempotencyKeys() {
        this.entities = null;
        this.clock = null;
    }

    /**
     * Remembers that the acting person's key came with this request about this release. The primary key makes a second
     * request wait for the first one's end.
     *
     * @return the release that the same request was about before; empty when it comes for the first time
     * @throws DomainException IDEMPOTENCY_KEY_INVALID; IDEMPOTENCY_KEY_REUSED when it came with another request before
     */
    public Optional<ReleaseId> remember(String key, JsonNode request, ReleaseId release) {
        if (!KEY.matcher(key).matches()) {
            throw DomainException.invalid(
                    "IDEMPOTENCY_KEY_INVALID", "An Idempotency-Key has 1 to 200 printable characters without spaces.");
        }
        String actor = Acts.current().actor().subject();
        Digest digest = CanonicalJson.digest(request);
        int added = entities.createNativeQuery("""
                        insert into release.idempotency (actor, key, request, release_id, at) values (?1, ?2, ?3, ?4, ?5)
                        on conflict do nothing""")
                .setParameter(1, actor)
                .setParameter(2, key)
                .setParameter(3, digest.hex())
                .setParameter(4, release.value())
                .setParameter(5, clock.instant().truncatedTo(ChronoUnit.MICROS))
                .executeUpdate();
        if (added == 1) {
            return Optional.empty();
        }
        Object[] before = (Object[]) entities.createNativeQuery(
                        "select request, cast(release_id as varchar) from release.idempotency where actor = ?1 and key = ?2")
                .setParameter(1, actor)
                .setParameter(2, key)
                .getSingleResult();
        if (!digest.hex().equals(before[0])) {
            throw DomainException.conflict(
                    "IDEMPOTENCY_KEY_REUSED",
                    "This Idempotency-Key came with another request before. Use a fresh key for a new request.");
        }
        return Optional.of(new ReleaseId(UUID.fromString((String) before[1])));
    }
}
