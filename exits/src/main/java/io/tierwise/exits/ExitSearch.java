package io.tierwise.exits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds which exits a network should have, and a path of thresholds for them, on selection samples.
///
/// Of every chain the thresholds that no others beat in both harm and mean time form a front; harm is loss
/// without what exits do better than the whole network, which is too much by chance to steer by. The chain
/// chosen is the one that takes least time where it would still keep the promise if the selection samples
/// were promise samples. Chains grow exit by exit from the [#BEAM] best shorter ones.
public final class ExitSearch {
    /// More than three exits gained nothing on the networks looked at.
    private static final int MOST_EXITS = 3;

    private static final int BEAM = 6;
    private static final int LEVELS = 16;
    private static final int LAST_LEVELS = 48;

    /// Chains of more exits get fewer levels each, so that about so many ways are looked at.
    private static final int MOST_POINTS = 200_000;

    private static final int STEPS = 64;
    private static final int CAREFUL_STEPS = 16;
    private static final double ROUNDING = 1e-12;

    private final List<ExitCandidate> candidates;
    private final double wholeNanos;
    private final Promise promise;
    private final Map<List<Long>, Boolean> verdicts = new HashMap<>();

    private ExitSearch(List<ExitCandidate> candidates, double wholeNanos, Promise promise) {
        this.candidates = candidates.stream()
                .sorted(Comparator.comparingDouble(ExitCandidate::reachNanos))
                .toList();
        this.wholeNanos = wholeNanos;
        this.promise = promise;
    }

    /// A chain with its path.
    ///
    /// @param expected the boldest step that would keep the promise, on the selection samples
    public record Found(ExitChain chain, ExitPath path, ExitOutcome expected) {}

    private record Point(List<Double> thresholds, double nanos, double harm) {}

    /// The best chain of up to three exits.
    ///
    /// @param candidates on the selection samples
    /// @param wholeNanos time of the network without exits
    /// @return nothing where no chain keeps the promise and saves time
    public static Optional<Found> best(List<ExitCandidate> candidates, double wholeNanos, Promise promise) {
        return bestOfEachLength(candidates, wholeNanos, promise).stream()
                .min(Comparator.comparingDouble(found -> found.expected().meanNanos()));
    }

    /// The best chain of one exit, of two, and of three: what an exit costs is estimated, and may be more.
    ///
    /// @param candidates on the selection samples
    /// @param wholeNanos time of the network without exits
    /// @return only those that keep the promise and save time, the shortest first
    public static List<Found> bestOfEachLength(List<ExitCandidate> candidates, double wholeNanos, Promise promise) {
        return new ExitSearch(candidates, wholeNanos, promise).bestOfEachLength();
    }

    /// A path of thresholds for a chain whose exits are settled.
    ///
    /// @param chain on the selection samples
    /// @return nothing where no thresholds keep the promise and save time
    public static Optional<Found> along(ExitChain chain, Promise promise) {
        return new ExitSearch(chain.exits(), chain.wholeNanos(), promise).found(chain.exits());
    }

    private List<Found> bestOfEachLength() {
        List<Found> beam = new ArrayList<>();
        for (ExitCandidate candidate : candidates) {
            found(List.of(candidate)).ifPresent(beam::add);
        }
        List<Found> best = new ArrayList<>(fastest(beam, 1));
        for (int exits = 2; exits <= MOST_EXITS; exits++) {
            beam = longer(fastest(beam, BEAM));
            best.addAll(fastest(beam, 1));
        }
        return best;
    }

    private static List<Found> fastest(List<Found> beam, int count) {
        return beam.stream()
                .sorted(Comparator.comparingDouble(found -> found.expected().meanNanos()))
                .limit(count)
                .toList();
    }

    /// Those of the chains with one exit more that take less time than the chain they come from.
    private List<Found> longer(List<Found> beam) {
        List<Found> longer = new ArrayList<>();
        List<List<ExitCandidate>> seen = new ArrayList<>();
        for (Found found : beam) {
            for (ExitCandidate candidate : candidates) {
                List<ExitCandidate> exits = with(found.chain().exits(), candidate);
                if (exits.size() > found.chain().exits().size() && !seen.contains(exits)) {
                    seen.add(exits);
                    found(exits)
                            .filter(other -> other.expected().meanNanos()
                                    < found.expected().meanNanos())
                            .ifPresent(longer::add);
                }
            }
        }
        return longer;
    }

    /// The exits with one more in its place, or as they are where that place has one already.
    private static List<ExitCandidate> with(List<ExitCandidate> exits, ExitCandidate more) {
        if (exits.stream().anyMatch(exit -> exit.reachNanos() == more.reachNanos())) {
            return exits;
        }
        List<ExitCandidate> all = new ArrayList<>(exits);
        all.add(more);
        all.sort(Comparator.comparingDouble(ExitCandidate::reachNanos));
        return List.copyOf(all);
    }

