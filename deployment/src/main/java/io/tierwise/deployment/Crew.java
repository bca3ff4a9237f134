package io.tierwise.deployment;

import static java.lang.System.Logger.Level.WARNING;

import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The members of a fleet, started together, replaced one by one, ended together.
final class Crew implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Crew.class.getName());

    private final ControlGroups groups;
    private final Muster muster;
    private final Wiring wiring;
    private final Thread hook = new Thread(this::end, "end agents");
    private final Map<String, Member> members = Collections.synchronizedMap(new LinkedHashMap<>());
    private boolean closed;

    private Crew(Topology topology, FleetSettings settings) {
        this.groups = ControlGroups.ofMachine();
        try {
            this.muster = new Muster(topology, settings, groups);
        } catch (RuntimeException e) {
            groups.close();
            throw e;
        }
        this.wiring = new Wiring(topology, settings.seed());
    }

    /// Starts or finds these tiers' agents, at the same time, and joins them.
    static Crew muster(Topology topology, FleetSettings settings, Collection<String> tiers) {
        Crew crew = new Crew(topology, settings);
        try {
            Runtime.getRuntime().addShutdownHook(crew.hook);
            crew.callAll(topology, tiers);
            crew.members.keySet().forEach(crew::join);
            return crew;
        } catch (RuntimeException e) {
            crew.close();
            throw e;
        }
    }

    private void callAll(Topology topology, Collection<String> tiers) {
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Member>> calls = tiers.stream()
                    .map(topology::tier)
                    .map(tier -> each.submit(() -> muster.call(tier)))
                    .toList();
            List<RuntimeException> failures = new ArrayList<>();
            for (Future<Member> call : calls) {
                try {
                    Member member = call.get();
                    members.put(member.name(), member);
                } catch (ExecutionException e) {
                    failures.add(e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failures.add(new IllegalStateException("interrupted while agents started", e));
                }
            }
            if (!failures.isEmpty()) {
                failures.stream().skip(1).forEach(failures.getFirst()::addSuppressed);
                throw failures.getFirst();
            }
        }
    }

    /// A copy.
    Map<String, Member> members() {
        synchronized (members) {
            return new LinkedHashMap<>(members);
        }
    }

    private void join(String tier) {
        Map<String, Member> all = members();
        Optional.ofNullable(all.get(tier)).ifPresent(member -> member.client().peers(wiring.peers(tier, all)));
    }

    /// Ends a tier's agent and puts a new one in its place. Its neighbours join anew.
    ///
    /// @throws TierException when the new one is not there, or this crew has ended: agents die then
    ///     because they were told to
    void replace(String tier) {
        if (isClosed()) {
            throw new TierException(tier, Reason.LOST, "its agent has ended with the fleet");
        }
        Member old = Optional.ofNullable(members.get(tier))
                .orElseThrow(() -> new TierException(tier, Reason.REQUEST, "has no agent in this fleet"));
        old.close();
        members.put(tier, muster.call(old.tier()));
        join(tier);
        wiring.peers(tier, members()).keySet().forEach(this::join);
    }

    /// Joins the agents of other machines anew, after another fleet had them.
    void rejoinRemote() {
        members().values().stream()
                .filter(member -> !member.tier().isLocal())
                .map(Member::name)
                .forEach(this::join);
    }

    /// The same failure, or the death of an agent that is behind it.
    TierException explain(TierException failure) {
        List<Member> suspects = new ArrayList<>(members().values());
        suspects.sort((a, b) ->
                Boolean.compare(b.name().equals(failure.tier()), a.name().equals(failure.tier())));
        boolean lost = failure.reason() == Reason.LOST;
        for (Member member : suspects) {
            boolean named = member.name().equals(failure.tier());
            Optional<TierException> death = member.death(named && lost);
            if (death.isPresent() && (named || lost)) {
                death.get().addSuppressed(failure);
                return death.get();
            }
        }
        return failure;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the machine is going down already", e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        closed = true;
        members().values().forEach(Member::dismiss);
        members().values().forEach(member -> {
            try {
                member.close();
            } catch (RuntimeException e) {
                LOG.log(WARNING, "tier " + member.name() + " did not end well: " + e.getMessage());
            }
        });
        groups.close();
    }
}
