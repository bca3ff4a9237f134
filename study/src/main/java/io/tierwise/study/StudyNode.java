package io.tierwise.study;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A piece of a study file as it was written, and where.
///
/// What a mapping calls its values is kept apart with its own place, so that a mistyped key can be
/// pointed at.
sealed interface StudyNode {

    /// Where a piece begins.
    ///
    /// @param line from 1
    /// @param column from 1
    record Place(int line, int column) {}

    /// Where it begins.
    Place place();

    /// A JSON pointer to it, such as `/tiers/edge/cpu`.
    String pointer();

    /// What it is, for a message: `the text '5 ms'`, `a list of 3`.
    String words();

    /// `key: value` pairs in the order written.
    record Mapping(Place place, String pointer, Map<String, Entry> entries) implements StudyNode {
        /// Where a key stands; the mapping's own place where it does not.
        Place keyPlace(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::key).orElse(place);
        }

        @Override
        public String words() {
            return "keys and values";
        }
    }

    /// A value under its key.
    record Entry(Place key, StudyNode value) {}

    /// `- value` items.
    record Sequence(Place place, String pointer, List<StudyNode> items) implements StudyNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String words() {
            return "a list of " + items.size();
        }
    }

    /// A text, a number, true or false, or nothing.
    ///
    /// @param textPlace where the text itself begins, behind a quote
    /// @param text as written, without quotes
    record Scalar(Place place, Place textPlace, String pointer, Kind kind, String text) implements StudyNode {
        enum Kind {
            TEXT,
            WHOLE,
            DECIMAL,
            TRUTH,
            NOTHING
        }

        private static final int LONGEST_SHOWN = 60;

        @Override
        public String words() {
            String shown = text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
            return switch (kind) {
                case TEXT -> "the text '" + shown + "'";
                case WHOLE, DECIMAL -> "the number " + shown;
                case TRUTH -> shown;
                case NOTHING -> "nothing";
            };
        }
    }
}
