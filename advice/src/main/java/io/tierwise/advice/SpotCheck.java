package io.tierwise.advice;

import io.tierwise.stats.Quantiles;
import io.tierwise.study.Figure;
import io.tierwise.study.StudyRecord;
import java.util.List;

/// Forecasts held against trials that were taken for that.
///
/// @param checks one for each strategy at each spot
public record SpotCheck(List<Check> checks) {

    public SpotCheck {
        checks = List.copyOf(checks);
    }

    /// A forecast and what was found.
    ///
    /// @param where the spot
    /// @param forecast made before
    /// @param nanos measured median, in nanoseconds
    /// @param trials it rests on
    public record Check(String where, Forecast forecast, double nanos, int trials) {
        /// How far off the forecast was, as a share of what was found; above 0 where it said too much.
        public double error() {
            return forecast.nanos() / nanos - 1;
        }

        /// Whether it is a forecast at all: what ran on these very tiers and links only ran again.
        public boolean isForecast() {
            return forecast.basis() == Forecast.Basis.FORECAST;
        }

        /// Whether what was found lies in the 90 % interval of a forecast; also where no interval is known.
        public boolean isWithin() {
            return forecast.lowNanos() <= nanos && nanos <= forecast.highNanos();
        }
    }

    /// Finds a spot's strategies among those measured there; one that did not run is left out.
    public static List<Check> of(Spot spot, StudyRecord measured) {
        return Figures.of(measured).stream()
                .flatMap(figures -> spot.sides().stream()
                        .filter(side -> side.strategy().equals(figures.name()))
                        .map(side -> new Check(
                                spot.where(),
                                side,
                                figures.nanos(Figure.P50),
                                figures.observations().size())))
                .toList();
    }

    /// Those of forecasts, without what had run there before.
    public List<Check> forecasts() {
        return checks.stream().filter(Check::isForecast).toList();
    }

    /// How many forecasts hold what was found in their intervals.
    public long within() {
        return forecasts().stream().filter(Check::isWithin).count();
    }

    /// Median of the sizes of the forecasts' errors; NaN without any.
    public double medianError() {
        return Quantiles.median(forecasts().stream()
                .mapToDouble(check -> Math.abs(check.error()))
                .toArray());
    }
}
