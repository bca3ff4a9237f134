package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.MalformedModelException;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.UnsupportedModelException;
import io.tierwise.runtime.InputMismatchException;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Quantizes damaged models of a range of seeds, as a process of its own: native code that goes wrong on
/// one of them takes its process with it.
///
/// A line `seed <number>` goes out before each, and a line with the outcome after it: `quantized`,
/// `refused`, or `wrong` with what is wrong.
final class FuzzedQuantization {

    private static final int NETWORKS = 40;

    private final Path folder;
    private final long seed;

    private FuzzedQuantization(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    /// Arguments: folder, first seed, seed after the last.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (long seed = Long.parseLong(arguments[1]); seed < Long.parseLong(arguments[2]); seed++) {
            System.out.println("seed " + seed);
            System.out.println(new FuzzedQuantization(folder, seed).outcome());
        }
    }

    private Model damaged() throws IOException {
        Random random = new Random(seed);
        Model whole = RandomGraph.of(seed % NETWORKS);
        Path file = folder.resolve("damaged.onnx");
        if (random.nextInt(3) > 0) {
            ModelWriter.writeStandalone(ModelDamage.of(whole, random), file);
            return ModelReader.read(file);
        }
        ModelWriter.writeStandalone(whole, file);
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i <= random.nextInt(4); i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ (1 << random.nextInt(8)));
        }
        return ModelReader.read(Files.write(file, bytes));
    }

    private String outcome() throws IOException {
        List<Map<String, Tensor>> samples = Samples.of(RandomGraph.of(seed % NETWORKS), seed, 2);
        try {
            Model model = damaged();
            Context context =
                    new Context(Calibration.of(samples), Criteria.none(), Files.createTempDirectory(folder, "weights"));
            Model quantized = Composer.apply(List.of(new Quantize(scheme())), model, context)
                    .parts()
                    .getFirst()
                    .model();
            return runs(model, samples.getFirst()) && !runs(quantized, samples.getFirst())
                    ? "wrong: it ran, and quantized it does not"
                    : "quantized";
        } catch (OperatorException
                | MalformedModelException
                | UnsupportedModelException
                | UnsupportedByRuntimeException
                | InputMismatchException
                | RunFailedException e) {
            return String.valueOf(e.getMessage()).isBlank() ? "wrong: no message in " + e.getClass() : "refused";
        } catch (RuntimeException | Error e) {
            StackTraceElement[] stack = e.getStackTrace();
            return "wrong: " + e + (stack.length > 0 ? " at " + stack[0] : "");
        }
    }

    /// The static scheme half of the time, those that write the graph in another way in turn.
    private Scheme scheme() {
        return switch ((int) (seed % 8)) {
            case 1 -> Scheme.DYNAMIC;
            case 3 -> Scheme.FP16;
            case 5 -> Scheme.WEIGHTS;
            default -> Scheme.U8S8;
        };
    }

    private static boolean runs(Model model, Map<String, Tensor> sample) {
        try (PartChain chain = PartChain.open(List.of(Part.whole(model)), Optimization.ALL)) {
            chain.run(sample);
            return true;
        } catch (UnsupportedByRuntimeException | InputMismatchException | RunFailedException e) {
            return false;
        }
    }
}
