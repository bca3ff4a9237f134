package io.tierwise.deployment;

import io.tierwise.agent.AgentClient;
import io.tierwise.agent.AgentFacts;
import io.tierwise.agent.Memory;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.Token;
import io.tierwise.agent.Version;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the agents that somebody started elsewhere, and refuses those that cannot serve their tier.
///
/// @param agents tiers whose agent is not ours, each with where it is
/// @param token that those agents were started with; empty only where there are none
record RemoteAgents(Map<Tier, Address.Remote> agents, Optional<Token> token) {

    /// @throws TopologyException when there are agents elsewhere and no token to share with them
    static RemoteAgents of(Topology topology, Optional<Token> token) {
        Map<Tier, Address.Remote> agents = new LinkedHashMap<>();
        for (Tier tier : topology.tiers()) {
            if (tier.address() instanceof Address.Remote remote) {
                agents.put(tier, remote);
            }
        }
        if (!agents.isEmpty() && token.isEmpty()) {
            Tier first = agents.keySet().iterator().next();
            throw new TopologyException("tier " + first.name() + " is served by an agent at " + first.address()
                    + ", which was started with a token: set the environment variable TIERWISE_TOKEN to the same one");
        }
        return new RemoteAgents(agents, token);
    }

    /// Calls each of them and leaves again.
    ///
    /// @throws TierException naming a tier whose agent is not there or cannot serve it
    void rollCall() {
        agents.forEach((tier, remote) -> find(tier, remote).close());
    }

    /// Connects to one and asks what it stands on.
    ///
    /// @throws TierException when it is not reached, does not share the token, has another version of
    ///     ours, or serves another tier
    Member find(Tier tier, Address.Remote remote) {
        InetSocketAddress address = new InetSocketAddress(remote.host(), remote.port());
        AgentClient client = connect(tier, remote, address);
        try {
            AgentFacts facts = client.facts();
            refuseOtherVersion(tier, facts.software());
            refuseOtherName(tier, remote, facts);
            Memory memory = client.memory();
            List<Limit> limits = TierLimits.ofRemote(tier, facts, memory.baselineBytes());
            return new Member(tier, address, client, facts, Optional.empty(), memory.baselineBytes(), limits);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private AgentClient connect(Tier tier, Address.Remote remote, InetSocketAddress address) {
        try {
            return AgentClient.connect(address, token.orElseThrow());
        } catch (TierException e) {
            boolean absent = e.reason() == Reason.LOST && !address.isUnresolved();
            String remedy = absent ? ". Start it there: " + command(tier, remote) : "";
            throw new TierException(tier.name(), e.reason(), "its agent at " + remote + " " + e.finding() + remedy, e);
        }
    }

    private static String command(Tier tier, Address.Remote remote) {
        boolean here = remote.host().equals("localhost") || remote.host().startsWith("127.");
        return "tierwise agent --name " + tier.name() + " --listen "
                + (here ? remote : "0.0.0.0:" + remote.port() + " --remote");
    }

    static void refuseOtherVersion(Tier tier, AgentFacts.Software software) {
        String found = software.agent();
        if (!found.equals(Version.OWN)) {
            throw new TierException(
                    tier.name(),
                    Reason.PROTOCOL,
                    "its agent at " + tier.address() + " is of version " + found + ", this is " + Version.OWN
                            + ": run the same version of Tierwise on both");
        }
    }

    private static void refuseOtherName(Tier tier, Address.Remote remote, AgentFacts facts) {
        if (!facts.name().equals(tier.name())) {
            throw new TierException(
                    tier.name(),
                    Reason.REQUEST,
                    "the agent at " + remote + " serves tier '" + facts.name() + "': start it with --name "
                            + tier.name() + ", or name the tier " + facts.name() + " in the study file");
        }
    }

    /// The address under which they reach our own agents: loopback where all are on this machine.
    ///
    /// @throws TopologyException when some are known by an address that others cannot use
    String ownAddress() {
        String own = "127.0.0.1";
        Optional<Tier> onLoopback = Optional.empty();
        Optional<Tier> beyond = Optional.empty();
        for (Map.Entry<Tier, Address.Remote> agent : agents.entrySet()) {
            InetAddress towards = addressTowards(agent.getValue());
            if (towards.isLoopbackAddress()) {
                onLoopback = Optional.of(agent.getKey());
            } else if (beyond.isEmpty()) {
                beyond = Optional.of(agent.getKey());
                own = towards.getHostAddress();
            }
        }
        if (onLoopback.isPresent() && beyond.isPresent()) {
            throw new TopologyException("tier " + onLoopback.get().name() + " is at "
                    + onLoopback.get().address()
                    + ", where the agent of tier " + beyond.get().name()
                    + " on another machine cannot reach it: write the address that all of them can reach");
        }
        return own;
    }

    /// Our address on the way to another machine; nothing is sent to learn it.
    private static InetAddress addressTowards(Address.Remote remote) {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(InetAddress.getByName(remote.host()), remote.port());
            return probe.getLocalAddress();
        } catch (SocketException | UnknownHostException e) {
            throw new TopologyException("no way to " + remote + ": " + e.getMessage());
        }
    }
}
