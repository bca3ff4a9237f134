package io.tierwise.onnx;

/// For each node of a graph, itself and every node that waits for it, however far on.
///
/// A row of bits a node, without those of the nodes before it: 6 MB for 10,000 nodes,
/// and adding a whole downstream to a set is a few dozen operations.
final class Downstream {

    private final long[][] rows;
    private final int words;

    Downstream(CutGraph graph) {
        words = (graph.size() + 63) >> 6;
        rows = new long[graph.size()][];
        for (int node = graph.size() - 1; node >= 0; node--) {
            int skipped = node >> 6;
            long[] row = new long[words - skipped];
            row[0] |= 1L << node;
            for (int next : graph.after[node]) {
                long[] further = rows[next];
                int shift = (next >> 6) - skipped;
                for (int word = 0; word < further.length; word++) {
                    row[word + shift] |= further[word];
                }
            }
            rows[node] = row;
        }
    }

    /// The set with a node and all its downstream added.
    long[] with(long[] set, int node) {
        long[] larger = set.clone();
        long[] row = rows[node];
        int skipped = node >> 6;
        for (int word = 0; word < row.length; word++) {
            larger[word + skipped] |= row[word];
        }
        return larger;
    }

    /// A set without nodes.
    long[] none() {
        return new long[words];
    }
}
