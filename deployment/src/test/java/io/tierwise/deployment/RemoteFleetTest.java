package io.tierwise.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tierwise.agent.Agent;
import io.tierwise.agent.AgentFacts;
import io.tierwise.agent.AgentSettings;
import io.tierwise.agent.TierException;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.Token;
import io.tierwise.agent.TrialReport;
import io.tierwise.data.ElementType;
import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Label;
import io.tierwise.data.Prediction;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.GraphBuilder.Window;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents that are not the fleet's own. They live in this process.
class RemoteFleetTest {

    private static final Task TASK = new Task.Classification(1, 0);
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Token TOKEN = Token.random();

    @TempDir
    private Path folder;

    private static AgentSettings settings(String name, int port) {
        return new AgentSettings(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TOKEN, 0, 0, 0);
    }

    private static Tier at(String name, int port) {
        return Tier.local(name, 1).withAddress(new Address.Remote("127.0.0.1", port));
    }

    private static Topology alone(Tier tier) {
        return new Topology(List.of(tier), List.of(), tier.name());
    }

    private FleetSettings shared(Token token) {
        return FleetSettings.local(folder.resolve("logs"), 7).withToken(token);
    }

    private static TierException rollCallFailure(Topology topology, FleetSettings settings) {
        return catchThrowableOfType(TierException.class, () -> Fleet.rollCall(topology, settings));
    }

    @Test
    void rollCall_localTiersAlone_asksNobody() {
        Fleet.rollCall(alone(Tier.local("cloud", 1)), FleetSettings.local(folder, 7));
    }

    @Test
    void rollCall_noToken_isAFaultOfTheConfiguration() {
        assertThatThrownBy(() -> Fleet.rollCall(alone(at("cloud", 7470)), FleetSettings.local(folder, 7)))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("tier cloud is served by an agent at 127.0.0.1:7470")
                .hasMessageContaining("set the environment variable TIERWISE_TOKEN");
    }

    @Test
    void rollCall_nobodyListens_namesTierAndAddressAndTheCommand() {
        TierException failure = rollCallFailure(alone(at("cloud", 1)), shared(TOKEN));

        assertThat(failure.reason()).isEqualTo(Reason.LOST);
        assertThat(failure)
                .hasMessageContaining("tier cloud: its agent at 127.0.0.1:1 cannot be reached")
                .hasMessageEndingWith("Start it there: tierwise agent --name cloud --listen 127.0.0.1:1");
    }

    @Test
    void rollCall_anotherToken_saysSo() {
        try (Agent cloud = Agent.start(settings("cloud", 0))) {
            TierException failure =
                    rollCallFailure(alone(at("cloud", cloud.address().getPort())), shared(Token.random()));

            assertThat(failure.reason()).isEqualTo(Reason.PROTOCOL);
            assertThat(failure)
                    .hasMessageContaining("tier cloud: its agent at " + cloud.where() + " does not take our token")
                    .hasMessageContaining("give both the same TIERWISE_TOKEN");
        }
    }

    @Test
    void rollCall_agentOfAnotherTier_saysBothNames() {
        try (Agent edge = Agent.start(settings("edge", 0))) {
            TierException failure =
                    rollCallFailure(alone(at("cloud", edge.address().getPort())), shared(TOKEN));

            assertThat(failure)
                    .hasMessageContaining("tier cloud: the agent at " + edge.where() + " serves tier 'edge'")
                    .hasMessageContaining("--name cloud");
        }
    }

    @Test
    void find_anotherVersion_isRefused() {
        var software = new AgentFacts.Software("Linux", "25", "1.29.0", "0.0.1");

        assertThatThrownBy(() -> RemoteAgents.refuseOtherVersion(at("cloud", 7470), software))
                .isInstanceOf(TierException.class)
                .hasMessageContaining("tier cloud: its agent at 127.0.0.1:7470 is of version 0.0.1")
                .hasMessageContaining("run the same version");
    }

    @Test
    void ownAddress_loopbackBesideAnotherMachine_isRefused() throws IOException {
        Optional<String> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
        assumeTrue(outside.isPresent(), "needs a network beside loopback");
        Tier edge = Tier.local("edge", 1).withAddress(new Address.Remote(outside.get(), 7470));

        assertThat(RemoteAgents.of(alone(edge), Optional.of(TOKEN)).ownAddress())
                .isEqualTo(outside.get());
        Topology mixed = Topology.unshaped(List.of(at("cloud", 7470), edge));
        assertThatThrownBy(() -> RemoteAgents.of(mixed, Optional.of(TOKEN)).ownAddress())
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("tier cloud is at 127.0.0.1:7470, where the agent of tier edge");
    }

    @Test
    void start_localSourceAndAgentElsewhere_workTogetherAndTheAgentStays() throws IOException {
        try (Agent cloud = Agent.start(settings("cloud", 0))) {
            Topology mixed = new Topology(
                    List.of(
                            Tier.local("mobile", 1),
                            at("cloud", cloud.address().getPort()).withMemoryBytes(1L << 30)),
                    List.of(Link.Direct.unshaped("mobile", "cloud")),
                    "mobile");
            for (int study = 0; study < 2; study++) {
                try (Fleet fleet = Fleet.start(mixed, shared(TOKEN))) {
                    assertThat(answers(fleet, part())).containsExactly(best(0), best(1));
                    assertThat(fleet.limits("cloud").getLast().toString())
                            .startsWith("memory: asked 1Gi above the agent's own ")
                            .contains("got checked after each opening, emulated");
                }
            }
        }
    }

