package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.CancelRequest;
import io.tierwise.agent.proto.Failure;
import io.tierwise.agent.proto.PingRequest;
import io.tierwise.agent.proto.Reply;
import io.tierwise.agent.proto.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Requests to an agent and their replies, which may come interleaved.
///
/// An agent may work for long without a word. One that has been silent for a while is asked for a sign
/// of life, and is lost when none comes within the same time: a machine that was switched off ends no
/// connection.
final class Calls implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final String tier;
    private final Connection connection;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, BlockingQueue<Reply>> waiting = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> cancellable = new ConcurrentHashMap<>();
    private final AtomicLong heard = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<TierException> end = Optional.empty();

    Calls(String tier, Connection connection) {
        this(tier, connection, SILENCE);
    }

    /// @param silence after which an agent that owes a reply is asked for a sign of life
    Calls(String tier, Connection connection, Duration silence) {
        this.tier = tier;
        this.connection = connection;
        Thread.ofVirtual().name("replies of " + tier).start(this::read);
        Thread.ofVirtual().name("silence of " + tier).start(() -> watch(silence));
    }

    private void watch(Duration silence) {
        try {
            long before = -1;
            boolean asked = false;
            while (!over.await(silence.toNanos(), TimeUnit.NANOSECONDS)) {
                long now = heard.get();
                boolean silent = !waiting.isEmpty() && now == before;
                if (silent && asked) {
                    String finding = "its agent has been silent for " + 2 * silence.toSeconds() + " s";
                    finish(new TierException(tier, Reason.LOST, finding));
                    connection.close();
                    return;
                }
                asked = silent;
                before = now;
                if (silent) {
                    // On a thread of its own: where nothing is read, writing blocks.
                    Thread.ofVirtual().name("ping " + tier).start(this::ping);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        FrameReader reader = connection.reader();
        String why = "its agent ended the connection";
        try {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                heard.incrementAndGet();
                Reply reply = next.get().header().as(Reply.parser());
                reader.skipPayload();
                BlockingQueue<Reply> queue = waiting.get(reply.getId());
                if (queue != null) {
                    queue.add(reply);
                }
            }
        } catch (IOException | RuntimeException e) {
            why = "the connection to its agent ended: " + e.getMessage();
        }
        finish(new TierException(tier, Reason.LOST, why));
    }

    private synchronized void finish(TierException reason) {
        if (end.isPresent()) {
            return;
        }
        end = Optional.of(reason);
        over.countDown();
        Reply lost = Reply.newBuilder()
                .setLast(true)
                .setFailure(Failure.newBuilder()
                        .setTier(tier)
                        .setReason(Reason.LOST.name())
                        .setMessage(Faults.message(reason).getMessage()))
                .build();
        waiting.values().forEach(queue -> queue.add(lost));
    }

    /// Sends a request and waits for its only reply.
    Reply one(Request.Builder request, List<ByteBuffer> payload) {
        return many(request, payload, reply -> {
            throw new BadFrameException("an unexpected early reply " + reply.getBodyCase());
        });
    }

    /// Sends a request and gives each reply but the last to `each`, on this thread; gives back the
    /// last. An interrupt or a failing consumer cancels the request.
    Reply many(Request.Builder request, List<ByteBuffer> payload, Consumer<Reply> each) {
        long id = ids.incrementAndGet();
        BlockingQueue<Reply> queue = new LinkedBlockingQueue<>();
        waiting.put(id, queue);
        try {
            send(request.setId(id).build(), payload);
            return take(id, queue, each);
        } finally {
            waiting.remove(id);
            cancellable.remove(id);
        }
    }

    private void send(Request request, List<ByteBuffer> payload) {
        Optional<TierException> ended = end;
        if (ended.isPresent()) {
            throw ended.get();
        }
        if (request.hasBlock() || request.hasEvaluate()) {
            cancellable.put(request.getId(), true);
        }
        try {
            connection.write(FrameType.REQUEST, request, payload);
        } catch (IOException e) {
            throw new TierException(tier, Reason.LOST, "cannot be sent to: " + e.getMessage(), e);
        }
    }

    private Reply take(long id, BlockingQueue<Reply> queue, Consumer<Reply> each) {
        boolean over = false;
        try {
            while (true) {
                Reply reply = queue.take();
                if (reply.hasFailure()) {
                    over = true;
                    throw Faults.read(reply.getFailure());
                }
                if (reply.getLast()) {
                    over = true;
                    return reply;
                }
                each.accept(reply);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierException(tier, Reason.FAILED, "interrupted while waiting for it", e);
        } finally {
            if (!over) {
                cancel(id);
            }
        }
    }

    private void cancel(long id) {
        tell(Request.newBuilder().setCancel(CancelRequest.newBuilder().setRequest(id)));
    }

    private void ping() {
        tell(Request.newBuilder().setPing(PingRequest.getDefaultInstance()));
    }

    /// Sends what no reply is waited for; a lost agent need not hear it.
    private void tell(Request.Builder request) {
        try {
            connection.write(
                    FrameType.REQUEST, request.setId(ids.incrementAndGet()).build(), List.of());
        } catch (IOException e) {
            System.getLogger(Calls.class.getName())
                    .log(System.Logger.Level.DEBUG, "a lost agent was not told " + request.getBodyCase(), e);
        }
    }

    /// Whether the agent can still be asked.
    boolean isOpen() {
        return end.isEmpty();
    }

    /// Cancels the blocks and evaluations that are running.
    void cancelAll() {
        cancellable.keySet().forEach(this::cancel);
    }

    @Override
    public void close() {
        over.countDown();
        connection.close();
    }
}
