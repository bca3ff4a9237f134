package io.tierwise.operators;

import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A file that new weights are appended to, so that they need not stay on the heap; small ones stay in the model.
final class WeightStore {

    private static final int SMALL = 1024;

    private final Path file;
    private long end;

    private WeightStore(Path file) {
        this.file = file;
    }

    /// A store in a new file of this folder; the file is needed as long as a model that holds its weights.
    static WeightStore in(Path folder) {
        try {
            return new WeightStore(Files.createTempFile(Files.createDirectories(folder), "weights-", ".bin"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep weights in " + folder, e);
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
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep weights in " + file, e);
        }
        return new Weight(name, type, shape, new Content.External(file, offset, length));
    }
}
