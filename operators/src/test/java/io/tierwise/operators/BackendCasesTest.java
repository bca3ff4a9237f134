package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.MalformedModelException;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.UnsupportedModelException;
import io.tierwise.operators.BackendQuantization.Prepared;
import io.tierwise.operators.StepComparison.Deviation;
import io.tierwise.operators.WrittenModel.Kind;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ONNX project's own test cases: the oracle gives what its reference computes, and every case that
/// can be quantized is what the oracle says.
class BackendCasesTest {

    private static final long SEED = 11;

    /// Its reference takes the extents before they are rounded down, 1.2 and 2.4, for those of the answer.
    private static final Set<String> ERRATA = Set.of("node/test_resize_downsample_scales_linear_align_corners");

    private static final List<Optimization> LEVELS =
            Boolean.getBoolean("tierwise.thorough") ? List.of(Optimization.values()) : List.of(Optimization.ALL);

    @TempDir
    Path folder;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    static void needsTheCases() {
        Assumptions.assumeTrue(
                Files.isDirectory(BackendCase.HOME),
                "no " + BackendCase.HOME + ": they come with Debian's package libonnx-testdata");
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void print(String title, int cases) {
        System.out.println(title + ", " + cases + " cases");
        counts.forEach((what, count) -> System.out.println("  " + count + " " + what));
    }

    @Test
    void of_everyCase_isWhatTheReferenceComputes() {
        List<Path> folders = BackendCase.folders();
        for (Path found : folders) {
            try {
                BackendCase one = BackendCase.read(found);
                compute(one);
            } catch (MalformedModelException | UnsupportedModelException e) {
                count("not read: no tensors in its data, other types than it says, or too old");
            } catch (UnsupportedByOracleException e) {
                count("with operators or forms that the oracle does not know");
            }
        }
        print("oracle against the reference", folders.size());
        assertThat(wrong).isEmpty();
        assertThat(counts.getOrDefault("equal", 0)).isGreaterThan(100);
    }

    private void compute(BackendCase one) {
        Map<String, Values> inputs = new TreeMap<>();
        one.inputs().forEach((name, value) -> inputs.put(name, Values.of(value)));
        Interpreter interpreter = new Interpreter(
                one.model().graph(),
                one.model().opset(),
                name -> java.util.Optional.ofNullable(inputs.get(name)),
                (node, inside) -> java.util.Optional.empty());
        boolean equal = true;
        for (var output : one.outputs().entrySet()) {
            Values expected = Values.of(output.getValue());
            Values found = interpreter.of(output.getKey());
            equal &= java.util.Arrays.equals(expected.shape(), found.shape());
            for (int i = 0; equal && i < expected.size(); i++) {
                double off = Math.abs(expected.flat(i) - found.flat(i));
                equal = Double.compare(expected.flat(i), found.flat(i)) == 0
                        || off <= 1e-4 * Math.max(1, expected.peak());
            }
        }
        count(equal ? "equal" : "not equal");
        if (!equal && !ERRATA.contains(one.name())) {
            wrong.add(one.name());
        }
    }

    @Test
    void quantize_everyCase_everyTensorIsWithinAStepOfTheOracle() {
        List<Path> folders = BackendCase.folders();
        for (Path found : folders) {
            for (boolean allActivations : new boolean[] {false, true}) {
                String outcome = outcome(found, allActivations);
                count(outcome);
                if (outcome.startsWith("wrong")) {
                    wrong.add(found.getFileName() + (allActivations ? " (activations)" : "") + ": " + outcome);
                }
            }
        }
        print("quantized, each with constants and with activations as operands", folders.size());
        assertThat(wrong).isEmpty();
        assertThat(counts.getOrDefault("really quantized", 0)).isGreaterThan(100);
    }

    private String outcome(Path found, boolean allActivations) {
        try {
            BackendCase one = BackendCase.read(found);
            Prepared prepared = BackendQuantization.of(one, allActivations, SEED);
            if (prepared.samples().getFirst().isEmpty()) {
                return "skipped: no float32 activation goes in";
            }
            Sessions.open(prepared.model(), SessionSettings.exact()).close();
            Context context = new Context(Calibration.of(prepared.samples()), Criteria.none(), folder);
            Model quantized = Composer.apply(List.of(new Quantize(Scheme.U8S8)), prepared.model(), context)
                    .parts()
                    .getFirst()
                    .model();
            return judged(one, prepared, quantized);
        } catch (MalformedModelException | UnsupportedModelException e) {
            return "skipped: not read: no tensors in its data, other types than it says, or too old";
        } catch (UnsupportedByRuntimeException | RunFailedException e) {
            return "skipped: the runtime refuses the float model with these inputs";
        } catch (UnsupportedByOracleException e) {
            return "skipped: the oracle does not know an operator or form in it";
        } catch (OperatorException e) {
            return "skipped: refused: " + String.valueOf(e.getMessage()).replaceAll("'[^']*'", "...");
        } catch (RuntimeException | AssertionError e) {
            return "wrong: " + e;
        }
    }

    private String judged(BackendCase one, Prepared prepared, Model quantized) {
        WrittenModel written = new WrittenModel(quantized);
        boolean really = one.model().graph().nodes().stream()
                .map(Node::outputs)
                .flatMap(List::stream)
                .map(written::kind)
                .anyMatch(kind -> kind == Kind.COMPUTED || kind == Kind.CARRIED);
        for (Optimization optimization : LEVELS) {
            try (PartChain chain = PartChain.open(List.of(Part.whole(quantized)), optimization)) {
                for (Map<String, Tensor> sample : prepared.samples()) {
                    chain.run(sample);
                }
            } catch (UnsupportedByRuntimeException | RunFailedException e) {
                return "wrong: quantized it does not run at " + optimization + ": " + e.getMessage();
            }
        }
        List<Deviation> off = StepComparison.of(prepared.model(), quantized, prepared.samples()).stream()
                .filter(deviation -> !deviation.holds())
                .toList();
        if (!off.isEmpty()) {
            return "wrong: " + off;
        }
        return really ? "really quantized" : "left in floating point, and right";
    }
}
