package io.tierwise.agent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// Reads where an agent shall listen.
public final class ListenAddress {

    private static final int LAST_PORT = 65_535;

    private ListenAddress() {}

    /// Reads `host:port` or `[v6 address]:port`; port 0 takes any free one.
    ///
    /// @param beyond whether the user agreed to listen beyond this machine
    /// @throws IllegalArgumentException when it is neither, or leads beyond this machine without
    ///     consent
    public static InetSocketAddress parse(String text, boolean beyond) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > LAST_PORT) {
            throw new IllegalArgumentException("'" + text + "' is no HOST:PORT with a port from 0 to " + LAST_PORT
                    + "; write it like 0.0.0.0:7470");
        }
        InetAddress host = host(text.substring(0, colon));
        if (!host.isLoopbackAddress() && !beyond) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not this machine alone: add --remote if the network is trusted");
        }
        return new InetSocketAddress(host, Integer.parseInt(digits));
    }

    private static InetAddress host(String name) {
        try {
            return InetAddress.getByName(name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + name + "' is no name or address of this machine", e);
        }
    }
}
