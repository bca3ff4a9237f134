package io.tierwise.onnx;

import java.util.Arrays;
import java.util.BitSet;

/// The nodes put before a cut so far, the tensors that cross if no other follows, and the nodes that
/// could follow.
final class CutState {

    /// What a tensor that cannot cross counts: more than any cut has.
    private static final int TOO_MANY = Cuts.MOST_TENSORS + 1;

    private final CutGraph graph;
    final BitSet in = new BitSet();
    final BitSet open = new BitSet();
    final BitSet ready = new BitSet();
    private final int[] missing;
    private final int[] waiting;
    private int[] trail = new int[64];
    private int taken;
    private int width;
    private int ends;

    CutState(CutGraph graph) {
        this.graph = graph;
        missing = new int[graph.size()];
        waiting = new int[graph.tensors.size()];
        for (int node = 0; node < graph.size(); node++) {
            missing[node] = graph.before[node].length;
            ready.set(node, missing[node] == 0);
        }
        for (int tensor = 0; tensor < waiting.length; tensor++) {
            waiting[tensor] = graph.takers[tensor].length;
            if (graph.makers[tensor] == CutGraph.INPUT && waiting[tensor] > 0) {
                opened(tensor);
            }
        }
    }

    private int weight(int tensor) {
        return graph.canCross(tensor) ? 1 : TOO_MANY;
    }

    private void opened(int tensor) {
        open.set(tensor);
        width += weight(tensor);
    }

    private void closed(int tensor) {
        open.clear(tensor);
        width -= weight(tensor);
    }

    /// How many tensors cross if no node follows.
    int width() {
        return width;
    }

    /// Whether a node is before that no other waits for: an output of the model is made there.
    boolean hasEnd() {
        return ends > 0;
    }

    /// How many nodes were put before, one after the other.
    int taken() {
        return taken;
    }

    /// The nodes put before since this many were.
    int[] since(int mark) {
        return Arrays.copyOfRange(trail, mark, taken);
    }

    /// Puts a node before the cut.
    void take(int node) {
        if (taken == trail.length) {
            trail = Arrays.copyOf(trail, 2 * taken);
        }
        trail[taken++] = node;
        in.set(node);
        ready.clear(node);
        for (int next : graph.after[node]) {
            if (--missing[next] == 0) {
                ready.set(next);
            }
        }
        for (int tensor : graph.takes[node]) {
            if (--waiting[tensor] == 0) {
                closed(tensor);
            }
        }
        for (int tensor : graph.makes[node]) {
            if (waiting[tensor] > 0) {
                opened(tensor);
            }
        }
        ends += graph.after[node].length == 0 ? 1 : 0;
    }

    /// Takes back all but the first so many.
    void backTo(int mark) {
        while (taken > mark) {
            back(trail[--taken]);
        }
    }

    private void back(int node) {
        ends -= graph.after[node].length == 0 ? 1 : 0;
        for (int tensor : graph.makes[node]) {
            if (waiting[tensor] > 0) {
                closed(tensor);
            }
        }
        for (int tensor : graph.takes[node]) {
            if (waiting[tensor]++ == 0) {
                opened(tensor);
            }
        }
        for (int next : graph.after[node]) {
            if (missing[next]++ == 0) {
                ready.clear(next);
            }
        }
        ready.set(node);
        in.clear(node);
    }

    /// How many tensors cross whatever follows, since a node behind the cut takes them; counted no
    /// further than above `most`.
    int certain(long[] out, int most) {
        int certain = 0;
        for (int tensor = open.nextSetBit(0); tensor >= 0 && certain <= most; tensor = open.nextSetBit(tensor + 1)) {
            certain += crosses(tensor, out) ? weight(tensor) : 0;
        }
        return certain;
    }

    /// Whether a node behind the cut takes a tensor.
    boolean crosses(int tensor, long[] out) {
        for (int taker : graph.takers[tensor]) {
            if (isIn(out, taker)) {
                return true;
            }
        }
        return false;
    }

    /// The first node that could follow, or -1.
    int next(long[] out) {
        int node = ready.nextSetBit(0);
        while (node >= 0 && isIn(out, node)) {
            node = ready.nextSetBit(node + 1);
        }
        return node;
    }

    static boolean isIn(long[] set, int node) {
        return (set[node >> 6] & (1L << node)) != 0;
    }
}
