package io.tierwise.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The known word that someone who mistyped may have meant.
public final class DidYouMean {
    private DidYouMean() {}

    private record Candidate(String word, int distance) {}

    /// The known word nearest to `found`, if at most a third of its letters differ. Case and `-`/`_` do not count.
    public static Optional<String> nearest(String found, Collection<String> known) {
        String wanted = plain(found);
        return known.stream()
                .map(word -> new Candidate(word, distance(wanted, plain(word))))
                .filter(candidate ->
                        candidate.distance() <= Math.max(1, candidate.word().length() / 3))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::word))
                .map(Candidate::word);
    }

    /// A sentence to end a message with: the nearest known word, else all of them.
    public static String sentence(String found, Collection<String> known) {
        return nearest(found, known)
                .map(word -> "did you mean '" + word + "'?")
                .orElseGet(() -> "known are " + String.join(", ", known) + ".");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /// Edits between two words (Levenshtein, 1966), a swap of neighbours counted as one (Damerau, 1964).
    static int distance(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, left, i, right, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int cheapest(int[][] edits, String left, int i, String right, int j) {
        int change = edits[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
    }
}
