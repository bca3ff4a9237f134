package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.agent.Agent;
import io.tierwise.agent.AgentSettings;
import io.tierwise.agent.TierException;
import io.tierwise.agent.Token;
import io.tierwise.data.Tensor;
import io.tierwise.deployment.Address;
import io.tierwise.deployment.Fleet;
import io.tierwise.deployment.FleetSettings;
import io.tierwise.deployment.Tier;
import io.tierwise.deployment.Topology;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Pace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Paces of agents that are not the study's own: they live in this process.
class AgentPacesTest {
    private static final Token TOKEN = Token.random();
    private static final int WIDE = 256;
    private static final List<Map<String, Tensor>> INPUTS =
            List.of(Map.of("x", Tensor.ofFloats(new float[WIDE], 1, WIDE)));

    @TempDir
    Path folder;

    private static Agent agent(String tier, double share, long memory) {
        var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Agent.start(new AgentSettings(tier, listen, TOKEN, share, 0, memory));
    }

    private static Tier at(Agent agent, String name) {
        return Tier.local(name, 1)
                .withAddress(new Address.Remote("127.0.0.1", agent.address().getPort()));
    }

    private FleetSettings settings() {
        return FleetSettings.local(folder.resolve("logs"), 7).withToken(TOKEN);
    }

    /// So many products of a vector with a square matrix.
    private static Model products(int count) {
        var graph = new GraphBuilder("products", 17);
        String x = graph.input("x", DataType.FLOAT, 1, WIDE);
        String square = graph.weight(Weight.ofFloats("square", new float[WIDE * WIDE], WIDE, WIDE));
        for (int i = 0; i < count; i++) {
            x = graph.relu(graph.gemm(x, square));
        }
        return graph.output(x).build();
    }

    @Test
    void runNanos_agentElsewhere_runsItThereAndLeavesNothing() {
        try (Agent far = agent("far", 0, 0)) {
            Topology topology = new Topology(List.of(at(far, "far")), List.of(), "far");
            try (Fleet fleet = Fleet.start(topology, settings());
                    AgentPaces paces = new AgentPaces(topology, fleet, settings(), folder.resolve("work"))) {
                Pace pace = paces.on(List.of("far"));
                double few = pace.runNanos(products(2), INPUTS);
                double many = pace.runNanos(products(60), INPUTS);
                assertThat(few).isPositive();
                assertThat(many).isGreaterThan(2 * few);
                assertThat(pace.profile(products(2), INPUTS.getFirst())
                                .orElseThrow()
                                .nodes())
                        .isNotEmpty();
                assertThat(pace.where()).contains("by the clock (far)");
                assertThat(folder.resolve("work")).isEmptyDirectory();
                assertThat(folder.resolve("logs")).doesNotExist();
            }
        }
    }

    @Test
    void runNanos_equalProcessors_shareOneProbeAndSaySo() {
        try (Agent near = agent("near", 0.25, 0);
                Agent far = agent("far", 0, 0)) {
            Topology topology = Topology.unshaped(List.of(at(near, "near"), at(far, "far")));
            try (Fleet fleet = Fleet.start(topology, settings());
                    AgentPaces paces = new AgentPaces(topology, fleet, settings(), folder.resolve("work"))) {
                assertThat(paces.key(List.of("near"))).isEqualTo(paces.key(List.of("far")));
                assertThat(paces.key(List.of("near", "far"))).isEqualTo(paces.key(List.of("far")));
                Pace both = paces.on(List.of("near", "far"));
                assertThat(both.where()).contains("by CPU time", "has the same");
                assertThat(both.ofPart(1).where()).isEqualTo(both.where());
                assertThat(both.runNanos(products(20), INPUTS)).isPositive();
            }
        }
    }

    @Test
    void runNanos_modelTooLargeForItsAgent_isTheCandidatesFault() {
        try (Agent far = agent("far", 0, 1 << 20)) {
            Topology topology = new Topology(List.of(at(far, "far")), List.of(), "far");
            try (Fleet fleet = Fleet.start(topology, settings());
                    AgentPaces paces = new AgentPaces(topology, fleet, settings(), folder.resolve("work"))) {
                var graph = new GraphBuilder("large", 17);
                String x = graph.input("x", DataType.FLOAT, 1, WIDE);
                float[] weights = new float[WIDE * 4096];
                String wide = graph.weight(Weight.ofFloats("wide", weights, 4096, WIDE));
                Model large = graph.output(graph.gemm(x, wide)).build();
                Pace pace = paces.on(List.of("far"));
                assertThatThrownBy(() -> pace.runNanos(large, INPUTS))
                        .isInstanceOf(OperatorException.class)
                        .hasMessageContaining("does not fit");
                assertThat(pace.profile(large, INPUTS.getFirst())).isEmpty();
            }
        }
    }

    @Test
    void runNanos_agentLost_endsTheStudyNotTheCandidate() {
        Agent far = agent("far", 0, 0);
        Topology topology = new Topology(List.of(at(far, "far")), List.of(), "far");
        try (Fleet fleet = Fleet.start(topology, settings());
                AgentPaces paces = new AgentPaces(topology, fleet, settings(), folder.resolve("work"))) {
            Pace pace = paces.on(List.of("far"));
            far.close();
            assertThatThrownBy(() -> pace.runNanos(products(1), INPUTS)).isInstanceOf(TierException.class);
        }
    }

    @Test
    void runNanos_tierOfThisMachine_isAProcessOfItsOwnWithoutItsLimits() {
        Topology topology =
                new Topology(List.of(Tier.local("near", 1).withCpu(0.25).withMemoryBytes(1 << 20)), List.of(), "near");
        FleetSettings local = FleetSettings.local(folder.resolve("logs"), 7);
        try (Fleet fleet = Fleet.start(topology, local);
                AgentPaces paces = new AgentPaces(topology, fleet, local, folder.resolve("work"))) {
            Pace pace = paces.on(List.of("near"));
            assertThat(pace.runNanos(products(20), INPUTS)).isPositive();
            assertThat(pace.where()).contains("by CPU time (near)");
        }
    }
}
