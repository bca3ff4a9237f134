package io.tierwise.advice;

import io.tierwise.study.Accuracy;
import io.tierwise.study.Figure;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.Comparator;

/// What the goals make small, and how strategies compare in it.
///
/// Times are compared in the rounds that both strategies ran in, and their interval must lie within
/// worth for them to be equal; a strategy whose transfer alone takes longer than another in all is worse
/// without running. Memory and bytes are one figure a strategy: equal within worth of each
/// other. Drops are differences around zero, of which no ratio can be taken: they are equal if neither
/// strategy answers wrong more often than the other by more than worth.
final class Objective {
    private final Figure figure;
    private final Feasibility feasibility;
    private final StudyRecord study;
    private final Contrasts contrasts;
    private final double worth;

    Objective(Feasibility feasibility, StudyRecord study, Contrasts contrasts, double worth) {
        this.figure = feasibility.objective();
        this.feasibility = feasibility;
        this.study = study;
        this.contrasts = contrasts;
        this.worth = worth;
    }

    Figure figure() {
        return figure;
    }

    /// In the figure's unit; NaN if it was not taken.
    double value(Figures figures) {
        return feasibility.value(figure, figures).orElse(Double.NaN);
    }

    /// How `strategy` relates to `reference`.
    Relation relation(Figures strategy, Figures reference) {
        return figure.isTime() ? inTime(strategy, reference) : inSize(strategy, reference);
    }

    private Relation inTime(Figures strategy, Figures reference) {
        return switch (contrasts.verdict(strategy, reference)) {
            case FASTER -> Relation.BETTER;
            case EQUIVALENT -> Relation.EQUAL;
            case SLOWER -> Relation.WORSE;
            case UNDECIDED -> inDoubt(strategy, reference);
        };
    }

    /// What is known of a pair whose interval allows both.
    private Relation inDoubt(Figures strategy, Figures reference) {
        if (isOutrun(strategy.strategy(), reference)) {
            return Relation.WORSE;
        }
        if (isOutrun(reference.strategy(), strategy)) {
            return Relation.BETTER;
        }
        return contrasts.isNoBetter(strategy, reference) ? Relation.NO_BETTER : Relation.UNDECIDED;
    }

    /// Whether the time on the wire alone, which is proven, is longer than all that the reference takes.
    boolean isOutrun(StrategyRecord strategy, Figures reference) {
        return figure.isTime()
                && strategy.wireNanos() > 0
                && contrasts.isBelow(reference, (double) strategy.wireNanos());
    }

    private Relation inSize(Figures strategy, Figures reference) {
        double base = figure == Figure.DROP ? wrongUntouched(reference) : 0;
        double own = base + value(strategy);
        double other = base + value(reference);
        if (Double.isNaN(own) || Double.isNaN(other)) {
            return Relation.UNDECIDED;
        }
        if (own <= other * (1 + worth) && other <= own * (1 + worth)) {
            return Relation.EQUAL;
        }
        return own < other ? Relation.BETTER : Relation.WORSE;
    }

    /// The share that the untouched model answers wrong: drops count from it.
    private double wrongUntouched(Figures figures) {
        return 1 - study.untouched(figures.strategy()).map(Accuracy::choice).orElse(Double.NaN);
    }

    /// Smallest first; what was not taken last; among the same, as equals are preferred.
    Comparator<Figures> order() {
        return Comparator.<Figures>comparingDouble(figures -> {
                    double value = value(figures);
                    return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
                })
                .thenComparing(preference());
    }

    /// Which of equals is chosen: of equally fast ones the most accurate, of equals in anything else
    /// the fastest and then the most accurate; then the one that sends and holds least.
    Comparator<Figures> preference() {
        Comparator<Figures> mostAccurate = Comparator.comparingDouble(
                figures -> -feasibility.value(Figure.ACCURACY, figures).orElse(0));
        Comparator<Figures> fastest = Comparator.comparingDouble(figures -> figures.quantileNanos(0.5));
        return (figure.isTime() ? mostAccurate : fastest.thenComparing(mostAccurate))
                .thenComparingLong(Figures::medianBytes)
                .thenComparingLong(figures -> figures.strategy().peakMemoryBytes())
                .thenComparingInt(figures -> figures.strategy().parts().size());
    }
}
