package io.tierwise.deployment;

import io.tierwise.agent.AgentClient;
import io.tierwise.agent.AgentFacts;
import io.tierwise.agent.EvaluateSpec;
import io.tierwise.agent.Evaluated;
import io.tierwise.agent.LoadReport;
import io.tierwise.agent.Memory;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.data.InputForm;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/// The tiers at work: one agent each, joined by shaped links, held to their limits.
///
/// Agents of this machine are processes of ours and end with us, whatever ends us. What the agents were
/// told (samples, preprocessing) is told again to one that is restarted. Calls may come from several
/// threads; a block runs without holding up others.
public final class Fleet implements AutoCloseable {

    private final Topology topology;
    private final FleetSettings settings;
    private final Crew crew;
    private final Optional<Fleet> parent;
    private final Map<String, List<Iterable<Sample>>> samples = new LinkedHashMap<>();
    private Optional<Preprocessing> preprocessing = Optional.empty();
    private volatile InputForm inputForm = InputForm.TENSOR;

    private Fleet(Topology topology, FleetSettings settings, Crew crew, Optional<Fleet> parent) {
        this.topology = topology;
        this.settings = settings;
        this.crew = crew;
        this.parent = parent;
    }

    /// Asks every agent elsewhere whether it is there and can serve its tier, and leaves again: before
    /// time is spent on a study that could not run.
    ///
    /// @throws TierException naming a tier whose agent is not reached or cannot serve it, and what to
    ///     do
    /// @throws TopologyException when agents elsewhere need a token and there is none
    public static void rollCall(Topology topology, FleetSettings settings) {
        RemoteAgents.of(topology, settings.token()).rollCall();
    }

    /// Starts or finds every tier's agent, limits and joins them.
    ///
    /// @throws TierException when an agent does not start, is not reached, or cannot reach another
    /// @throws TopologyException when agents on other machines need a token and there is none
    public static Fleet start(Topology topology, FleetSettings settings) {
        Crew crew = Crew.muster(topology, settings, topology.names());
        return new Fleet(topology, settings, crew, Optional.empty());
    }

