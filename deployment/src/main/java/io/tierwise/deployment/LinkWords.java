package io.tierwise.deployment;

import java.util.OptionalLong;

/// A link as people read it.
final class LinkWords {

    private LinkWords() {}

    static String of(Link link) {
        return switch (link) {
            case Link.Via via -> via.from() + "-" + via.to() + ": via " + via.via();
            case Link.Direct direct -> direct.from() + "-" + direct.to() + ": " + shape(direct);
        };
    }

    private static String shape(Link.Direct link) {
        if (link.isUnshaped()) {
            return "as fast as the machines go (not shaped)";
        }
        String jitter = link.jitter().isZero() ? "" : ", up to " + Words.of(link.jitter()) + " jitter";
        String modelled =
                link.preset().map(preset -> ", modelled by preset " + preset).orElse("");
        return rates(link.upBitsPerSecond(), link.downBitsPerSecond()) + ", " + Words.of(link.roundTrip())
                + " round trip" + jitter + " (shaped" + modelled + ")";
    }

    private static String rates(OptionalLong up, OptionalLong down) {
        return up.equals(down) ? Words.rate(up) + " each way" : Words.rate(up) + " up, " + Words.rate(down) + " down";
    }
}
