package io.tierwise.advice;

import java.util.Arrays;
import java.util.List;

/// What a cell takes, worked out but for shares of cores and rates of links: its time is linear in those.
final class CellTimes {
    private final ForecastTerms terms;
    private final List<Double> costs;
    private final double constantNanos;
    private final double sourceNanos;
    private final double[] workNanos;
    private final double[] carriedBytes;

    /// @param costs of the terms, as fitted
    /// @param placement of the cell's tiers, under any rates and shares
    CellTimes(Cell cell, Placement placement, ForecastTerms terms, List<Double> costs) {
        this.terms = terms;
        this.costs = costs;
        Placement none = placement.withSlowness(0);
        this.constantNanos = nanos(cell, none);
        this.sourceNanos = nanos(cell, none.withSourceSlowness(1)) - constantNanos;
        this.workNanos = new double[cell.parts()];
        for (int part = 0; part < workNanos.length; part++) {
            workNanos[part] = nanos(cell, none.withSlowness(part, 1)) - constantNanos;
        }
        this.carriedBytes = new double[placement.ways().size()];
        for (int way = 0; way < carriedBytes.length; way++) {
            carriedBytes[way] = terms.carried(cell, way);
        }
    }

    private double nanos(Cell cell, Placement placement) {
        double[] counted = terms.of(cell, placement);
        double sum = 0;
        for (int term = 0; term < counted.length; term++) {
            sum += counted[term] * costs.get(term);
        }
        return sum;
    }

    /// What depends on no tier and no link, in nanoseconds.
    double constantNanos() {
        return constantNanos;
    }

    /// Of preparing a sample at the source, on a whole core; 0 where that is work of the first part's tier.
    double sourceNanos() {
        return sourceNanos;
    }

    /// Of a part, on a whole core; with the preparing of a sample where its tier does that.
    double workNanos(int part) {
        return workNanos[part];
    }

    /// Bytes over a way.
    double carriedBytes(int way) {
        return carriedBytes[way];
    }

    /// Whether another cell on the same tiers takes as long or longer, whatever shares and rates are.
    boolean takeNoMoreThan(CellTimes other) {
        return constantNanos <= other.constantNanos
                && sourceNanos <= other.sourceNanos
                && isNoMore(workNanos, other.workNanos)
                && isNoMore(carriedBytes, other.carriedBytes);
    }

    private static boolean isNoMore(double[] some, double[] others) {
        for (int i = 0; i < some.length; i++) {
            if (some[i] > others[i]) {
                return false;
            }
        }
        return true;
    }

    /// All that it takes, nanoseconds and bytes alike: a cell that takes no more than another has no larger sum.
    double sum() {
        return constantNanos
                + sourceNanos
                + Arrays.stream(workNanos).sum()
                + Arrays.stream(carriedBytes).sum();
    }

    /// The whole, in nanoseconds.
    double nanos(Placement placement) {
        double nanos = constantNanos + sourceNanos * placement.sourceSlowness() + wireNanos(placement);
        for (int part = 0; part < workNanos.length; part++) {
            nanos += workNanos[part] * placement.slowness().get(part);
        }
        return nanos;
    }

    /// Least time on the wire, by rates and delays alone.
    double wireNanos(Placement placement) {
        double nanos = 0;
        for (int way = 0; way < carriedBytes.length; way++) {
            nanos += placement.ways().get(way).nanos(carriedBytes[way]);
        }
        return nanos;
    }
}
