package io.tierwise.stats;

/// Vargha and Delaney's A: the chance that a value of the first group exceeds one of the second, ties
/// counting half.
///
/// It is ([CliffsDelta] + 1) / 2, with the same preconditions. Reference: Vargha and Delaney, *A
/// critique and improvement of the CL common language effect size statistics*, J. Educational and
/// Behavioral Statistics 25 (2000); `effsize::VD.A(a, b)` in R; in scipy
/// `mannwhitneyu(a, b).statistic / (n * m)`.
///
/// @param a in [0, 1]; 0.5 means neither group tends to be larger
/// @param magnitude the name of its distance from 0.5, by the bins of Cliff's delta
public record VarghaDelaney(double a, CliffsDelta.Magnitude magnitude) {
    public static VarghaDelaney of(double[] first, double[] second) {
        CliffsDelta delta = CliffsDelta.of(first, second);
        return new VarghaDelaney((delta.delta() + 1) / 2, delta.magnitude());
    }
}
