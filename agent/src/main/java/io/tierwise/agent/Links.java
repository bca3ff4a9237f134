package io.tierwise.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The agents this one sends to, each by one link.
final class Links implements AutoCloseable {

    private final Connection.Identity us;
    private final Ticker ticker;
    private final FramePrefix.Ceilings ceilings;
    private final Consumer<String> onLost;
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    Links(Connection.Identity us, Ticker ticker, FramePrefix.Ceilings ceilings, Consumer<String> onLost) {
        this.us = us;
        this.ticker = ticker;
        this.ceilings = ceilings;
        this.onLost = onLost;
    }

    /// Connects to these peers and to no others any more.
    ///
    /// @throws TierException naming the tier that cannot be reached
    synchronized void replace(Map<String, Peer> peers) {
        close();
        Map<String, Link> opened = new HashMap<>();
        try {
            peers.forEach((tier, peer) -> opened.put(tier, open(tier, peer)));
        } catch (RuntimeException e) {
            opened.values().forEach(Link::close);
            throw e;
        }
        links.putAll(opened);
    }

    private Link open(String tier, Peer peer) {
        try {
            return new Link(tier, Connection.open(peer.address(), us, ceilings), peer, ticker, onLost);
        } catch (TierException e) {
            throw new TierException(
                    tier, e.reason(), "not reached from " + us.name() + ": " + e.tier() + " " + e.finding(), e);
        }
    }

    Link to(String tier) {
        Link link = links.get(tier);
        if (link == null) {
            throw new TierException(
                    tier,
                    TierException.Reason.REQUEST,
                    "is no peer of " + us.name() + ", which knows " + links.keySet());
        }
        return link;
    }

    void expedite() {
        links.values().forEach(Link::expedite);
    }

    @Override
    public synchronized void close() {
        links.values().forEach(Link::close);
        links.clear();
    }
}
