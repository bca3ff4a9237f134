package io.tierwise.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;

/// Copies the values of a weight without holding them.
final class ContentCopy {

    private ContentCopy() {}

    static void copy(Content content, WritableByteChannel to) throws IOException {
        switch (content) {
            case Content.Inline inline -> {
                ByteBuffer bytes = inline.bytes();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
            case Content.External external -> copy(external, to);
        }
    }

    private static void copy(Content.External external, WritableByteChannel to) throws IOException {
        try (FileChannel from = FileChannel.open(external.file(), StandardOpenOption.READ)) {
            long done = 0;
            while (done < external.length()) {
                long copied = from.transferTo(external.offset() + done, external.length() - done, to);
                if (copied <= 0) {
                    throw new MalformedModelException(external.file() + " ends inside a weight");
                }
                done += copied;
            }
        }
    }
}
