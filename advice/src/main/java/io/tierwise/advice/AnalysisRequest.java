package io.tierwise.advice;

import io.tierwise.data.CsvTable;
import io.tierwise.stats.Correction;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What to ask of a table of measurements.
///
/// @param value the column that was measured
/// @param group the columns whose values name a group, joined with `@` in this order
/// @param by the columns whose values divide the rows into families that are analysed apart
/// @param where which rows count; every condition must hold
/// @param unit the column whose equal values are repeats of one thing, such as an input: they are not
///     independent of each other. Empty: every row is a thing of its own
/// @param tests what is computed besides counts and medians
/// @param correction of the pairs' p-values, over the pairs of a family
/// @param seed of the resampling
public record AnalysisRequest(
        String value,
        List<String> group,
        List<String> by,
        List<RowFilter> where,
        Optional<String> unit,
        Set<Test> tests,
        Correction correction,
        long seed) {

    /// A statistic that can be asked for.
    public enum Test {
        /// Whether independent groups differ at all.
        KRUSKAL,
        /// Which pairs of independent groups differ, after [#KRUSKAL], by the variance left within groups.
        CONOVER,
        /// The same by the pooled variance: more cautious.
        DUNN,
        /// Each pair of independent groups by itself.
        MANNWHITNEY,
        /// How far one group lies beyond another: Cliff's delta.
        CLIFF,
        /// The same as a probability: Vargha and Delaney's A.
        VARGHA,
        /// Whether a group is normal.
        SHAPIRO,
        /// Whether groups measured on the same units differ at all; needs a unit.
        FRIEDMAN,
        /// Which pairs of groups measured on the same units differ; needs a unit.
        WILCOXON;

        /// What the command line calls it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isPaired() {
            return this == FRIEDMAN || this == WILCOXON;
        }
    }

    /// Tests that give a pair its p; where several are asked for, the first gives *the* p.
    public static final List<Test> PAIRWISE = List.of(Test.CONOVER, Test.DUNN, Test.MANNWHITNEY, Test.WILCOXON);

    public AnalysisRequest {
        group = List.copyOf(group);
        by = List.copyOf(by);
        where = List.copyOf(where);
        tests = tests.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(tests));
        if (group.isEmpty()) {
            throw new IllegalArgumentException("an analysis needs at least one column to group by");
        }
        if (unit.isEmpty() && tests.stream().anyMatch(Test::isPaired)) {
            throw new IllegalArgumentException("friedman and wilcoxon compare the same units: name their column");
        }
    }

    boolean asks(Test test) {
        return tests.contains(test);
    }

    /// Analyses a table.
    ///
    /// @throws io.tierwise.data.DataException naming a column that is not there, or the line of a value
    ///     that is no number
    public Analysis of(CsvTable table) {
        return new Analysis(MeasuredFamily.of(table, this).stream()
                .map(family -> new FamilyAnalysis(family, this).run())
                .toList());
    }
}
