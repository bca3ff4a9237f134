package io.tierwise.deployment;

import io.tierwise.data.DidYouMean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Tiers, the links between them, and the tier where inputs arise.
///
/// What cannot be meant is refused when it is built: a name used twice, a link to nowhere, tiers with
/// no way between them, `via` that leads in a circle.
public final class Topology {

    private final List<Tier> tiers;
    private final List<Link> links;
    private final String source;
    private final Routing routing;

    /// @param source name of the tier where inputs arise and answers are awaited
    /// @throws TopologyException when tiers and links do not fit together
    public Topology(List<Tier> tiers, List<Link> links, String source) {
        this.tiers = List.copyOf(tiers);
        this.links = List.copyOf(links);
        this.source = Objects.requireNonNull(source, "source");
        checkTiers();
        checkLinks();
        this.routing = new Routing(names(), this.links);
    }

    /// Tiers on one machine, nothing between them, the first being the source: for measuring without emulation.
    public static Topology unshaped(List<Tier> tiers) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            for (int j = i + 1; j < tiers.size(); j++) {
                links.add(Link.Direct.unshaped(tiers.get(i).name(), tiers.get(j).name()));
            }
        }
        return new Topology(
                tiers, links, tiers.isEmpty() ? "" : tiers.getFirst().name());
    }

    public List<Tier> tiers() {
        return tiers;
    }

    public List<Link> links() {
        return links;
    }

    public String source() {
        return source;
    }

    /// Names of the tiers, in their order.
    public List<String> names() {
        return tiers.stream().map(Tier::name).toList();
    }

    /// The tier of that name.
    ///
    /// @throws TopologyException when there is none
    public Tier tier(String name) {
        return tiers.stream()
                .filter(tier -> tier.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new TopologyException("unknown tier '" + name + "'; " + DidYouMean.sentence(name, names())));
    }

    /// The wire between two tiers, seen from `from`; empty where they have none of their own.
    public Optional<Link.Direct> direct(String from, String to) {
        return routing.direct(from, to);
    }

    /// The way from one tier to another: their own link, else `via`, else the fewest links.
    ///
    /// @throws TopologyException when a tier is unknown
    public Route route(String from, String to) {
        tier(from);
        tier(to);
        return routing.route(from, to);
    }

    /// The ways of one request through parts on these tiers: from the source to the first, on to the
    /// next, and from the last back to the source.
    public List<Route> ways(List<String> stageTiers) {
        List<Route> ways = new ArrayList<>();
        String at = source;
        for (String tier : stageTiers) {
            ways.add(route(at, tier));
            at = tier;
        }
        ways.add(route(at, source));
        return List.copyOf(ways);
    }

    /// Least time a request spends on the wire, in nanoseconds; proven by rates and delays alone.
    ///
    /// @param stageTiers the tiers of the parts, in order
    /// @param bytes carried by each way of [#ways(List)]: one more than there are parts
    public long wireLowerBoundNanos(List<String> stageTiers, List<Long> bytes) {
        List<Route> ways = ways(stageTiers);
        if (ways.size() != bytes.size()) {
            throw new IllegalArgumentException(
                    "parts on " + stageTiers + " travel " + ways.size() + " ways, found bytes for " + bytes.size());
        }
        long nanos = 0;
        for (int i = 0; i < ways.size(); i++) {
            nanos += ways.get(i).lowerBoundNanos(bytes.get(i));
        }
        return nanos;
    }

    /// Tiers by their distance from the source, the source first; equals stay in their order.
    public List<String> outward() {
        return names().stream()
                .sorted(Comparator.comparingInt(
                        name -> route(source, name).links().size()))
                .toList();
    }

    /// The same tiers and links with inputs arising elsewhere.
    public Topology withSource(String other) {
        return new Topology(tiers, links, other);
    }

    /// What can be asked for but will not be what it seems on this machine, one sentence each.
    ///
    /// @param cores cores our local agents may use together
    /// @param machineBytes memory our local agents may use together
    public List<String> warnings(double cores, long machineBytes) {
        return Oversubscription.warnings(tiers, cores, machineBytes);
    }

    /// Every link in words: `mobile-edge: 200 Mbit/s each way, 4 ms round trip (shaped)`; one to an
    /// agent elsewhere says that the network is real.
    public List<String> describeLinks() {
        return links.stream().map(link -> LinkWords.of(link, isReal(link))).toList();
    }

    /// Whether an end of a link is an agent elsewhere, so that its bytes cross a network that is there.
    private boolean isReal(Link link) {
        return !tier(link.from()).isLocal() || !tier(link.to()).isLocal();
    }

    private void checkTiers() {
        if (tiers.isEmpty()) {
            throw new TopologyException("no tiers: at least one is needed");
        }
        Set<String> seen = new HashSet<>();
        for (Tier tier : tiers) {
            if (!seen.add(tier.name())) {
                throw new TopologyException("two tiers are named '" + tier.name() + "'");
            }
        }
        if (!seen.contains(source)) {
            throw new TopologyException(
                    "the source '" + source + "' is not a tier; " + DidYouMean.sentence(source, names()));
        }
    }

    private void checkLinks() {
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            checkKnown(link, link.from());
            checkKnown(link, link.to());
            if (link instanceof Link.Via via) {
                checkKnown(link, via.via());
            }
            for (Link earlier : links.subList(0, i)) {
                if (earlier.joins(link.from(), link.to())) {
                    throw new TopologyException(
                            "two links between " + link.from() + " and " + link.to() + "; one says both directions");
                }
            }
        }
    }

    private void checkKnown(Link link, String name) {
        if (!names().contains(name)) {
            throw new TopologyException("link " + link.from() + "-" + link.to() + ": unknown tier '" + name + "'" + "; "
                    + DidYouMean.sentence(name, names()));
        }
    }
}
