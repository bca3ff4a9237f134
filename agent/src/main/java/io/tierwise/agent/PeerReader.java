package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.LinkUse;
import io.tierwise.agent.proto.Trial;
import io.tierwise.agent.proto.TrialFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Takes what another agent sends: trials meant for this tier, and trials it only passes on.
final class PeerReader {

    private final String tier;
    private final Stages stages;
    private final Trials trials;
    private final Links links;
    private final Ticker ticker;
    private final PayloadBuffers buffers = new PayloadBuffers();
    private final RelayBuffers relayed = new RelayBuffers();

    PeerReader(String tier, Stages stages, Trials trials, Links links, Ticker ticker) {
        this.tier = tier;
        this.stages = stages;
        this.trials = trials;
        this.links = links;
        this.ticker = ticker;
    }

    /// Serves the connection until it ends.
    ///
    /// @throws BadFrameException when the other end does not speak our protocol
    void serve(Connection connection) throws IOException {
        FrameReader reader = connection.reader();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            Frame frame = next.get();
            switch (frame.type()) {
                case TRIAL -> trial(frame, reader);
                case TRIAL_FAILED -> failed(frame);
                case CHALLENGE, HELLO, WELCOME, REQUEST, REPLY ->
                    throw new BadFrameException("an agent does not send " + frame.type() + " frames");
            }
        }
    }

    private void trial(Frame frame, FrameReader reader) throws IOException {
        Trial message = frame.header().as(Trial.parser());
        LinkUse use = LinkUse.newBuilder()
                .setFrom(message.getFrom())
                .setTo(tier)
                .setBytes(frame.totalBytes())
                .build();
        List<String> path = ours(message.getPathList());
        if (path.size() > 1) {
            relay(message, path.subList(1, path.size()), use, new Incoming(frame, reader));
            return;
        }
        ByteBuffer payload = buffers.take(frame.payloadLength());
        reader.payload(payload.duplicate());
        long arrived = ticker.nanoTime();
        try {
            RouteSpec route = stages.route(message.getStrategy());
            trials.advance(resume(message, route, payload, use), arrived);
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(message, Faults.of(tier, e));
        }
    }

    private static Journey resume(Trial message, RouteSpec route, ByteBuffer payload, LinkUse use) {
        return message.hasRaw()
                ? Journey.resume(message, route, RawInput.read(message.getRaw(), payload), use)
                : Journey.resume(message, route, Payload.open(message.getTensorsList(), payload), use);
    }

    private List<String> ours(List<String> path) {
        if (path.isEmpty() || !path.getFirst().equals(tier)) {
            throw new BadFrameException("a frame for " + path + " came to " + tier);
        }
        return path;
    }

    private record Incoming(Frame frame, FrameReader reader) {}

    /// Passes a trial on while it is still arriving.
    private void relay(Trial message, List<String> rest, LinkUse use, Incoming incoming) throws IOException {
        Trial.Builder onward =
                message.toBuilder().clearPath().addAllPath(rest).setFrom(tier).addLinks(use);
        Link link;
        try {
            link = links.to(rest.getFirst());
        } catch (TierException e) {
            incoming.reader().skipPayload();
            fail(message, e);
            return;
        }
        ByteBuffer head = FrameWriter.head(
                FrameType.TRIAL, onward.build(), incoming.frame().payloadLength());
        try (Link.Transfer transfer = link.begin(head)) {
            pump(incoming.reader(), transfer);
        } catch (TierException e) {
            incoming.reader().skipPayload();
            fail(message, e);
        } catch (IOException e) {
            // Half a frame is on the next link; only its end can tell the other side.
            link.lose();
            throw e;
        }
    }

    /// Passes on what has arrived so far, one buffer after the other; each is given back by its last piece.
    private void pump(FrameReader reader, Link.Transfer transfer) throws IOException {
        ByteBuffer buffer = relayed.take();
        int begin = 0;
        while (reader.chunk(buffer)) {
            ByteBuffer piece = buffer.slice(begin, buffer.position() - begin);
            begin = buffer.position();
            if (buffer.hasRemaining()) {
                transfer.piece(piece, ticker.nanoTime(), () -> {});
            } else {
                ByteBuffer full = buffer;
                transfer.piece(piece, ticker.nanoTime(), () -> relayed.give(full));
                buffer = relayed.take();
                begin = 0;
            }
        }
        ByteBuffer last = buffer;
        transfer.piece(last.slice(begin, 0), ticker.nanoTime(), () -> relayed.give(last));
    }

    private void fail(Trial message, TierException failure) {
        if (message.getSource().equals(tier)) {
            trials.failed(message.getTrial(), failure);
            return;
        }
        List<String> back = stages.find(message.getStrategy())
                .map(route -> route.path(tier, message.getSource()))
                .orElse(List.of(message.getSource()));
        tell(message.getTrial(), back, failure);
    }

    private void tell(long trial, List<String> path, TierException failure) {
        try {
            stages.sendFailure(trial, path, failure);
        } catch (TierException e) {
            System.getLogger(PeerReader.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the source cannot be told of \"" + failure.getMessage() + "\": " + e.getMessage());
        }
    }

    private void failed(Frame frame) {
        if (frame.payloadLength() != 0) {
            throw new BadFrameException("a failure carries no payload");
        }
        TrialFailed message = frame.header().as(TrialFailed.parser());
        List<String> path = ours(message.getPathList());
        TierException failure = Faults.read(message.getFailure());
        if (path.size() == 1) {
            trials.failed(message.getTrial(), failure);
        } else {
            tell(message.getTrial(), path.subList(1, path.size()), failure);
        }
    }

    /// Tells the sources of all routes that need it that a peer is gone.
    void lost(String peer) {
        TierException failure = new TierException(peer, Reason.LOST, "its connection to " + tier + " ended");
        trials.failed(0, failure);
        for (RouteSpec route : stages.routes()) {
            if (!route.source().equals(tier) && !route.source().equals(peer) && Trials.uses(route, peer)) {
                tell(0, route.path(tier, route.source()), failure);
            }
        }
    }
}
