package io.tierwise.agent;

import com.google.protobuf.ByteString;
import io.tierwise.agent.proto.BlockRequest;
import io.tierwise.agent.proto.EvaluateRequest;
import io.tierwise.agent.proto.EvaluatedReply;
import io.tierwise.agent.proto.FactsReply;
import io.tierwise.agent.proto.FactsRequest;
import io.tierwise.agent.proto.LoadReply;
import io.tierwise.agent.proto.LoadRequest;
import io.tierwise.agent.proto.MemoryRequest;
import io.tierwise.agent.proto.PeersRequest;
import io.tierwise.agent.proto.PreprocessingRequest;
import io.tierwise.agent.proto.ProfileReply;
import io.tierwise.agent.proto.ProfileRequest;
import io.tierwise.agent.proto.Reply;
import io.tierwise.agent.proto.Request;
import io.tierwise.agent.proto.SampleRequest;
import io.tierwise.agent.proto.UnloadRequest;
import io.tierwise.agent.proto.UnrouteRequest;
import io.tierwise.agent.proto.UploadRequest;
import io.tierwise.agent.proto.UploadedRequest;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.runtime.HostCpu;
import io.tierwise.runtime.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// The controller's hand on one agent.
///
/// All calls block and may be made from several threads; consumers are called on the caller's thread.
/// Failures of the tier, and the agent's end, are [TierException]s. The agent's process ends when its
/// last client is closed.
public final class AgentClient implements AutoCloseable {

    /// Small enough to cross a slow link long before the agent is taken for dead.
    private static final int CHUNK = 1 << 20;
    private static final int CLOCK_ROUNDS = 16;

    /// A process carries out one study at a time.
    static final String STUDY = "controller " + UUID.randomUUID();

    private final String tier;
    private final Calls calls;

    private AgentClient(String tier, Connection connection) {
        this.tier = tier;
        this.calls = new Calls(tier, connection);
    }

    /// Connects to an agent that listens.
    ///
    /// @throws TierException when nothing listens there or it does not share the token
    public static AgentClient connect(InetSocketAddress address, Token token) {
        return connect(address, token, STUDY);
    }

    /// @param study who controls: an agent takes several connections of one, and turns another away
    static AgentClient connect(InetSocketAddress address, Token token, String study) {
        Connection connection = Connection.open(address, new Connection.Identity(token, study, true), Agent.CEILINGS);
        return new AgentClient(connection.peerName(), connection);
    }

    /// Whether the connection still stands; once it has ended, every call fails.
    public boolean isConnected() {
        return calls.isOpen();
    }

    /// The tier this agent says it serves.
    public String tier() {
        return tier;
    }

    private Reply ask(Request.Builder request) {
        return calls.one(request, List.of());
    }

    /// What the agent stands on. Clocks of another boot are compared over some round trips: the offset
    /// is that of the shortest, its bound half of it (as NTP does).
    public AgentFacts facts() {
        FactsReply facts = ask(Request.newBuilder().setFacts(FactsRequest.getDefaultInstance()))
                .getFacts();
        boolean sameClock = !facts.getBootId().isEmpty() && facts.getBootId().equals(Agent.bootId());
        AgentFacts.Clock clock =
                sameClock ? new AgentFacts.Clock(facts.getBootId(), 0, 0) : compareClocks(facts.getBootId());
        return new AgentFacts(
                facts.getName(),
                new HostCpu(facts.getCpu(), new HashSet<>(facts.getFeaturesList())),
                facts.getCores(),
                new AgentFacts.Limits(
                        facts.getControlGroups(),
                        facts.getQuotaShare(),
                        facts.getQuotaPeriodMicros(),
                        facts.getMemoryLimit()),
                new AgentFacts.Emulation(facts.getEmulatedShare(), facts.getThreads(), facts.getEmulatedMemory()),
                facts.getMachineBytes(),
                new AgentFacts.Software(facts.getOs(), facts.getJdk(), facts.getRuntime(), facts.getAgent()),
                clock);
    }

