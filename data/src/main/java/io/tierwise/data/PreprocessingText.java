package io.tierwise.data;

import io.tierwise.data.Preprocessing.Color;
import io.tierwise.data.Preprocessing.Layout;
import io.tierwise.data.Preprocessing.Resize;
import io.tierwise.data.Preprocessing.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// [Preprocessing] as one line of `key=value`, separated by commas.
final class PreprocessingText {
    static final List<String> KEYS = List.of(
            "resize", "crop", "scale", "mean", "std", "layout", "color", "interpolation", "type", "class-offset");

    private PreprocessingText() {}

    static Preprocessing parse(String text) {
        Map<String, String> values = split(text);
        Preprocessing none = Preprocessing.NONE;
        return new Preprocessing(
                Optional.ofNullable(values.get("resize")).map(PreprocessingText::resize),
                Optional.ofNullable(values.get("crop")).map(value -> size("crop", value)),
                Optional.ofNullable(values.get("scale"))
                        .map(value -> number("scale", value))
                        .orElse(none.scale()),
                Optional.ofNullable(values.get("mean"))
                        .map(value -> numbers("mean", value))
                        .orElse(none.mean()),
                Optional.ofNullable(values.get("std"))
                        .map(value -> numbers("std", value))
                        .orElse(none.std()),
                word(values, "layout", Layout.values()).orElse(none.layout()),
                word(values, "color", Color.values()),
                word(values, "interpolation", Interpolation.values()).orElse(none.interpolation()),
                word(values, "type", new ElementType[] {ElementType.FLOAT, ElementType.UINT8})
                        .orElse(none.type()),
                Optional.ofNullable(values.get("class-offset"))
                        .map(value -> whole("class-offset", value))
                        .orElse(none.classOffset()));
    }

    private static Map<String, String> split(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String item : text.strip().split(",", -1)) {
            if (item.isBlank()) {
                if (text.isBlank()) {
                    continue;
                }
                throw new DataException("preprocess: two commas without a key=value between them in '" + text + "'.");
            }
            int equals = item.indexOf('=');
            if (equals < 0) {
                throw new DataException("preprocess: '" + item.strip() + "' is no key=value, like scale=1/255"
                        + " (several values of one key are separated by ':', like mean=0.5:0.4:0.3).");
            }
            String key = item.substring(0, equals).strip();
            key = key.equals("classOffset") ? "class-offset" : key;
            if (!KEYS.contains(key)) {
                throw new DataException("preprocess: unknown key '" + key + "', " + DidYouMean.sentence(key, KEYS));
            }
            if (values.put(key, item.substring(equals + 1).strip()) != null) {
                throw new DataException("preprocess: '" + key + "' is given twice.");
            }
        }
        return values;
    }

    private static Resize resize(String value) {
        return value.contains("x")
                ? new Resize.Exact(size("resize", value))
                : new Resize.ShortestSide(whole("resize", value));
    }

    private static Size size(String key, String value) {
        String[] sides = value.split("x", -1);
        if (sides.length > 2) {
            throw new DataException("preprocess: " + key + "=" + value + " is no size; write 224 or HEIGHTxWIDTH.");
        }
        int height = whole(key, sides[0]);
        return new Size(height, sides.length == 1 ? height : whole(key, sides[1]));
    }

    private static int whole(String key, String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new DataException("preprocess: " + key + "=" + value + " is no whole number.", e);
        }
    }

    private static List<Double> numbers(String key, String value) {
        List<Double> numbers = new ArrayList<>();
        for (String number : value.split(":", -1)) {
            numbers.add(number(key, number));
        }
        return numbers;
    }

    /// A decimal number, or a fraction like `1/255`.
    private static double number(String key, String value) {
        String[] fraction = value.split("/", -1);
        try {
            double number = Double.parseDouble(fraction[0].strip());
            if (fraction.length == 2) {
                number /= Double.parseDouble(fraction[1].strip());
            }
            if (fraction.length <= 2 && Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new DataException("preprocess: " + key + "=" + value + " is no number like 0.5 or 1/255.", e);
        }
        throw new DataException("preprocess: " + key + "=" + value + " is no finite number like 0.5 or 1/255.");
    }

    private static <E extends Enum<E>> Optional<E> word(Map<String, String> values, String key, E[] known) {
        String value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        for (E candidate : known) {
            if (word(candidate).equals(value.toLowerCase(Locale.ROOT))) {
                return Optional.of(candidate);
            }
        }
        List<String> words = Arrays.stream(known).map(PreprocessingText::word).toList();
        throw new DataException("preprocess: " + key + "=" + value + ": " + DidYouMean.sentence(value, words));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String format(Preprocessing steps) {
        Preprocessing none = Preprocessing.NONE;
        Map<String, String> values = new LinkedHashMap<>();
        steps.resize()
                .ifPresent(resize -> values.put(
                        "resize",
                        switch (resize) {
                            case Resize.ShortestSide(int pixels) -> Integer.toString(pixels);
                            case Resize.Exact(Size size) -> size.toString();
                        }));
        steps.crop()
                .ifPresent(size -> values.put(
                        "crop", size.height() == size.width() ? Integer.toString(size.height()) : size.toString()));
        put(values, "scale", number(steps.scale()), number(none.scale()));
        put(values, "mean", numbers(steps.mean()), numbers(none.mean()));
        put(values, "std", numbers(steps.std()), numbers(none.std()));
        put(values, "layout", word(steps.layout()), word(none.layout()));
        steps.color().ifPresent(color -> values.put("color", word(color)));
        put(values, "interpolation", word(steps.interpolation()), word(none.interpolation()));
        put(values, "type", word(steps.type()), word(none.type()));
        put(values, "class-offset", Integer.toString(steps.classOffset()), Integer.toString(none.classOffset()));
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static void put(Map<String, String> values, String key, String value, String standard) {
        if (!value.equals(standard)) {
            values.put(key, value);
        }
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(PreprocessingText::number).collect(Collectors.joining(":"));
    }

    /// The shortest form that reads back as the same number; 1/255 rather than 0.00392156862745098.
    private static String number(double value) {
        double inverse = Math.rint(1 / value);
        if (Math.abs(inverse) > 1 && Math.abs(inverse) <= 65_536 && 1 / inverse == value) {
            String decimal = Double.toString(value);
            return decimal.length() <= 6 ? decimal : "1/" + (long) inverse;
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
