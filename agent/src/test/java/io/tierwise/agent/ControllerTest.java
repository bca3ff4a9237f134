package io.tierwise.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.BlockRequest;
import io.tierwise.agent.proto.FactsRequest;
import io.tierwise.agent.proto.Request;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent that outlives its controllers, and what a controller is told when there is none to reach.
final class ControllerTest {

    private static final Duration SILENCE = Duration.ofMillis(50);
    private static final String PART = "part";
    private static final RouteSpec WAY = new RouteSpec(
            "I@far",
            "far",
            List.of(new Stage("far", PART, List.of("x"), List.of("y"))),
            List.of(),
            new Task.Classification(6, 0),
            Map.of());

    private final Token token = Token.random();

    @TempDir
    private Path folder;

    private Agent agent = start(0);

    @AfterEach
    void close() {
        agent.close();
    }

    private Agent start(long memoryBytes) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Agent.start(new AgentSettings("far", any, token, 0, 1, memoryBytes));
    }

    private AgentClient connect() {
        return AgentClient.connect(agent.address(), token);
    }

    private PartSpec upload() throws IOException {
        Path file = Files.write(folder.resolve("whole.onnx"), TinyModel.of(TinyModel.CHAIN, 0, 3, Trio.SHAPE));
        return PartSpec.of(PART, new PartModel.Upload(file), SessionSettings.exact());
    }

    private long filesOfAgent() throws IOException {
        Path any = agent.uploads().file(Uploads.sha256Of(folder.resolve("whole.onnx")));
        try (var files = Files.list(any.resolveSibling("."))) {
            return files.filter(file -> file.getFileName().toString().startsWith("model-"))
                    .count();
        }
    }

    @Test
    void close_again_leavesItsPortToTheNext() {
        InetSocketAddress address = agent.address();
        for (int time = 0; time < 300; time++) {
            agent.close();
            agent = Agent.start(new AgentSettings("far", address, token, 0, 0, 0));
            assertThat(agent.address()).isEqualTo(address);
        }
    }

    @Test
    void load_sameFileAgain_travelsOnce() throws IOException {
        try (AgentClient client = connect();
                AgentClient other = connect()) {
            client.load(upload());
            client.unload(PART);
            client.load(upload());
            client.unload(PART);
            other.load(upload());

            assertThat(filesOfAgent()).isEqualTo(1);
        }
    }

    @Test
    void load_exampleOfAnyLength_arrivesWhole() throws IOException {
        try (AgentClient client = connect()) {
            for (int width = 1; width <= 40; width++) {
                Path file = Files.write(folder.resolve("wide.onnx"), TinyModel.of(TinyModel.CHAIN, 0, 3, 1, width));
                Tensor example = Tensor.ofFloats(new float[width], 1, width);

                LoadReport report = client.load(new PartSpec(
                        PART, new PartModel.Upload(file), SessionSettings.exact(), 0, Map.of("x", example), 1));

                assertThat(report.inputs().getFirst().shape()).containsExactly(1L, (long) width);
                client.unload(PART);
            }
        }
    }

    @Test
    void load_fileThatChanged_isSentAgain() throws IOException {
        try (AgentClient client = connect()) {
            client.load(upload());
            Path file = Files.write(folder.resolve("whole.onnx"), TinyModel.of(TinyModel.CHAIN, 0, 1, Trio.SHAPE));

            LoadReport report = client.load(PartSpec.of("other", new PartModel.Upload(file), SessionSettings.exact()));

            assertThat(report.outputs().getFirst().name()).isEqualTo("a");
        }
    }

    @Test
    void close_controllerThatNeverUnloaded_leavesItsNamesFree() throws IOException, InterruptedException {
        try (AgentClient stays = connect()) {
            try (AgentClient leaves = connect()) {
                leaves.load(upload());
                leaves.route(WAY);
            }
            agent.awaitControllers(1);

            assertThat(stays.load(upload()).partId()).isEqualTo(PART);
            assertThat(agent.stages().routes()).isEmpty();
        }
    }

    @Test
    void connect_whileAnotherStudyRuns_isTurnedAwayUntilItEnds() throws IOException, InterruptedException {
        try (AgentClient first = AgentClient.connect(agent.address(), token, "controller 1")) {
            assertThat(first.facts().name()).isEqualTo("far");
            try (AgentClient second = AgentClient.connect(agent.address(), token, "controller 2")) {
                PartSpec part = upload();
                for (Runnable question : List.<Runnable>of(second::facts, () -> second.load(part))) {
                    assertThatThrownBy(question::run)
                            .isInstanceOf(TierException.class)
                            .hasMessageContaining("serves another study");
                }
            }
            assertThat(first.facts().name()).isEqualTo("far");
        }
        agent.awaitControllers(0);
        try (AgentClient second = AgentClient.connect(agent.address(), token, "controller 2")) {
            assertThat(second.load(upload()).partId()).isEqualTo(PART);
        }
    }

    @Test
    void where_everyAddressOfTheMachine_isAsAsked() {
        var all = new AgentSettings("all", new InetSocketAddress("0.0.0.0", 0), token, 0, 1, 0);
        try (Agent everywhere = Agent.start(all)) {
            assertThat(everywhere.where()).startsWith("0.0.0.0:");
        }
    }

    @Test
    void close_lastController_leavesNoFiles() throws IOException, InterruptedException {
        try (AgentClient client = connect()) {
            client.samples(Trio.samples(2, 3));
            client.load(upload());
        }
        agent.awaitControllers(0);

        assertThat(agent.uploads().has(Uploads.sha256Of(folder.resolve("whole.onnx"))))
                .isFalse();
        assertThat(agent.samples().get("s0")).isEmpty();
    }

    @Test
    void load_partBeyondTheMemoryTold_countsWhatTheAgentItselfHasApart() {
        try (Agent small = start(64L << 20);
                AgentClient client = AgentClient.connect(small.address(), token)) {
            PartModel model = new PartModel.Bytes(TinyModel.of(TinyModel.CHAIN, 0, 1, Trio.SHAPE));
            PartSpec large = new PartSpec(PART, model, SessionSettings.exact(), 65L << 20, Map.of(), 0);

            assertThatThrownBy(() -> client.load(large))
                    .isInstanceOfSatisfying(
                            TierException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MEMORY))
                    .hasMessageContaining("above the agent's own")
                    .hasMessageContaining("the tier has " + (64L << 20));
        }
    }

    @Test
    void start_portInUse_saysWhichAndWhatToDo() {
        AgentSettings same = new AgentSettings("second", agent.address(), token, 0, 0, 0);

        assertThatThrownBy(() -> Agent.start(same))
                .isInstanceOf(TierException.class)
                .hasMessageStartingWith("tier second: cannot listen on " + agent.where() + ": ")
                .hasMessageContaining("choose another port");
    }

    @Test
    void connect_otherToken_saysSo() {
        assertThatThrownBy(() -> AgentClient.connect(agent.address(), Token.random()))
                .isInstanceOfSatisfying(
                        TierException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROTOCOL))
                .hasMessageContaining(agent.where())
                .hasMessageContaining("does not take our token");
    }

    @Test
    void connect_nobodyListens_namesTheAddress() {
        InetSocketAddress address = agent.address();
        agent.close();

        assertThatThrownBy(() -> AgentClient.connect(address, token))
                .isInstanceOfSatisfying(
                        TierException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOST))
                .hasMessageContaining("127.0.0.1:" + address.getPort() + ": cannot be reached");
    }

    @Test
    void connect_unknownName_saysSo() {
        assertThatThrownBy(() -> AgentClient.connect(InetSocketAddress.createUnresolved("no.such.host", 7470), token))
                .isInstanceOf(TierException.class)
                .hasMessage("tier no.such.host:7470: cannot be found: no machine of this name is known here");
    }

    @Test
    void connect_somethingElseListens_isNoAgent() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream()
                            .write("SSH-2.0-OpenSSH_9.6 and more\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            assertThatThrownBy(() -> AgentClient.connect((InetSocketAddress) server.getLocalSocketAddress(), token))
                    .isInstanceOfSatisfying(
                            TierException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PROTOCOL))
                    .hasMessageContaining("is no agent of this version of Tierwise");
        }
    }

    @Test
    void one_agentThatFellSilent_isLost() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofVirtual().start(() -> greetAndSayNothing(server, over));
            InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
            Connection.Identity us = new Connection.Identity(token, "controller", true);
            try (Calls calls = new Calls("far", Connection.open(address, us, Agent.CEILINGS), SILENCE)) {
                Request.Builder facts = Request.newBuilder().setFacts(FactsRequest.getDefaultInstance());

                TierException lost = catchThrowableOfType(TierException.class, () -> calls.one(facts, List.of()));

                assertThat(lost.tier()).isEqualTo("far");
                assertThat(lost.reason()).isEqualTo(Reason.LOST);
                assertThat(lost).hasMessageContaining("has been silent for");
                assertThat(calls.isOpen()).isFalse();
            } finally {
                over.countDown();
            }
        }
    }

    private void greetAndSayNothing(ServerSocketChannel server, CountDownLatch over) {
        try (SocketChannel channel = server.accept();
                Connection connection =
                        Connection.accept(channel, new Connection.Identity(token, "far", false), Agent.CEILINGS)) {
            assertThat(connection.isController()).isTrue();
            over.await();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void one_agentThatWorksLong_isWaitedFor() {
        InetSocketAddress address = agent.address();
        Connection.Identity us = new Connection.Identity(token, AgentClient.STUDY, true);
        try (AgentClient client = connect();
                Calls calls = new Calls("far", Connection.open(address, us, Agent.CEILINGS), SILENCE)) {
            client.preprocessing(Preprocessing.parse("scale=1"));
            client.samples(Trio.samples(2, 3));
            client.load(PartSpec.of(
                    PART,
                    new PartModel.Bytes(TinyModel.of(TinyModel.CHAIN, 0, 3, Trio.SHAPE)),
                    SessionSettings.exact()));
            client.route(WAY);
            Request.Builder block = Request.newBuilder()
                    .setBlock(BlockRequest.newBuilder()
                            .setStrategy("I@far")
                            .addSamples("s0")
                            .addSamples("s1")
                            .setSpacingNanos(SILENCE.multipliedBy(6).toNanos())
                            .setDeadlineNanos(Duration.ofSeconds(20).toNanos()));

            assertThat(calls.many(block, List.of(), reply -> {}).getDone().getCount())
                    .isEqualTo(2);
        }
    }
}