    private AgentFacts.Clock compareClocks(String bootId) {
        long shortest = Long.MAX_VALUE;
        long offset = 0;
        for (int round = 0; round < CLOCK_ROUNDS; round++) {
            long sent = System.nanoTime();
            long theirs = ask(Request.newBuilder().setFacts(FactsRequest.getDefaultInstance()))
                    .getFacts()
                    .getNanoTime();
            long trip = System.nanoTime() - sent;
            if (trip < shortest) {
                shortest = trip;
                offset = theirs - (sent + trip / 2);
            }
        }
        return new AgentFacts.Clock(bootId, offset, shortest / 2);
    }

    /// Opens a part, runs it once and warms it up.
    ///
    /// @throws TierException with reason `MEMORY` when it does not fit the tier, `MODEL` when the
    ///     runtime refuses it
    public LoadReport load(PartSpec part) {
        LoadRequest.Builder request = LoadRequest.newBuilder()
                .setPart(part.id())
                .setSettings(Wire.message(part.settings()))
                .setWeightBytes(part.weightBytes())
                .setWarmUps(part.warmUps());
        List<ByteBuffer> payload = new ArrayList<>();
        switch (part.model()) {
            case PartModel.OnDisk disk ->
                request.setPath(disk.file().toAbsolutePath().toString());
            case PartModel.Upload upload -> request.setSha256(upload(upload.file()));
            case PartModel.Bytes bytes -> {
                byte[] model = bytes.model();
                request.setInlineBytes(model.length);
                int padded = Math.ceilDiv(model.length, Payload.ALIGNMENT) * Payload.ALIGNMENT;
                payload.add(ByteBuffer.allocate(padded).put(model).rewind());
                request.setExampleOffset(padded);
            }
        }
        Payload example = Payload.of(part.example());
        request.addAllExample(example.infos());
        payload.addAll(example.buffers());
        LoadReply reply =
                calls.one(Request.newBuilder().setLoad(request), payload).getLoad();
        return new LoadReport(
                part.id(),
                reply.getLoadNanos(),
                reply.getFirstRunNanos(),
                reply.getWarmRunNanos(),
                reply.getWarmCpuNanos(),
                Wire.specs(reply.getInputsList()),
                Wire.specs(reply.getOutputsList()),
                Wire.read(reply.getMemory()));
    }