    @Test
    void standing_agentThatEmulatesUnasked_isEmulated() {
        AgentSettings slowed = new AgentSettings(
                "cloud", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TOKEN, 0.5, 0, 64L << 20);
        try (Agent cloud = Agent.start(slowed);
                Fleet fleet = Fleet.start(alone(at("cloud", cloud.address().getPort())), shared(TOKEN))) {
            assertThat(fleet.isEmulated("cloud")).isTrue();
            assertThat(fleet.standing("cloud")).startsWith("emulated: ").endsWith("0.5 CPU, agent at " + cloud.where());
            assertThat(fleet.limits("cloud").getFirst())
                    .hasToString("cpu share: asked none, got 0.5 cores, emulated: set where its agent was started");
            assertThat(fleet.limits("cloud").getLast().toString()).startsWith("memory: asked none, got 64Mi");
        }
    }

    @Test
    void standing_shareAskedOfAnAgentThatDoesNotSlow_isMeasuredAndNotEnforced() {
        try (Agent cloud = Agent.start(settings("cloud", 0));
                Fleet fleet =
                        Fleet.start(alone(at("cloud", cloud.address().getPort()).withCpu(0.5)), shared(TOKEN))) {
            assertThat(fleet.isEmulated("cloud")).isFalse();
            assertThat(fleet.standing("cloud")).startsWith("measured: ");
            assertThat(fleet.limits("cloud").getFirst())
                    .hasToString("cpu share: asked 0.5 cores, got none, not enforced: only its agent can: start it with"
                            + " --cpu 0.5");
        }
    }

    @Test
    void deploy_weightsOutsideTheFile_travelInsideACopy() throws IOException {
        try (Agent cloud = Agent.start(settings("cloud", 0));
                Fleet fleet = Fleet.start(alone(at("cloud", cloud.address().getPort())), shared(TOKEN))) {
            DeployedPart part = convolution(List.of(new TensorSpec("x", ElementType.FLOAT, List.of(1L, 1L, 5L, 5L))));

            assertThat(answers(fleet, part)).containsExactly(best(0), best(1));
            assertThat(folder.resolve("parts").resolve("conv.whole.onnx")).isNotEmptyFile();
            assertThat(answers(fleet, part)).containsExactly(best(0), best(1));
        }
    }

    @Test
    void deploy_openDimensionsAndNoWordOfWhatArrives_failsInTheWarmUp() throws IOException {
        try (Agent cloud = Agent.start(settings("cloud", 0));
                Fleet fleet = Fleet.start(alone(at("cloud", cloud.address().getPort())), shared(TOKEN))) {
            DeployedPart part = convolution(List.of());

            assertThatThrownBy(() -> fleet.deploy(Strategy.parse("I@cloud"), List.of(part), TASK))
                    .isInstanceOf(TierException.class)
                    .hasMessageContaining("tier cloud");
        }
    }

    @Test
    void standAlone_moreThanOneFileHolds_isRefusedWithWhatToDo() throws IOException {
        long columns = 600_000_000;
        Path weights = folder.resolve("weights.bin");
        try (var file = new RandomAccessFile(weights.toFile(), "rw")) {
            // takes no room on the disk: nothing is written
            file.setLength(columns * 4);
        }
        var graph = new GraphBuilder("large", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 1);
        String large = graph.weight(new Weight(
                "large", DataType.FLOAT, List.of(1L, columns), new Content.External(weights, 0, columns * 4)));
        String answer = graph.matMul(x, large);
        Path file = Files.write(
                folder.resolve("large.onnx"),
                ModelWriter.toBytes(graph.output(answer).build(), folder));
        DeployedPart part = new DeployedPart(
                "large",
                file,
                Optional.of(folder),
                List.of("x"),
                List.of(answer),
                columns * 4,
                SessionSettings.fast(1),
                List.of());

        assertThatThrownBy(() -> StandAlone.of(part, "cloud"))
                .isInstanceOf(TierException.class)
                .hasMessageContaining("tier cloud: part large takes 2.2Gi")
                .hasMessageContaining("at most 2Gi")
                .hasMessageContaining("Quantize it or cut it");
    }

    @Test
    void recover_agentEndedAndBack_isConnectedAnew() throws IOException {
        Agent first = Agent.start(settings("cloud", 0));
        int port = first.address().getPort();
        try (Fleet fleet = Fleet.start(alone(at("cloud", port)), shared(TOKEN))) {
            assertThat(answers(fleet, part())).hasSize(2);
            first.close();
            TierException lost = catchThrowableOfType(TierException.class, () -> answers(fleet, part()));
            assertThat(lost.reason()).isEqualTo(Reason.LOST);
            assertThatThrownBy(() -> fleet.recover(lost))
                    .isInstanceOf(TierException.class)
                    .hasMessageContaining("its agent at 127.0.0.1:" + port + " cannot be reached");
            try (Agent second = Agent.start(settings("cloud", port))) {
                fleet.recover(lost);
                assertThat(second.name()).isEqualTo("cloud");
                assertThat(answers(fleet, part())).containsExactly(best(0), best(1));
            }
        } finally {
            first.close();
        }
    }

