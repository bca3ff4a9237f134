package io.tierwise.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which sample plays which [Role]: each at most one.
///
/// @param all every sample
/// @param byRole positions in `all`; every beginning of a list has the classes in about their
///     proportions, so the first n of a role are a fair choice of n
public record RoleSplit(SampleSet all, Map<Role, List<Integer>> byRole) {
    /// Fifteen percent for each choice, the rest for what is reported.
    public static final Map<Role, Share> DEFAULT_SHARES = Map.of(
            Role.CALIBRATION, new Share.Fraction(0.15),
            Role.SELECTION, new Share.Fraction(0.15),
            Role.PROMISE, new Share.Fraction(0.15),
            Role.EVALUATION, new Share.Fraction(0.55));

    public RoleSplit {
        Map<Role, List<Integer>> copy = new EnumMap<>(Role.class);
        boolean[] taken = new boolean[all.size()];
        for (Role role : Role.values()) {
            copy.put(role, List.copyOf(byRole.getOrDefault(role, List.of())));
            for (int index : copy.get(role)) {
                if (taken[index]) {
                    throw new IllegalArgumentException("Sample " + index + " has two roles.");
                }
                taken[index] = true;
            }
        }
        byRole = Collections.unmodifiableMap(copy);
    }

    /// Splits samples at random by `shares`, each class in the same proportions; class maps are not
    /// sorted by class. The same samples, shares and seed give the same split.
    ///
    /// @throws DataException if there are too few samples, saying how many are needed
    public static RoleSplit of(SampleSet samples, Map<Role, Share> shares, long seed) {
        Map<Role, Integer> counts = counts(samples, shares);
        List<Integer> order = stratifiedOrder(samples, new Random(seed));
        Map<Role, List<Integer>> byRole = new EnumMap<>(Role.class);
        int from = 0;
        for (Role role : Role.values()) {
            int count = counts.getOrDefault(role, 0);
            byRole.put(role, order.subList(from, from + count));
            from += count;
        }
        return new RoleSplit(samples, byRole);
    }

    /// One sample set for each role; positions count through the sets in the order of the roles.
    ///
    /// @throws DataException if there is none for evaluation
    public static RoleSplit ofSets(Map<Role, SampleSet> sets) {
        if (!sets.containsKey(Role.EVALUATION)) {
            throw new DataException("Samples are given for "
                    + words(sets.keySet().stream().sorted().toList())
                    + " only; evaluation samples are needed, for figures are reported from them.");
        }
        SampleSets all = new SampleSets(new EnumMap<>(sets));
        Map<Role, List<Integer>> byRole = new EnumMap<>(Role.class);
        int from = 0;
        for (Map.Entry<Role, SampleSet> entry : all.sets().entrySet()) {
            int end = from + entry.getValue().size();
            byRole.put(entry.getKey(), IntStream.range(from, end).boxed().toList());
            from = end;
        }
        return new RoleSplit(all, byRole);
    }

    /// Positions in [#all()] of the samples of a role; empty if it has none.
    public List<Integer> indices(Role role) {
        return byRole.getOrDefault(role, List.of());
    }

    /// As [#indices(Role)], for a purpose that takes at least so many.
    ///
    /// @throws DataException if there are fewer, saying how many are needed
    public List<Integer> atLeast(Role role, int needed, String purpose) {
        List<Integer> found = indices(role);
        if (found.size() < needed) {
            throw new DataException(purpose + " needs at least " + needed + " " + role.word() + " samples, there are "
                    + found.size() + " (of " + all.describe() + "). Give more samples, or " + role.word()
                    + " a larger share.");
        }
        return found;
    }

    /// The samples of a role as a set of their own.
    public SampleSet samples(Role role) {
        return all.only(indices(role), role.word());
    }

    private static Map<Role, Integer> counts(SampleSet samples, Map<Role, Share> shares) {
        int size = samples.size();
        Map<Role, Integer> counts = new EnumMap<>(Role.class);
        double sum = 0;
        long before = 0;
        for (Role role : Role.values()) {
            switch (shares.getOrDefault(role, new Share.Count(0))) {
                case Share.Count(int count) -> counts.put(role, count);
                case Share.Fraction(double fraction) -> {
                    // Rounding the running sum, not each share, keeps the total exact.
                    sum += fraction;
                    long upTo = Math.round(sum * size);
                    int count = (int) (upTo - before);
                    refuseNone(role, fraction, count, samples);
                    counts.put(role, count);
                    before = upTo;
                }
            }
        }
        if (sum > 1 + 1e-9) {
            throw new DataException(
                    "The shares of the roles add up to " + Math.round(sum * 1000) / 10.0 + "%, more than all samples.");
        }
        long wanted = counts.values().stream().mapToLong(Integer::longValue).sum();
        if (wanted > size) {
            throw new DataException("The roles take " + wanted + " samples "
                    + counts.toString().toLowerCase(Locale.ROOT) + ", there are " + size + " (" + samples.describe()
                    + "). Give more samples or smaller shares.");
        }
        if (counts.getOrDefault(Role.EVALUATION, 0) == 0) {
            throw new DataException(
                    "No sample is left for evaluation, from which figures are reported: give it a share.");
        }
        return counts;
    }

    private static void refuseNone(Role role, double fraction, int count, SampleSet samples) {
        if (fraction > 0 && count == 0) {
            throw new DataException("Too few samples: " + Math.round(fraction * 1000) / 10.0 + "% of " + samples.size()
                    + " (" + samples.describe() + ") is no " + role.word() + " sample. At least "
                    + (long) Math.ceil(1 / fraction) + " samples are needed, or a larger share.");
        }
    }

    private record Placed(int index, double place, double tie) {}

    /// Each class is shuffled and spread evenly over [0, 1); all samples in that order hold every class
    /// in its proportion in any stretch, to within about one sample.
    private static List<Integer> stratifiedOrder(SampleSet samples, Random random) {
        SortedMap<Integer, List<Integer>> byClass = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            byClass.computeIfAbsent(samples.classOf(i).orElse(-1), key -> new ArrayList<>())
                    .add(i);
        }
        List<Placed> placed = new ArrayList<>();
        for (List<Integer> members : byClass.values()) {
            Collections.shuffle(members, random);
            for (int k = 0; k < members.size(); k++) {
                placed.add(new Placed(members.get(k), (k + 0.5) / members.size(), random.nextDouble()));
            }
        }
        placed.sort(Comparator.comparingDouble(Placed::place).thenComparingDouble(Placed::tie));
        return placed.stream().map(Placed::index).collect(Collectors.toList());
    }

    private static String words(List<Role> roles) {
        return roles.stream().map(Role::word).collect(Collectors.joining(", "));
    }
}
