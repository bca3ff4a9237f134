package io.tierwise.agent;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// The time that strangers get to prove who they are: a connection that stays silent is closed.
final class Greeting implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SocketChannel channel;
    private final Thread watchdog;
    private volatile boolean expired;

    Greeting(SocketChannel channel) {
        this.channel = channel;
        this.watchdog = Thread.ofVirtual().name("greeting").start(this::watch);
    }

    private void watch() {
        try {
            Thread.sleep(PATIENCE);
            expired = true;
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.getLogger(Greeting.class.getName()).log(System.Logger.Level.DEBUG, "closing a silent connection", e);
        }
    }

    /// Whether the time is over.
    boolean isExpired() {
        return expired;
    }

    @Override
    public void close() {
        watchdog.interrupt();
    }
}
