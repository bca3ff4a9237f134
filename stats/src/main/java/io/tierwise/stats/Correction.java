package io.tierwise.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/// How the p-values of a family of tests are adjusted for being many.
///
/// Reference: `p.adjust(p, method)` in R; `scipy.stats.false_discovery_control` for Benjamini-Hochberg.
/// Tied p-values get the same adjusted value.
public enum Correction {
    /// No adjustment: each test errs on its own.
    NONE("none"),
    /// Times the number of tests: family-wise error, any dependence.
    BONFERRONI("bonferroni"),
    /// Stepwise Bonferroni, never weaker: family-wise error, any dependence (Holm, Scand. J. Statist. 6, 1979).
    HOLM("holm"),
    /// False discovery rate for independent or positively dependent tests (Benjamini and Hochberg, JRSS
    /// B 57, 1995).
    BENJAMINI_HOCHBERG("bh");

    private final String word;

    Correction(String word) {
        this.word = word;
    }

    /// The word a command line uses: `none`, `bonferroni`, `holm`, `bh`.
    public String word() {
        return word;
    }

    /// The correction of that word, in any case.
    public static Correction parse(String word) {
        return Arrays.stream(values())
                .filter(correction -> correction.word.equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + word + "' is no correction; there are none, bonferroni, holm, bh"));
    }

    /// Adjusted p-values in the order given, each in [0, 1] and at least the raw one.
    ///
    /// @throws IllegalArgumentException if a value is not in [0, 1]
    public double[] adjust(double... p) {
        for (int i = 0; i < p.length; i++) {
            Checks.pValue("p[" + i + "]", p[i]);
        }
        int count = p.length;
        return switch (this) {
            case NONE -> p.clone();
            case BONFERRONI -> Arrays.stream(p).map(v -> Math.min(1, v * count)).toArray();
            case HOLM -> holm(p);
            case BENJAMINI_HOCHBERG -> benjaminiHochberg(p);
        };
    }

    private static double[] holm(double[] p) {
        double[] adjusted = new double[p.length];
        int[] order = ascending(p);
        double most = 0;
        for (int i = 0; i < order.length; i++) {
            most = Math.max(most, Math.min(1, p[order[i]] * (p.length - i)));
            adjusted[order[i]] = most;
        }
        return adjusted;
    }

    private static double[] benjaminiHochberg(double[] p) {
        double[] adjusted = new double[p.length];
        int[] order = ascending(p);
        double least = 1;
        for (int i = order.length - 1; i >= 0; i--) {
            least = Math.min(least, p[order[i]] * ((double) p.length / (i + 1)));
            adjusted[order[i]] = least;
        }
        return adjusted;
    }

    private static int[] ascending(double[] p) {
        return IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
