package io.tierwise.onnx;

import java.util.Arrays;
import java.util.BitSet;

/// The least number of tensors that must cross between nodes that are before a cut and nodes that are
/// behind it, wherever those in between go.
///
/// A maximum flow (Ford and Fulkerson, 1956) in which each tensor carries one unit from its maker to any
/// of its takers, and a taker that is before the cut draws its makers with it. It is stopped as soon as
/// it exceeds what is asked for, so it takes at most a few searches of the nodes in between.
final class CutFlow {

    private static final int NONE = -1;
    private static final int FORWARD = -2;
    private static final int UNUSE = -3;

    private final CutGraph graph;
    private final int first;
    /// States: a node; a tensor made; a tensor that has crossed.
    private final int[] parent;
    /// How a state was reached: forward, by taking back what flows through a tensor, or the flow edge
    /// taken back.
    private final int[] how;

    private final int[] seen;
    private final int[] queue;
    private final int[] used;
    private final int[] usedAt;
    /// For each state the flow edges into it, a linked list.
    private final int[] into;

    private final int[] intoAt;
    private int[] edgeFrom = new int[64];
    private int[] edgeNext = new int[64];
    private int edges;
    private int search;
    private int call;
    private int ahead;
    private int last;

    CutFlow(CutGraph graph) {
        this.graph = graph;
        this.first = graph.size();
        int states = graph.size() + 2 * graph.tensors.size();
        parent = new int[states];
        how = new int[states];
        seen = new int[states];
        queue = new int[states];
        used = new int[graph.tensors.size()];
        usedAt = new int[graph.tensors.size()];
        into = new int[states];
        intoAt = new int[states];
    }

    /// Whether more than `most` tensors must cross.
    ///
    /// @param in nodes before the cut
    /// @param open tensors made before that a node not before takes
    /// @param out nodes behind the cut
    boolean exceeds(int most, BitSet in, BitSet open, long[] out) {
        call++;
        edges = 0;
        for (int flow = 0; flow <= most; flow++) {
            int end = reach(in, open, out);
            if (end == NONE) {
                return false;
            }
            augment(end);
        }
        return true;
    }

    private int made(int tensor) {
        return first + 2 * tensor;
    }

    private int crossed(int tensor) {
        return first + 2 * tensor + 1;
    }

    private boolean isUsed(int tensor) {
        return usedAt[tensor] == call && used[tensor] > 0;
    }

    /// The tensor that has crossed to a node behind the cut, or NONE.
    private int reach(BitSet in, BitSet open, long[] out) {
        search++;
        ahead = 0;
        last = 0;
        for (int tensor = open.nextSetBit(0); tensor >= 0; tensor = open.nextSetBit(tensor + 1)) {
            visit(made(tensor), NONE, FORWARD);
        }
        while (ahead < last) {
            int state = queue[ahead++];
            int end = state < first ? fromNode(state, in) : fromTensor(state, in, out);
            if (end != NONE) {
                return end;
            }
            takeBack(state, in);
        }
        return NONE;
    }

    private int fromNode(int node, BitSet in) {
        for (int tensor : graph.makes[node]) {
            visit(made(tensor), node, FORWARD);
        }
        for (int maker : graph.before[node]) {
            if (!in.get(maker)) {
                visit(maker, node, FORWARD);
            }
        }
        return NONE;
    }

    private int fromTensor(int state, BitSet in, long[] out) {
        int tensor = (state - first) / 2;
        if (state == made(tensor)) {
            if (!isUsed(tensor) || !graph.canCross(tensor)) {
                visit(crossed(tensor), state, FORWARD);
            }
            return NONE;
        }
        if (isUsed(tensor)) {
            visit(made(tensor), state, UNUSE);
        }
        for (int taker : graph.takers[tensor]) {
            if ((out[taker >> 6] & (1L << taker)) != 0) {
                return state;
            }
            if (!in.get(taker)) {
                visit(taker, state, FORWARD);
            }
        }
        return NONE;
    }

    private void takeBack(int state, BitSet in) {
        if (intoAt[state] != call) {
            return;
        }
        for (int edge = into[state]; edge != NONE; edge = edgeNext[edge]) {
            int source = edgeFrom[edge];
            if (source != NONE && (source >= first || !in.get(source))) {
                visit(source, state, edge);
            }
        }
    }

    private void visit(int state, int origin, int reached) {
        if (seen[state] != search) {
            seen[state] = search;
            parent[state] = origin;
            how[state] = reached;
            queue[last++] = state;
        }
    }

    private void augment(int end) {
        for (int state = end; parent[state] != NONE; state = parent[state]) {
            int from = parent[state];
            if (how[state] == UNUSE) {
                used[(state - first) / 2]--;
            } else if (how[state] >= 0) {
                edgeFrom[how[state]] = NONE;
            } else if (from >= first && state == from + 1 && (from - first) % 2 == 0) {
                use((from - first) / 2);
            } else {
                add(from, state);
            }
        }
    }

    private void use(int tensor) {
        if (usedAt[tensor] != call) {
            usedAt[tensor] = call;
            used[tensor] = 0;
        }
        used[tensor]++;
    }

    private void add(int source, int target) {
        if (edges == edgeFrom.length) {
            edgeFrom = Arrays.copyOf(edgeFrom, 2 * edges);
            edgeNext = Arrays.copyOf(edgeNext, 2 * edges);
        }
        if (intoAt[target] != call) {
            intoAt[target] = call;
            into[target] = NONE;
        }
        edgeFrom[edges] = source;
        edgeNext[edges] = into[target];
        into[target] = edges++;
    }
}