    /// Sends a file unless the agent has it already; gives its digest.
    private ByteString upload(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteString sha256 = Uploads.sha256Of(file);
            Request.Builder question = Request.newBuilder()
                    .setUploaded(UploadedRequest.newBuilder().setSha256(sha256));
            if (ask(question).getDone().getCount() == 0) {
                send(channel, sha256);
            }
            return sha256;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the model " + file, e);
        }
    }

    private void send(FileChannel file, ByteString sha256) throws IOException {
        String transfer = UUID.randomUUID().toString();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        boolean last;
        do {
            file.read(chunk.clear());
            last = file.position() >= file.size();
            UploadRequest.Builder request = UploadRequest.newBuilder()
                    .setTransfer(transfer)
                    .setLast(last)
                    .setSha256(sha256);
            calls.one(Request.newBuilder().setUpload(request), List.of(chunk.flip()));
        } while (!last);
    }

    /// Closes a part and frees its memory.
    public void unload(String partId) {
        ask(Request.newBuilder().setUnload(UnloadRequest.newBuilder().setPart(partId)));
    }

    /// Connects the agent to those it sends to, over links of these shapes, and to no others any more.
    ///
    /// @throws TierException naming the tier that this one cannot reach
    public void peers(Map<String, Peer> peers) {
        PeersRequest.Builder request = PeersRequest.newBuilder();
        peers.forEach((name, peer) -> request.addPeers(PeersRequest.PeerInfo.newBuilder()
                .setTier(name)
                .setHost(peer.address().getHostString())
                .setPort(peer.address().getPort())
                .setShape(Wire.message(peer.shape()))
                .setJitterSeed(peer.jitterSeed())));
        ask(Request.newBuilder().setPeers(request));
    }

    /// Tells the agent a strategy's way. Every agent on it must know it: those that run a stage, the
    /// source, the relays.
    public void route(RouteSpec route) {
        ask(Request.newBuilder().setRoute(Wire.message(route)));
    }

    /// Forgets a strategy's way; what still waits for a slow link is let go at once.
    public void unroute(String strategy) {
        ask(Request.newBuilder().setUnroute(UnrouteRequest.newBuilder().setStrategy(strategy)));
    }

    /// Tells the agent how samples become the model's input.
    public void preprocessing(Preprocessing steps) {
        ask(Request.newBuilder()
                .setPreprocessing(PreprocessingRequest.newBuilder().setText(steps.toText())));
    }

    /// Gives the agent samples to keep, on its disk; one with a known id replaces the old.
    public void samples(Iterable<Sample> samples) {
        for (Sample sample : samples) {
            calls.one(
                    Request.newBuilder()
                            .setSample(SampleRequest.newBuilder()
                                    .setSample(sample.id())
                                    .setInput(EncodedWire.describe(sample.input()))),
                    List.of(EncodedWire.bytes(sample.input())));
        }
    }

    /// Has the source run a block of trials and reports each as it ends; gives the number that ended
    /// well, which is less than asked only after [#cancel()].
    ///
    /// @throws TierException when a trial fails, naming the tier at fault; the block is then over
    public int block(BlockSpec block, Consumer<TrialReport> consumer) {
        BlockRequest request = BlockRequest.newBuilder()
                .setStrategy(block.strategy())
                .addAllSamples(block.sampleIds())
                .setSpacingNanos(block.spacing().toNanos())
                .setDeadlineNanos(block.deadline().toNanos())
                .build();
        Reply last = calls.many(
                Request.newBuilder().setBlock(request),
                List.of(),
                reply -> consumer.accept(TrialWire.read(block.strategy(), reply.getTrial())));
        return Math.toIntExact(last.getDone().getCount());
    }

    /// Runs a chain of this agent's parts on samples for their predictions; gives how many were run.
    public int evaluate(EvaluateSpec chain, Consumer<Evaluated> consumer) {
        EvaluateRequest.Builder request =
                EvaluateRequest.newBuilder().setTask(Wire.message(chain.task())).addAllSamples(chain.sampleIds());
        chain.stages().forEach(stage -> request.addStages(Wire.message(stage)));
        Reply last = calls.many(Request.newBuilder().setEvaluate(request), List.of(), reply -> {
            EvaluatedReply found = reply.getEvaluated();
            consumer.accept(new Evaluated(found.getSample(), TrialWire.prediction(found.getPrediction())));
        });
        return Math.toIntExact(last.getDone().getCount());
    }

    /// Cancels the blocks and evaluations this client is running; they end after the trial in flight.
    public void cancel() {
        calls.cancelAll();
    }

    /// Memory of the agent's process.
    public Memory memory() {
        return Wire.read(ask(Request.newBuilder().setMemory(MemoryRequest.getDefaultInstance()))
                .getMemory());
    }

    /// Times the nodes of a loaded part on its example inputs, at machine speed: nothing is stretched.
    public Profile profile(String partId, int runs, Duration spacing) {
        ProfileReply reply = ask(Request.newBuilder()
                        .setProfile(ProfileRequest.newBuilder()
                                .setPart(partId)
                                .setRuns(runs)
                                .setSpacingNanos(spacing.toNanos())))
                .getProfile();
        return new Profile(
                reply.getNodesList().stream()
                        .map(node -> new Profile.NodeTime(node.getName(), node.getOperator(), node.getNanos()))
                        .toList(),
                reply.getTotalNanos());
    }

    @Override
    public void close() {
        calls.close();
    }
}
