package io.tierwise.deployment;

import java.util.OptionalLong;

/// A link as people read it.
final class LinkWords {

    private LinkWords() {}

    /// @param real whether an end of it is an agent elsewhere: then bytes cross a network that is there
    static String of(Link link, boolean real) {
        return switch (link) {
            case Link.Via via -> via.from() + "-" + via.to() + ": via " + via.via();
            case Link.Direct direct -> direct.from() + "-" + direct.to() + ": " + shape(direct, real);
        };
    }

    private static String shape(Link.Direct link, boolean real) {
        if (link.isUnshaped()) {
            return real ? "the network between them (real, not shaped)" : "as fast as the machines go (not shaped)";
        }
        String jitter = link.jitter().isZero() ? "" : ", up to " + Words.of(link.jitter()) + " jitter";
        String modelled =
                link.preset().map(preset -> ", modelled by preset " + preset).orElse("");
        return rates(link.upBitsPerSecond(), link.downBitsPerSecond()) + ", " + Words.of(link.roundTrip())
                + " round trip" + jitter + " (shaped"
                + (real ? " on top of the real network between them" : "") + modelled + ")";
    }

    private static String rates(OptionalLong up, OptionalLong down) {
        return up.equals(down) ? Words.rate(up) + " each way" : Words.rate(up) + " up, " + Words.rate(down) + " down";
    }
}
