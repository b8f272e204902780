package io.imprimatur.monitoring.internal;

import com.google.crypto.tink.Aead;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.PredictionRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Inputs as the log keeps them: encrypted under one owner's key, and bound to the prediction and model they belong to. */
final class SealedInputs {

    private SealedInputs() {}

    /** Whose key: the subject's; of a request that named none, its day's, since nobody can ask for its erasure. */
    static String owner(PredictionRecord record) {
        return record.named() ? record.subject() : "day " + LocalDate.ofInstant(record.at(), ZoneOffset.UTC);
    }

    static byte[] seal(byte[] inputs, Aead key, PredictionId id, ModelName model) throws GeneralSecurityException {
        return key.encrypt(inputs, bound(id, model));
    }

    static byte[] open(byte[] sealed, Aead key, PredictionId id, ModelName model) throws GeneralSecurityException {
        return key.decrypt(sealed, bound(id, model));
    }

    private static byte[] bound(PredictionId id, ModelName model) {
        byte[] name = model.value().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + name.length)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .put(name)
                .array();
    }
}
