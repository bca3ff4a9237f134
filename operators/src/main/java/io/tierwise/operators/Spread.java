package io.tierwise.operators;

import java.util.HashMap;
import java.util.Map;

/// Which values of a tensor are counted: in the order they lie in, every `step`-th.
///
/// @param elements of the tensor
/// @param step 1 for all of them
record Spread(long elements, long step) {

    /// Steps that are a multiple of any would stay in the same columns or channels of most tensors.
    private static final int[] COMMON_EXTENT_DIVISORS = {2, 3, 5, 7};

    Spread {
        if (elements < 0 || step < 1) {
            throw new IllegalArgumentException("every " + step + " of " + elements + " elements");
        }
    }

    /// All values of small tensors and as many of each large one, so that together they are no more than
    /// `most`, or one a tensor.
    ///
    /// @param elements of each tensor, by name
    static Map<String, Spread> within(Map<String, Long> elements, long most) {
        long each = Math.max(
                1, elements.values().stream().mapToLong(Long::longValue).max().orElse(1));
        while (each > 1 && sum(elements, each) > most) {
            each = (each + 1) / 2;
        }
        Map<String, Spread> spreads = new HashMap<>();
        for (Map.Entry<String, Long> tensor : elements.entrySet()) {
            spreads.put(tensor.getKey(), new Spread(tensor.getValue(), step(tensor.getValue(), each)));
        }
        return spreads;
    }

    private static long sum(Map<String, Long> elements, long each) {
        return elements.values().stream()
                .mapToLong(count -> Math.min(count, each))
                .sum();
    }

    private static long step(long elements, long most) {
        long step = Math.max(1, Math.ceilDiv(elements, most));
        while (step > 1 && sharesDivisor(step)) {
            step++;
        }
        return step;
    }

    private static boolean sharesDivisor(long step) {
        for (int divisor : COMMON_EXTENT_DIVISORS) {
            if (step % divisor == 0) {
                return true;
            }
        }
        return false;
    }

    /// How many values that are.
    long values() {
        return Math.ceilDiv(elements, step);
    }
}
