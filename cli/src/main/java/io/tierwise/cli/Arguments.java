package io.tierwise.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// From what the user typed to values, with refusals in the user's words.
final class Arguments {
    private Arguments() {}

    static void register(CommandLine commandLine) {
        commandLine.registerConverter(int.class, text -> number(text, Integer::valueOf, "whole number"));
        commandLine.registerConverter(Integer.class, text -> number(text, Integer::valueOf, "whole number"));
        commandLine.registerConverter(Long.class, text -> number(text, Long::valueOf, "whole number"));
        commandLine.registerConverter(double.class, text -> number(text, Double::valueOf, "number"));
        commandLine.registerConverter(Double.class, text -> number(text, Double::valueOf, "number"));
        commandLine.registerConverter(Path.class, Arguments::path);
    }

    private static <T> T number(String text, Function<String, T> read, String kind) {
        try {
            return read.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no " + kind + " that can be used");
        }
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("the path is empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' cannot be a path: " + e.getReason());
        }
    }
}
