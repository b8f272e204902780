package io.imprimatur.mailguard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The linear head on an embedding of length one: a logistic regression. It is a file of numbers, the bias first.
 *
 * @param weights one for each dimension
 */
@SuppressWarnings("ArrayRecordComponent") // read once, changed never
public record Head(double bias, double[] weights) {

    private static final int STEPS = 3_000;
    private static final double RATE = 4;
    /** On the sum of squares, for each row; as scikit-learn's C = 10 has it. */
    private static final double PENALTY = 0.1;

    public static Head read(Path file) throws IOException {
        List<Double> numbers =
                Files.readAllLines(file).stream().map(Double::valueOf).toList();
        return new Head(
                numbers.get(0),
                numbers.stream().skip(1).mapToDouble(Double::doubleValue).toArray());
    }

    /** One number a line: what another training gives can be compared by eye. */
    public String text() {
        return IntStream.range(-1, weights.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.6f", i < 0 ? bias : weights[i]))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** Gradient descent on the penalised log loss; without chance, so the same rows give the same head. */
    public static Head train(List<float[]> embeddings, List<Boolean> truth) {
        int rows = embeddings.size();
        double[] weights = new double[embeddings.get(0).length];
        double bias = 0;
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[weights.length];
            double biasGradient = 0;
            for (int row = 0; row < rows; row++) {
                double miss = new Head(bias, weights).probability(embeddings.get(row)) - (truth.get(row) ? 1 : 0);
                biasGradient += miss;
                for (int i = 0; i < weights.length; i++) {
                    gradient[i] += miss * embeddings.get(row)[i];
                }
            }
            bias -= RATE * biasGradient / rows;
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= RATE * (gradient[i] + PENALTY * weights[i]) / rows;
            }
        }
        return new Head(bias, weights);
    }

    public double probability(float[] embedding) {
        double sum = bias;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * embedding[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    /** The weights of two classes by dimension: ham scores nothing, spam the head's sum. */
    float[] columns() {
        float[] columns = new float[2 * weights.length];
        for (int i = 0; i < weights.length; i++) {
            columns[2 * i + 1] = (float) weights[i];
        }
        return columns;
    }

    float[] biases() {
        return new float[] {0, (float) bias};
    }
}
