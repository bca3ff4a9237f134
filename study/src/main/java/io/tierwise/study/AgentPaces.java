package io.tierwise.study;

import io.tierwise.agent.CodecTimer;
import io.tierwise.agent.LoadReport;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.onnx.Model;
import io.tierwise.operators.CodecPace;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Pace;
import io.tierwise.runtime.Profile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The pace of tiers, taken by agents that really run what is asked about.
///
/// Tiers with equal processors and as many threads are a family: one agent runs for all of them, and what
/// it finds is in terms of the bare processor. Between families times are brought to the tiers' shares and
/// added up. Where a tier of the family is slowed, CPU time counts, as it does in trials there.
final class AgentPaces implements Paces, AutoCloseable {
    private static final int RUNS = 9;
    private static final int PROFILED_RUNS = 15;

    private final Topology topology;
    private final Fleet fleet;
    private final FleetSettings settings;
    private final Path folder;
    private final Map<Family, ProbeAgent> agents = new HashMap<>();
    private final CodecTimer codecs = CodecTimer.ofThisMachine();

    /// @param fleet the study's tiers, up and idle
    /// @param folder where models lie while they are tried
    AgentPaces(Topology topology, Fleet fleet, FleetSettings settings, Path folder) {
        this.topology = topology;
        this.fleet = fleet;
        this.settings = settings;
        this.folder = folder;
    }

    /// Tiers that need be asked only once.
    private record Family(String cpu, int threads) {}

    private Family family(String tier) {
        return new Family(fleet.cpuKey(tier), topology.tier(tier).threads());
    }

    /// A family's tiers, of the whole study.
    private List<Tier> members(Family family) {
        return topology.tiers().stream()
                .filter(tier -> family(tier.name()).equals(family))
                .toList();
    }

    /// Of a family's tiers one of this machine, else the one whose agent can hold most.
    private Tier asked(Family family) {
        return members(family).stream()
                .max(Comparator.comparing(Tier::isLocal, Boolean::compare)
                        .thenComparingLong(tier -> fleet.roomBytes(tier.name())))
                .orElseThrow();
    }

    private ProbeAgent agent(Family family) {
        return agents.computeIfAbsent(family, key -> ProbeAgent.of(asked(key), fleet, settings));
    }

    private boolean isSlowed(Family family) {
        return members(family).stream().anyMatch(tier -> fleet.isEmulated(tier.name()));
    }

    /// Cores a tier makes of one.
    private double share(String tier) {
        return fleet.isEmulated(tier) ? fleet.facts(tier).emulation().cpuShare() : 1;
    }

    @Override
    public Pace on(List<String> tiers) {
        return new Placed(tiers);
    }

    /// By the agents' code in this process: what is coded need not be sent first.
    @Override
    public CodecPace ofCodecs() {
        return codecs(codecs);
    }

    static CodecPace codecs(CodecTimer timer) {
        return (codec, tensor) -> {
            CodecTimer.Timed timed = timer.time(codec, tensor);
            return new CodecPace.Coded(timed.bytes(), timed.encodeNanos(), timed.decodeNanos());
        };
    }

    @Override
    public String key(List<String> tiers) {
        Set<Family> families = new LinkedHashSet<>();
        tiers.forEach(tier -> families.add(family(tier)));
        return families.size() == 1
                ? families.toString()
                : tiers.stream().map(tier -> family(tier) + " " + share(tier)).collect(Collectors.joining("+"));
    }

    private final class Placed implements Pace {
        private final List<String> tiers;
        private final List<Family> families;

        Placed(List<String> tiers) {
            this.tiers = List.copyOf(tiers);
            this.families =
                    tiers.stream().map(AgentPaces.this::family).distinct().toList();
        }

        @Override
        public double runNanos(Model model, List<Map<String, Tensor>> inputs) {
            Map<Family, Double> nanos = new HashMap<>();
            for (Family family : families) {
                try (ProbedModel probed = ProbedModel.write(model, family.threads(), folder)) {
                    LoadReport report = agent(family).run(probed.part(), inputs.getFirst(), RUNS);
                    nanos.put(family, (double) (isSlowed(family) ? report.warmCpuNanos() : report.warmRunNanos()));
                }
            }
            if (families.size() == 1) {
                return nanos.values().iterator().next();
            }
            return tiers.stream()
                    .mapToDouble(tier -> nanos.getOrDefault(family(tier), Double.NaN) / share(tier))
                    .sum();
        }

        @Override
        public Pace ofPart(int part) {
            return new Placed(List.of(tiers.get(part)));
        }

        @Override
        public String where() {
            return families.stream().map(this::words).collect(Collectors.joining(" and "))
                    + (families.size() > 1 ? " (added up as their tiers slow them)" : "");
        }

        private String words(Family family) {
            String asked = asked(family).name();
            List<String> others = members(family).stream()
                    .map(Tier::name)
                    .filter(name -> !name.equals(asked))
                    .toList();
            return fleet.processor(asked) + " by " + (isSlowed(family) ? "CPU time" : "the clock") + " (" + asked
                    + (others.isEmpty()
                            ? ""
                            : "; " + String.join(", ", others)
                                    + (others.size() == 1 ? " has the same" : " have the same"))
                    + ")";
        }

        @Override
        public Optional<Profile> profile(Model model, Map<String, Tensor> input) {
            Family first = families.getFirst();
            try (ProbedModel probed = ProbedModel.write(model, first.threads(), folder)) {
                return Optional.of(agent(first).profile(probed.part(), input, PROFILED_RUNS));
            } catch (OperatorException e) {
                System.getLogger(AgentPaces.class.getName())
                        .log(System.Logger.Level.DEBUG, "its nodes are not timed", e);
                return Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        agents.values().forEach(ProbeAgent::close);
        agents.clear();
    }
}
