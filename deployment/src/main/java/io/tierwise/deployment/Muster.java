package io.tierwise.deployment;

import io.tierwise.agent.AgentClient;
import io.tierwise.agent.TierException;
import io.tierwise.agent.Token;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Brings tiers to work: starts the agents of this machine inside their limits, finds those of others.
final class Muster {

    /// Of the whole process: fleets share one folder of control groups.
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final FleetSettings settings;
    private final RemoteAgents elsewhere;
    private final Token token;
    private final ControlGroups groups;
    private final String listenHost;

    /// @throws TopologyException when there are agents elsewhere and no token to share with them
    Muster(Topology topology, FleetSettings settings, ControlGroups groups) {
        this.settings = settings;
        this.groups = groups;
        this.elsewhere = RemoteAgents.of(topology, settings.token());
        this.token = settings.token().orElseGet(Token::random);
        this.listenHost = elsewhere.ownAddress();
    }

    /// Starts or finds a tier's agent.
    ///
    /// @throws TierException when it does not start or is not reached
    Member call(Tier tier) {
        return switch (tier.address()) {
            case Address.Local local -> start(tier);
            case Address.Remote remote -> elsewhere.find(tier, remote);
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
}
