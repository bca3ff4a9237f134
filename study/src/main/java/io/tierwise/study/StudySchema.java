package io.tierwise.study;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tierwise.data.DidYouMean;
import io.tierwise.study.StudyNode.Entry;
import io.tierwise.study.StudyNode.Mapping;
import io.tierwise.study.StudyNode.Place;
import io.tierwise.study.StudyNode.Scalar;
import io.tierwise.study.StudyNode.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The published JSON Schema of study files, and what it finds wrong in one, in words.
///
/// The schema alone knows which keys there are; what values mean is read by others, who say more about
/// a wrong one.
final class StudySchema {
    private static final String RESOURCE = "study.schema.json";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_DIGITS = 40;

    private final JsonNode root;
    private final Schema schema;

    private StudySchema(JsonNode root) {
        this.root = root;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    /// The schema that comes with this program.
    static StudySchema published() {
        return Published.SCHEMA;
    }

    /// Read when first asked for.
    private static final class Published {
        static final StudySchema SCHEMA = load();
    }

    private static StudySchema load() {
        try (InputStream in = StudySchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program; build it again");
            }
            return new StudySchema(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The schema as published.
    JsonNode root() {
        return root;
    }

    /// Adds to `faults` what the schema refuses and nobody has reported yet.
    void check(StudyNode document, Faults faults) {
        List<Error> errors = schema.validate(json(document));
        Set<String> meant = new HashSet<>();
        for (Error error : errors) {
            if (error.getKeyword().equals("additionalProperties")) {
                unknownKey(find(document, error), error.getProperty(), faults).ifPresent(meant::add);
            }
        }
        errors.stream()
                .filter(error -> !error.getKeyword().equals("additionalProperties"))
                .filter(error -> !faults.contains(find(document, error).pointer()))
                .filter(error -> !meant.contains(find(document, error).pointer() + "/" + error.getProperty()))
                .toList()
                .forEach(error -> report(find(document, error), error, faults));
    }

    private void report(StudyNode at, Error error, Faults faults) {
        JsonNode rule = rule(at.pointer());
        switch (error.getKeyword()) {
            case "required" ->
                faults.add(at, "'" + error.getProperty() + "' is missing" + meaning(rule, error.getProperty()));
            case "type" -> faults.add(at, "expected " + types(rule) + ", found " + at.words());
            case "enum" -> faults.add(at, unknownWord(at, error));
            case "minimum" ->
                faults.add(at, "must be at least " + rule.path("minimum").asString() + ", found " + at.words());
            case "maximum" ->
                faults.add(at, "must be at most " + rule.path("maximum").asString() + ", found " + at.words());
            case "minItems", "minProperties" -> faults.add(at, "expected at least one entry, found none");
            case "pattern" ->
                faults.add(
                        at,
                        "expected something like "
                                + rule.path("examples").path(0).asString() + ", found " + at.words());
            case "maxItems", "maxProperties" ->
                faults.add(
                        at,
                        "expected at most " + rule.path(error.getKeyword()).asString() + ", found "
                                + (at instanceof Sequence list ? list.items().size() : entries(at)));
            default -> faults.add(at, error.getMessage());
        }
    }

    /// Reports it, and gives the pointer to the key that was probably meant.
    private Optional<String> unknownKey(StudyNode at, String key, Faults faults) {
        List<String> known =
                new ArrayList<>(rule(at.pointer()).path("properties").propertyNames());
        Place place = at instanceof Mapping mapping ? mapping.keyPlace(key) : at.place();
        String where =
                at.pointer().isEmpty() ? "" : " in " + at.pointer().substring(1).replace('/', '.');
        faults.add(place, "unknown key '" + key + "'" + where + ": " + DidYouMean.sentence(key, known));
        return DidYouMean.nearest(key, known).map(near -> at.pointer() + "/" + near);
    }

    private static String unknownWord(StudyNode at, Error error) {
        List<String> known = new ArrayList<>();
        error.getSchemaNode().forEach(word -> known.add(word.asString()));
        String found = at instanceof Scalar scalar ? scalar.text() : at.words();
        return "'" + found + "' is not known here: " + DidYouMean.sentence(found, known);
    }

    private String meaning(JsonNode rule, String key) {
        JsonNode property = rule.path("properties").path(key);
        String general = follow(property).path("description").asString("");
        String description = property.path("description").asString(general);
        return description.isEmpty() ? "" : ": " + description;
    }

    private static int entries(StudyNode at) {
        return at instanceof Mapping mapping ? mapping.entries().size() : 0;
    }

    private static String types(JsonNode rule) {
        JsonNode type = rule.path("type");
        List<String> words = new ArrayList<>();
        if (type.isArray()) {
            type.forEach(one -> words.add(word(one.asString())));
        } else {
            words.add(word(type.asString()));
        }
        return words.stream().distinct().collect(Collectors.joining(" or "));
    }

    private static String word(String type) {
        return switch (type) {
            case "object" -> "keys and values";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            default -> "a text";
        };
    }

    /// The part of the schema that speaks of the value at a pointer.
    private JsonNode rule(String pointer) {
        JsonNode rule = root;
        for (String step : steps(pointer)) {
            JsonNode named = rule.path("properties").path(step);
            JsonNode other = rule.path("additionalProperties");
            rule = follow(!named.isMissingNode() ? named : other.isObject() ? other : rule.path("items"));
        }
        return rule;
    }

    private JsonNode follow(JsonNode rule) {
        JsonNode reference = rule.path("$ref");
        return reference.isMissingNode() ? rule : root.at(reference.asString().substring(1));
    }

    private static List<String> steps(String pointer) {
        List<String> steps = new ArrayList<>();
        for (String step :
                pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return steps;
    }

    private static StudyNode find(StudyNode document, Error error) {
        StudyNode at = document;
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            Object step = error.getInstanceLocation().getElement(i);
            at = switch (at) {
                case Mapping mapping -> {
                    Entry entry = mapping.entries().get(step.toString());
                    yield entry == null ? mapping : entry.value();
                }
                case Sequence sequence -> sequence.items().get(Integer.parseInt(step.toString()));
                case Scalar scalar -> scalar;
            };
        }
        return at;
    }

    private static JsonNode json(StudyNode node) {
        return switch (node) {
            case Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
                yield object;
            }
            case Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Scalar scalar -> json(scalar);
        };
    }

    private static JsonNode json(Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.kind()) {
            case TEXT -> JSON.stringNode(text);
            case TRUTH -> JSON.booleanNode(text.equalsIgnoreCase("true"));
            case NOTHING -> JSON.nullNode();
            case WHOLE ->
                text.matches("[-+]?[0-9]{1," + MOST_DIGITS + "}")
                        ? JSON.numberNode(new BigInteger(text))
                        : JSON.stringNode(text);
            case DECIMAL ->
                text.matches("[-+]?[0-9]*\\.?[0-9]*([eE][-+]?[0-9]{1,3})?") && text.length() <= MOST_DIGITS
                        ? JSON.numberNode(new BigDecimal(text))
                        : JSON.stringNode(text);
        };
    }
}
