package io.tierwise.agent;

import io.tierwise.agent.FramePrefix.Ceilings;
import io.tierwise.agent.proto.FactsReply;
import io.tierwise.runtime.HostCpu;
import io.tierwise.runtime.NativeRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// An agent at work: listens, serves its controller and the other agents, until closed.
///
/// As a process of its own it is started by [AgentMain]; several may live in one process for tests.
public final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Agent.class.getName());
    static final Ceilings CEILINGS = new Ceilings(16 << 20, 1L << 30);

    private final AgentSettings settings;
    private final ServerSocketChannel server;
    private final Path folder;
    private final ProcessMemory memory = new ProcessMemory();
    private final ControlGroups groups = ControlGroups.ofSelf();
    private final Ticker ticker = Ticker.SYSTEM;
    private final Parts parts;
    private final Links links;
    private final Preparation preparation;
    private final Stages stages;
    private final Trials trials;
    private final SampleStore samples;
    private final Uploads uploads;
    private final Loader loader;
    private final Requests requests;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Object attendance = new Object();
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread accepting;
    private int controllers;
    private String attended = "";
    private volatile boolean closed;

    private Agent(AgentSettings settings, ServerSocketChannel server, Path folder) {
        this.settings = settings;
        this.server = server;
        this.folder = folder;
        String name = settings.name();
        Stretch stretch = new Stretch(ticker, CpuClock.ofKernel(), settings.cpuShare());
        Worker worker = new Worker(ticker, stretch, Throttling.of(groups.throttlingFile()));
        parts = new Parts(name);
        links = new Links(identity(), ticker, CEILINGS, this::lost);
        preparation = new Preparation(name, worker);
        stages = new Stages(name, parts, worker, links, preparation);
        samples = new SampleStore(folder);
        uploads = new Uploads(name, folder);
        accepting = Thread.ofPlatform().daemon().name("accept " + name).unstarted(this::accept);
        trials = new Trials(name, stages, ticker, preparation, samples);
        loader = new Loader(settings, parts, worker, memory, uploads);
        requests = new Requests(name, parts, stages, trials, worker);
    }

    /// Starts an agent that listens already when this returns.
    ///
    /// @throws TierException when it cannot listen where it shall
    public static Agent start(AgentSettings settings) {
        ServerSocketChannel server = listening(settings);
        // Opened before memory is read for the first time: its library is the agent's own, not the first part's.
        NativeRuntime.version();
        try {
            Agent agent = new Agent(settings, server, Files.createTempDirectory("tierwise-agent"));
            agent.accepting.start();
            return agent;
        } catch (IOException e) {
            throw new UncheckedIOException("agent " + settings.name() + " cannot make a folder for its files", e);
        }
    }

    private static ServerSocketChannel listening(AgentSettings settings) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            try {
                return server.bind(settings.listen());
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            String finding = "cannot listen on " + Connection.where(settings.listen()) + ": " + e.getMessage()
                    + "; end what listens there, or choose another port";
            throw new TierException(settings.name(), TierException.Reason.FAILED, finding, e);
        }
    }

    private Connection.Identity identity() {
        return new Connection.Identity(settings.token(), settings.name(), false);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) server.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same as `host:port`, an address and not a name.
    public String where() {
        InetSocketAddress address = address();
        // of a socket for both versions of IP the system says [::], whichever was asked for
        InetAddress host =
                address.getAddress().isAnyLocalAddress() ? settings.listen().getAddress() : address.getAddress();
        return Connection.where(new InetSocketAddress(host.getHostAddress(), address.getPort()));
    }

    public String name() {
        return settings.name();
    }

    /// Waits until no more than so many controllers are attached.
    void awaitControllers(int most) throws InterruptedException {
        synchronized (attendance) {
            while (controllers > most) {
                attendance.wait();
            }
        }
    }

    /// Waits until a controller has come and the last one has gone.
    void awaitControllerGone() throws InterruptedException {
        left.await();
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel channel = server.accept();
                open.add(channel);
                Thread.ofPlatform().daemon().name("serve " + settings.name()).start(() -> serve(channel));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a connection could not be accepted", e);
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            Connection connection = Connection.accept(channel, identity(), CEILINGS);
            if (connection.isController()) {
                serveController(connection);
            } else {
                reader().serve(connection);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection ended: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a connection was closed: " + e.getMessage());
        } finally {
            open.remove(channel);
        }
    }

    private void serveController(Connection connection) throws IOException {
        if (!attend(connection.peerName())) {
            new Busy(settings.name(), connection).serve();
            return;
        }
        try {
            new Control(this, connection).serve();
        } finally {
            synchronized (attendance) {
                controllers--;
                attendance.notifyAll();
                if (controllers == 0) {
                    forget();
                }
            }
        }
    }

    /// Whether a study may control this agent: two at once would take each other's links and times.
    private boolean attend(String study) {
        synchronized (attendance) {
            if (controllers > 0 && !study.equals(attended)) {
                return false;
            }
            attended = study;
            controllers++;
            return true;
        }
    }

    /// What the last controller left behind is of no use to the next one.
    private void forget() {
        if (!closed) {
            uploads.clear();
            samples.clear();
        }
        left.countDown();
    }

    private PeerReader reader() {
        return new PeerReader(settings.name(), stages, trials, links, ticker);
    }

    private void lost(String peer) {
        if (closed) {
            return;
        }
        LOG.log(System.Logger.Level.INFO, settings.name() + " lost " + peer);
        reader().lost(peer);
    }

    FactsReply facts() {
        HostCpu cpu = HostCpu.read();
        AgentFacts.Limits limits = groups.limits();
        return FactsReply.newBuilder()
                .setName(settings.name())
                .setCpu(cpu.model())
                .addAllFeatures(cpu.features())
                .setCores(Runtime.getRuntime().availableProcessors())
                .setControlGroups(limits.controlGroups())
                .setQuotaShare(limits.cpuShare())
                .setQuotaPeriodMicros(limits.quotaPeriodMicros())
                .setMemoryLimit(limits.memoryBytes())
                .setEmulatedShare(settings.cpuShare())
                .setThreads(settings.threads())
                .setEmulatedMemory(settings.memoryBytes())
                .setMachineBytes(ProcessMemory.machineBytes())
                .setOs(System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .setJdk(Runtime.version().toString())
                .setRuntime(NativeRuntime.version())
                .setAgent(Version.OWN)
                .setBootId(bootId())
                .setNanoTime(System.nanoTime())
                .build();
    }

    /// The kernel's identity of this boot; processes that share it share one monotonic clock.
    static String bootId() {
        Path file = Path.of("/proc/sys/kernel/random/boot_id");
        try {
            return Files.isReadable(file)
                    ? Files.readString(file, StandardCharsets.US_ASCII).strip()
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Memory memory() {
        return memory.read();
    }

    Loader loader() {
        return loader;
    }

    Requests requests() {
        return requests;
    }

    Links links() {
        return links;
    }

    Preparation preparation() {
        return preparation;
    }

    Stages stages() {
        return stages;
    }

    Trials trials() {
        return trials;
    }

    SampleStore samples() {
        return samples;
    }

    Uploads uploads() {
        return uploads;
    }

    /// Ends all connections and closes every session; its port is free when this returns.
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        trials.giveUp(new TierException(settings.name(), TierException.Reason.LOST, "the agent was closed"));
        closeChannels();
        links.close();
        requests.closeParts();
        samples.close();
        deleteFolder();
    }

    private void closeChannels() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
            // The system keeps the port for as long as a thread still waits there for connections.
            accepting.join();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "closing connections", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteFolder() {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "temporary files in " + folder + " stay", e);
        }
    }
}
