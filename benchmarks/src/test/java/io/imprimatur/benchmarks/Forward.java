package io.imprimatur.benchmarks;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** libtorch alone: rows that are a tensor already go forward through the model, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Forward {

    static final String ARTIFACT = "examples/credit-risk/credit-risk-1.pt";

    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 5;

    /** How many rows go forward at once. */
    @Param({"1", "8", "32"})
    public int rows;

    /** The artifact. */
    @Param("")
    public String artifact = "";

    /** How many columns a row has. */
    @Param("0")
    public int columns;

    private Model model;
    private NDManager manager;
    private Predictor<NDList, NDList> predictor;
    private NDList input;

    /** How long one forward of this many rows takes. */
    static Statistics micros(Path project, int columns, int rows) throws RunnerException {
        RunResult result = new Runner(new OptionsBuilder()
                        .include(Forward.class.getName() + ".forward")
                        .param("rows", Integer.toString(rows))
                        .param("artifact", project.resolve(ARTIFACT).toString())
                        .param("columns", Integer.toString(columns))
                        .verbosity(VerboseMode.SILENT)
                        .forks(1)
                        .warmupIterations(WARM_UPS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(MEASUREMENTS)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs(
                                "-XX:+UseSerialGC",
                                "-DDJL_CACHE_DIR=" + project.resolve(".imprimatur/programs/djl"),
                                "-Dai.djl.offline=true",
                                "-Dai.djl.pytorch.num_threads=1",
                                "-Dai.djl.pytorch.num_interop_threads=1")
                        .build())
                .runSingle();
        return result.getPrimaryResult().getStatistics();
    }

    /** The artifact lies alone in a folder, as DJL wants it. */
    @Setup(Level.Trial)
    public void load() throws Exception {
        Path home = Files.createTempDirectory("forward-");
        Files.copy(Path.of(artifact), home.resolve("model.pt"));
        model = Model.newInstance("model", "PyTorch");
        model.load(home, "model");
        predictor = model.newPredictor(new NoopTranslator());
        manager = model.getNDManager().newSubManager();
        input = new NDList(manager.ones(new Shape(rows, columns)));
        Files.delete(home.resolve("model.pt"));
        Files.delete(home);
    }

    @Benchmark
    public float forward() throws TranslateException {
        try (NDList answer = predictor.predict(input)) {
            return answer.size();
        }
    }

    @TearDown(Level.Trial)
    public void unload() {
        predictor.close();
        manager.close();
        model.close();
    }
}
