package io.imprimatur.evaluation.internal;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.evaluation.EvaluationCriteria.Slice;
import io.imprimatur.inference.Tensor;
import io.imprimatur.inference.TensorBuilder;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.Column;
import io.imprimatur.registry.Datatype;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A table as one version's card reads it: tensors in, the positive label's probability out, rows by slice. */
public final class Scoring {

    private static final int ROWS_AT_ONCE = 256;
    /** A text takes a thousand times longer than a row of numbers. */
    private static final int TEXTS_AT_ONCE = 16;

    private final TensorSpec input;
    private final int positive;
    private final int labels;
    private final Rows rows;
    private final List<Boolean> truth;
    private final Map<String, List<Integer>> slices;

    private Scoring(
            TensorSpec input,
            int positive,
            int labels,
            Rows rows,
            List<Boolean> truth,
            Map<String, List<Integer>> slices) {
        this.input = input;
        this.positive = positive;
        this.labels = labels;
        this.rows = rows;
        this.truth = truth;
        this.slices = slices;
    }

    /** @throws DomainException DATA_SET_COLUMN, DATA_SET_VALUE, LABEL_UNKNOWN */
    public static Scoring of(Table table, ModelCard card, EvaluationCriteria criteria) {
        List<String> labels = card.outputLabels();
        int positive = labels.indexOf(criteria.positive());
        if (positive < 0) {
            throw DomainException.unprocessable(
                    "LABEL_UNKNOWN", "'" + criteria.positive() + "' is none of the model's labels, " + labels + ".");
        }
        int label = table.column(criteria.label());
        List<Boolean> truth = table.rows().stream()
                .map(row -> row.get(label).equals(criteria.positive()))
                .toList();
        Map<String, List<Integer>> slices = new LinkedHashMap<>();
        criteria.slices().forEach(slice -> divide(table, slice, slices));
        TensorSpec input = card.signature().inputs().get(0);
        return new Scoring(input, positive, labels.size(), rows(input, card.columns(), table), truth, slices);
    }

    /** The rows that a tensor is made of: numbers, or texts. */
    private record Rows(float[][] numbers, List<String> texts) {
        int count() {
            return texts.isEmpty() ? numbers.length : texts.size();
        }
    }

    private static Rows rows(TensorSpec input, List<Column> columns, Table table) {
        if (input.datatype() == Datatype.BYTES) {
            if (columns.size() != 1 || columns.get(0).kind() != Column.Kind.TEXT) {
                throw DomainException.unprocessable(
                        "DATA_SET_COLUMN",
                        "The model takes texts, so its card has to name one column, of the kind text.");
            }
            int at = table.column(columns.get(0).name());
            return new Rows(
                    new float[0][],
                    table.rows().stream().map(row -> row.get(at)).toList());
        }
        float[][] values = new float[table.rows().size()][columns.size()];
        for (int position = 0; position < columns.size(); position++) {
            Column column = columns.get(position);
            int at = table.column(column.name());
            for (int row = 0; row < values.length; row++) {
                values[row][position] = value(column, table.rows().get(row).get(at), row);
            }
        }
        return new Rows(values, List.of());
    }

    private static float value(Column column, String text, int row) {
        Integer code = column.kind() == Column.Kind.CATEGORY ? column.codes().get(text) : null;
        if (code != null) {
            return code;
        }
        try {
            if (column.kind() == Column.Kind.NUMBER) {
                return Float.parseFloat(text);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw DomainException.unprocessable(
                "DATA_SET_VALUE",
                "Row " + (row + 1) + " of column '" + column.name() + "' holds what the model card does not know.");
    }

    private static void divide(Table table, Slice slice, Map<String, List<Integer>> slices) {
        int column = table.column(slice.column());
        for (int row = 0; row < table.rows().size(); row++) {
            String value = table.rows().get(row).get(column);
            String group = slice.bands().isEmpty() ? group(slice, value) : band(slice, value);
            if (!group.isEmpty()) {
                slices.computeIfAbsent(slice.name() + "." + group, name -> new ArrayList<>())
                        .add(row);
            }
        }
    }

    private static String group(Slice slice, String value) {
        return slice.groups().entrySet().stream()
                .filter(group -> group.getValue().contains(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private static String band(Slice slice, String text) {
        double value = Double.parseDouble(text);
        List<Double> borders = slice.bands();
        int above = 0;
        while (above < borders.size() && value >= borders.get(above)) {
            above++;
        }
        if (above == 0) {
            return "below " + plain(borders.get(0));
        }
        return above == borders.size()
                ? "from " + plain(borders.get(above - 1))
                : plain(borders.get(above - 1)) + " to below " + plain(borders.get(above));
    }

    private static String plain(double border) {
        return border == Math.rint(border) ? Long.toString((long) border) : Double.toString(border);
    }

    /** The rows in tensors, each of as many as are answered in a moment. */
    public List<Tensor> tensors() {
        int most = rows.texts().isEmpty() ? ROWS_AT_ONCE : TEXTS_AT_ONCE;
        List<Tensor> tensors = new ArrayList<>();
        for (int start = 0; start < rows.count(); start += most) {
            tensors.add(tensor(start, Math.min(most, rows.count() - start)));
        }
        return tensors;
    }

    /** The first rows, at most so many, each as a tensor of its own: as a client asks about one person. */
    public List<Tensor> single(int most) {
        return IntStream.range(0, Math.min(most, rows.count()))
                .mapToObj(row -> tensor(row, 1))
                .toList();
    }

    private Tensor tensor(int start, int count) {
        if (!rows.texts().isEmpty()) {
            TensorBuilder texts = new TensorBuilder(Datatype.BYTES);
            rows.texts().subList(start, start + count).forEach(texts::text);
            return texts.build(input.name(), input.shape().size() == 1 ? new long[] {count} : new long[] {count, 1});
        }
        int width = rows.numbers()[0].length;
        float[] data = new float[count * width];
        for (int row = 0; row < count; row++) {
            System.arraycopy(rows.numbers()[start + row], 0, data, row * width, width);
        }
        return Tensor.fp32(input.name(), new long[] {count, width}, data);
    }

    /** The positive label's probability of each row of an output. */
    public List<Float> positives(Tensor output) {
        List<Float> probabilities = new ArrayList<>();
        float[] data = output.floats();
        for (int row = 0; row < output.rows(); row++) {
            probabilities.add(data[row * labels + positive]);
        }
        return probabilities;
    }

    /** Whether each row is positive. */
    public List<Boolean> truth() {
        return truth;
    }

    /** The rows of each group, named {@code slice.group}. */
    public Map<String, List<Integer>> slices() {
        return slices;
    }
}
