package io.tierwise.advice;

import io.tierwise.advice.LiveForecast.LiveCell;
import io.tierwise.advice.LiveForecast.LiveLink;
import io.tierwise.advice.LiveForecast.LiveTier;
import io.tierwise.advice.LiveForecast.LiveWay;
import io.tierwise.deployment.Link;
import io.tierwise.deployment.Route;
import io.tierwise.deployment.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Takes forecasts apart into what depends on a tier, on a link, and on neither.
///
/// @param costs of the terms, as fitted
record LiveParts(Topology topology, ForecastTerms terms, List<Double> costs) {

    List<LiveTier> tiers() {
        return topology.tiers().stream()
                .map(tier -> new LiveTier(tier.name(), Math.min(1, tier.cpu().orElse(1)), tier.isEmulated()))
                .toList();
    }

    List<LiveLink> links() {
        return direct().stream()
                .map(link -> new LiveLink(
                        link.from() + "-" + link.to(),
                        link.upBitsPerSecond().isPresent()
                                ? OptionalDouble.of(
                                        (double) link.upBitsPerSecond().getAsLong())
                                : OptionalDouble.empty(),
                        (double) link.roundTrip().toNanos()))
                .toList();
    }

    private List<Link.Direct> direct() {
        return topology.links().stream()
                .filter(Link.Direct.class::isInstance)
                .map(Link.Direct.class::cast)
                .toList();
    }

    /// The cost of preparing a sample on a whole core.
    double sourceNanos() {
        return costs.get(ForecastTerms.SOURCE);
    }

    LiveCell cell(Cell cell, OptionalDouble drop) {
        Placement none = Placement.of(cell.tiers(), topology).withSlowness(0);
        List<Double> work = new ArrayList<>();
        for (int part = 0; part < cell.parts(); part++) {
            work.add(nanos(cell, none.withSlowness(part, 1)) - nanos(cell, none));
        }
        List<Route> routes = topology.ways(cell.tiers());
        List<LiveWay> ways = new ArrayList<>();
        for (int way = 0; way < routes.size(); way++) {
            ways.add(new LiveWay(positions(routes.get(way)), terms.carried(cell, way)));
        }
        return new LiveCell(
                cell.name(),
                false,
                nanos(cell, none),
                cell.tiers().stream().map(topology.names()::indexOf).toList(),
                work,
                ways,
                0,
                drop);
    }

    private List<Integer> positions(Route route) {
        List<Link.Direct> known = direct();
        return route.links().stream()
                .map(link -> {
                    for (int i = 0; i < known.size(); i++) {
                        if (known.get(i).joins(link.from(), link.to())) {
                            return i;
                        }
                    }
                    throw new IllegalStateException("no link joins " + link.from() + " and " + link.to());
                })
                .toList();
    }

    private double nanos(Cell cell, Placement placement) {
        double[] counted = terms.of(cell, placement);
        double sum = 0;
        for (int term = 0; term < counted.length; term++) {
            sum += counted[term] * costs.get(term);
        }
        return sum;
    }
}
