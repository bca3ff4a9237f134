package io.tierwise.agent;

import io.tierwise.agent.proto.Done;
import io.tierwise.agent.proto.PeersRequest;
import io.tierwise.agent.proto.Reply;
import io.tierwise.agent.proto.Request;
import io.tierwise.data.Preprocessing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Serves one controller: short requests in the order they come, long ones each on a thread of its own,
/// so that they can be cancelled.
final class Control {

    private final Agent agent;
    private final Belongings belongings;
    private final Connection connection;
    private final Map<Long, Cancellation> running = new ConcurrentHashMap<>();

    Control(Agent agent, Connection connection) {
        this.agent = agent;
        this.belongings = new Belongings(agent);
        this.connection = connection;
    }

    /// Serves until the controller leaves; then what it began is cancelled.
    void serve() throws IOException {
        FrameReader reader = connection.reader();
        try {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                Frame frame = next.get();
                if (frame.type() != FrameType.REQUEST) {
                    throw new BadFrameException("a controller does not send " + frame.type() + " frames");
                }
                handle(frame.header().as(Request.parser()), frame, reader);
            }
        } finally {
            running.values().forEach(Cancellation::cancel);
            belongings.end();
        }
    }

    private interface Work {
        Reply.Builder run(Cancellation cancellation);
    }

    private void handle(Request request, Frame frame, FrameReader reader) throws IOException {
        long id = request.getId();
        switch (request.getBodyCase()) {
            case LOAD -> {
                ByteBuffer payload = fresh(frame, reader);
                later(id, c -> Reply.newBuilder().setLoad(belongings.load(request.getLoad(), payload)));
            }
            case BLOCK -> later(id, c -> done(agent.requests().block(request.getBlock(), c, reply -> send(id, reply))));
            case EVALUATE ->
                later(id, c -> done(agent.requests().evaluate(request.getEvaluate(), c, reply -> send(id, reply))));
            case PROFILE ->
                later(id, c -> Reply.newBuilder().setProfile(agent.requests().profile(request.getProfile())));
            case UNLOAD ->
                later(id, c -> {
                    belongings.unload(request.getUnload().getPart());
                    return done();
                });
            default -> {
                byte[] payload = reader.payloadBytes();
                finish(id, c -> now(request, payload), new Cancellation());
            }
        }
    }

    private static ByteBuffer fresh(Frame frame, FrameReader reader) throws IOException {
        // alignedSlice cuts at both ends
        ByteBuffer payload = ByteBuffer.allocateDirect((int) frame.payloadLength() + 2 * Payload.ALIGNMENT)
                .alignedSlice(Payload.ALIGNMENT)
                .slice(0, (int) frame.payloadLength());
        reader.payload(payload.duplicate());
        return payload.order(ByteOrder.nativeOrder());
    }

    private Reply.Builder now(Request request, byte[] payload) {
        switch (request.getBodyCase()) {
            case FACTS -> {
                return Reply.newBuilder().setFacts(agent.facts());
            }
            case MEMORY -> {
                return Reply.newBuilder().setMemory(Wire.message(agent.memory()));
            }
            case UPLOADED -> {
                boolean there = agent.uploads().has(request.getUploaded().getSha256());
                return done(Done.newBuilder().setCount(there ? 1 : 0).build());
            }
            case UPLOAD -> agent.uploads().append(request.getUpload(), payload);
            case PEERS -> agent.links().replace(peers(request.getPeers()));
            case ROUTE -> belongings.route(Wire.read(request.getRoute()));
            case UNROUTE -> belongings.unroute(request.getUnroute().getStrategy());
            case PREPROCESSING ->
                agent.preparation()
                        .by(Preprocessing.parse(request.getPreprocessing().getText()));
            case SAMPLE -> agent.samples().put(request.getSample(), payload);
            case CANCEL -> cancel(request.getCancel().getRequest());
            case PING -> {
                return done();
            }
            default -> throw new BadFrameException("a request of unknown kind " + request.getBodyCase());
        }
        return done();
    }

    private void cancel(long id) {
        Cancellation cancellation = running.get(id);
        if (cancellation != null) {
            cancellation.cancel();
        }
    }

    private static Map<String, Peer> peers(PeersRequest request) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        for (PeersRequest.PeerInfo peer : request.getPeersList()) {
            peers.put(
                    peer.getTier(),
                    new Peer(
                            new InetSocketAddress(peer.getHost(), peer.getPort()),
                            Wire.read(peer.getShape()),
                            peer.getJitterSeed()));
        }
        return peers;
    }

    private static Reply.Builder done() {
        return done(Done.getDefaultInstance());
    }

    private static Reply.Builder done(Done done) {
        return Reply.newBuilder().setDone(done);
    }

    /// Runs on a platform thread: work of this length would pin a carrier, and its CPU clock would be the carrier's.
    private void later(long id, Work work) {
        Cancellation cancellation = new Cancellation();
        running.put(id, cancellation);
        Thread.ofPlatform().daemon().name("request " + id).start(() -> {
            try {
                finish(id, work, cancellation);
            } finally {
                running.remove(id);
            }
        });
    }

    private void finish(long id, Work work, Cancellation cancellation) {
        Reply.Builder reply;
        try {
            reply = work.run(cancellation);
        } catch (RuntimeException | OutOfMemoryError e) {
            reply = Reply.newBuilder().setFailure(Faults.message(Faults.of(agent.name(), e)));
        }
        send(id, reply.setLast(true));
    }

    private void send(long id, Reply.Builder reply) {
        try {
            connection.write(FrameType.REPLY, reply.setId(id).build(), List.of());
        } catch (IOException e) {
            running.values().forEach(Cancellation::cancel);
        }
    }
}
