package io.tierwise.agent;

import io.tierwise.agent.proto.SampleRequest;
import io.tierwise.agent.proto.TensorInfo;
import io.tierwise.data.Encoded;
import io.tierwise.data.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The samples the source of a study holds: on disk, so that they do not count as the memory of a strategy.
final class SampleStore implements AutoCloseable {

    private static final int IMAGE = 1;
    private static final int PIXELS = 2;
    private static final int ARRAY = 3;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private long end;

    private record Place(long offset, int length, SampleRequest info) {}

    SampleStore(Path folder) {
        file = folder.resolve("samples");
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Keeps a sample's bytes; a sample already known is replaced.
    synchronized void put(SampleRequest info, byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, end + buffer.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Place place = new Place(end, bytes.length, info);
        decode(place, bytes);
        places.put(info.getSample(), place);
        end += bytes.length;
    }

    Optional<Encoded> get(String id) {
        Place place = places.get(id);
        if (place == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, place.offset() + bytes.position()) < 0) {
                    throw new IOException(file + " ends inside sample " + id);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(decode(place, bytes.array()));
    }

    /// Forgets every sample.
    synchronized void clear() {
        places.clear();
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end = 0;
    }

    private static Encoded decode(Place place, byte[] bytes) {
        SampleRequest info = place.info();
        return switch (info.getKind()) {
            case IMAGE -> new Encoded.ImageFile(bytes);
            case PIXELS -> new Encoded.Pixels(bytes, info.getHeight(), info.getWidth(), info.getChannels());
            case ARRAY -> new Encoded.ArrayValue(tensor(info.getTensor(), bytes));
            default -> throw new BadFrameException("sample " + info.getSample() + " of unknown kind " + info.getKind());
        };
    }

    private static Tensor tensor(TensorInfo info, byte[] bytes) {
        long[] shape = info.getShapeList().stream().mapToLong(Long::longValue).toArray();
        return Tensor.ofBytes(Wire.elementType(info.getType()), bytes, shape);
    }

    /// How a sample is described beside its bytes.
    static SampleRequest describe(String id, Encoded input) {
        SampleRequest.Builder info = SampleRequest.newBuilder().setSample(id);
        switch (input) {
            case Encoded.ImageFile image -> info.setKind(IMAGE);
            case Encoded.Pixels pixels ->
                info.setKind(PIXELS)
                        .setHeight(pixels.height())
                        .setWidth(pixels.width())
                        .setChannels(pixels.channels());
            case Encoded.ArrayValue array ->
                info.setKind(ARRAY)
                        .setTensor(Payload.of(Map.of("value", array.tensor()))
                                .infos()
                                .getFirst());
        }
        return info.build();
    }

    static ByteBuffer bytes(Encoded input) {
        return switch (input) {
            case Encoded.ImageFile image -> ByteBuffer.wrap(image.bytes());
            case Encoded.Pixels pixels -> ByteBuffer.wrap(pixels.bytes());
            case Encoded.ArrayValue array -> array.tensor().bytes();
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
