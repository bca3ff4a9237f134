package io.tierwise.report;

import tools.jackson.databind.JsonNode;

/// JSON as it may stand inside a script element of a page.
///
/// A browser ends a script element at `</script` and changes its mind at `<!--`, wherever they stand,
/// also inside a string of JSON; older engines end a line of script at U+2028 and U+2029. `<`, `>` and
/// `&` stand only in strings, so their escapes keep the value.
final class EmbeddedJson {
    private EmbeddedJson() {}

    static String text(JsonNode value) {
        return value.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
