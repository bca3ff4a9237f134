package io.tierwise.agent;

import io.tierwise.agent.TierException.Reason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The parts open on this agent, by id.
final class Parts implements AutoCloseable {

    private final String tier;
    private final Map<String, LoadedPart> parts = new ConcurrentHashMap<>();

    Parts(String tier) {
        this.tier = tier;
    }

    void add(LoadedPart part) {
        if (parts.putIfAbsent(part.id(), part) != null) {
            part.close();
            throw new TierException(tier, Reason.REQUEST, "has a part '" + part.id() + "' already");
        }
    }

    boolean contains(String id) {
        return parts.containsKey(id);
    }

    LoadedPart get(String id) {
        LoadedPart part = parts.get(id);
        if (part == null) {
            throw new TierException(tier, Reason.REQUEST, "has no part '" + id + "', it has " + parts.keySet());
        }
        return part;
    }

    /// Closes a part. Called with the worker taken: a session must not be closed under a run.
    void remove(String id) {
        get(id).close();
        parts.remove(id);
    }

    @Override
    public void close() {
        parts.values().forEach(LoadedPart::close);
        parts.clear();
    }
}
