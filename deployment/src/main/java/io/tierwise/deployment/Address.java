package io.tierwise.deployment;

import java.util.Objects;

/// Where a tier's agent is.
public sealed interface Address {

    /// A process of our own on this machine, started for the study and stopped after it.
    record Local() implements Address {
        @Override
        public String toString() {
            return "local";
        }
    }

    /// An agent that somebody started on another machine.
    ///
    /// @param host name or address; an IPv6 address without brackets
    /// @param port 1 to 65535
    record Remote(String host, int port) implements Address {
        private static final int LAST_PORT = 65_535;

        public Remote {
            Objects.requireNonNull(host, "host");
            if (host.isBlank() || host.chars().anyMatch(Character::isWhitespace)) {
                throw new TopologyException("an agent's address needs a host name, found '" + host + "'");
            }
            if (port < 1 || port > LAST_PORT) {
                throw new TopologyException("the port of " + host + " must be 1 to " + LAST_PORT + ", found " + port);
            }
        }

        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /// Reads `local`, `host:port` or `[v6 address]:port`; its `toString` writes it back.
    ///
    /// @throws TopologyException when it is none of them
    static Address parse(String text) {
        String stripped = text.strip();
        if (stripped.equals("local")) {
            return new Local();
        }
        int colon = stripped.lastIndexOf(':');
        if (colon <= 0) {
            throw new TopologyException("expected 'local' or 'host:port', found '" + text + "'");
        }
        String host = stripped.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Remote(host, port(stripped.substring(colon + 1), text));
    }

    private static int port(String digits, String text) {
        if (!digits.matches("[0-9]{1,5}")) {
            throw new TopologyException("expected a port number after ':', found '" + digits + "' in '" + text + "'");
        }
        return Integer.parseInt(digits);
    }
}
