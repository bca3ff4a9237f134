package io.tierwise.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.tierwise.agent.FramePrefix.Ceilings;
import io.tierwise.agent.TierException.Reason;
import io.tierwise.agent.proto.Challenge;
import io.tierwise.agent.proto.Hello;
import io.tierwise.agent.proto.Welcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/// A connection on which both ends have proved the token.
final class Connection implements AutoCloseable {

    /// Longest time that opening a connection may take.
    private static final Duration REACHING = Duration.ofSeconds(10);

    private static final String ANOTHER_TOKEN = "it was started with another; give both the same TIERWISE_TOKEN";

    private final SocketChannel channel;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final String peerName;
    private final boolean controller;

    private Connection(SocketChannel channel, FrameReader reader, FrameWriter writer, Hello peer) {
        this.channel = channel;
        this.reader = reader;
        this.writer = writer;
        this.peerName = peer.getName();
        this.controller = peer.getController();
    }

    /// Who we say we are.
    record Identity(Token token, String name, boolean controller) {
        private String claim() {
            return (controller ? "controller " : "agent ") + name;
        }
    }

    /// The other end is there, but is not one of ours.
    private static final class RefusalException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusalException(String message) {
            super(message);
        }

        RefusalException(String message, IOException cause) {
            super(message, cause);
        }
    }

    /// Opens a connection to an agent.
    ///
    /// @throws TierException named by the address, when nothing listens there, or it is no agent, or
    ///     does not know our token
    static Connection open(InetSocketAddress address, Identity us, Ceilings ceilings) {
        String where = where(address);
        if (address.isUnresolved()) {
            throw new TierException(where, Reason.LOST, "cannot be found: no machine of this name is known here");
        }
        try {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket().connect(address, Math.toIntExact(REACHING.toMillis()));
                return greet(channel, us, ceilings);
            } catch (IOException | RuntimeException e) {
                closeQuietly(channel);
                throw e;
            }
        } catch (RefusalException e) {
            throw new TierException(where, Reason.PROTOCOL, String.valueOf(e.getMessage()), e);
        } catch (BadFrameException e) {
            throw new TierException(
                    where,
                    Reason.PROTOCOL,
                    "is no agent of this version of Tierwise (" + e.getMessage() + "): run the same version on both",
                    e);
        } catch (SocketTimeoutException e) {
            String finding = "does not answer within " + REACHING.toSeconds()
                    + " s: is the machine on, and does no firewall stand between?";
            throw new TierException(where, Reason.LOST, finding, e);
        } catch (IOException e) {
            throw new TierException(where, Reason.LOST, "cannot be reached: " + e.getMessage(), e);
        }
    }

    /// `host:port`, as one writes it.
    static String where(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "closing", e);
        }
    }

    /// Sends small frames at once, and notices within a minute when the other machine is gone without a
    /// word.
    private static void set(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        if (channel.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            channel.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 30);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
            channel.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 3);
        }
    }

    private static Connection greet(SocketChannel channel, Identity us, Ceilings ceilings) throws IOException {
        set(channel);
        FrameReader reader = new FrameReader(channel, Ceilings.STRANGER);
        FrameWriter writer = new FrameWriter(channel);
        try (Greeting greeting = new Greeting(channel)) {
            try {
                byte[] theirs = expect(reader, FrameType.CHALLENGE)
                        .as(Challenge.parser())
                        .getNonce()
                        .toByteArray();
                Welcome welcome = prove(reader, writer, us, theirs);
                reader.raise(ceilings);
                Hello peer = Hello.newBuilder().setName(welcome.getName()).build();
                return new Connection(channel, reader, writer, peer);
            } catch (IOException e) {
                if (greeting.isExpired()) {
                    throw new RefusalException("takes the connection and says nothing: is it an agent?", e);
                }
                throw e;
            }
        }
    }

    private static Welcome prove(FrameReader reader, FrameWriter writer, Identity us, byte[] theirs)
            throws IOException {
        byte[] ours = Token.nonce();
        Hello hello = Hello.newBuilder()
                .setProof(ByteString.copyFrom(us.token().prove("hello", theirs, us.claim())))
                .setNonce(ByteString.copyFrom(ours))
                .setController(us.controller())
                .setName(us.name())
                .build();
        writer.write(FrameType.HELLO, hello, List.of());
        Welcome welcome;
        try {
            welcome = expect(reader, FrameType.WELCOME).as(Welcome.parser());
        } catch (EOFException e) {
            throw new RefusalException("does not take our token: " + ANOTHER_TOKEN, e);
        }
        if (!us.token().isProof(welcome.getProof().toByteArray(), "welcome", ours, welcome.getName())) {
            throw new RefusalException("does not know our token: " + ANOTHER_TOKEN);
        }
        return welcome;
    }

    /// Answers a connection that came in.
    ///
    /// @throws BadFrameException when it does not prove the token
    static Connection accept(SocketChannel channel, Identity us, Ceilings ceilings) throws IOException {
        set(channel);
        try (var _ = new Greeting(channel)) {
            return accepted(channel, us, ceilings);
        }
    }

    private static Connection accepted(SocketChannel channel, Identity us, Ceilings ceilings) throws IOException {
        FrameReader reader = new FrameReader(channel, Ceilings.STRANGER);
        FrameWriter writer = new FrameWriter(channel);
        byte[] nonce = Token.nonce();
        writer.write(
                FrameType.CHALLENGE,
                Challenge.newBuilder().setNonce(ByteString.copyFrom(nonce)).build(),
                List.of());
        Hello hello = expect(reader, FrameType.HELLO).as(Hello.parser());
        Identity them = new Identity(us.token(), hello.getName(), hello.getController());
        if (!us.token().isProof(hello.getProof().toByteArray(), "hello", nonce, them.claim())) {
            throw new BadFrameException("'" + hello.getName() + "' does not know the token");
        }
        byte[] proof = us.token().prove("welcome", hello.getNonce().toByteArray(), us.name());
        writer.write(
                FrameType.WELCOME,
                Welcome.newBuilder()
                        .setProof(ByteString.copyFrom(proof))
                        .setName(us.name())
                        .build(),
                List.of());
        reader.raise(ceilings);
        return new Connection(channel, reader, writer, hello);
    }

    private static Frame.Message expect(FrameReader reader, FrameType type) throws IOException {
        Frame frame =
                reader.next().orElseThrow(() -> new EOFException("the connection was closed before both were known"));
        if (frame.type() != type || frame.payloadLength() != 0) {
            throw new BadFrameException("found a " + frame.type() + " frame, expected " + type);
        }
        return frame.header();
    }

    String peerName() {
        return peerName;
    }

    boolean isController() {
        return controller;
    }

    FrameReader reader() {
        return reader;
    }

    void write(FrameType type, MessageLite header, List<ByteBuffer> payload) throws IOException {
        writer.write(type, header, payload);
    }

    void write(ByteBuffer... buffers) throws IOException {
        writer.write(buffers);
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
