package io.tierwise.agent;

import io.tierwise.agent.proto.LoadReply;
import io.tierwise.agent.proto.LoadRequest;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The parts and ways that one controller brought to this agent. They end with it: a controller that
/// was killed must not leave names taken and memory used.
final class Belongings {

    private final Agent agent;
    private final Set<String> parts = ConcurrentHashMap.newKeySet();
    private final Set<String> ways = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    Belongings(Agent agent) {
        this.agent = agent;
    }

    /// Opens a part; one whose controller left meanwhile is closed again.
    LoadReply load(LoadRequest request, ByteBuffer payload) {
        LoadReply reply = agent.loader().load(request, payload);
        parts.add(request.getPart());
        if (over) {
            drop(request.getPart());
        }
        return reply;
    }

    void unload(String part) {
        agent.loader().unload(part);
        parts.remove(part);
    }

    void route(RouteSpec route) {
        agent.stages().install(route);
        ways.add(route.strategy());
    }

    void unroute(String strategy) {
        agent.stages().remove(strategy);
        ways.remove(strategy);
    }

    void end() {
        over = true;
        ways.forEach(agent.stages()::remove);
        parts.forEach(this::drop);
    }

    private void drop(String part) {
        if (parts.remove(part)) {
            agent.loader().drop(part);
        }
    }
}
