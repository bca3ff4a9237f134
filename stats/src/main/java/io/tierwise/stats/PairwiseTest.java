package io.tierwise.stats;

import java.util.ArrayList;
import java.util.List;

/// All pairs of a family of groups, tested against each other after an overall test such as
/// [KruskalWallis].
///
/// @param pairs in the order (0, 1), (0, 2), ..., (1, 2), ...
/// @param correction how `adjustedP` came from `p`, over these pairs
public record PairwiseTest(List<Pair> pairs, Correction correction) {
    public PairwiseTest {
        pairs = List.copyOf(pairs);
    }

    /// One comparison.
    ///
    /// @param first index of a group
    /// @param second index of a later group
    /// @param statistic of the difference; positive if the first group ranks higher
    /// @param p two-sided, for this pair alone
    /// @param adjustedP the same, adjusted for the whole family
    public record Pair(int first, int second, double statistic, double p, double adjustedP) {}

    /// A statistic of two groups and its two-sided p.
    interface Comparison {
        double statistic(int first, int second);

        double p(double statistic);
    }

    static PairwiseTest of(int groups, Correction correction, Comparison comparison) {
        List<Pair> raw = new ArrayList<>();
        for (int first = 0; first < groups; first++) {
            for (int second = first + 1; second < groups; second++) {
                double statistic = comparison.statistic(first, second);
                double p = Math.min(1, comparison.p(statistic));
                raw.add(new Pair(first, second, statistic, p, p));
            }
        }
        double[] adjusted = correction.adjust(raw.stream().mapToDouble(Pair::p).toArray());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < adjusted.length; i++) {
            Pair pair = raw.get(i);
            pairs.add(new Pair(pair.first(), pair.second(), pair.statistic(), pair.p(), adjusted[i]));
        }
        return new PairwiseTest(pairs, correction);
    }
}
