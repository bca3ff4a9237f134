package io.tierwise.deployment;

import java.util.List;

/// The way from one tier to another.
///
/// @param links in the order they are crossed, each seen from the end it is entered at; empty where
///     both tiers are one
public record Route(List<Link.Direct> links) {

    public Route {
        links = List.copyOf(links);
        for (int i = 1; i < links.size(); i++) {
            if (!links.get(i - 1).to().equals(links.get(i).from())) {
                throw new IllegalArgumentException("links do not meet: "
                        + links.get(i - 1).to() + " and " + links.get(i).from());
            }
        }
    }

    /// Tiers passed after the start, the last being the end.
    public List<String> tiers() {
        return links.stream().map(Link.Direct::to).toList();
    }

    /// Least time that so many bytes need to arrive whole, in nanoseconds: every delay, and the slowest
    /// link's sending time. Relays that wait for a whole message need more; none needs less.
    public long lowerBoundNanos(long bytes) {
        long delays = links.stream().mapToLong(link -> link.lowerBoundNanos(0)).sum();
        long sending =
                links.stream().mapToLong(link -> link.sendingNanos(bytes)).max().orElse(0);
        return delays + sending;
    }
}
