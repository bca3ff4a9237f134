package io.tierwise.operators;

import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A file that new weights are appended to, so that they need not stay on the heap; small ones stay in the model.
final class WeightStore {

    private static final System.Logger LOG = System.getLogger(WeightStore.class.getName());
    private static final int SMALL = 1024;

    private final Path folder;
    private Optional<Path> file = Optional.empty();
    private long end;

    private WeightStore(Path folder) {
        this.folder = folder;
    }

    /// A store in a new file of this folder, made with the first large weight; the file is needed as
    /// long as a model that holds its weights.
    static WeightStore in(Path folder) {
        return new WeightStore(folder);
    }

    private Path file() throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(create(Files.createDirectories(folder)));
        }
        return file.get();
    }

    /// Counted, not drawn: the name stands in every model that holds the weights, and equal models in two
    /// folders are to be equal bytes.
    private static Path create(Path folder) throws IOException {
        for (int number = 1; ; number++) {
            try {
                return Files.createFile(folder.resolve("weights-" + number + ".bin"));
            } catch (FileAlreadyExistsException e) {
                LOG.log(System.Logger.Level.DEBUG, "taken, the next number is tried", e);
            }
        }
    }

    /// The files of stores in this folder.
    static Set<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.getFileName().toString().matches("weights-\\d+\\.bin"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + folder, e);
        }
    }

    /// Deletes the files of stores that were not there before, so that their numbers are free again.
    static void deleteSince(Path folder, Set<Path> before) {
        try {
            for (Path file : files(folder)) {
                if (!before.contains(file)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete weights in " + folder, e);
        }
    }

    /// Keeps a weight.
    ///
    /// @param bytes its values in row-major order and little endian
    Weight put(String name, DataType type, ByteBuffer bytes, List<Long> shape) {
        if (bytes.remaining() <= SMALL) {
            return new Weight(name, type, shape, new Content.Inline(bytes));
        }
        long offset = end;
        long length = bytes.remaining();
        try {
            Path kept = file();
            try (FileChannel channel = FileChannel.open(kept, StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    end += channel.write(bytes, end);
                }
            }
            return new Weight(name, type, shape, new Content.External(kept, offset, length));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep weights in " + folder, e);
        }
    }
}
