package io.imprimatur.registry;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.internal.ModelRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/** The models of the house. */
@ApplicationScoped
@Transactional
public class Models {

    private final EntityManager entities;
    private final Ledger ledger;
    private final Clock clock;

    @Inject
    public Models(EntityManager entities, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Models() {
        this.entities = null;
        this.ledger = null;
        this.clock = null;
    }

    /**
     * Registers a model.
     *
     * @throws DomainException MODEL_EXISTS, MODEL_PURPOSE_MISSING
     */
    public Model register(ModelName name, String purpose) {
        if (purpose.isBlank()) {
            throw DomainException.unprocessable("MODEL_PURPOSE_MISSING", "Say in a sentence what the model is for.");
        }
        if (entities.find(ModelRecord.class, name.value()) != null) {
            throw DomainException.conflict("MODEL_EXISTS", "A model '" + name + "' is registered already.");
        }
        ModelRecord record = new ModelRecord(name, purpose.strip(), clock.instant());
        entities.persist(record);
        ledger.append("MODEL_REGISTERED", CanonicalJson.object().put("model", name.value()));
        return record.view();
    }

    public Model get(ModelName name) {
        ModelRecord record = entities.find(ModelRecord.class, name.value());
        if (record == null) {
            throw DomainException.unknown("MODEL_UNKNOWN", "There is no model '" + name + "'.");
        }
        return record.view();
    }

    /** All models, by name. */
    public List<Model> all() {
        return entities.createQuery("select m from ModelRecord m order by m.name", ModelRecord.class)
                .getResultStream()
                .map(ModelRecord::view)
                .toList();
    }
}
