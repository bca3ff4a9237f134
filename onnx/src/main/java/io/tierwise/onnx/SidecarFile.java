package io.tierwise.onnx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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
            switch (content) {
                case Content.Inline inline -> {
                    ByteBuffer bytes = inline.bytes();
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                }
                case Content.External external -> copy(external);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy weights: " + e.getMessage(), e);
        }
        end = start + content.length();
        return start;
    }

    private void copy(Content.External external) throws IOException {
        try (FileChannel from = FileChannel.open(external.file(), StandardOpenOption.READ)) {
            long done = 0;
            while (done < external.length()) {
                long copied = from.transferTo(external.offset() + done, external.length() - done, channel);
                if (copied <= 0) {
                    throw new MalformedModelException(external.file() + " ends inside a weight");
                }
                done += copied;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
