package io.tierwise.agent;

import java.net.InetSocketAddress;
import java.util.Objects;

/// Another agent this one may send to.
///
/// @param address where it listens
/// @param shape the link as seen from the sending agent: `up` is towards this peer
/// @param jitterSeed seed of the link's jitter
public record Peer(InetSocketAddress address, LinkShape shape, long jitterSeed) {
    public Peer {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(shape, "shape");
    }
}
