package io.tierwise.deployment;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// Finds what somebody probably meant.
final class Suggestion {

    private static final int FARTHEST = 2;

    private Suggestion() {}

    /// `; did you mean 'edge'?` when a known word is near, else the known words.
    static String of(String found, Collection<String> known) {
        return known.stream()
                .map(word -> new Near(word, distance(lower(found), lower(word))))
                .filter(near -> near.distance <= Math.min(FARTHEST, near.word.length() / 2))
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
                .map(near -> "; did you mean '" + near.word + "'?")
                .orElse("; known are " + String.join(", ", known));
    }

    private record Near(String word, int distance) {}

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// Levenshtein's distance: insertions, deletions and replacements of one character.
    static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], last[j]));
            }
            last = row;
        }
        return last[b.length()];
    }
}
