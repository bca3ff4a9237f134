package io.tierwise.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of weights in the making; each starts at a multiple of 64 bytes, which kernels like.
final class SidecarFile implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final FileChannel channel;
    private long end;

    SidecarFile(Path file) throws IOException {
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /// Copies the values to the end of the file, without holding them, and gives the position they start at.
    long append(Content content) {
        long start = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
        try {
            channel.position(start);
            ContentCopy.copy(content, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy weights: " + e.getMessage(), e);
        }
        end = start + content.length();
        return start;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
