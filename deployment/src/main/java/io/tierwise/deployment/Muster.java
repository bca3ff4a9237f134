package io.tierwise.deployment;

import io.tierwise.agent.AgentClient;
import io.tierwise.agent.AgentFacts;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.Token;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Brings tiers to work: starts the agents of this machine inside their limits, finds those of others.
final class Muster {

    /// Of the whole process: fleets share one folder of control groups.
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final FleetSettings settings;
    private final Token token;
    private final ControlGroups groups;
    private final String listenHost;

    /// @throws TopologyException when there are agents on other machines and no token to share with them
    Muster(Topology topology, FleetSettings settings, ControlGroups groups) {
        this.settings = settings;
        this.groups = groups;
        Optional<Address.Remote> remote = topology.tiers().stream()
                .map(Tier::address)
                .filter(Address.Remote.class::isInstance)
                .map(Address.Remote.class::cast)
                .findFirst();
        if (remote.isPresent() && settings.token().isEmpty()) {
            throw new TopologyException("the agent at " + remote.get()
                    + " was started with a token: give the same one in the environment variable TIERWISE_TOKEN");
        }
        this.token = settings.token().orElseGet(Token::random);
        this.listenHost = remote.map(Muster::addressTowards).orElse("127.0.0.1");
    }

    /// Starts or finds a tier's agent.
    ///
    /// @throws TierException when it does not start or is not reached
    Member call(Tier tier) {
        return switch (tier.address()) {
            case Address.Local local -> start(tier);
            case Address.Remote remote -> find(tier, remote);
        };
    }

    private Member start(Tier tier) {
        int number = STARTED.getAndIncrement();
        ControlGroup group = groups.create(groupName(tier, number));
        Path log = settings.logs().resolve("agent-" + tier.name() + ".log");
        List<Limit> ceiling = TierLimits.beforeStart(tier, group);
        AgentProcess process;
        try {
            process = AgentProcess.start(new AgentProcess.Order(tier, token, listenHost, log), group);
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
        Member.Hosted hosted = new Member.Hosted(process, group);
        try {
            return greet(tier, hosted, ceiling);
        } catch (RuntimeException e) {
            hosted.close();
            throw e;
        }
    }

    private static String groupName(Tier tier, int number) {
        String name = tier.name();
        return name.substring(0, Math.min(name.length(), 50)) + "-" + number;
    }

    private Member greet(Tier tier, Member.Hosted hosted, List<Limit> ceiling) {
        InetSocketAddress address = hosted.process().awaitListening(settings.patience());
        AgentClient client = AgentClient.connect(address, token);
        try {
            // asking for the facts loads the native runtime, which is the agent's own footprint, not the model's
            client.facts();
            long own = client.memory().residentBytes();
            List<Limit> limits = TierLimits.afterStart(tier, hosted.group(), ceiling, own);
            return new Member(tier, address, client, client.facts(), Optional.of(hosted), own, limits);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private Member find(Tier tier, Address.Remote remote) {
        InetSocketAddress address = new InetSocketAddress(remote.host(), remote.port());
        AgentClient client;
        try {
            client = AgentClient.connect(address, token);
        } catch (TierException e) {
            throw new TierException(tier.name(), e.reason(), "no agent at " + remote + ": " + e.getMessage(), e);
        }
        try {
            AgentFacts facts = client.facts();
            if (!facts.name().equals(tier.name())) {
                throw new TierException(
                        tier.name(),
                        Reason.REQUEST,
                        "the agent at " + remote + " serves tier '" + facts.name() + "'; start it with --name "
                                + tier.name());
            }
            long own = client.memory().residentBytes();
            return new Member(tier, address, client, facts, Optional.empty(), own, TierLimits.ofRemote(tier, facts));
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /// Our address on the way to another machine; nothing is sent to learn it.
    private static String addressTowards(Address.Remote remote) {
        try (DatagramSocket probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(remote.host(), remote.port()));
            return probe.getLocalAddress().getHostAddress();
        } catch (SocketException | UncheckedIOException e) {
            throw new TopologyException("no way to " + remote + ": " + e.getMessage());
        }
    }
}
