package io.imprimatur.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Signature;
import io.imprimatur.registry.TensorSpec;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A model with an input and an output of every datatype of numbers; {@code make_mirror.py} tells what it does. */
final class Mirror {

    private static final List<Datatype> DATATYPES = Arrays.stream(Datatype.values())
            .filter(datatype -> datatype != Datatype.BYTES)
            .sorted((one, other) -> Integer.compare(place(one), place(other)))
            .toList();

    private Mirror() {}

    /** The model takes BF16 behind FP16. */
    @SuppressWarnings("EnumOrdinal") // the declared order is the model's
    private static int place(Datatype datatype) {
        return switch (datatype) {
            case FP32 -> 100;
            case FP64 -> 101;
            default -> datatype == Datatype.BF16 ? 99 : datatype.ordinal();
        };
    }

    static Path artifact() {
        try {
            return Path.of(Objects.requireNonNull(Mirror.class.getResource("mirror.pt"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Signature signature(boolean takesNonFinite) {
        List<TensorSpec> inputs = DATATYPES.stream()
                .map(datatype -> new TensorSpec(in(datatype), datatype, List.of(-1L, -1L)))
                .toList();
        List<TensorSpec> outputs = new ArrayList<>(DATATYPES.stream()
                .map(datatype -> new TensorSpec(out(datatype), datatype, List.of(-1L, -1L)))
                .toList());
        outputs.add(new TensorSpec("total", Datatype.FP64, List.of(-1L)));
        return new Signature(inputs, outputs, takesNonFinite);
    }

    static String in(Datatype datatype) {
        return datatype.name().toLowerCase(Locale.ROOT);
    }

    static String out(Datatype datatype) {
        return in(datatype) + "_mirrored";
    }

    /** The whole numbers, as elements of every datatype; truth values are whether they are odd. */
    static List<Tensor> inputs(long rows, long columns, int... values) {
        return DATATYPES.stream()
                .map(datatype -> tensor(in(datatype), datatype, rows, columns, values))
                .toList();
    }

    static Tensor tensor(String name, Datatype datatype, long rows, long columns, int... values) {
        ByteBuffer data =
                ByteBuffer.allocateDirect(values.length * datatype.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (datatype) {
                case BOOL -> data.put((byte) (value & 1));
                case UINT8, INT8 -> data.put((byte) value);
                case UINT16, INT16 -> data.putShort((short) value);
                case UINT32, INT32 -> data.putInt(value);
                case UINT64, INT64 -> data.putLong(value);
                case FP16 -> data.putShort(HalfPrecision.fp16((float) value));
                case BF16 -> data.putShort(HalfPrecision.bf16((float) value));
                case FP32 -> data.putFloat(value);
                case FP64 -> data.putDouble(value);
                case BYTES -> throw new IllegalArgumentException("no numbers");
            }
        }
        return new Tensor(name, datatype, new long[] {rows, columns}, data.flip());
    }

    static List<Datatype> datatypes() {
        return DATATYPES;
    }

    /** A card with the signature and a sample for each input by its name. */
    static ModelCard card() {
        ObjectNode card = CanonicalJson.object();
        card.set("inputs", CanonicalJson.document(signature(false).inputs()));
        card.set("outputs", CanonicalJson.document(signature(false).outputs()));
        ObjectNode sample = card.putObject("sample");
        for (Datatype datatype : DATATYPES) {
            if (datatype == Datatype.BOOL) {
                sample.putArray(in(datatype)).addArray().add(true).add(false);
            } else {
                sample.putArray(in(datatype)).addArray().add(1).add(2);
            }
        }
        return new ModelCard(1, Digest.of(new byte[] {1}), card);
    }
}