    @Test
    void block_everyFormOfInputs_isAnsweredAlikeByAnAgentElsewhere() throws IOException {
        try (Agent cloud = Agent.start(settings("cloud", 0));
                Fleet fleet = Fleet.start(beside(cloud.address().getPort()), shared(TOKEN))) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] hot = new byte[4];
                hot[i] = (byte) 200;
                Tensor bytes = Tensor.ofBytes(ElementType.UINT8, hot, 4);
                samples.add(new Sample("s" + i, new Encoded.ArrayValue(bytes), new Label.ClassIndex(i)));
            }
            fleet.preprocessing(Preprocessing.parse("scale=1/255,mean=0.5"));
            fleet.samples(samples);
            for (InputForm form : InputForm.values()) {
                fleet.inputsTravelAs(form);
                List<TrialReport> reports = new ArrayList<>();
                try (Deployed deployed = fleet.deploy(Strategy.parse("I@cloud"), List.of(part()), TASK)) {
                    deployed.block(List.of("s0", "s1", "s2", "s3"), Duration.ZERO, DEADLINE, reports::add);
                }
                assertThat(reports)
                        .extracting(TrialReport::prediction)
                        .containsExactly(best(0), best(1), best(2), best(3));
                assertThat(reports).allSatisfy(report -> {
                    assertThat(report.phases().totalNanos()).isEqualTo(report.totalNanos());
                    assertThat(report.stages().getFirst().prepareNanos() > 0).isEqualTo(form != InputForm.TENSOR);
                });
            }
        }
    }

    /// A source of ours, and the cloud at this port.
    private static Topology beside(int port) {
        return new Topology(
                List.of(Tier.local("near", 1), at("cloud", port)),
                List.of(Link.Direct.of("near", "cloud", 50_000_000, Duration.ofMillis(2))),
                "near");
    }

    private static List<Prediction> answers(Fleet fleet, DeployedPart part) {
        fleet.preprocessing(Preprocessing.NONE);
        fleet.samples(samples(part));
        List<Prediction> answers = new ArrayList<>();
        try (Deployed deployed = fleet.deploy(Strategy.parse("I@cloud"), List.of(part), TASK)) {
            deployed.block(List.of("s0", "s1"), Duration.ZERO, DEADLINE, report -> answers.add(report.prediction()));
        }
        return answers;
    }

    /// Sample `s<i>` is answered with class i.
    private static List<Sample> samples(DeployedPart part) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            float[] values = new float[part.inputs().contains("x") ? 25 : 4];
            if (part.inputs().contains("x")) {
                Arrays.fill(values, i == 0 ? -1 : 1);
            } else {
                values[i] = 1;
            }
            Tensor tensor = part.inputs().contains("x") ? Tensor.ofFloats(values, 1, 5, 5) : Tensor.ofFloats(values, 4);
            samples.add(new Sample("s" + i, new Encoded.ArrayValue(tensor), new Label.ClassIndex(i)));
        }
        return samples;
    }

    private static Prediction best(int wanted) {
        return new Prediction.TopClasses(List.of(wanted));
    }

    /// Twice its input.
    private DeployedPart part() throws IOException {
        return new DeployedPart(
                "ab",
                TinyModel.doubling(folder, "a", "b"),
                Optional.empty(),
                List.of("a"),
                List.of("b"),
                0,
                SessionSettings.fast(1),
                List.of());
    }

    /// A 3x3 window over pictures of any size, too large for the picture of one pixel that open
    /// dimensions would become. Class 0 is the negative sum, the others the sum; their weights lie in
    /// another file.
    private DeployedPart convolution(List<TensorSpec> arriving) throws IOException {
        int classes = 100;
        float[] weights = new float[classes * 9];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i < 9 ? -1 : i < 18 ? 1 : 0.5f;
        }
        var graph = new GraphBuilder("conv", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 1, -1, -1);
        String kernel = graph.weight(Weight.ofFloats("kernel", weights, classes, 1, 3, 3));
        String pooled = graph.globalAveragePool(graph.conv(new Window(3, 1, 0, 1, 1), x, kernel));
        String answer = graph.flatten(pooled);
        Path home = Files.createDirectories(folder.resolve("weights"));
        ModelWriter.writeStandalone(graph.output(answer).build(), home.resolve("model.onnx"));
        Path file = Files.createDirectories(folder.resolve("parts")).resolve("conv.onnx");
        Files.write(file, ModelWriter.toBytes(ModelReader.read(home.resolve("model.onnx")), home));
        return new DeployedPart(
                "conv",
                file,
                Optional.of(home),
                List.of("x"),
                List.of(answer),
                4L * weights.length,
                SessionSettings.fast(1),
                arriving);
    }
}
