package io.tierwise.zoo;

import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// A file of random weights, drawn and written a megabyte at a time.
final class WeightFile implements WeightSource, AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final long ALIGNMENT = 64;

    private final Path file;
    private final FileChannel channel;
    private final SplittableRandom random;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long end;

    WeightFile(Path file, long seed) {
        this.file = file;
        this.random = new SplittableRandom(seed);
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write weights to " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Weight gaussian(String name, double deviation, long... shape) {
        long elements = LongStream.of(shape).reduce(1, Math::multiplyExact);
        long start = Math.ceilDiv(end, ALIGNMENT) * ALIGNMENT;
        try {
            channel.position(start);
            long left = elements;
            while (left > 0) {
                int now = (int) Math.min(left, CHUNK_BYTES / Float.BYTES);
                chunk.clear();
                for (int i = 0; i < now; i++) {
                    chunk.putFloat((float) (deviation * random.nextGaussian()));
                }
                chunk.flip();
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
                left -= now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write weights to " + file + ": " + e.getMessage(), e);
        }
        end = start + elements * Float.BYTES;
        return new Weight(
                name,
                DataType.FLOAT,
                Arrays.stream(shape).boxed().toList(),
                new Content.External(file, start, end - start));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot finish " + file + ": " + e.getMessage(), e);
        }
    }
}
