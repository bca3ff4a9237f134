package io.tierwise.advice;

import io.tierwise.stats.CliffsDelta;
import io.tierwise.stats.Friedman;
import io.tierwise.stats.Interval;
import io.tierwise.stats.KruskalWallis;
import io.tierwise.stats.ShapiroWilk;
import io.tierwise.stats.VarghaDelaney;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a table of measurements says of its groups.
public record Analysis(List<Family> families) {
    public Analysis {
        families = List.copyOf(families);
    }

    /// Rows that were analysed together.
    ///
    /// @param by what they have in common: column to value
    /// @param groups in the order of the table
    /// @param pairs every two groups, the earlier one first
    /// @param notes what was asked for and could not be computed, or what its figures assume
    public record Family(
            Map<String, String> by,
            List<Group> groups,
            Optional<KruskalWallis> kruskal,
            Optional<Friedman> friedman,
            List<Pair> pairs,
            List<String> notes) {
        public Family {
            by = Collections.unmodifiableMap(new LinkedHashMap<>(by));
            groups = List.copyOf(groups);
            pairs = List.copyOf(pairs);
            notes = List.copyOf(notes);
        }
    }

    /// One group.
    ///
    /// @param n rows
    /// @param units things measured; `n` where rows are independent
    /// @param median of the rows, in the unit of the column
    /// @param interval 95 % for the median, whole units drawn; empty where there are too few
    public record Group(
            String name, int n, int units, double median, Optional<Interval> interval, Optional<ShapiroWilk> shapiro) {}

    /// A first group against a second.
    ///
    /// @param ratio median of the first / median of the second; NaN where the second is zero
    /// @param tests the pairwise tests asked for, in the order of [AnalysisRequest#PAIRWISE]
    /// @param cliff Cliff's delta, positive where the first group is larger
    /// @param cliffInterval its 95 % interval
    public record Pair(
            String a,
            String b,
            double ratio,
            List<PairTest> tests,
            Optional<CliffsDelta> cliff,
            Optional<Interval> cliffInterval,
            Optional<VarghaDelaney> vargha) {
        public Pair {
            tests = List.copyOf(tests);
        }
    }

    /// What a test says of a pair.
    ///
    /// @param name the test's word
    /// @param adjustedP corrected over the pairs of the family
    public record PairTest(String name, double statistic, double p, double adjustedP) {}
}
