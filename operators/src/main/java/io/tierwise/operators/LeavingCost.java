package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;

/// What a way of cutting costs in the mean where samples leave early: who leaves pays for what lies before the exit.
///
/// @param whole the cost of going all the way
/// @param exits in the order of the network
record LeavingCost(CutCost whole, List<Leaving> exits) implements CutCost {
    /// An exit at a cut lies before it, however its time was summed.
    private static final double ROUNDING = 1e-9;

    /// @param nanos time of the network before the exit
    /// @param rate share of all samples that leaves there
    record Leaving(double nanos, double rate) {}

    LeavingCost {
        exits = List.copyOf(exits);
    }

    @Override
    public double costNanos(List<Double> partNanos, List<Long> cutBytes) {
        double mean = 0;
        double staying = 1;
        for (Leaving exit : exits) {
            mean += exit.rate() * until(exit.nanos(), partNanos, cutBytes);
            staying -= exit.rate();
        }
        return mean + Math.max(0, staying) * whole.costNanos(partNanos, cutBytes);
    }

    private double until(double end, List<Double> partNanos, List<Long> cutBytes) {
        List<Double> run = new ArrayList<>();
        double before = 0;
        int part = 0;
        while (part < partNanos.size() - 1 && before + partNanos.get(part) < end * (1 - ROUNDING)) {
            run.add(partNanos.get(part));
            before += partNanos.get(part);
            part++;
        }
        run.add(Math.max(0, end - before));
        return whole.costNanos(run, cutBytes.subList(0, part));
    }
}
