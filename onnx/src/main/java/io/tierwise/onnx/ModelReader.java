package io.tierwise.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tierwise.onnx.proto.ModelProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads model files of any size without reading their weights.
///
/// The file is mapped, values of more than a kilobyte are skipped and become [Content.External] that
/// points into the file itself, and the few kilobytes left are parsed. So the file must stay as long as
/// the model is used.
public final class ModelReader {

    private ModelReader() {}

    /// Reads a model and checks it: every tensor made once and before it is used, weights as long as
    /// their shapes say, external data inside the model's folder. Nodes come in topological order even
    /// where the file has another.
    ///
    /// @throws MalformedModelException when the file is not a correct model
    /// @throws UnsupportedModelException when its version is too old, or it uses a form no known tool
    ///     writes
    /// @throws UncheckedIOException when the file cannot be read
    public static Model read(Path path) {
        if (!Files.exists(path)) {
            throw new UncheckedIOException(new NoSuchFileException(path.toString(), null, "no such model file"));
        }
        if (!Files.isRegularFile(path)) {
            throw new UnsupportedModelException(path + " is no file; give the .onnx file itself");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            if (size == 0) {
                throw new MalformedModelException(path + " is empty");
            }
            MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            refuseOtherFormats(file, path);
            return new MessageReader(path, true).model(parsed(Skeleton.of(file, path.toString()), path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read model " + path + ": " + e.getMessage(), e);
        }
    }

    /// Reads a model from memory; external data is looked for in the folder.
    ///
    /// @throws MalformedModelException when the bytes are not a correct model
    /// @throws UnsupportedModelException when its version is too old
    public static Model read(byte[] model, Path folder) {
        Path name = folder.resolve("model of " + model.length + " bytes");
        return new MessageReader(name, false).model(parsed(model, name));
    }

    private static void refuseOtherFormats(MemorySegment file, Path path) {
        if (file.byteSize() > 8 && file.get(ValueLayout.JAVA_INT_UNALIGNED, 4) == little("ORTM")) {
            throw new UnsupportedModelException(
                    path + " is in the runtime's own .ort format; give the .onnx file it was made from");
        }
    }

    private static int little(String four) {
        int value = 0;
        for (int i = 3; i >= 0; i--) {
            value = (value << 8) | four.charAt(i);
        }
        return value;
    }

    private static ModelProto parsed(byte[] message, Path path) {
        try {
            return ModelProto.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedModelException(path + " is not an ONNX model or is damaged: " + e.getMessage(), e);
        }
    }
}
