package io.tierwise.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A model: a graph and the versions it is written in.
///
/// @param irVersion version of the format, 3 or more
/// @param opsets version of each operator set by domain; the default domain is the empty text
/// @param metadata free properties
/// @param producer the tool that wrote it, may be empty
/// @param graph what is computed
/// @param rest functions, training information, doc string, versions and whatever else the file holds
public record Model(
        long irVersion,
        Map<String, Long> opsets,
        Map<String, String> metadata,
        String producer,
        Graph graph,
        Rest rest) {

    public Model {
        opsets = Ordered.copy(opsets);
        metadata = Ordered.copy(metadata);
        Objects.requireNonNull(producer, "producer");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(rest, "rest");
        if (irVersion < 3) {
            throw new IllegalArgumentException("the IR version is 3 or more, found " + irVersion);
        }
    }

    /// A model with nothing left over.
    public Model(long irVersion, Map<String, Long> opsets, Map<String, String> metadata, String producer, Graph graph) {
        this(irVersion, opsets, metadata, producer, graph, Rest.NONE);
    }

    /// Version of the default operator set; 0 when the model uses only others.
    public long opset() {
        return opsets.getOrDefault("", 0L);
    }

    /// The same model with more free properties; those of the same name are replaced.
    public Model withMetadata(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.putAll(more);
        return new Model(irVersion, opsets, all, producer, graph, rest);
    }

    /// The same model with another graph.
    public Model withGraph(Graph other) {
        return new Model(irVersion, opsets, metadata, producer, other, rest);
    }
}
