package io.tierwise.deployment;

import static java.lang.System.Logger.Level.DEBUG;

import io.tierwise.agent.BlockSpec;
import io.tierwise.agent.LoadReport;
import io.tierwise.agent.RouteSpec;
import io.tierwise.agent.Stage;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TrialReport;
import io.tierwise.data.Task;
import io.tierwise.runtime.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A strategy whose parts are open on their tiers, ready for blocks of trials; closing it closes them.
public final class Deployed implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Deployed.class.getName());

    private final Fleet fleet;
    private final Strategy strategy;
    private final List<String> tiers;
    private final Openings openings;
    private final List<LoadReport> loads = new ArrayList<>();
    private final Map<String, Member> routed = new LinkedHashMap<>();

    private Deployed(Fleet fleet, Strategy strategy, List<String> tiers) {
        this.fleet = fleet;
        this.strategy = strategy;
        this.tiers = tiers;
        this.openings = Openings.within(fleet);
    }

    static Deployed open(Fleet fleet, Strategy strategy, List<DeployedPart> parts, Task task) {
        List<Integer> places =
                parts.stream().map(DeployedPart::place).distinct().toList();
        if (!places.equals(IntStream.range(0, strategy.places().size()).boxed().toList())) {
            throw new IllegalArgumentException("strategy " + strategy.text() + " has "
                    + strategy.places().size() + " places, found parts in " + places);
        }
        Deployed deployed = new Deployed(
                fleet,
                strategy,
                parts.stream().map(part -> strategy.tiers().get(part.place())).toList());
        try {
            deployed.load(parts);
            deployed.route(parts, task);
            return deployed;
        } catch (RuntimeException e) {
            deployed.close();
            throw e;
        }
    }

    public Strategy strategy() {
        return strategy;
    }

    /// What opening each part cost, in the order of the parts.
    public List<LoadReport> loads() {
        return List.copyOf(loads);
    }

    /// Runs a block of trials and reports each as it ends.
    ///
    /// @param sampleIds samples the source has, one trial each
    /// @param spacing least time between two starts
    /// @param deadline longest a trial may take
    /// @return how many trials ended; fewer than asked only after [#cancel()]
    /// @throws TierException when a trial fails: the block is over, and the reason says whether an
    ///     agent died
    public int block(List<String> sampleIds, Duration spacing, Duration deadline, Consumer<TrialReport> consumer) {
        BlockSpec block = new BlockSpec(strategy.text(), sampleIds, spacing, deadline);
        return fleet.ask(() -> fleet.agent(source()).block(block, consumer));
    }

    /// Ends a block that another thread is running after the trial in flight.
    public void cancel() {
        fleet.agent(source()).cancel();
    }

    /// Times the nodes of a part on its own tier's machine, nothing stretched.
    ///
    /// @param part its position among the parts, from 0
    public Profile profile(int part, int runs, Duration spacing) {
        String tier = tiers.get(part);
        return fleet.ask(() -> fleet.agent(tier).profile(partId(part), runs, spacing));
    }

    /// Forgets the way and closes the parts.
    @Override
    public void close() {
        routed.forEach((tier, member) -> {
            if (fleet.stillHas(member)) {
                try {
                    member.client().unroute(strategy.text());
                } catch (TierException e) {
                    LOG.log(DEBUG, "the way of " + strategy.text() + " was not forgotten: " + e.getMessage());
                }
            }
        });
        routed.clear();
        openings.close();
    }

    private void load(List<DeployedPart> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Member member = fleet.member(tiers.get(i));
            loads.add(openings.open(member, partId(i), parts.get(i)));
        }
    }

    private void route(List<DeployedPart> parts, Task task) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            stages.add(parts.get(i).stage(tiers.get(i), partId(i)));
        }
        Set<String> involved = fleet.wiring().involved(strategy.tiers());
        RouteSpec route = new RouteSpec(
                strategy.text(),
                source(),
                stages,
                fleet.wiring().hops(strategy.tiers()),
                task,
                clockOffsets(involved),
                fleet.inputForm());
        for (String tier : involved) {
            Member member = fleet.member(tier);
            fleet.ask(() -> member.client().route(route));
            routed.put(tier, member);
        }
    }

    /// Clocks of other machines drift, so they are compared at each deployment.
    private Map<String, Long> clockOffsets(Set<String> tiers) {
        Map<String, Long> offsets = new LinkedHashMap<>();
        for (String tier : new LinkedHashSet<>(tiers)) {
            Member member = fleet.member(tier);
            if (!member.tier().isLocal()) {
                long offset = fleet.ask(() -> member.client().facts().clock().offsetNanos());
                offsets.put(tier, offset);
            }
        }
        return offsets;
    }

    private String partId(int index) {
        return strategy.text() + "#" + (index + 1);
    }

    private String source() {
        return fleet.topology().source();
    }
}
