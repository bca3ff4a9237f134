package io.tierwise.deployment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The next tier on every way, found once.
///
/// Relays look only at where a message is bound for, so a way is what follows from asking each tier on
/// it for the next one. A `via` that this would not pass, or that comes back to where it was, is
/// refused.
final class Routing {

    private record Ends(String from, String to) {}

    private final List<String> names;
    private final Map<Ends, Link.Direct> direct = new HashMap<>();
    private final Map<Ends, String> via = new HashMap<>();

    Routing(List<String> names, List<Link> links) {
        this.names = names;
        for (Link link : links) {
            switch (link) {
                case Link.Direct wire -> {
                    direct.put(new Ends(wire.from(), wire.to()), wire);
                    direct.put(new Ends(wire.to(), wire.from()), wire.reversed());
                }
                case Link.Via relayed -> {
                    via.put(new Ends(relayed.from(), relayed.to()), relayed.via());
                    via.put(new Ends(relayed.to(), relayed.from()), relayed.via());
                }
            }
        }
        names.forEach(from -> names.forEach(to -> check(from, to)));
    }

    Optional<Link.Direct> direct(String from, String to) {
        return Optional.ofNullable(direct.get(new Ends(from, to)));
    }

    Route route(String from, String to) {
        List<Link.Direct> crossed = new ArrayList<>();
        for (String at = from; !at.equals(to); ) {
            String next = next(at, to, 0);
            crossed.add(direct(at, next).orElseThrow(() -> noWay(from, to)));
            if (crossed.size() > names.size()) {
                throw new TopologyException("the way from " + from + " to " + to + " leads in a circle: "
                        + new Route(crossed).tiers().subList(0, names.size()) + "; check its via");
            }
            at = next;
        }
        return new Route(crossed);
    }

    /// The neighbour to which `from` hands what is meant for `to`.
    private String next(String from, String to, int depth) {
        if (depth > names.size()) {
            throw new TopologyException("the via of the link " + from + "-" + to + " leads in a circle");
        }
        if (direct.containsKey(new Ends(from, to))) {
            return to;
        }
        String relay = via.get(new Ends(from, to));
        return relay == null ? firstOfFewest(from, to) : next(from, relay, depth + 1);
    }

    /// The first tier of a way with the fewest wires, found breadth first in the order of the tiers.
    private String firstOfFewest(String from, String to) {
        Map<String, String> firstStep = new HashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            String at = open.remove();
            for (String neighbour : names) {
                if (neighbour.equals(from)
                        || firstStep.containsKey(neighbour)
                        || !direct.containsKey(new Ends(at, neighbour))) {
                    continue;
                }
                firstStep.put(neighbour, firstStep.getOrDefault(at, neighbour));
                open.add(neighbour);
            }
        }
        return Optional.ofNullable(firstStep.get(to)).orElseThrow(() -> noWay(from, to));
    }

    private void check(String from, String to) {
        Route route = route(from, to);
        String relay = via.get(new Ends(from, to));
        if (relay != null && !route.tiers().contains(relay)) {
            throw new TopologyException("link " + from + "-" + to + " is via " + relay
                    + ", but the way there leads over " + route.tiers() + "; a relay sends on by its own shortest way");
        }
    }

    private static TopologyException noWay(String from, String to) {
        return new TopologyException("no way from " + from + " to " + to
                + ": add a link between them, or links that lead there over other tiers");
    }
}