    private Optional<Found> found(List<ExitCandidate> exits) {
        ExitChain chain = new ExitChain(exits, wholeNanos);
        List<Point> front = thinned(front(chain));
        int bold = boldest(chain, front);
        if (bold < 0 || front.get(bold).nanos() >= wholeNanos) {
            return Optional.empty();
        }
        List<List<Double>> steps = careful(exits, front.getFirst().thresholds());
        front.forEach(point -> steps.add(point.thresholds()));
        return Optional.of(
                new Found(chain, new ExitPath(steps), chain.at(front.get(bold).thresholds())));
    }

    /// Steps up to the first of a front, each of which lets a part more of those leave who leave there. That
    /// first one is the boldest without harm on selection samples, which luck had a hand in.
    private static List<List<Double>> careful(List<ExitCandidate> exits, List<Double> first) {
        List<List<Double>> steps = new ArrayList<>();
        for (int step = 0; step < CAREFUL_STEPS; step++) {
            double share = (double) step / CAREFUL_STEPS;
            steps.add(IntStream.range(0, exits.size())
                    .mapToObj(exit -> exits.get(exit).lettingLeave(share, first.get(exit)))
                    .toList());
        }
        return steps;
    }

    /// The last step that would keep the promise, by halving: p grows with the harm, by and large.
    private int boldest(ExitChain chain, List<Point> front) {
        int kept = -1;
        int broken = front.size();
        while (broken - kept > 1) {
            int middle = (kept + broken) >>> 1;
            if (isKept(chain.at(front.get(middle).thresholds()).losses())) {
                kept = middle;
            } else {
                broken = middle;
            }
        }
        return kept;
    }

    /// What the promise says of these losses. Chains have few counts of them, and many have the same.
    private boolean isKept(double[] losses) {
        return switch (promise.kind()) {
            case PIXELS -> promise.isKept(losses);
            case ERRORS, CHANGES -> {
                long lost = Arrays.stream(losses).filter(loss -> loss > 0).count();
                long gained = Arrays.stream(losses).filter(loss -> loss < 0).count();
                yield verdicts.computeIfAbsent(List.of(lost, gained), counts -> promise.isKept(losses));
            }
        };
    }

    /// Thresholds with less harm than all that take less time, the most careful first.
    private List<Point> front(ExitChain chain) {
        List<Point> points = new ArrayList<>();
        boolean[] there = new boolean[chain.exits().getFirst().samples()];
        Arrays.fill(there, true);
        collect(chain, List.of(), there, 0, 0, points);
        points.sort(Comparator.comparingDouble(Point::harm).thenComparingDouble(Point::nanos));
        List<Point> front = new ArrayList<>();
        for (Point point : points) {
            if (front.isEmpty() || point.nanos() < front.getLast().nanos()) {
                if (!front.isEmpty() && point.harm() - front.getLast().harm() < ROUNDING) {
                    front.removeLast();
                }
                front.add(point);
            }
        }
        return front;
    }

    /// Adds what thresholds of the next exits come to, for the samples that are still there.
    private void collect(
            ExitChain chain, List<Double> before, boolean[] there, double nanos, double harm, List<Point> points) {
        int exit = before.size();
        ExitCandidate candidate = chain.exits().get(exit);
        int count = there.length;
        boolean last = exit == chain.exits().size() - 1;
        int[] surest = IntStream.of(candidate.surestFirst())
                .filter(sample -> there[sample])
                .toArray();
        boolean[] rest = there.clone();
        int stride = Math.max(1, surest.length / (last ? LAST_LEVELS : levels(chain)));
        int asked = 0;
        double leftHarm = 0;
        for (int left = 0; left <= surest.length; left++) {
            if (left >= asked && candidate.divides(surest, left)) {
                asked = left + stride;
                List<Double> thresholds = new ArrayList<>(before);
                thresholds.add(candidate.threshold(surest, left));
                double spent = nanos + left * chain.nanos(exit) / count;
                double harmed = harm + leftHarm / count;
                if (last) {
                    double whole = chain.nanos(exit + 1);
                    points.add(new Point(thresholds, spent + (surest.length - left) * whole / count, harmed));
                } else {
                    collect(chain, thresholds, rest, spent, harmed, points);
                }
            }
            if (left < surest.length) {
                leftHarm += Math.max(0, candidate.loss(surest[left]));
                rest[surest[left]] = false;
            }
        }
    }

    private static int levels(ExitChain chain) {
        int before = Math.max(1, chain.exits().size() - 1);
        return Math.clamp((int) Math.pow((double) MOST_POINTS / LAST_LEVELS, 1.0 / before) - 1, 1, LEVELS);
    }

    /// At most so many of them, evenly picked, the first and the last among them.
    private static List<Point> thinned(List<Point> front) {
        if (front.size() <= STEPS) {
            return front;
        }
        return IntStream.range(0, STEPS)
                .map(step -> (int) Math.round((double) step * (front.size() - 1) / (STEPS - 1)))
                .distinct()
                .mapToObj(front::get)
                .toList();
    }
}
