package io.tierwise.onnx;

import com.google.protobuf.ByteString;
import io.tierwise.onnx.proto.ModelProto;
import io.tierwise.onnx.proto.StringStringEntryProto;
import io.tierwise.onnx.proto.TensorProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Writes models. Equal models give equal bytes.
public final class ModelWriter {

    /// What one message may hold, with room for nodes and names.
    private static final long MOST_INLINE_BYTES = Integer.MAX_VALUE - (64L << 20);

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private ModelWriter() {}

    /// The model as bytes that point to its weights: those in files of the folder stay there as
    /// external data, all others are written into the bytes, and so are those of up to a kilobyte:
    /// among them are shapes that the runtime wants to see while it opens the model.
    ///
    /// @throws UnsupportedModelException when the weights outside the folder are too large for one
    ///     message (2 GB)
    public static byte[] toBytes(Model model, Path folder) {
        Path home = folder.toAbsolutePath().normalize();
        long inlined = InlineBytes.of(model, weight -> !staysIn(home, weight));
        refuseTooLarge(inlined, "its weights outside " + home);
        return new MessageWriter((weight, to) -> {
                    if (weight.content() instanceof Content.External external && staysIn(home, weight)) {
                        String location = home.relativize(external.file()).toString();
                        external(to, location.replace('\\', '/'), external.offset(), external.length());
                    } else {
                        to.setRawData(ByteString.copyFrom(weight.bytes()));
                    }
                })
                .model(model)
                .toByteArray();
    }

    /// Whether [#writeStandalone] writes the model with its weights into one file.
    public static boolean fitsOneFile(Model model) {
        return InlineBytes.of(model, weight -> true) <= MOST_INLINE_BYTES;
    }

    /// Writes the model with its weights in the file, or, above 2 GB, in a file `<name>.data` beside
    /// it. Files appear when they are complete.
    ///
    /// A model must not be written over the file it was read from while other models still point into
    /// that file.
    ///
    /// @throws UncheckedIOException when a file cannot be written
    public static void writeStandalone(Model model, Path path) {
        writeStandalone(model, path, MOST_INLINE_BYTES);
    }

    static void writeStandalone(Model model, Path path, long mostInlineBytes) {
        try {
            if (InlineBytes.of(model, weight -> true) <= mostInlineBytes) {
                write(new InlineFile(model)::writeTo, path);
            } else {
                writeWithSidecar(model, path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write model " + path + ": " + e.getMessage(), e);
        }
    }

    private static void writeWithSidecar(Model model, Path path) throws IOException {
        String name = path.getFileName() + ".data";
        Path data = path.resolveSibling(name);
        Path unfinished = unfinished(data);
        Map<Content, Long> written = new HashMap<>();
        try {
            ModelProto proto;
            try (SidecarFile sidecar = new SidecarFile(unfinished)) {
                proto = new MessageWriter((weight, to) -> {
                            if (weight.byteSize() <= Skeleton.SMALL_BYTES) {
                                to.setRawData(ByteString.copyFrom(weight.bytes()));
                            } else {
                                long offset = written.computeIfAbsent(weight.content(), sidecar::append);
                                external(to, name, offset, weight.byteSize());
                            }
                        })
                        .model(model);
            }
            move(unfinished, data);
            write(proto::writeTo, path);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void write(Writing writing, Path path) throws IOException {
        Path unfinished = unfinished(path);
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW), 1 << 16)) {
                writing.to(out);
            }
            move(unfinished, path);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /// A temporary file of the system's own could be read by nobody but its owner, and a model is for others too.
    private static Path unfinished(Path path) {
        return path.toAbsolutePath().resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean staysIn(Path folder, Weight weight) {
        return weight.byteSize() > Skeleton.SMALL_BYTES
                && weight.content() instanceof Content.External external
                && external.file().startsWith(folder);
    }

    private static void refuseTooLarge(long bytes, String what) {
        if (bytes > MOST_INLINE_BYTES) {
            throw new UnsupportedModelException(
                    what + " take " + bytes + " bytes, more than one message holds; write the model standalone first");
        }
    }

    private static void external(TensorProto.Builder to, String location, long offset, long length) {
        to.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(length)));
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
