package io.tierwise.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Opens samples where they lie, telling their kind by looking.
///
/// | samples | labels |
/// |---|---|
/// | folder of images | CSV `file,label` (default: its `labels.csv`), `.npy`, IDX, or none |
/// | folder of class folders of images | the folders: sorted names count from 0; names that are numbers are classes |
/// | folder of images | folder of PNG masks of the same base name, value = class |
/// | IDX file, plain or `.gz` | IDX (default: its sibling named `labels`/`idx1`), CSV, `.npy`, or none |
/// | `.npy`, samples first | `.npy` (`[N]` classes or `[N, H, W]` class maps), IDX, CSV, or none |
public final class SampleReader {
    private SampleReader() {}

    /// Opens `data` with `labels` (or masks); what is checked at once: that files are there, headers,
    /// counts and labels. Inputs and masks are read when asked for.
    ///
    /// @throws DataException naming the file, what was found and what to do
    public static SampleSet open(Path data, Optional<Path> labels) {
        labels.ifPresent(path -> refuseMissing(path, "labels"));
        refuseMissing(data, "samples");
        if (Files.isDirectory(data)) {
            return ImageFolder.open(data, labels);
        }
        String name = fileName(data);
        if (name.endsWith(".npy")) {
            return arrays(NpyFile.open(data), labels);
        }
        if (IdxFile.isIdx(data)) {
            return arrays(IdxFile.open(data), labels.or(() -> siblingLabels(data)));
        }
        throw new DataException(data + " is no kind of samples that can be read: give a folder of images, an IDX file"
                + " (plain or .gz) or a .npy file.");
    }

    private static SampleSet arrays(ArrayFile inputs, Optional<Path> labels) {
        return new ArraySamples(inputs, Labels.open(labels, inputs.size(), inputs.path()));
    }

    private static Optional<Path> siblingLabels(Path images) {
        String name = images.getFileName().toString();
        Path sibling = images.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
        return sibling.equals(images) || !Files.isRegularFile(sibling) ? Optional.empty() : Optional.of(sibling);
    }

    private static void refuseMissing(Path path, String what) {
        if (!Files.exists(path)) {
            throw new DataException("There is no " + path + " to read " + what + " from. Check the path.");
        }
        if (!Files.isReadable(path)) {
            throw new DataException(path + " must not be read by this user. Check its permissions.");
        }
    }

    static String fileName(Path path) {
        return path.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    static DataException unreadable(Path path, IOException e) {
        return new DataException(path + " cannot be read: " + e.getMessage(), e);
    }
}
