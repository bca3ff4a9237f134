package io.tierwise.cli;

import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Score;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.Account;
import io.tierwise.operators.Calibration;
import io.tierwise.operators.Composer;
import io.tierwise.operators.Context;
import io.tierwise.operators.CutCost;
import io.tierwise.operators.Loss;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Product;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One operator applied to one model outside a study.
final class SingleModel {
    private static final Path ROOT = Path.of("/");

    private final Path file;
    private final Model model;
    private final String input;
    private final SampleOptions.Chosen chosen;
    private final int count;

    /// @param count most samples to learn from
    SingleModel(Path file, SampleOptions.Chosen chosen, int count) {
        this.file = file;
        this.model = ModelReader.read(file);
        this.input = model.graph().givenInputs().getFirst().name();
        this.chosen = chosen;
        this.count = count;
    }

    /// Applies an operator and writes the result as one file that stands alone.
    Account transform(Operator operator, Path output) {
        if (Files.exists(output) && isSameFile(output)) {
            throw new UsageException(output + " is the model itself: name another file to write.");
        }
        Path work = makeWorkFolder(output);
        try {
            var context = new Context(calibration(), loss(), CutCost.uniform(1e9), work);
            Product product = Composer.apply(List.of(operator), model, context);
            ModelWriter.writeStandalone(product.parts().getFirst().model(), output);
            return product.accounts().getFirst();
        } finally {
            delete(work);
        }
    }

    private boolean isSameFile(Path output) {
        try {
            return Files.isSameFile(file, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Calibration calibration() {
        int most = Math.min(count, chosen.samples().size());
        return () -> IntStream.range(0, most)
                .mapToObj(i -> Map.of(input, chosen.input(i)))
                .iterator();
    }

    /// One minus the score on the scoring samples; without labels, against what the model itself
    /// answers.
    private Loss loss() {
        int most = Math.min(count, chosen.scoring().size());
        List<Label> truths = new ArrayList<>();
        return changed -> {
            if (truths.isEmpty()) {
                truths.addAll(
                        chosen.labelled()
                                ? IntStream.range(0, most)
                                        .mapToObj(i -> chosen.preprocessing()
                                                .align(chosen.scoring().label(i)))
                                        .toList()
                                : answers(model, most).stream()
                                        .map(Prediction::asLabel)
                                        .toList());
            }
            Score score = chosen.task().score();
            List<Prediction> answers = answers(changed, most);
            for (int i = 0; i < most; i++) {
                score.add(answers.get(i), truths.get(i));
            }
            return 1 - score.value();
        };
    }

    private List<Prediction> answers(Model changed, int most) {
        byte[] bytes = ModelWriter.toBytes(changed, ROOT);
        try (ModelSession session =
                ModelSession.open(bytes, SessionSettings.fast(1).withExternalFolder(ROOT))) {
            List<Prediction> answers = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                Tensor tensor = chosen.preprocessing().apply(chosen.scoring().get(i));
                answers.add(chosen.task()
                        .read(List.copyOf(session.run(Map.of(input, tensor)).values())));
            }
            return answers;
        }
    }

    static String text(Account account, Path output) {
        return String.join("\n", account.lines()) + "\n"
                + String.format(
                        java.util.Locale.ROOT,
                        "nodes %,d -> %,d, parameters %,d -> %,d, weight bytes %,d -> %,d",
                        account.before().nodes(),
                        account.after().nodes(),
                        account.before().parameters(),
                        account.after().parameters(),
                        account.before().bytes(),
                        account.after().bytes())
                + "\n" + output;
    }

    private static Path makeWorkFolder(Path output) {
        try {
            Path parent = output.toAbsolutePath().getParent();
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, ".tierwise");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
