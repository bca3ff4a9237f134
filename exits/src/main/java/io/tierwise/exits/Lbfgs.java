package io.tierwise.exits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// Minimizes a smooth function by the limited-memory BFGS method.
///
/// Reference: Liu and Nocedal, *On the limited memory BFGS method for large scale optimization*,
/// Mathematical Programming 45 (1989); the line search brackets a step that meets the weak Wolfe conditions:
/// Lewis and Overton, *Nonsmooth optimization via quasi-Newton methods*, Mathematical Programming 141 (2013).
/// `scipy.optimize.minimize(method = "L-BFGS-B")` finds the same minima.
final class Lbfgs {
    private static final int MEMORY = 10;
    private static final int MOST_TRIES = 30;
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;

    private final Objective objective;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private double[] point;
    private double[] gradient;
    private double value;

    /// What is minimized.
    @FunctionalInterface
    interface Objective {
        /// The value at a point; fills in the gradient.
        double at(double[] point, double[] gradient);
    }

    /// A step taken and how the gradient changed over it.
    @SuppressWarnings("ArrayRecordComponent") // made here, never compared
    private record Pair(double[] step, double[] change, double product) {}

    private Lbfgs(Objective objective, double[] start) {
        this.objective = objective;
        this.point = start.clone();
        this.gradient = new double[start.length];
        this.value = objective.at(point, gradient);
    }

    /// The point reached when the gradient's largest entry is at most `tolerance`, when nothing gets better,
    /// or after so many iterations.
    static double[] minimize(Objective objective, double[] start, int iterations, double tolerance) {
        Lbfgs search = new Lbfgs(objective, start);
        for (int i = 0; i < iterations && largest(search.gradient) > tolerance; i++) {
            if (!search.step()) {
                break;
            }
        }
        return search.point;
    }

    /// One step; false where no step along the direction lowers the value.
    private boolean step() {
        double[] direction = direction();
        double slope = dot(direction, gradient);
        if (slope >= 0) {
            pairs.clear();
            direction = scaled(gradient, -1);
            slope = -dot(gradient, gradient);
        }
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = pairs.isEmpty() ? Math.min(1, 1 / Math.max(1e-12, Math.sqrt(-slope))) : 1;
        for (int i = 0; i < MOST_TRIES; i++) {
            double[] next = plus(point, length, direction);
            double[] there = new double[point.length];
            double found = objective.at(next, there);
            if (!(found <= value + DECREASE * length * slope)) {
                high = length;
            } else if (dot(there, direction) < CURVATURE * slope) {
                low = length;
            } else {
                accept(next, there, found);
                return true;
            }
            length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
        }
        return false;
    }

    private void accept(double[] next, double[] there, double found) {
        double[] step = plus(next, -1, point);
        double[] change = plus(there, -1, gradient);
        double product = dot(step, change);
        if (product > 0) {
            pairs.addFirst(new Pair(step, change, product));
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
        point = next;
        gradient = there;
        value = found;
    }

    /// Minus the gradient, bent by what the last steps tell of the curvature (two-loop recursion).
    private double[] direction() {
        double[] bent = scaled(gradient, -1);
        double[] shares = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            shares[i] = dot(pair.step(), bent) / pair.product();
            add(bent, -shares[i++], pair.change());
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.getFirst();
            bent = scaled(bent, last.product() / dot(last.change(), last.change()));
        }
        for (Iterator<Pair> oldestFirst = pairs.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair pair = oldestFirst.next();
            add(bent, shares[--i] - dot(pair.change(), bent) / pair.product(), pair.step());
        }
        return bent;
    }

    private static double largest(double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] vector) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * vector[i];
        }
    }

    private static double[] plus(double[] vector, double factor, double[] other) {
        double[] sum = vector.clone();
        add(sum, factor, other);
        return sum;
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] scaled = new double[vector.length];
        add(scaled, factor, vector);
        return scaled;
    }
}
