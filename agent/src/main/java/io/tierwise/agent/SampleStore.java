package io.tierwise.agent;

import io.tierwise.agent.proto.SampleRequest;
import io.tierwise.data.Encoded;
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
        EncodedWire.read(info.getInput(), bytes);
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
        return Optional.of(EncodedWire.read(place.info().getInput(), bytes.array()));
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
