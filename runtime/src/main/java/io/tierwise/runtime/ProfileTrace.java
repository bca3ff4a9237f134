package io.tierwise.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the trace the runtime's profiler writes: a JSON array of events (Chrome's trace event format).
///
/// Own small reader, because this module must stay without a JSON library for the engines it is carried
/// to.
final class ProfileTrace {

    private static final String KERNEL = "_kernel_time";
    private static final int DEEPEST = 64;

    private final String text;
    private int at;

    private ProfileTrace(String text) {
        this.text = text;
    }

    /// A node that ran: its name, operator and duration.
    record Event(String name, String operator, long durationNanos) {}

    /// The kernel events of a trace in the order they were written.
    ///
    /// @throws IllegalArgumentException with the offset where the text stops being such a trace
    static List<Event> parse(String json) {
        ProfileTrace reader = new ProfileTrace(json);
        if (!(reader.value(0) instanceof List<?> events)) {
            throw reader.unexpected("an array of events");
        }
        List<Event> kernels = new ArrayList<>();
        for (Object event : events) {
            if (event instanceof Map<?, ?> fields && "Node".equals(fields.get("cat"))) {
                addKernel(fields, kernels);
            }
        }
        return kernels;
    }

    private static void addKernel(Map<?, ?> fields, List<Event> kernels) {
        if (fields.get("name") instanceof String name
                && name.endsWith(KERNEL)
                && fields.get("dur") instanceof Double microseconds) {
            String operator =
                    fields.get("args") instanceof Map<?, ?> args && args.get("op_name") instanceof String op ? op : "";
            kernels.add(new Event(
                    name.substring(0, name.length() - KERNEL.length()), operator, Math.round(microseconds * 1000)));
        }
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw unexpected("at most " + DEEPEST + " levels");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        at++;
        while (peek() != '}') {
            String key = string();
            expect(':');
            fields.put(key, value(depth + 1));
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return fields;
    }

    private List<Object> array(int depth) {
        List<Object> items = new ArrayList<>();
        at++;
        while (peek() != ']') {
            items.add(value(depth + 1));
            if (peek() == ',') {
                at++;
            }
        }
        at++;
        return items;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return out.toString();
    }

    private char escaped() {
        if (at >= text.length()) {
            throw unexpected("an escaped character");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw unexpected("four hexadecimal digits");
        }
        int code = Integer.parseInt(text.substring(at, at + 4), 16);
        at += 4;
        return (char) code;
    }

    /// A number as `Double`; `true`, `false` and `null` as their text.
    private Object word() {
        int start = at;
        while (at < text.length() && ",]}: \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw unexpected("a value");
        }
        char first = word.charAt(0);
        return first == '-' || Character.isDigit(first) ? (Object) Double.valueOf(word) : word;
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            throw unexpected("more text");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("profile trace: expected " + wanted + " at offset " + at);
    }
}
