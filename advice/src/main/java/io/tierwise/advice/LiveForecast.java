package io.tierwise.advice;

import java.util.List;
import java.util.OptionalDouble;

/// Forecasts taken apart, so that a page can put them together again for other rates and shares: the time of a
/// cell is
///
/// `constant + source x slowness of the source + sum of work x slowness of the part's tier + sum over ways of
/// (delays of its links + bytes x the slowest link's time a byte) + moved`,
///
/// and never less than the ways alone.
///
/// @param tiers in the order of the study
/// @param links those with rates of their own
/// @param source position of the tier where inputs arise
/// @param sourceNanos cost of preparing a sample, for a whole core of the source; 0 where the tiers of first
///     parts prepare samples
/// @param factor to the ends of the 90 % intervals, in the middle of all
/// @param cells measured ones first
/// @param left cells left out so that the page stays small
public record LiveForecast(
        List<LiveTier> tiers,
        List<LiveLink> links,
        int source,
        double sourceNanos,
        OptionalDouble factor,
        List<LiveCell> cells,
        int left) {

    /// A tier as the study had it.
    ///
    /// @param cpu share of a core, at most 1
    /// @param emulated whether that was asked for
    public record LiveTier(String name, double cpu, boolean emulated) {}

    /// A link as the study had it.
    ///
    /// @param bitsPerSecond absent where nothing limits it
    public record LiveLink(String name, OptionalDouble bitsPerSecond, double roundTripNanos) {}

    /// From one tier to another.
    ///
    /// @param links positions of the links crossed
    public record LiveWay(List<Integer> links, double bytes) {}

    /// A strategy and its costs.
    ///
    /// @param tiers positions of the parts' tiers
    /// @param workNanos of each part on a whole core, what its tier prepares included
    /// @param movedNanos what the measured median has above the forecast; 0 where nothing was measured
    /// @param factor to the ends of its 90 % interval on the study's tiers and links; absent where it is not known
    /// @param drop of accuracy, as a share; absent where no strategy tells
    public record LiveCell(
            String strategy,
            boolean measured,
            double constantNanos,
            List<Integer> tiers,
            List<Double> workNanos,
            List<LiveWay> ways,
            double movedNanos,
            OptionalDouble factor,
            OptionalDouble drop) {

        /// The same with what the measured median has above the forecast.
        LiveCell moved(double nanos) {
            return new LiveCell(strategy, true, constantNanos, tiers, workNanos, ways, nanos, factor, drop);
        }
    }

    public LiveForecast {
        tiers = List.copyOf(tiers);
        links = List.copyOf(links);
        cells = List.copyOf(cells);
    }
}
