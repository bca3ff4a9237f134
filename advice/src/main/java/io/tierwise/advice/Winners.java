package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which strategy is the fastest along a property, and where one takes over from another.
///
/// @param sweep the property and its range
/// @param spans without gaps, from the least value to the greatest
public record Winners(Sweep sweep, List<Span> spans) {
    private static final int LOOKS = 100;
    private static final double NARROW = 1e-4;

    /// A stretch where one strategy stays the fastest.
    ///
    /// @param from where it begins, in the property's unit
    /// @param to where it ends
    /// @param first the fastest at its beginning; empty where nothing keeps the goals
    /// @param last the same at its end
    public record Span(double from, double to, Optional<Forecast> first, Optional<Forecast> last) {
        /// The strategy; empty where nothing keeps the goals.
        public Optional<String> strategy() {
            return first.map(Forecast::strategy);
        }
    }

    public Winners {
        spans = List.copyOf(spans);
    }

    /// Looks along a property; a stretch shorter than a hundredth of the range (as ratios go) can be missed.
    ///
    /// @param topology everything else
    public static Winners along(Sweep sweep, Forecaster forecaster, Topology topology) {
        List<Double> values = sweep.values(LOOKS);
        List<Span> spans = new ArrayList<>();
        double from = values.getFirst();
        Optional<Forecast> first = forecaster.best(sweep.at(topology, from));
        Optional<Forecast> before = first;
        double previous = from;
        for (double value : values.subList(1, values.size())) {
            Optional<Forecast> here = forecaster.best(sweep.at(topology, value));
            if (!name(here).equals(name(before))) {
                double edge = edge(sweep, forecaster, topology, previous, value, name(before));
                spans.add(new Span(from, edge, first, before));
                from = edge;
                first = here;
            }
            before = here;
            previous = value;
        }
        spans.add(new Span(from, values.getLast(), first, before));
        return new Winners(sweep, spans);
    }

    private static double edge(
            Sweep sweep, Forecaster forecaster, Topology topology, double low, double high, Optional<String> before) {
        double kept = low;
        double lost = high;
        while (lost / kept > 1 + NARROW) {
            double middle = Math.sqrt(kept * lost);
            if (name(forecaster.best(sweep.at(topology, middle))).equals(before)) {
                kept = middle;
            } else {
                lost = middle;
            }
        }
        return Math.sqrt(kept * lost);
    }

    private static Optional<String> name(Optional<Forecast> forecast) {
        return forecast.map(Forecast::strategy);
    }
}
