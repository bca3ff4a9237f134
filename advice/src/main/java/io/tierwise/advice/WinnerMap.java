package io.tierwise.advice;

import io.tierwise.deployment.Topology;
import io.tierwise.study.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which strategy is the fastest over two properties at once.
///
/// @param across the first property
/// @param down the second
/// @param acrossValues of the columns
/// @param downValues of the rows
/// @param best row by row; empty where nothing keeps the goals
public record WinnerMap(
        Sweep across,
        Sweep down,
        List<Double> acrossValues,
        List<Double> downValues,
        List<List<Optional<Forecast>>> best) {

    public WinnerMap {
        acrossValues = List.copyOf(acrossValues);
        downValues = List.copyOf(downValues);
        best = best.stream().map(List::copyOf).toList();
    }

    /// Looks at every pair of values.
    ///
    /// @param topology everything else
    public static WinnerMap over(
            Sweep across,
            List<Double> acrossValues,
            Sweep down,
            List<Double> downValues,
            Forecaster forecaster,
            Topology topology) {
        List<List<Optional<Forecast>>> rows = new ArrayList<>();
        for (double value : downValues) {
            Topology row = down.at(topology, value);
            rows.add(acrossValues.stream()
                    .map(other -> forecaster.best(across.at(row, other)))
                    .toList());
        }
        return new WinnerMap(across, down, acrossValues, downValues, rows);
    }
}
