package io.tierwise.cli;

import io.tierwise.data.DidYouMean;
import io.tierwise.operators.CalibratedRanges;
import io.tierwise.operators.Quantize;
import io.tierwise.operators.Range;
import io.tierwise.operators.Refinement;
import io.tierwise.study.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of activation ranges that people read and edit: a tensor a line.
///
/// Whatever it holds is checked, for anybody may have written it.
record RangesFile(Path file) {
    private static final long MOST_BYTES = 16 << 20;
    private static final String MODEL = "model";
    private static final String DIGEST = "modelSha256";
    private static final String CALIBRATOR = "calibrator";
    private static final String EQUALIZED = "equalized";
    private static final String SAMPLES = "samples";
    private static final String RANGES = "ranges";
    private static final String UNFIT = "unfit";
    private static final List<String> FIELDS = List.of(MODEL, DIGEST, CALIBRATOR, EQUALIZED, SAMPLES, RANGES, UNFIT);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// What a file holds.
    ///
    /// @param modelDigest of the model the ranges were learnt from; empty if the file does not say
    /// @param equalized whether its channels were equalized before, which changes ranges
    record Content(CalibratedRanges ranges, Optional<String> modelDigest, boolean equalized) {}

    /// @throws UsageException that says what is wrong, where, and what to do
    Content read() {
        JsonNode root = tree();
        if (!root.isObject()) {
            throw wrong("must be an object with \"ranges\", found " + kind(root));
        }
        for (String field : root.propertyNames()) {
            if (!FIELDS.contains(field)) {
                throw wrong("has an unknown field '" + field + "'; " + DidYouMean.sentence(field, FIELDS));
            }
        }
        Map<String, Range> ranges = new LinkedHashMap<>();
        object(root, RANGES, true).forEach((tensor, node) -> ranges.put(tensor, range(tensor, node)));
        Map<String, String> unfit = new LinkedHashMap<>();
        object(root, UNFIT, false).forEach((tensor, node) -> unfit.put(tensor, text(UNFIT + "." + tensor, node)));
        for (String tensor : unfit.keySet()) {
            if (ranges.containsKey(tensor)) {
                throw wrong("has '" + tensor + "' both in \"ranges\" and in \"unfit\"; remove one of them");
            }
        }
        Optional<String> digest = Optional.ofNullable(root.get(DIGEST)).map(node -> text(DIGEST, node));
        return new Content(new CalibratedRanges(ranges, unfit, samples(root)), digest, equalized(root));
    }

    private JsonNode tree() {
        try {
            if (Files.isDirectory(file)) {
                throw wrong("is a folder; name the file that --save-ranges wrote");
            }
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw wrong("has " + bytes + " bytes, and a file of ranges has at most " + MOST_BYTES
                        + "; name the file that --save-ranges wrote");
            }
            return MAPPER.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            String where = Optional.ofNullable(e.getLocation())
                    .map(at -> "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ")
                    .orElse("");
            throw wrong("is no JSON: " + where + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, JsonNode> object(JsonNode root, String field, boolean needed) {
        JsonNode found = root.get(field);
        if (found == null && !needed) {
            return Map.of();
        }
        if (found == null || !found.isObject()) {
            throw wrong("needs \"" + field + "\": {TENSOR: ...}, found " + (found == null ? "none" : kind(found)));
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        found.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private Range range(String tensor, JsonNode node) {
        if (!node.isObject() || node.size() != 2) {
            throw wrong("says '" + tensor + "' is " + kind(node) + "; a range is {\"low\": -1.5, \"high\": 2}");
        }
        float low = number(tensor, "low", node);
        float high = number(tensor, "high", node);
        if (low > high) {
            throw wrong("says '" + tensor + "' goes from " + low + " to " + high + "; low must not be above high");
        }
        return new Range(low, high);
    }

    private float number(String tensor, String end, JsonNode range) {
        JsonNode found = range.get(end);
        if (found == null || !found.isNumber() || !Float.isFinite((float) found.asDouble())) {
            throw wrong("says " + end + " of '" + tensor + "' is " + (found == null ? "missing" : kind(found))
                    + "; it must be a finite number of float32");
        }
        return (float) found.asDouble();
    }

    private boolean equalized(JsonNode root) {
        JsonNode found = root.get(EQUALIZED);
        if (found != null && !found.isBoolean()) {
            throw wrong("says \"" + EQUALIZED + "\" is " + kind(found) + "; it must be true or false");
        }
        return found != null && found.asBoolean();
    }

    private int samples(JsonNode root) {
        JsonNode found = root.get(SAMPLES);
        if (found == null) {
            return 0;
        }
        if (!found.isInt() || found.asInt() < 0) {
            throw wrong("says \"" + SAMPLES + "\" is " + kind(found) + "; it must be a whole number from 0");
        }
        return found.asInt();
    }

    private String text(String field, JsonNode node) {
        if (!node.isString()) {
            throw wrong("says \"" + field + "\" is " + kind(node) + "; it must be text");
        }
        return node.asString();
    }

    /// A value as a message shows it, cut off where it is long.
    private static String kind(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private UsageException wrong(String what) {
        return new UsageException(file + " " + what + ".");
    }

    /// Refuses a place that could not be written to, before anything is learnt.
    void checkWritable() {
        if (Files.isDirectory(file)) {
            throw new UsageException(
                    file + " is a folder: name a file to write, such as " + file.resolve("ranges.json") + ".");
        }
        Path parent = file.toAbsolutePath().resolve("..").normalize();
        if (Files.exists(parent) && !(Files.isDirectory(parent) && Files.isWritable(parent))) {
            throw new UsageException(file + " cannot be written: " + parent + " is no folder that may be written to."
                    + " Name another place.");
        }
    }

    /// Writes the ranges of a model; the file appears when it is complete.
    void write(Path model, Quantize learnt, CalibratedRanges ranges) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            Files.createDirectories(file.toAbsolutePath().resolve("..").normalize());
            try {
                Files.writeString(unfinished, text(model, learnt, ranges));
                Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path model, Quantize learnt, CalibratedRanges ranges) {
        StringBuilder text = new StringBuilder("{\n");
        field(text, MODEL, String.valueOf(model.getFileName()));
        field(text, DIGEST, Fingerprint.ofModel(model));
        field(text, CALIBRATOR, learnt.calibrator().text());
        field(text, EQUALIZED, learnt.refinements().contains(Refinement.EQUALIZE));
        field(text, SAMPLES, ranges.samples());
        lines(text, RANGES, ranges.ranges());
        text.append(",\n");
        lines(text, UNFIT, ranges.unfit());
        return text.append("\n}\n").toString();
    }

    private static void field(StringBuilder text, String name, Object value) {
        text.append("  ").append(json(name)).append(": ").append(json(value)).append(",\n");
    }

    private static void lines(StringBuilder text, String name, Map<String, ?> members) {
        text.append("  ").append(json(name)).append(": {");
        String separator = "\n";
        for (Map.Entry<String, ?> member : members.entrySet()) {
            text.append(separator).append("    ").append(json(member.getKey()));
            text.append(": ").append(json(member.getValue()));
            separator = ",\n";
        }
        text.append(members.isEmpty() ? "}" : "\n  }");
    }

    private static String json(Object value) {
        return value instanceof Range range
                ? "{\"low\": " + range.low() + ", \"high\": " + range.high() + "}"
                : MAPPER.writeValueAsString(value);
    }
}
