package io.tierwise.agent;

import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The sending end of one directed link to another agent.
///
/// An unshaped link writes on the caller's thread. A shaped one has a thread of its own that lets
/// chunks go when the [Shaper] says they have crossed the link; what waits keeps the moment at which it
/// was ready, so that waiting in line never counts as being late.
final class Link implements AutoCloseable {

    private static final int QUEUE = 1024;

    private final String tier;
    private final Connection connection;
    private final Ticker ticker;
    private final Shaper shaper;
    private final boolean unshaped;
    private final BlockingQueue<Piece> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ReentrantLock frameLock = new ReentrantLock(true);
    private final AtomicBoolean lost = new AtomicBoolean();
    private final Consumer<String> onLost;
    private final AtomicLong generation = new AtomicLong();
    private volatile boolean closed;

    /// Some bytes of a frame.
    ///
    /// @param first whether a frame begins here
    /// @param gone run when they have been sent
    private record Piece(ByteBuffer bytes, long readyNanos, boolean first, long generation, Runnable gone) {}

    /// @param onLost told once, with the tier's name, when the other end is gone
    Link(String tier, Connection connection, Peer peer, Ticker ticker, Consumer<String> onLost) {
        this.tier = tier;
        this.connection = connection;
        this.ticker = ticker;
        this.onLost = onLost;
        shaper = new Shaper(peer.shape(), peer.jitterSeed());
        unshaped = peer.shape().isUnshapedUp();
        Thread.ofVirtual().name("watch " + tier).start(this::watch);
        if (!unshaped) {
            Thread.ofPlatform().daemon().name("link to " + tier).start(this::drain);
        }
    }

    /// Sends a whole frame; the payload must keep its content until it has gone.
    ///
    /// @throws TierException when the other end is gone
    void send(FrameType type, MessageLite header, List<ByteBuffer> payload) {
        long length = payload.stream().mapToLong(ByteBuffer::remaining).sum();
        try (Transfer transfer = begin(FrameWriter.head(type, header, length))) {
            List<ByteBuffer> rest = new ArrayList<>();
            payload.forEach(buffer -> rest.add(buffer.duplicate()));
            transfer.finish(rest, ticker.nanoTime());
        }
    }

    /// Begins a frame whose payload follows piece by piece; no other frame goes between.
    Transfer begin(ByteBuffer head) {
        frameLock.lock();
        return new Transfer(head);
    }

    /// A frame being sent. Closed when its last byte was handed over.
    final class Transfer implements AutoCloseable {
        private final ByteBuffer head;
        private boolean begun;

        private Transfer(ByteBuffer head) {
            this.head = head;
        }

        /// Hands over the next bytes, or none.
        ///
        /// @param gone run when the link has sent them and everything before; not if the link is lost
        void piece(ByteBuffer bytes, long readyNanos, Runnable gone) {
            send(List.of(bytes), readyNanos, gone);
        }

        private void finish(List<ByteBuffer> rest, long readyNanos) {
            send(rest, readyNanos, () -> {});
        }

        private void send(List<ByteBuffer> rest, long readyNanos, Runnable gone) {
            List<ByteBuffer> all = new ArrayList<>();
            if (!begun) {
                all.add(head);
            }
            all.addAll(rest);
            boolean first = !begun;
            begun = true;
            if (unshaped) {
                writeNow(all);
                gone.run();
                return;
            }
            for (int i = 0; i < all.size(); i++) {
                Runnable then = i == all.size() - 1 ? gone : () -> {};
                enqueue(new Piece(all.get(i), readyNanos, first && i == 0, generation.get(), then));
            }
        }

        @Override
        public void close() {
            try {
                if (!begun) {
                    finish(List.of(), ticker.nanoTime());
                }
            } finally {
                frameLock.unlock();
            }
        }
    }

    /// Lets everything that still waits go at once: the trials it belongs to are over.
    void expedite() {
        generation.incrementAndGet();
    }

    private void writeNow(List<ByteBuffer> buffers) {
        try {
            connection.write(buffers.toArray(ByteBuffer[]::new));
        } catch (IOException e) {
            lose();
            throw new TierException(tier, TierException.Reason.LOST, "cannot be sent to: " + e, e);
        }
    }

    private void enqueue(Piece piece) {
        if (lost.get() || closed) {
            throw new TierException(tier, TierException.Reason.LOST, "cannot be sent to: the connection is gone");
        }
        try {
            queue.put(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierException(tier, TierException.Reason.FAILED, "interrupted while sending", e);
        }
    }

    private void drain() {
        try {
            while (!closed) {
                deliver(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            lose();
            queue.clear();
        }
    }

    private void deliver(Piece piece) throws IOException {
        ByteBuffer bytes = piece.bytes();
        boolean first = piece.first();
        int limit = bytes.limit();
        while (bytes.position() < limit) {
            int count = Math.min(shaper.chunkBytes(), limit - bytes.position());
            if (piece.generation() == generation.get()) {
                ticker.waitUntil(shaper.due(piece.readyNanos(), count, first));
            } else {
                shaper.clear();
            }
            connection.write(bytes.limit(bytes.position() + count));
            bytes.limit(limit);
            first = false;
        }
        piece.gone().run();
    }

    /// Nothing is ever sent back on this connection: an end of it is the other agent's end.
    private void watch() {
        try {
            connection.reader().next();
        } catch (IOException | RuntimeException e) {
            System.getLogger(Link.class.getName())
                    .log(System.Logger.Level.DEBUG, "connection to " + tier + " ended", e);
        }
        lose();
    }

    /// Gives the link up; its other end sees the connection end.
    void lose() {
        if (!closed && lost.compareAndSet(false, true)) {
            connection.close();
            onLost.accept(tier);
        }
    }

    @Override
    public void close() {
        closed = true;
        connection.close();
        // Wakes the thread that may be waiting for a piece.
        if (!queue.offer(new Piece(ByteBuffer.allocate(0), 0, false, generation.get(), () -> {}))) {
            queue.clear();
        }
    }
}
