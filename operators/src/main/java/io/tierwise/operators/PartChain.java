package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.Gate;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.NumberFormat;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parts opened in this process, run one after the other.
public final class PartChain implements AutoCloseable {

    private final List<ModelSession> sessions;
    private final List<Part> parts;
    private final Map<String, FittedCodec> codecs;
    private final NumberFormat format = new NumberFormat();

    private PartChain(List<Part> parts, List<ModelSession> sessions, Map<String, FittedCodec> codecs) {
        this.parts = parts;
        this.sessions = sessions;
        this.codecs = codecs;
    }

    /// Opens every part on one thread.
    public static PartChain open(List<Part> parts, Optimization optimization) {
        return open(parts, optimization, Map.of());
    }

    /// Opens every part on one thread; what one gives arrives as its codec leaves it.
    static PartChain open(List<Part> parts, Optimization optimization, Map<String, FittedCodec> codecs) {
        SessionSettings settings = optimization == Optimization.NONE
                ? SessionSettings.exact()
                : SessionSettings.fast(1).withOptimization(optimization);
        List<ModelSession> sessions = new ArrayList<>();
        PartChain chain = new PartChain(List.copyOf(parts), sessions, codecs);
        try {
            for (Part part : chain.parts) {
                sessions.add(Sessions.open(part.model(), settings));
            }
            return chain;
        } catch (RuntimeException e) {
            chain.close();
            throw e;
        }
    }

    /// Runs the parts in order; each finds its inputs among the given ones and the outputs of earlier
    /// parts.
    ///
    /// @return every tensor that any part gave, as it arrives
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Map<String, Tensor> known = new HashMap<>(inputs);
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (ModelSession session : sessions) {
            Map<String, Tensor> answer = runPart(session, known);
            known.putAll(answer);
            given.putAll(answer);
        }
        return given;
    }

    /// An answer, and how many parts ran for it.
    public record Left(Tensor answer, int partsRun) {}

    /// Runs the parts in order until one is sure enough, or to the end.
    ///
    /// @return that part's answer, or the first output of the last part
    public Left runUntilSure(Map<String, Tensor> inputs) {
        Map<String, Tensor> known = new HashMap<>(inputs);
        for (int i = 0; i < sessions.size(); i++) {
            Map<String, Tensor> given = runPart(sessions.get(i), known);
            Optional<Gate> gate = parts.get(i).gate();
            if (gate.isPresent() && gate.get().opens(find(given, gate.get().confidence()))) {
                return new Left(find(given, gate.get().answer()), i + 1);
            }
            known.putAll(given);
        }
        return new Left(find(known, parts.getLast().outputs().getFirst()), sessions.size());
    }

    private Map<String, Tensor> runPart(ModelSession session, Map<String, Tensor> known) {
        Map<String, Tensor> taken = new LinkedHashMap<>();
        for (TensorSpec input : session.inputs()) {
            taken.put(input.name(), find(known, input.name()));
        }
        Map<String, Tensor> given = new LinkedHashMap<>(session.run(taken));
        given.replaceAll((name, tensor) -> format.rounded(codecs.getOrDefault(name, FittedCodec.AS_IS), tensor));
        return given;
    }

    private static Tensor find(Map<String, Tensor> known, String name) {
        return Optional.ofNullable(known.get(name))
                .orElseThrow(() ->
                        new OperatorException("no part before gives '" + name + "'; there are " + known.keySet()));
    }

    @Override
    public void close() {
        sessions.forEach(ModelSession::close);
    }
}
