package io.tierwise.operators;

import java.util.Arrays;
import java.util.List;

/// numpy's broadcasting: axes are matched from the last, and an extent of 1 stretches.
final class Broadcast {

    private Broadcast() {}

    static int[] shape(Values... all) {
        int rank = Arrays.stream(all).mapToInt(Values::rank).max().orElse(0);
        int[] shape = new int[rank];
        Arrays.fill(shape, 1);
        for (Values values : all) {
            for (int axis = 0; axis < values.rank(); axis++) {
                int place = axis + rank - values.rank();
                shape[place] = shape[place] == 1 ? values.extent(axis) : shape[place];
            }
        }
        return shape;
    }

    static int[] shape(List<Values> all) {
        return shape(all.toArray(Values[]::new));
    }
}
