package io.tierwise.onnx;

import java.util.Arrays;
import java.util.BitSet;

/// The nodes before a cut, by their place among the nodes of [Cuts#nodes()].
///
/// All nodes up to a first one that is behind the cut, and a few of those after it: twenty thousand
/// heads of a large graph take little memory, and what is summed over nodes is a prefix sum and a few
/// terms.
public final class Head {

    private final int prefix;
    private final int[] extras;

    private Head(int prefix, int[] extras) {
        this.prefix = prefix;
        this.extras = extras;
    }

    /// The first `prefix` nodes, not the next one, and these after it.
    ///
    /// @param extras in any order, each above `prefix`
    public static Head of(int prefix, int... extras) {
        int[] sorted = extras.clone();
        Arrays.sort(sorted);
        if (prefix < 0 || (sorted.length > 0 && sorted[0] <= prefix)) {
            throw new IllegalArgumentException(
                    "a head of " + prefix + " nodes and later ones, found " + Arrays.toString(extras));
        }
        return new Head(prefix, sorted);
    }

    static Head of(BitSet nodes) {
        int prefix = nodes.nextClearBit(0);
        return new Head(prefix, nodes.stream().filter(node -> node > prefix).toArray());
    }

    /// How many nodes it has.
    public int size() {
        return prefix + extras.length;
    }

    /// How many nodes come before the first that is not in it.
    public int prefix() {
        return prefix;
    }

    /// The nodes after the first that is not in it, rising.
    public int[] extras() {
        return extras.clone();
    }

    /// Whether it has the node at this place.
    public boolean has(int node) {
        return node < prefix || Arrays.binarySearch(extras, node) >= 0;
    }

    /// Whether every node of it is also in the other.
    public boolean isWithin(Head other) {
        return prefix <= other.prefix && Arrays.stream(extras).allMatch(other::has);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Head head && prefix == head.prefix && Arrays.equals(extras, head.extras);
    }

    @Override
    public int hashCode() {
        return 31 * prefix + Arrays.hashCode(extras);
    }

    @Override
    public String toString() {
        return "the first " + prefix + " nodes" + (extras.length == 0 ? "" : " and " + Arrays.toString(extras));
    }
}
