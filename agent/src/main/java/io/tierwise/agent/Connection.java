package io.tierwise.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.tierwise.agent.FramePrefix.Ceilings;
import io.tierwise.agent.proto.Challenge;
import io.tierwise.agent.proto.Hello;
import io.tierwise.agent.proto.Welcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/// A connection on which both ends have proved the token.
final class Connection implements AutoCloseable {

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

    /// Opens a connection to an agent.
    ///
    /// @throws TierException when nothing listens there, or it does not know our token
    static Connection open(InetSocketAddress address, Identity us, Ceilings ceilings) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(address);
            return greet(channel, us, ceilings);
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            if (e instanceof TierException known) {
                throw known;
            }
            throw new TierException(
                    address.toString(), TierException.Reason.LOST, "cannot be reached: " + e.getMessage(), e);
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable SocketChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "closing", e);
            }
        }
    }

    private static Connection greet(SocketChannel channel, Identity us, Ceilings ceilings) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        FrameReader reader = new FrameReader(channel, Ceilings.STRANGER);
        FrameWriter writer = new FrameWriter(channel);
        byte[] theirs = expect(reader, FrameType.CHALLENGE)
                .as(Challenge.parser())
                .getNonce()
                .toByteArray();
        byte[] ours = Token.nonce();
        Hello hello = Hello.newBuilder()
                .setProof(ByteString.copyFrom(us.token().prove("hello", theirs, us.claim())))
                .setNonce(ByteString.copyFrom(ours))
                .setController(us.controller())
                .setName(us.name())
                .build();
        writer.write(FrameType.HELLO, hello, List.of());
        Welcome welcome = expect(reader, FrameType.WELCOME).as(Welcome.parser());
        if (!us.token().isProof(welcome.getProof().toByteArray(), "welcome", ours, welcome.getName())) {
            throw new TierException(
                    welcome.getName(), TierException.Reason.PROTOCOL, "does not know this study's token");
        }
        reader.raise(ceilings);
        return new Connection(
                channel,
                reader,
                writer,
                Hello.newBuilder().setName(welcome.getName()).build());
    }

    /// Answers a connection that came in.
    ///
    /// @throws BadFrameException when it does not prove the token
    static Connection accept(SocketChannel channel, Identity us, Ceilings ceilings) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
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
