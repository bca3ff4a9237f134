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
record LiveParts(Topology topology) {

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

    LiveCell cell(Cell cell, CellTimes times, OptionalDouble factor, OptionalDouble drop) {
        List<Double> work = new ArrayList<>();
        for (int part = 0; part < cell.parts(); part++) {
            work.add(times.workNanos(part));
        }
        List<Route> routes = topology.ways(cell.tiers());
        List<LiveWay> ways = new ArrayList<>();
        for (int way = 0; way < routes.size(); way++) {
            ways.add(new LiveWay(positions(routes.get(way)), times.carriedBytes(way)));
        }
        return new LiveCell(
                cell.name(),
                false,
                times.constantNanos(),
                cell.tiers().stream().map(topology.names()::indexOf).toList(),
                work,
                ways,
                0,
                factor,
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
}
