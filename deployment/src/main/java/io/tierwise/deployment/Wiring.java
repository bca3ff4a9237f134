package io.tierwise.deployment;

import io.tierwise.agent.Hop;
import io.tierwise.agent.LinkShape;
import io.tierwise.agent.Peer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns the topology into what agents are told: whom they send to, and over whom.
///
/// @param seed of the links' jitter
record Wiring(Topology topology, long seed) {

    /// Everyone a tier has a wire to.
    Map<String, Peer> peers(String tier, Map<String, Member> members) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        members.forEach((name, member) -> topology.direct(tier, name)
                .ifPresent(link -> peers.put(name, new Peer(member.address(), shape(link), jitterSeed(tier, name)))));
        return peers;
    }

    private static LinkShape shape(Link.Direct link) {
        return new LinkShape(
                link.upBitsPerSecond().orElse(0),
                link.downBitsPerSecond().orElse(0),
                link.roundTrip().dividedBy(2),
                link.jitter());
    }

    private long jitterSeed(String from, String to) {
        return 31 * (31 * seed + from.hashCode()) + to.hashCode();
    }

    /// Every tier that a request through parts on these tiers may pass, failures on their way back included.
    Set<String> involved(Collection<String> stageTiers) {
        Set<String> involved = new LinkedHashSet<>(Set.of(topology.source()));
        Deque<String> open = new ArrayDeque<>();
        topology.ways(List.copyOf(stageTiers)).forEach(way -> open.addAll(way.tiers()));
        while (!open.isEmpty()) {
            String tier = open.remove();
            if (involved.add(tier)) {
                open.addAll(topology.route(tier, topology.source()).tiers());
            }
        }
        return involved;
    }

    /// The pairs of tiers whose bytes are relayed.
    List<Hop> hops(Collection<String> stageTiers) {
        Set<String> targets = new LinkedHashSet<>(stageTiers);
        targets.add(topology.source());
        List<Hop> hops = new ArrayList<>();
        for (String from : involved(stageTiers)) {
            for (String to : targets) {
                List<String> way = topology.route(from, to).tiers();
                if (way.size() > 1) {
                    hops.add(new Hop(from, to, way.getFirst()));
                }
            }
        }
        return List.copyOf(hops);
    }
}