    /// A fleet of fresh processes for these tiers, the source and the relays between: nothing was
    /// opened in them before, so their peak memory is that of what is opened next. Agents elsewhere are
    /// not ours to start: they are the same processes, joined anew. Samples and preprocessing go along;
    /// close it when done.
    public Fleet fresh(Collection<String> tiers) {
        Set<String> involved = new Wiring(topology, settings.seed()).involved(tiers);
        Fleet fleet = new Fleet(topology, settings, Crew.muster(topology, settings, involved), Optional.of(this));
        try {
            synchronized (this) {
                preprocessing.ifPresent(fleet::preprocessing);
                fleet.inputsTravelAs(inputForm);
                samples.forEach((tier, sets) -> {
                    if (involved.contains(tier)) {
                        sets.forEach(set -> fleet.samples(tier, set));
                    }
                });
            }
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    public Topology topology() {
        return topology;
    }

    /// Tells every agent how samples become the model's input.
    public synchronized void preprocessing(Preprocessing steps) {
        preprocessing = Optional.of(steps);
        crew.members().values().forEach(member -> ask(() -> member.client().preprocessing(steps)));
    }

    /// Decides how inputs travel to a first part that is not at the source, for what is deployed from now
    /// on; as tensors until then.
    public void inputsTravelAs(InputForm form) {
        inputForm = form;
    }

    InputForm inputForm() {
        return inputForm;
    }

    /// Gives the source samples to keep; they are read once now, and again if its agent is restarted.
    public void samples(Iterable<Sample> set) {
        samples(topology.source(), set);
    }

    /// Gives a tier samples to keep, for evaluations there.
    public synchronized void samples(String tier, Iterable<Sample> set) {
        ask(() -> agent(tier).samples(set));
        samples.computeIfAbsent(tier, t -> new ArrayList<>()).add(set);
    }

    /// Opens a strategy's parts on its tiers and tells everyone the way.
    ///
    /// @param parts one for each place
    /// @throws TierException when a part does not fit its tier's memory, the runtime refuses it, or an
    ///     agent died
    public Deployed deploy(Strategy strategy, List<DeployedPart> parts, Task task) {
        return Deployed.open(this, strategy, parts, task);
    }

    /// Opens a part alone, tries it on made-up inputs and closes it: what that cost.
    ///
    /// @throws TierException when it does not fit the tier's memory, or the runtime refuses it
    public LoadReport tryOut(String tier, DeployedPart part) {
        try (Openings openings = Openings.within(this)) {
            return openings.open(member(tier), part.id(), part);
        }
    }

    /// Runs a chain of parts on one tier's agent for their predictions alone: no links, no emulation,
    /// and no regard to the tier's memory. The tier must have the samples.
    ///
    /// @return how many were run
    public int evaluate(String tier, List<DeployedPart> parts, EvaluateSpec chain, Consumer<Evaluated> consumer) {
        Member member = member(tier);
        try (Openings openings = Openings.regardless(this)) {
            for (DeployedPart part : parts) {
                openings.open(member, part.id(), part);
            }
            return ask(() -> member.client().evaluate(chain, consumer));
        }
    }

    /// Runs a part on one tier's agent alone, as often as asked after a first time, and closes it again: no
    /// links, and no regard to the tier's memory.
    ///
    /// @param inputs what it is run on
    /// @throws TierException when it does not fit its agent, or the runtime refuses it
    public LoadReport probe(String tier, DeployedPart part, Map<String, Tensor> inputs, int runs) {
        Member member = member(tier);
        try (Openings openings = Openings.regardless(this)) {
            return openings.open(member, part.id(), part, new Openings.Trying(inputs, runs));
        }
    }

    /// Times a part's nodes on one tier's agent, like [#probe]; at machine speed, nothing is stretched.
    public Profile profile(String tier, DeployedPart part, Map<String, Tensor> inputs, int runs) {
        Member member = member(tier);
        try (Openings openings = Openings.regardless(this)) {
            openings.open(member, part.id(), part, new Openings.Trying(inputs, 0));
            return ask(() -> member.client().profile(part.id(), runs, Duration.ZERO));
        }
    }

    /// The hand on a tier's agent.
    public AgentClient agent(String tier) {
        return member(tier).client();
    }

    /// What a tier's agent said of itself once its limits were set.
    public AgentFacts facts(String tier) {
        return member(tier).facts();
    }

    /// Every limit asked for on a tier, and what became of it.
    public List<Limit> limits(String tier) {
        return member(tier).limits();
    }

    /// In words what a tier stands on: `emulated: Intel Xeon, AVX512-VNNI, 0.25 CPU`, or
    /// `measured: ...`; of an agent elsewhere also where it is.
    public String standing(String tier) {
        String elsewhere = member(tier).tier().isLocal()
                ? ""
                : ", agent at " + member(tier).tier().address();
        return Standing.of(facts(tier)) + elsewhere;
    }

    /// Whether a tier's runs are slowed, as its agent says: one elsewhere may do so unasked, or not do
    /// it though asked.
    public boolean isEmulated(String tier) {
        return facts(tier).emulation().cpuShare() > 0;
    }

    /// The same with its name: `mobile (emulated: Intel Xeon, AVX512-VNNI, 0.25 CPU)`.
    public String describe(String tier) {
        return tier + " (" + standing(tier) + ")";
    }

    /// A tier's processor as people call it: `Intel Xeon, AVX512-VNNI`.
    public String processor(String tier) {
        return Standing.cpu(facts(tier).cpu());
    }

    /// Tiers with equal keys run on equal processors: what one answers, the other does.
    public String cpuKey(String tier) {
        return Standing.cpuKey(facts(tier));
    }

    /// Most bytes that an agent itself lets parts take, whatever its tier was asked to have.
    public long roomBytes(String tier) {
        AgentFacts facts = facts(tier);
        return LongStream.of(facts.emulation().memoryBytes(), facts.limits().memoryBytes(), facts.machineBytes())
                .filter(bytes -> bytes > 0)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// Memory the agent had in use before any part was opened, in bytes; peaks are told against it.
    public long ownBytes(String tier) {
        return member(tier).ownBytes();
    }

    /// Memory of a tier's agent now.
    public Memory memory(String tier) {
        return ask(() -> agent(tier).memory());
    }

    /// What a tier's control group counted; zeros where there is none.
    public Counters counters(String tier) {
        return member(tier).local().map(hosted -> hosted.group().counters()).orElse(Counters.NONE);
    }

    /// Whether a tier's agent still lives, or is still connected where it is not ours.
    public boolean isAlive(String tier) {
        return !member(tier).isDead();
    }

    /// Ends a tier's agent and starts a new one in its place, or connects anew to one elsewhere; joined
    /// to the others, with the samples it had. What was deployed on it is gone.
    ///
    /// @throws TierException when it does not start or is not reached
    public synchronized void restart(String tier) {
        ask(() -> crew.replace(tier));
        preprocessing.ifPresent(steps -> ask(() -> agent(tier).preprocessing(steps)));
        samples.getOrDefault(tier, List.of())
                .forEach(set -> ask(() -> agent(tier).samples(set)));
    }

    /// Restarts every agent that has died, and names them.
    public synchronized List<String> restartDead() {
        return restartAll(Member::isDead);
    }

    /// Brings the fleet to work again after a failure: restarts who has died. Where a connection was
    /// lost and nobody has died, the way to an agent elsewhere is what broke: all those are connected
    /// anew.
    ///
    /// @throws TierException when an agent elsewhere is not reached any more
    public synchronized void recover(TierException failure) {
        if (restartDead().isEmpty() && failure.reason() == Reason.LOST) {
            restartAll(member -> !member.tier().isLocal());
        }
    }

    private List<String> restartAll(Predicate<Member> which) {
        List<String> chosen =
                crew.members().values().stream().filter(which).map(Member::name).toList();
        chosen.forEach(this::restart);
        return chosen;
    }

    /// Ends every agent of ours and leaves the others.
    @Override
    public void close() {
        crew.close();
        // agents on other machines know one fleet at a time
        parent.ifPresent(other -> other.crew.rejoinRemote());
    }

    Member member(String tier) {
        Member member = crew.members().get(tier);
        if (member == null) {
            throw new TierException(
                    tier,
                    Reason.REQUEST,
                    "has no agent in this fleet, which has " + crew.members().keySet());
        }
        return member;
    }

    /// Whether this is still the one that serves its tier: neither dead nor replaced.
    boolean stillHas(Member member) {
        return !member.isDead() && member(member.name()).client() == member.client();
    }

    Wiring wiring() {
        return new Wiring(topology, settings.seed());
    }

    interface Call {
        void run();
    }

    interface Question<T> {
        T ask();
    }

    void ask(Call call) {
        ask(() -> {
            call.run();
            return true;
        });
    }

    /// Asks agents something; when that fails because one has died, the failure says how.
    <T> T ask(Question<T> question) {
        try {
            return question.ask();
        } catch (TierException e) {
            throw crew.explain(e);
        }
    }
}
