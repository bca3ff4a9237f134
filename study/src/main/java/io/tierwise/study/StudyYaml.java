package io.tierwise.study;

import io.tierwise.study.StudyNode.Entry;
import io.tierwise.study.StudyNode.Mapping;
import io.tierwise.study.StudyNode.Place;
import io.tierwise.study.StudyNode.Scalar;
import io.tierwise.study.StudyNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads YAML into [StudyNode]s.
///
/// A study file is small and flat, so whatever would make it large on purpose is refused: aliases
/// (which can double a document with every line), deep nesting, tens of thousands of values, a second
/// document.
final class StudyYaml {
    private static final int DEEPEST = 16;
    private static final int MOST_NODES = 20_000;
    private static final int LONGEST_TEXT = 8192;
    private static final int LONGEST_KEY = 200;
    private static final Pattern MARK = Pattern.compile("line ([0-9]{1,7}), column ([0-9]{1,7})");

    private final YAMLParser parser;
    private final List<String> lines;
    private final Faults faults;
    private int nodes;

    private StudyYaml(YAMLParser parser, List<String> lines, Faults faults) {
        this.parser = parser;
        this.lines = lines;
        this.faults = faults;
    }

    /// The document in `text`; keys given twice go to `faults`.
    ///
    /// @throws StudyFileException where the text is no YAML, or more of it than a study needs
    static StudyNode read(String text, Faults faults) {
        try (YAMLParser parser = (YAMLParser) new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            var reader = new StudyYaml(parser, text.lines().toList(), faults);
            if (parser.nextToken() == null) {
                throw faults.fatal(new Place(1, 1), "the file is empty; a study needs at least 'model' and 'data'");
            }
            StudyNode document = reader.node("", 0);
            if (parser.nextToken() != null) {
                throw faults.fatal(reader.place(), "a second document begins here; a study file is one document");
            }
            return document;
        } catch (JacksonException e) {
            throw faults.fatal(place(e), "no valid YAML: " + reason(e), e);
        }
    }

    private StudyNode node(String pointer, int depth) {
        if (depth > DEEPEST) {
            throw faults.fatal(place(), "nested deeper than " + DEEPEST + " levels");
        }
        if (++nodes > MOST_NODES) {
            throw faults.fatal(place(), "more than " + MOST_NODES + " values");
        }
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw faults.fatal(place(), "anchors (&) and aliases (*) are not used in study files; write the value out");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(pointer, depth);
            case START_ARRAY -> sequence(pointer, depth);
            case VALUE_STRING -> scalar(pointer, Scalar.Kind.TEXT);
            case VALUE_NUMBER_INT -> scalar(pointer, Scalar.Kind.WHOLE);
            case VALUE_NUMBER_FLOAT -> scalar(pointer, Scalar.Kind.DECIMAL);
            case VALUE_TRUE, VALUE_FALSE -> scalar(pointer, Scalar.Kind.TRUTH);
            case VALUE_NULL -> new Scalar(place(), place(), pointer, Scalar.Kind.NOTHING, "");
            default -> throw faults.fatal(place(), "a study file holds keys, lists, texts and numbers only");
        };
    }

    private Mapping mapping(String pointer, int depth) {
        Place start = place();
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Place key = place();
            String name = parser.currentName();
            if (name.length() > LONGEST_KEY) {
                throw faults.fatal(key, "a key of " + name.length() + " characters; at most " + LONGEST_KEY);
            }
            parser.nextToken();
            StudyNode value = node(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), depth + 1);
            Entry earlier = entries.putIfAbsent(name, new Entry(key, value));
            if (earlier != null) {
                faults.add(
                        key,
                        "the key '" + name + "' is given twice, first in line "
                                + earlier.key().line());
            }
        }
        return new Mapping(start, pointer, Collections.unmodifiableMap(entries));
    }

    private Sequence sequence(String pointer, int depth) {
        Place start = place();
        List<StudyNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(pointer + "/" + items.size(), depth + 1));
        }
        return new Sequence(start, pointer, items);
    }

    private Scalar scalar(String pointer, Scalar.Kind kind) {
        String text = parser.getString();
        if (text.length() > LONGEST_TEXT) {
            throw faults.fatal(place(), "a text of " + text.length() + " characters; at most " + LONGEST_TEXT);
        }
        return new Scalar(place(), insideQuotes(place()), pointer, kind, text);
    }

    private Place insideQuotes(Place place) {
        String line = place.line() <= lines.size() ? lines.get(place.line() - 1) : "";
        char first = place.column() <= line.length() ? line.charAt(place.column() - 1) : ' ';
        return first == '"' || first == '\'' ? new Place(place.line(), place.column() + 1) : place;
    }

    private Place place() {
        return place(parser.currentTokenLocation());
    }

    private static Place place(TokenStreamLocation location) {
        return new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /// The parser's own location is that of the value before. What never ends is shown where it begins,
    /// anything else where it is wrong: the first and the last place in the message.
    private static Place place(JacksonException e) {
        List<Place> places = MARK.matcher(String.valueOf(e.getOriginalMessage()))
                .results()
                .map(mark -> new Place(Integer.parseInt(mark.group(1)), Integer.parseInt(mark.group(2))))
                .toList();
        if (places.isEmpty()) {
            return place(e.getLocation());
        }
        String reason = reason(e);
        boolean endless = reason.contains("<stream end>") || reason.contains("end of stream");
        return endless ? places.getFirst() : places.getLast();
    }

    /// What the parser says, without the text around that it quotes, indented, between.
    private static String reason(JacksonException e) {
        return String.valueOf(e.getOriginalMessage())
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }
}
