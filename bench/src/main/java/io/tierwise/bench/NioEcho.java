package io.tierwise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The least a transport between two JVMs can cost: a process that sends back every byte, read and
/// written through direct buffers.
final class NioEcho implements AutoCloseable {
    private final Process process;
    private final SocketChannel channel;

    private NioEcho(Process process, SocketChannel channel) {
        this.process = process;
        this.channel = channel;
    }

    /// Starts the other process and connects to it over loopback.
    ///
    /// @param messageBytes size of every message
    /// @param replyBytes size of every reply, at least 8
    static NioEcho start(int messageBytes, int replyBytes) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                NioEcho.class.getName(),
                String.valueOf(messageBytes),
                String.valueOf(replyBytes));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String port = new String(process.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        SocketChannel channel = SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.strip())));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new NioEcho(process, channel);
    }

    /// Sends a message and waits for the whole reply.
    ///
    /// @return nanoseconds from the first byte sent to the last byte received
    long roundTripNanos(ByteBuffer message, ByteBuffer reply) {
        long start = System.nanoTime();
        exchange(message, reply);
        return System.nanoTime() - start;
    }

    /// Sends a message and waits for the reply, which says when the message had arrived.
    ///
    /// @param reply at least 8 bytes
    /// @return nanoseconds from the first byte sent to the last byte arrived; on Linux all processes of
    ///     one boot share the clock, and agents count on that too
    long oneWayNanos(ByteBuffer message, ByteBuffer reply) {
        long start = System.nanoTime();
        exchange(message, reply);
        return reply.getLong(0) - start;
    }

    private void exchange(ByteBuffer message, ByteBuffer reply) {
        message.clear();
        reply.clear();
        try {
            while (message.hasRemaining()) {
                channel.write(message);
            }
            while (reply.hasRemaining()) {
                if (channel.read(reply) < 0) {
                    throw new IOException("the echo process has gone");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        process.destroy();
    }

    /// The other process: replies to messages of `arguments[0]` bytes with `arguments[1]` bytes until
    /// its peer leaves.
    public static void main(String[] arguments) throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(Integer.parseInt(arguments[0]));
        ByteBuffer reply = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
        try (var server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            System.out.printf("%5d", ((InetSocketAddress) server.getLocalAddress()).getPort());
            System.out.flush();
            try (SocketChannel peer = server.accept()) {
                peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
                while (fill(peer, message)) {
                    reply.clear().putLong(0, System.nanoTime());
                    while (reply.hasRemaining()) {
                        peer.write(reply);
                    }
                }
            }
        }
    }

    private static boolean fill(SocketChannel peer, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (peer.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
