package io.tierwise.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Samples of Gaussian noise as a `.npy` file: input for networks whose weights are noise.
final class NoiseFile {

    private static final int HEADER = 128;
    private static final int PREFIX = 10;
    private static final long SEED = 1;

    private NoiseFile() {}

    /// Writes `count` samples of this shape.
    static Path write(Path file, int count, int... shape) {
        Random random = new Random(SEED);
        int elements = IntStream.of(shape).reduce(1, Math::multiplyExact);
        ByteBuffer image = ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (OutputStream out = Files.newOutputStream(file)) {
            String extents = IntStream.of(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
            out.write(
                    header("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %s), }".formatted(count, extents)));
            for (int i = 0; i < count; i++) {
                image.clear();
                while (image.hasRemaining()) {
                    image.putFloat((float) random.nextGaussian());
                }
                out.write(image.array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }

    /// Version 1.0 of the format: magic, version, length of the text, the text padded with spaces to a newline.
    private static byte[] header(String text) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.putShort((short) (HEADER - PREFIX)).put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }
}
