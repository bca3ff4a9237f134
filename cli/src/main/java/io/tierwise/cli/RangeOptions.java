package io.tierwise.cli;

import io.tierwise.operators.CalibratedRanges;
import io.tierwise.operators.Calibrator;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Refinement;
import io.tierwise.study.Fingerprint;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the ranges of a quantized model's activations come from, and whether they are kept.
final class RangeOptions {
    @Option(
            names = "--calibrator",
            paramLabel = "HOW",
            description = "How ranges follow from samples: minmax, average, percentile[=P], entropy or mse"
                    + " (default: minmax).")
    private @Nullable String calibrator;

    @Option(
            names = "--ranges",
            paramLabel = "RANGES.json",
            description = "Take the ranges from this file instead of samples.")
    private @Nullable Path given;

    @Option(
            names = "--save-ranges",
            paramLabel = "RANGES.json",
            description = "Write the ranges to this file, to be edited and used again with --ranges.")
    private @Nullable Path saved;

    /// Whether a file says the ranges, so that samples are needed for nothing but sizes.
    boolean given() {
        return given != null;
    }

    /// Refuses before anything is learnt what could not be carried out afterwards.
    ///
    /// @param output where the model will be written
    void check(Path model, Path output) {
        if (given != null && calibrator != null) {
            throw new UsageException("--calibrator learns ranges from samples and --ranges takes them from a file:"
                    + " use one of them.");
        }
        if (saved != null) {
            new RangesFile(saved).checkWritable();
            for (Path taken : new Path[] {model, output}) {
                if (saved.toAbsolutePath()
                        .normalize()
                        .equals(taken.toAbsolutePath().normalize())) {
                    throw new UsageException(saved + " is the model's file: name another for --save-ranges.");
                }
            }
        }
    }

    /// @param refinements asked for
    /// @param console is told that a file's ranges were learnt from another model
    Calibrator calibrator(Path model, Set<Refinement> refinements, Console console) {
        if (given != null) {
            RangesFile.Content content = new RangesFile(given).read();
            if (content.equalized() != refinements.contains(Refinement.EQUALIZE)) {
                throw new UsageException(given + " was learnt " + (content.equalized() ? "with" : "without")
                        + " --equalize, which changes ranges: do the same here, or learn them anew.");
            }
            content.modelDigest()
                    .filter(digest -> !digest.equals(Fingerprint.ofModel(model)))
                    .ifPresent(digest -> console.note(given + " was learnt from another model than " + model
                            + "; its ranges are used as they are."));
            return new Calibrator.Given(given.toString(), content.ranges());
        }
        return calibrator == null ? new Calibrator.MinMax() : parsed(calibrator);
    }

    private static Calibrator parsed(String text) {
        try {
            return Optional.of(text)
                    .filter(t -> !t.startsWith("ranges="))
                    .flatMap(Calibrator::parse)
                    .orElseThrow(() -> new UsageException("--calibrator must be minmax, average, percentile,"
                            + " percentile=99.9, entropy or mse, found '" + text + "'."));
        } catch (OperatorException e) {
            throw new UsageException("--calibrator: " + e.getMessage() + ".");
        }
    }

    /// Whether anything was said of ranges.
    boolean asked() {
        return calibrator != null || given != null || saved != null;
    }

    /// Writes the ranges where that was asked for, and says so where there are none.
    void save(Path model, Quantize learnt, CalibratedRanges ranges, Console console) {
        if (saved == null) {
            return;
        }
        if (ranges.equals(CalibratedRanges.NONE)) {
            console.note("The scheme taken fixes no ranges: " + saved + " was not written.");
        } else {
            new RangesFile(saved).write(model, learnt, ranges);
        }
    }
}
