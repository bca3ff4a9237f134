package io.tierwise.study;

import io.tierwise.exits.Promise;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.operators.ExitGates;
import io.tierwise.operators.ExitOutputs;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Part;
import io.tierwise.operators.Product;
import io.tierwise.operators.Uncut;
import io.tierwise.runtime.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A model with exits as a folder: `cascade.json`, the parts that it is run in (`part1.onnx`, ...), and
/// `early.onnx`, the uncut model with its heads, for other cuts.
///
/// A run takes the parts in order. Where a part has a gate and its confidence is at least the threshold, the
/// part's answer is the model's, and nothing behind it runs.
public final class CascadeFolder {
    /// The file that says how the others belong together.
    public static final String FILE = "cascade.json";

    private static final String EARLY = "early.onnx";
    private static final int FORMAT = 2;
    private static final long MOST_BYTES = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CascadeFolder() {}

    /// What `cascade.json` holds.
    ///
    /// @param model SHA-256 of the model's file that the exits were made for
    /// @param promise that the thresholds keep
    record Contents(int format, String model, Promised promise, List<PartFile> parts, List<ExitPlace> exits) {
        Contents {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(promise, "promise");
            parts = List.copyOf(parts);
            exits = List.copyOf(exits);
        }
    }

    /// @param kind what is counted as lost
    /// @param bound share of samples or pixels
    /// @param samples that it was tested on
    /// @param p of that test
    /// @param loss their mean loss
    record Promised(Promise.Kind kind, double bound, double confidence, int samples, double p, double loss) {}

    /// @param gate absent where no sample leaves with this part's answer
    record PartFile(String file, List<String> inputs, List<String> outputs, Optional<Gate> gate) {}

    /// @param share of the network's time before the tap
    /// @param cost of the head, in the same unit
    /// @param rate share of the promise samples that left there
    record ExitPlace(String tap, String answer, String confidence, double share, double cost, double rate) {}

    /// Writes a product with its gates open into a folder.
    ///
    /// @param model the file it was made from
    /// @return the files written
    public static List<Path> write(ExitGates.Opened opened, Path model, Path folder) {
        try {
            Files.createDirectories(folder);
            List<Path> files = new ArrayList<>();
            List<PartFile> parts = new ArrayList<>();
            Product product = opened.product();
            for (Part part : product.parts()) {
                Path file = folder.resolve("part" + (parts.size() + 1) + ".onnx");
                ModelWriter.writeStandalone(part.model(), file);
                parts.add(new PartFile(file.getFileName().toString(), part.inputs(), part.outputs(), part.gate()));
                files.add(file);
            }
            Path early = folder.resolve(EARLY);
            ModelWriter.writeStandalone(product.uncut().model(), early);
            Path contents = folder.resolve(FILE);
            Files.write(
                    contents, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(contents(opened, model, parts)));
            files.add(early);
            files.add(contents);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the cascade " + folder, e);
        }
    }

    private static Contents contents(ExitGates.Opened opened, Path model, List<PartFile> parts) {
        Promise promise = opened.kept().promise();
        var promised = new Promised(
                promise.kind(),
                promise.bound(),
                promise.confidence(),
                opened.kept().samples(),
                opened.kept().p(),
                opened.kept().outcome().meanLoss());
        List<ExitPlace> exits = new ArrayList<>();
        for (ExitOutputs exit : opened.product().uncut().exits()) {
            exits.add(new ExitPlace(
                    exit.tap(),
                    exit.answer(),
                    exit.confidence(),
                    exit.share(),
                    exit.cost(),
                    opened.kept().outcome().exitRates().get(exits.size())));
        }
        return new Contents(FORMAT, Fingerprint.ofModel(model), promised, parts, exits);
    }

    /// The model with its heads, ready to be cut anywhere.
    ///
    /// @param model the file that the exits must have been made for
    /// @throws OperatorException when the folder is no cascade, or one of another model
    static Uncut read(Path folder, Path model) {
        Contents contents = contents(folder);
        if (!contents.model().equals(Fingerprint.ofModel(model))) {
            throw new OperatorException("the exits in " + folder + " were made for another model than " + model
                    + ": its file has another SHA-256");
        }
        Model early = ModelReader.read(folder.resolve(EARLY));
        Promised promised = contents.promise();
        return new Uncut(
                early,
                contents.exits().stream()
                        .map(exit -> new ExitOutputs(
                                exit.tap(), exit.answer(), exit.confidence(), exit.share(), exit.cost(), exit.rate()))
                        .toList(),
                Optional.of(new Promise(promised.kind(), promised.bound(), promised.confidence())));
    }

    private static Contents contents(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
                throw new OperatorException(folder + " is no cascade: there is no " + FILE + " in it of at most "
                        + MOST_BYTES + " bytes. Write one with 'tierwise exit M.onnx --rule exit -o DIR'.");
            }
            Contents contents = parsed(file, Files.readAllBytes(file));
            if (contents.format() != FORMAT) {
                throw new OperatorException(
                        file + " has format " + contents.format() + "; this version reads format " + FORMAT);
            }
            return contents;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// Whatever is missing or out of range stops a record from being made.
    private static Contents parsed(Path file, byte[] bytes) {
        try {
            return JSON.readValue(bytes, Contents.class);
        } catch (JacksonException e) {
            throw new OperatorException(file + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
