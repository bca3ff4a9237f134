package io.tierwise.onnx;

import io.tierwise.onnx.proto.StringStringEntryProto;
import io.tierwise.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The files beside a model that hold values of its tensors, each checked to be inside the model's folder.
final class ExternalFiles {

    private final Path model;
    private final Map<String, Located> known = new HashMap<>();

    private record Located(Path file, long size) {}

    ExternalFiles(Path model) {
        this.model = model.toAbsolutePath().normalize();
    }

    Content content(TensorProto proto, DataType type) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String where = entries.getOrDefault("location", "");
        Located located = known.get(where);
        if (located == null) {
            located = locate(where, proto.getName());
            known.put(where, located);
        }
        long offset = number(entries, "offset", 0, proto);
        long length = number(entries, "length", expected(proto, type), proto);
        if (offset > located.size() || length > located.size() - offset) {
            throw malformed(
                    proto.getName(),
                    "bytes " + offset + " to " + offset + " + " + length + " of " + located.file() + ", which has "
                            + located.size());
        }
        return new Content.External(located.file(), offset, length);
    }

    private static long expected(TensorProto proto, DataType type) {
        try {
            return type.bytes(proto.getDimsList().stream().reduce(1L, Math::multiplyExact));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "weight '" + proto.getName() + "' has the impossible shape " + proto.getDimsList(), e);
        }
    }

    private long number(Map<String, String> entries, String key, long fallback, TensorProto proto) {
        String text = entries.get(key);
        if (text == null) {
            return fallback;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw malformed(proto.getName(), "the " + key + " '" + text + "'", e);
        }
        throw malformed(proto.getName(), "the " + key + " " + text);
    }

    private Located locate(String where, String tensor) {
        Path folder = model.resolveSibling("");
        Path file;
        try {
            Path relative = Path.of(where);
            file = folder.resolve(relative).normalize();
            if (where.isEmpty() || relative.isAbsolute() || where.contains("\\") || !file.startsWith(folder)) {
                throw malformed(tensor, "the location '" + where + "', which is not a file in the model's folder");
            }
        } catch (InvalidPathException e) {
            throw malformed(tensor, "the location '" + where + "'", e);
        }
        if (!Files.isRegularFile(file)) {
            throw malformed(tensor, "the location '" + where + "', but there is no such file beside the model");
        }
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw malformed(tensor, "the location '" + where + "', a link that leaves the model's folder");
            }
            return new Located(file, Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " of model " + model, e);
        }
    }

    private MalformedModelException malformed(String tensor, String found) {
        return new MalformedModelException(message(tensor, found));
    }

    private MalformedModelException malformed(String tensor, String found, Throwable cause) {
        return new MalformedModelException(message(tensor, found), cause);
    }

    private String message(String tensor, String found) {
        return model + " keeps weight '" + tensor + "' outside the file at " + found;
    }
}
