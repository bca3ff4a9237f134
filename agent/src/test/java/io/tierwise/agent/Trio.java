package io.tierwise.agent;

import io.tierwise.data.Encoded;
import io.tierwise.data.Label;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Three agents in one process, each a peer of the others, and their clients.
final class Trio implements AutoCloseable {

    static final List<String> TIERS = List.of("mobile", "edge", "cloud");
    static final long[] SHAPE = {1, 6};

    private final Token token = Token.random();
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final Map<String, AgentClient> clients = new LinkedHashMap<>();

    static Trio start() {
        return start(LinkShape.UNSHAPED, 0);
    }

    static Trio start(LinkShape shape, double mobileShare) {
        Trio trio = new Trio();
        for (String tier : TIERS) {
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            double share = "mobile".equals(tier) ? mobileShare : 0;
            Agent agent = Agent.start(new AgentSettings(tier, any, trio.token, share, 1, 0));
            trio.agents.put(tier, agent);
            trio.clients.put(tier, AgentClient.connect(agent.address(), trio.token));
        }
        trio.connect(shape);
        return trio;
    }

    private void connect(LinkShape shape) {
        clients.forEach((tier, client) -> {
            Map<String, Peer> peers = new HashMap<>();
            agents.forEach((other, agent) -> {
                if (!other.equals(tier)) {
                    peers.put(other, new Peer(agent.address(), shape, 7));
                }
            });
            client.peers(peers);
            client.preprocessing(Preprocessing.parse("scale=1"));
        });
    }

    Agent agent(String tier) {
        return Objects.requireNonNull(agents.get(tier), tier);
    }

    AgentClient client(String tier) {
        return Objects.requireNonNull(clients.get(tier), tier);
    }

    Token token() {
        return token;
    }

    /// Cuts the chain evenly over these tiers, loads the parts and tells everyone the route.
    RouteSpec place(String strategy, String source, List<String> tiers, List<Hop> hops) {
        List<Stage> stages = new ArrayList<>();
        int steps = TinyModel.CHAIN.size();
        for (int i = 0; i < tiers.size(); i++) {
            int from = steps * i / tiers.size();
            int to = steps * (i + 1) / tiers.size();
            String part = strategy + "-" + i;
            byte[] model = TinyModel.of(TinyModel.CHAIN, from, to, SHAPE);
            client(tiers.get(i)).load(PartSpec.of(part, new PartModel.Bytes(model), SessionSettings.exact()));
            stages.add(new Stage(
                    tiers.get(i),
                    part,
                    List.of(TinyModel.CHAIN.get(from).input()),
                    List.of(TinyModel.CHAIN.get(to - 1).output())));
        }
        RouteSpec route = new RouteSpec(strategy, source, stages, hops, new Task.Classification(6, 0), Map.of());
        clients.values().forEach(client -> client.route(route));
        return route;
    }

    /// Samples of six random numbers.
    static List<Sample> samples(int count, long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] values = new float[(int) SHAPE[1]];
            for (int j = 0; j < values.length; j++) {
                values[j] = (float) random.nextGaussian();
            }
            Tensor tensor = Tensor.ofFloats(values, SHAPE[1]);
            samples.add(new Sample("s" + i, new Encoded.ArrayValue(tensor), new Label.None()));
        }
        return samples;
    }

    /// What the whole chain says in one session, without agents.
    static io.tierwise.data.Prediction direct(Sample sample) {
        byte[] whole = TinyModel.of(TinyModel.CHAIN, 0, TinyModel.CHAIN.size(), SHAPE);
        Tensor input = Preprocessing.parse("scale=1").apply(sample.input());
        try (ModelSession session = ModelSession.open(whole, SessionSettings.exact())) {
            List<Tensor> outputs = List.copyOf(session.run(Map.of("x", input)).values());
            return new Task.Classification(6, 0).read(outputs);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(AgentClient::close);
        agents.values().forEach(Agent::close);
    }
}
