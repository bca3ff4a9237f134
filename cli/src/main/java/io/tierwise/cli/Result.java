package io.tierwise.cli;

/// What a command was asked for, in both formats.
///
/// @param json maps, lists, text and numbers
/// @param text for a person
/// @param code what the shell sees
record Result(Object json, String text, ExitCode code) {

    /// The result of a command that did what it was asked.
    Result(Object json, String text) {
        this(json, text, ExitCode.OK);
    }

    String in(OutputFormat format) {
        return switch (format) {
            case text -> text;
            case json -> Json.of(json);
        };
    }
}
