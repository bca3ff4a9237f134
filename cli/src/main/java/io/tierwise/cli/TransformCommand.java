package io.tierwise.cli;

import io.tierwise.agent.ProcessMemory;
import io.tierwise.operators.Account;
import io.tierwise.operators.ModelSize;
import io.tierwise.operators.Operator;
import io.tierwise.operators.Sparing;
import io.tierwise.study.Learning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// A command that learns from samples and writes a changed model.
abstract class TransformCommand extends ModelCommand {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "The file to write, such as out.onnx; a folder where a command writes several.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private Path output;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Most samples to learn from (default: ${DEFAULT-VALUE}).")
    private int most;

    /// @param most samples learnt from unless the user says otherwise
    TransformCommand(int most) {
        this.most = most;
    }

    /// Where the result goes.
    final Path output() {
        return output;
    }

    @Override
    Result result() {
        if (most < 1) {
            throw new UsageException("--samples must be at least 1, found " + most + ".");
        }
        if (Files.isDirectory(output)) {
            throw new UsageException(
                    output + " is a folder: name a file to write, such as " + output.resolve("model.onnx") + ".");
        }
        refuseModelItself(output);
        check(output);
        Optional<SampleOptions.Roles> roles = judged() ? Optional.of(samples.roles(model, most)) : Optional.empty();
        Learning learning = roles.map(SampleOptions.Roles::learning).orElseGet(() -> learning(most));
        long start = System.nanoTime();
        Account account = new SingleModel(model, learning, sparing(learning)).transform(operator(learning), output);
        keep(account);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("output", output.toString());
        json.putAll(findings(account));
        json.put("seconds", (System.nanoTime() - start) / 1e9);
        long peak = new ProcessMemory().read().peakBytes();
        if (peak > 0) {
            json.put("peakMemoryBytes", peak);
        }
        json.put("account", account.toMap());
        Optional<Judgement> judgement = roles.map(given -> Judgement.of(given, model, output, progress()));
        judgement.ifPresent(found -> json.put("accuracy", found.toMap()));
        String text =
                judgement.map(found -> text(account) + "\n" + found.text()).orElseGet(() -> text(account));
        return judgement.map(found -> judged(found, account, json, text)).orElseGet(() -> new Result(json, text));
    }

    /// Whether the result is reported on samples that helped nothing, or a choice is made by some.
    boolean judged() {
        return false;
    }

    /// What quantization must leave in floating point.
    Sparing sparing(Learning learning) {
        return Sparing.NONE;
    }

    /// The result in the light of how right the model still is.
    Result judged(Judgement judgement, Account account, Map<String, Object> json, String text) {
        return new Result(json, text);
    }

    /// Refuses what cannot be carried out, before anything is learnt.
    void check(Path file) {}

    /// What may be learnt from.
    Learning learning(int atMost) {
        return samples.learning(model, atMost);
    }

    /// Writes what was asked for besides the model.
    void keep(Account account) {}

    /// What is done to the model.
    ///
    /// @param learning checked first where the operator needs more than samples
    abstract Operator operator(Learning learning);

    /// What this operator did, by name.
    abstract Map<String, Object> findings(Account account);

    private String text(Account account) {
        ModelSize before = account.before();
        ModelSize after = account.after();
        return String.join("\n", account.lines()) + "\n"
                + String.format(
                        Locale.ROOT,
                        "nodes %,d -> %,d, parameters %,d -> %,d, weight bytes %,d -> %,d",
                        before.nodes(),
                        after.nodes(),
                        before.parameters(),
                        after.parameters(),
                        before.bytes(),
                        after.bytes())
                + "\n" + output;
    }
}
