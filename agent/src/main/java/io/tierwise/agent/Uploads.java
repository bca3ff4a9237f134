package io.tierwise.agent;

import com.google.protobuf.ByteString;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.UploadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

/// Model files that controllers sent, kept by their digest: a part that is opened again in every round
/// travels once.
final class Uploads {

    private final String tier;
    private final Path folder;
    private final Map<String, Transfer> coming = new HashMap<>();
    private final Map<ByteString, Path> complete = new HashMap<>();
    private int count;

    /// A file that is still coming.
    private record Transfer(Path file, MessageDigest digest) {}

    /// @param folder where the files lie until they are no longer needed
    Uploads(String tier, Path folder) {
        this.tier = tier;
        this.folder = folder;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    static ByteString sha256Of(Path file) throws IOException {
        MessageDigest digest = sha256();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(chunk.clear()) >= 0) {
                digest.update(chunk.flip());
            }
        }
        return ByteString.copyFrom(digest.digest());
    }

    /// Whether a file with this digest came whole.
    synchronized boolean has(ByteString sha256) {
        return complete.containsKey(sha256);
    }

    /// The file with this digest.
    synchronized Path file(ByteString sha256) {
        Path file = complete.get(sha256);
        if (file == null) {
            throw new TierException(tier, Reason.REQUEST, "has no complete upload " + hex(sha256));
        }
        return file;
    }

    /// Appends a chunk; the last one is followed by the whole file's digest.
    synchronized void append(UploadRequest request, byte[] chunk) {
        Transfer transfer = coming.computeIfAbsent(
                request.getTransfer(), id -> new Transfer(folder.resolve("model-" + count++ + ".onnx"), sha256()));
        transfer.digest().update(chunk);
        try (FileChannel file = FileChannel.open(
                transfer.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            if (request.getLast()) {
                coming.remove(request.getTransfer());
                finish(request.getSha256(), transfer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(ByteString expected, Transfer transfer) throws IOException {
        ByteString found = ByteString.copyFrom(transfer.digest().digest());
        if (!found.equals(expected)) {
            Files.deleteIfExists(transfer.file());
            throw new TierException(
                    tier,
                    Reason.PROTOCOL,
                    "an upload arrived damaged: SHA-256 " + hex(found) + ", expected " + hex(expected));
        }
        complete.put(expected, transfer.file());
    }

    /// Forgets every file, whole or not.
    synchronized void clear() {
        Stream.concat(coming.values().stream().map(Transfer::file), complete.values().stream())
                .forEach(Uploads::delete);
        coming.clear();
        complete.clear();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(ByteString sha256) {
        return HexFormat.of().formatHex(sha256.toByteArray());
    }
}
