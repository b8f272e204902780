package io.imprimatur.monitoring;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.internal.PredictionTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** What was asked: the only place that decrypts it, and none is read without an entry in the ledger. */
@ApplicationScoped
@Transactional
public class RecordedInputs {

    private final PredictionTable table;
    private final Ledger ledger;

    @Inject
    public RecordedInputs(PredictionTable table, Ledger ledger) {
        this.table = table;
        this.ledger = ledger;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RecordedInputs() {
        this.table = null;
        this.ledger = null;
    }

    /**
     * The inputs of a prediction, as they were recorded.
     *
     * @throws DomainException PREDICTION_UNKNOWN, INPUTS_UNKNOWN, INPUTS_ERASED
     */
    public byte[] read(PredictionId id) {
        PredictionRecord prediction = table.find(id)
                .orElseThrow(() -> DomainException.unknown("PREDICTION_UNKNOWN", "There is no prediction " + id + "."));
        byte[] inputs = table.inputs(prediction)
                .orElseThrow(() -> DomainException.unknown(
                        "INPUTS_UNKNOWN", "Prediction " + id + " was recorded without its inputs."));
        Acts.concerning(prediction.release());
        ledger.append("INPUTS_READ", CanonicalJson.object().put("prediction", id.toString()));
        return inputs;
    }
}
